#include "engine/history_stage.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <set>
#include <thread>
#include <utility>

#include "engine/stored_alert.hpp"
#include "history/segment_compression.hpp"

namespace narrows::engine {

namespace {

constexpr Duration kTick = Duration::milliseconds(200);
constexpr std::size_t kRefillRecords = 2'000;          // A tick: some milliseconds of work.
constexpr std::chrono::milliseconds kAlertsATick{20};  // Each of them is synced.
constexpr std::size_t kBusy = 8;                       // Batches that wait.
// What is left then is caught up with at the next start.
constexpr std::chrono::milliseconds kAlertsAtTheEnd{1'000};
constexpr std::size_t kAlertsHeld = 20'000;
constexpr Duration kRemovalEvery = Duration::hours(1);

model::ExerciseId exercise_id(std::string_view exercise) {
  return {static_cast<std::uint16_t>(exercise.empty() ? 0 : 1)};
}

}  // namespace

Result<std::unique_ptr<HistoryStage>> HistoryStage::open(const Config& config, Log& log) {
  const auto now = wall_clock();
  auto raw = history::RawLog::open(config.data / "raw", now);
  if (!raw) return tl::unexpected(raw.error());
  for (const auto& skipped : raw->found_at_open()) {
    log.warn("raw log was damaged", {{"file", skipped.file.string()},
                                     {"offset", std::to_string(skipped.offset)},
                                     {"bytes", std::to_string(skipped.bytes)},
                                     {"damage", std::string{name(skipped.damage)}}});
  }
  auto store = history::Store::open({.directory = config.data / "store", .library = {}}, now);
  for (const auto& file : store.quarantined())
    log.warn("store was damaged, set aside and begun anew", {{"file", file}});
  return std::make_unique<HistoryStage>(config, std::move(*raw), std::move(store), log);
}

HistoryStage::HistoryStage(const Config& config, history::RawLog raw, history::Store store,
                           Log& log)
    : raw_directory_{config.data / "raw"},
      sources_{config.sources},
      archive_{config.archive},
      compress_{config.compress_raw_log},
      retention_{config.retention},
      log_{log},
      raw_{std::move(raw)},
      store_{std::move(store)} {
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    const model::SourceId id{static_cast<std::uint16_t>(i)};
    raw_.name_source(id, sources_[i].name, sources_[i].exercise);
    store_.name_source(id, sources_[i].name);
    if (!sources_[i].exercise.empty())
      store_.name_exercise(exercise_id(sources_[i].exercise), sources_[i].exercise);
  }
  filling_.emplace(Filling{history::Refill{store_, raw_directory_}, {}});
}

void HistoryStage::take(SharedBatch received) {
  if (resting_) return;
  const auto batch = received;
  if (inlet_.push({.received = std::move(received), .observed = nullptr})) return;
  const std::lock_guard lock{mutex_};
  if (overflow_.records == 0) {
    overflow_.from = batch->first_at();
    overflow_.to = batch->last_at();
  }
  overflow_.records += batch->size();
  overflow_.bytes += batch->bytes();
  overflow_.from = std::min(overflow_.from, batch->first_at());
  overflow_.to = std::max(overflow_.to, batch->last_at());
}

void HistoryStage::take(SharedObservations observed) {
  if (resting_) return;
  inlet_.push({.received = nullptr, .observed = std::move(observed)});
}

void HistoryStage::run() {
  std::jthread archivist;
  if (!archive_.empty())
    archivist = std::jthread{[this](const std::stop_token& stop) { archive_days(stop); }};
  std::jthread packer;
  if (compress_)
    packer = std::jthread{[this](const std::stop_token& stop) { compress_segments(stop); }};
  auto next_tick = wall_clock();
  while (true) {
    const auto item = inlet_.pop_within(kTick);
    if (item) write(*item);
    const auto now = wall_clock();
    if (now >= next_tick || next_tick > now + kTick + kTick) {  // The clock was set back.
      tick();
      next_tick = now + kTick;
    }
    if (!item && inlet_.closed()) break;
  }
  store_alerts(kAlertsAtTheEnd);
  archivist = {};  // It asks the store: before that is closed.
  if (const auto closed = raw_.close(wall_clock()); !closed)
    log_.warn("raw log did not close", {{"why", closed.error().what}});
  if (const auto closed = store_.close(wall_clock()); !closed)
    log_.warn("store did not close", {{"why", closed.error().what}});
  share();
}

void HistoryStage::take(const model::Alert& alert) {
  if (resting_) return;
  const std::lock_guard lock{mutex_};
  ++alerts_in_;
  const auto known = alerts_.find(alert.id);
  if (known != alerts_.end()) {
    known->second = alert;
    ++alerts_better_;
  } else if (alerts_.size() < kAlertsHeld) {
    alerts_.emplace(alert.id, alert);
  } else {
    ++alerts_full_;
  }
}

void HistoryStage::catch_up(const serve::AlertBook& alerts) {
  using Cell = std::optional<std::string>;
  const auto text = [](const Cell& cell) { return cell ? *cell : std::string{}; };
  std::set<std::pair<std::string, std::string>> stored;
  const auto read = store_.query_text(
      "SELECT id, state FROM all_alerts",
      [&](const std::vector<Cell>& row) { stored.emplace(text(row.at(0)), text(row.at(1))); });
  if (!read) return;  // A store that is stopped: it says so.
  for (const auto& record : alerts.records) {
    const auto& alert = record->alert;
    if (!stored.contains(std::pair{alert.id, std::string{model::name(alert.state)}})) take(alert);
  }
}

void HistoryStage::store_alerts(std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!store_.stopped() && std::chrono::steady_clock::now() < until) {
    if (inlet_.counts().held > kBusy) return;  // What was received goes first.
    model::Alert alert;
    {
      const std::lock_guard lock{mutex_};
      if (alerts_.empty()) return;
      alert = std::move(alerts_.begin()->second);
      alerts_.erase(alerts_.begin());
      ++alerts_stored_;
    }
    // What could not be written is told in stopped(), and caught up with at the next start.
    static_cast<void>(store_.append_alert(stored_alert(alert), wall_clock()));
  }
}

void HistoryStage::write(const Item& item) {
  // What could not be written is in the counts and in stopped() of each.
  const auto now = wall_clock();
  if (item.received) {
    item.received->for_each(
        [&](const model::Received& received) { static_cast<void>(raw_.append(received, now)); });
  }
  if (item.observed) {
    for (const auto& observation : *item.observed)
      static_cast<void>(store_.append(observation, now));
  }
}

void HistoryStage::tick() {
  const auto now = wall_clock();
  Overflow lost;
  {
    const std::lock_guard lock{mutex_};
    lost = std::exchange(overflow_, {});
  }
  if (lost.records > 0) raw_.note_overflow(lost.records, lost.bytes, lost.from, lost.to);
  static_cast<void>(raw_.sync(now));
  const bool store_was_stopped = store_.stopped().has_value();
  static_cast<void>(store_.flush(now));
  store_alerts(kAlertsATick);
  if (store_was_stopped && !store_.stopped())
    filling_.emplace(Filling{history::Refill{store_, raw_directory_}, {}});
  fill_holes(now);
  if (now >= next_removal_ || next_removal_ > now + kRemovalEvery) remove_old(now);
  share();
  say_changes();
}

void HistoryStage::fill_holes(Time now) {
  if (!filling_ || store_.stopped()) return;
  const auto decode = [this](const history::RawRecord& record,
                             history::Refill::OnObservation found) {
    filling_->decoder.observe(record, found);
  };
  const auto more = filling_->refill.step(kRefillRecords, decode, now);
  if (!more) log_.warn("store was not filled from the raw log", {{"why", more.error().what}});
  if (more && *more) return;
  if (filling_->refill.rows_added() > 0) {
    log_.info("store filled from the raw log",
              {{"rows", std::to_string(filling_->refill.rows_added())}});
  }
  filling_.reset();
}

// Not while holes are filled: what is removed must not come back.
void HistoryStage::remove_old(Time now) {
  if (filling_ || !retention_.any()) return;
  next_removal_ = now + kRemovalEvery;
  const auto say = [&](const history::Removed& removed) {
    for (const auto& what : removed.what) log_.info("history removed by rule", {{"what", what}});
    if (removed.held_back > 0)
      log_.info("history kept by a hold", {{"parts", std::to_string(removed.held_back)}});
  };
  if (retention_.keep_raw_days > 0) {
    const auto before = now - Duration::hours(24 * std::int64_t{retention_.keep_raw_days});
    const auto removed = history::remove_raw_segments(raw_directory_, before, retention_.holds);
    if (removed) say(*removed);
    if (!removed) log_.warn("raw log was not trimmed", {{"why", removed.error().what}});
  }
  const auto removed = store_.remove_old(retention_, archive_, now);
  if (removed) say(*removed);
  if (!removed) log_.warn("store was not trimmed", {{"why", removed.error().what}});
}

void HistoryStage::archive_days(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock{mutex};
  while (!stop.stop_requested()) {
    const auto written = store_.archive_days(archive_, wall_clock());
    if (written && written->files > 0) {
      log_.info("days archived", {{"files", std::to_string(written->files)},
                                  {"rows", std::to_string(written->rows)},
                                  {"bytes", std::to_string(written->bytes)}});
    }
    if (!written) log_.warn("days were not archived", {{"why", written.error().what}});
    woken.wait_for(lock, stop, std::chrono::minutes{10}, [] { return false; });
  }
}

// The first minute is the start's own: the store may be filling from these very segments.
void HistoryStage::compress_segments(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock{mutex};
  for (auto wait = std::chrono::minutes{1};; wait = std::chrono::minutes{10}) {
    woken.wait_for(lock, stop, wait, [] { return false; });
    if (stop.stop_requested()) return;
    const auto done =
        history::compress_segments(raw_directory_, [&] { return stop.stop_requested(); });
    if (done && done->files > 0) {
      log_.info("raw log compressed", {{"files", std::to_string(done->files)},
                                       {"bytes_before", std::to_string(done->bytes_before)},
                                       {"bytes_after", std::to_string(done->bytes_after)}});
    }
    if (!done) log_.warn("raw log was not compressed", {{"why", done.error().what}});
    if (!done) continue;
    if (const auto& failure = done->failure)
      log_.warn("raw log was not compressed", {{"why", failure->what}});
  }
}

void HistoryStage::say_changes() {
  std::optional<history::Stopped> now;
  {
    const std::lock_guard lock{mutex_};
    now = stopped_;
  }
  if (now && !said_stopped_) {
    log_.warn("history stopped, the picture goes on",
              {{"since", format_rfc3339(now->since)}, {"why", now->why.what}});
  }
  if (!now && said_stopped_) log_.info("history goes on");
  said_stopped_ = std::move(now);
}

void HistoryStage::share() {
  const std::lock_guard lock{mutex_};
  raw_counts_ = raw_.counts();
  store_counts_ = store_.counts();
  stopped_ = raw_.stopped() ? raw_.stopped() : store_.stopped();
}

serve::HistoryStatus HistoryStage::status() const {
  const std::lock_guard lock{mutex_};
  if (resting_) return {.state = serve::HistoryState::kResting, .since = {}, .why = {}};
  if (!stopped_) return {.state = serve::HistoryState::kOk, .since = {}, .why = {}};
  return {
      .state = serve::HistoryState::kStopped, .since = stopped_->since, .why = stopped_->why.what};
}

std::vector<serve::StageStatus> HistoryStage::stages() const {
  const auto queue = inlet_.counts();
  const std::lock_guard lock{mutex_};
  return {{.name = "history_queue",
           .in = queue.in,
           .out = queue.out,
           .held = queue.held,
           .dropped = {{"full", queue.dropped_full}, {"closed", queue.dropped_closed}}},
          {.name = "raw_log",
           .in = raw_counts_.received,
           .out = raw_counts_.written,
           .held = raw_counts_.held,
           .dropped = {{"lost", raw_counts_.lost}}},
          {.name = "store",
           .in = store_counts_.received,
           .out = store_counts_.stored,
           .held = store_counts_.held,
           .dropped = {{"lost", store_counts_.lost}}},
          {.name = "store_alerts",
           .in = alerts_in_,
           .out = alerts_stored_,
           .held = alerts_.size(),
           .dropped = {{"superseded", alerts_better_}, {"full", alerts_full_}}}};
}

}  // namespace narrows::engine
