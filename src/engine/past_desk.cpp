#include "engine/past_desk.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <limits>
#include <unordered_set>

#include <fmt/format.h>

#include "decode/ais/message.hpp"
#include "decode/ais/print.hpp"
#include "decode/stream_decoder.hpp"
#include "engine/flow_desk.hpp"
#include "history/batch.hpp"
#include "history/database.hpp"
#include "history/raw_log_reader.hpp"

namespace narrows::engine {

namespace {

constexpr std::size_t kStride = 100'000;
/// Records that one question about messages reads at most: some seconds.
constexpr std::uint64_t kRecordsMax = 10'000'000;
/// The first stretch that is looked through for messages, backwards; then twice as long each.
constexpr Duration kFirstStretch = Duration::minutes(15);
/// Most changes are of destination and draught; more than these are not looked through for others.
constexpr std::size_t kChangesLookedAt = 50'000;
/// A minute more or less does not matter to a port call.
constexpr Duration kPortStep = Duration::minutes(1);
/// A picture of the last moments may change when what was received is written down.
constexpr Duration kSettled = Duration::minutes(1);

/// The messages of one station out of one stretch of the raw log.
class MessageSearch {
 public:
  MessageSearch(model::Mmsi mmsi, std::string_view exercise) : mmsi_{mmsi}, exercise_{exercise} {}

  void read(history::RawLogReader& reader, std::size_t limit) {
    while (const auto record = reader.next()) {
      ++records_;
      if (record->exercise != exercise_) continue;
      const auto on_message = [&](const decode::ais::Message& message,
                                  const decode::Envelope& envelope) {
        const auto sender = std::visit([](const auto& m) { return m.mmsi; }, message);
        if (sender == mmsi_.value) keep(*record, message, envelope, limit);
      };
      decoder_.feed(record->received.text, record->received.source, on_message);
      decoder_.end_of_datagram(record->received.source, on_message);
    }
  }

  std::uint64_t records() const { return records_; }
  std::deque<serve::PastMessage>& found() { return found_; }

 private:
  void keep(const history::RawRecord& record, const decode::ais::Message& message,
            const decode::Envelope& envelope, std::size_t limit) {
    if (found_.size() == limit) found_.pop_front();
    auto& kept = found_.emplace_back();
    kept.received_at = record.received.received_at;
    kept.source = record.source_name;
    kept.segment = record.segment;
    kept.offset = record.offset;
    for (const auto sentence : envelope.sentences) kept.sentences.emplace_back(sentence);
    decode::ais::append_physical_json(kept.json, message, envelope, record.source_name);
    while (!kept.json.empty() && kept.json.back() == '\n') kept.json.pop_back();
  }

  const model::Mmsi mmsi_;
  const std::string_view exercise_;
  decode::StreamDecoder decoder_;
  std::uint64_t records_ = 0;
  std::deque<serve::PastMessage> found_;  // Oldest first; at most `limit`.
};

}  // namespace

PastDesk::PastDesk(Options options)
    : store_{options.store},
      past_{std::move(options.past)},
      ports_{std::move(options.ports)},
      area_{std::move(options.area)},
      clock_{std::move(options.clock)} {
  past_.identities = [this](Time heard_since, Time before, auto found) {
    identities(heard_since, before, found);
  };
}

// Of the vessels that the warm-up will hear. Without a store the names are those that it hears.
void PastDesk::identities(Time heard_since, Time before,
                          FunctionRef<void(const model::StaticObservation&)> found) const {
  const auto ask = questions();
  const auto window = past_.picture.removed_after + Duration::minutes(1);
  std::unordered_set<std::uint32_t> heard;
  static_cast<void>(ask.positions_at(heard_since + window, window, std::nullopt,
                                     [&](const auto& p) { heard.insert(p.mmsi.value); }));
  static_cast<void>(ask.identities_at(before, [&](const history::PastIdentity& who) {
    if (!heard.contains(who.mmsi.value)) return;
    model::StaticObservation said;
    said.mmsi = who.mmsi;
    said.observed_at = said.received_at = who.last_changed_at;
    said.imo = who.imo;
    said.name = who.name;
    said.call_sign = who.call_sign;
    said.ship_type = who.ship_type;
    if (who.to_bow_m && who.to_stern_m && who.to_port_m && who.to_starboard_m) {
      said.to_bow_stern_port_starboard_m = {*who.to_bow_m, *who.to_stern_m, *who.to_port_m,
                                            *who.to_starboard_m};
    }
    said.draught_m = who.draught_m;
    said.destination = who.destination;
    said.mother_ship = who.mother_ship;
    found(said);
  }));
}

std::optional<Time> PastDesk::end() {
  constexpr auto kNever = Time::unix_microseconds(std::numeric_limits<std::int64_t>::max());
  const auto extent = past_.segments->extent(kNever, kNever);
  return extent ? extent->to : std::nullopt;
}

Result<std::shared_ptr<const serve::Published>> PastDesk::picture_at(Time at) {
  {
    const std::lock_guard lock{mutex_};
    for (const auto& [t, picture] : kept_) {
      if (t == at) return picture;
    }
  }
  PastPicture past{past_};
  if (auto sought = past.seek(at); !sought) return tl::unexpected(std::move(sought.error()));
  while (past.step(at, kStride) == PastPicture::Reach::kMore) {
  }
  auto published = std::make_shared<serve::Published>();
  published->snapshot = past.snapshot(at);
  published->status.sources = past.sources(at);
  published->published_at = clock_();
  if (clock_() - at < kSettled) return published;
  const std::lock_guard lock{mutex_};
  kept_.emplace_front(at, published);
  if (kept_.size() > kKept) kept_.pop_back();
  return published;
}

// Backwards, stretch by stretch: what was sent last is mostly found in the first.
Result<serve::PastMessages> PastDesk::messages(model::Mmsi mmsi, history::TimeRange range,
                                               std::size_t limit) {
  serve::PastMessages out;
  out.searched_from = range.to;
  auto stretch = kFirstStretch;
  std::uint64_t records = 0;
  while (out.searched_from > range.from && out.messages.size() < limit && records < kRecordsMax) {
    const auto to = out.searched_from;
    const auto from = std::max(range.from, to - stretch);
    auto segments = past_.segments->segments();
    if (!segments) return tl::unexpected(std::move(segments.error()));
    MessageSearch search{mmsi, past_.exercise};
    for (const auto& segment : *segments) {
      if (segment.from >= to || (segment.ended && segment.to < from)) continue;
      auto reader = history::RawLogReader::open_segment(segment.file, {.from = from, .to = to});
      search.read(reader, limit - out.messages.size());
    }
    auto& found = search.found();
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.received_at < b.received_at; });
    for (auto at = found.rbegin(); at != found.rend(); ++at) out.messages.push_back(std::move(*at));
    records += search.records();
    out.searched_from = from;
    stretch = stretch + stretch;
  }
  return out;
}

Result<std::vector<model::PortVisit>> PastDesk::port_calls(model::Mmsi mmsi,
                                                           history::TimeRange range) {
  std::vector<model::PortVisit> calls;
  watch::PortVisitDetector detector{ports_, mmsi};
  const auto keep = [&](const model::PortVisit& visit) {
    if (visit.call()) calls.push_back(visit);
  };
  std::optional<Time> before;
  auto asked = questions().track(mmsi, range, 0, [&](const history::PastPosition& p) {
    if (!p.position || (before && p.observed_at - *before < kPortStep)) return;
    before = p.observed_at;
    detector.report(p.observed_at, *p.position, p.sog, keep);
  });
  if (!asked) return tl::unexpected(std::move(asked.error()));
  if (const auto& open = detector.open(); open && open->call()) calls.push_back(*open);
  std::reverse(calls.begin(), calls.end());
  return calls;
}

// A beacon by its number or its status, told once an hour for as long as it sends.
Result<void> PastDesk::add_distress(history::TimeRange range, std::size_t limit,
                                    std::vector<serve::PastEvent>& events) const {
  const auto world = past_.exercise.empty() ? std::string{"exercise IS NULL"}
                                            : "exercise = " + history::sql_text(past_.exercise);
  const auto sql = fmt::format(
      "SELECT epoch_us(min(observed_at)), mmsi FROM all_positions WHERE observed_at >="
      " make_timestamp({}) AND observed_at < make_timestamp({}) AND {} AND (nav_status ="
      " 'sart_mob_epirb' OR mmsi // 1000000 IN (970, 972, 974)) GROUP BY mmsi,"
      " date_trunc('hour', observed_at) ORDER BY 1 DESC LIMIT {}",
      history::stored_time(range.from), history::stored_time(range.to), world, limit);
  const auto number = [](const std::optional<std::string>& cell) {
    std::int64_t value = 0;
    if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), value);
    return value;
  };
  auto asked = store_.query_text(sql, [&](const std::vector<std::optional<std::string>>& cells) {
    events.push_back({.at = Time::unix_microseconds(number(cells[0])),
                      .kind = "distress",
                      .mmsi = {static_cast<std::uint32_t>(number(cells[1]))},
                      .name = {},
                      .field = {},
                      .text = {}});
  });
  if (!asked) return tl::unexpected(std::move(asked.error()));
  return {};
}

Result<std::vector<serve::PastEvent>> PastDesk::events(history::TimeRange range,
                                                       std::size_t limit) {
  std::vector<serve::PastEvent> events;
  if (auto asked = add_distress(range, limit + 1, events); !asked)
    return tl::unexpected(std::move(asked.error()));
  const auto beacons = events.size();
  const auto ask = questions();
  auto texts = ask.texts(std::nullopt, range, limit + 1);
  if (!texts) return tl::unexpected(std::move(texts.error()));
  for (auto& text : *texts) {
    events.push_back({.at = text.observed_at,
                      .kind = "safety_text",
                      .mmsi = text.mmsi,
                      .name = {},
                      .field = {},
                      .text = std::move(text.text)});
  }
  // First words and what changes with every voyage are no events.
  auto changes = ask.static_changes(std::nullopt, range, kChangesLookedAt);
  if (!changes) return tl::unexpected(std::move(changes.error()));
  for (auto& change : *changes) {
    constexpr std::array kLasting{"name", "imo", "call_sign", "size_m"};
    if (!change.previous ||
        std::find(kLasting.begin(), kLasting.end(), change.field) == kLasting.end())
      continue;
    events.push_back({.at = change.observed_at,
                      .kind = "static_change",
                      .mmsi = change.mmsi,
                      .name = change.field == "name" ? change.value : std::string{},
                      .field = change.field,
                      .text = *change.previous + " → " + change.value});
  }
  std::stable_sort(events.begin() + static_cast<std::ptrdiff_t>(beacons), events.end(),
                   [](const auto& a, const auto& b) { return a.at > b.at; });
  if (events.size() > limit + 1) events.resize(limit + 1);
  return events;
}

Result<serve::FlowGates> PastDesk::flow_gates(history::TimeRange range) {
  if (area_.gates.empty()) return fail(Fault::kNotFound, "this node's area has no gates");
  return engine::flow_gates(questions(), range, area_);
}

Result<serve::FlowShifts> PastDesk::flow_shifts(history::TimeRange range) {
  if (area_.gates.empty()) return fail(Fault::kNotFound, "this node's area has no gates");
  return engine::flow_shifts(questions(), range, area_);
}

Result<history::LogExtent> PastDesk::extent(Time from, Time to) {
  return past_.segments->extent(from, to);
}

}  // namespace narrows::engine
