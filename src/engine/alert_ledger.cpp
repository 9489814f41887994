#include "engine/alert_ledger.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/alert_handling.hpp"
#include "history/raw_log_reader.hpp"

namespace narrows::engine {

namespace {
constexpr model::SourceId kLines{1};
}

Result<std::unique_ptr<AlertLedger>> AlertLedger::open(Options options, Time wall_now) {
  std::optional<history::RawLog> log;
  if (!options.directory.empty()) {
    history::RawLog::Options how;
    how.sync_every = Duration{};
    auto opened = history::RawLog::open(options.directory, wall_now, how);
    if (!opened) return tl::unexpected(opened.error());
    log.emplace(std::move(*opened));
    log->name_source(kLines, "alerts");
  }
  auto ledger = std::make_unique<AlertLedger>(std::move(options), std::move(log));
  ledger->read();
  return ledger;
}

AlertLedger::AlertLedger(Options options, std::optional<history::RawLog> log)
    : options_{std::move(options)},
      log_{std::move(log)},
      book_{std::make_shared<const serve::AlertBook>()} {}

void AlertLedger::read() {
  const std::lock_guard change{change_};
  if (log_) {
    auto reader = history::RawLogReader::open(options_.directory);
    while (reader) {
      const auto record = reader->next();
      if (!record) break;
      const auto line = read_alert_line(record->received.text);
      if (!line || !fold(*line)) ++counts_.unread;
      if (line) version_ = std::max(version_, line->version);
    }
  }
  share();
}

/// False: it is of an alert that is not there.
bool AlertLedger::fold(const AlertLine& line) {
  const auto at = [this](const std::string& id) -> const serve::AlertRecord* {
    const auto found = versions_.find(id);
    return found == versions_.end() ? nullptr : by_version_.at(found->second).get();
  };
  serve::AlertRecord next;
  if (const auto* alert = std::get_if<model::Alert>(&line.what)) {
    if (alert->exercise != options_.exercise) return true;  // Of another world: not shown here.
    next = after(at(alert->id), *alert);
  } else if (const auto* deed = std::get_if<AlertLine::Deed>(&line.what)) {
    const auto* before = at(deed->id);
    if (before == nullptr) return false;
    next = after(*before, deed->deed);
  } else {
    const auto& note = std::get<AlertLine::Note>(line.what);
    const auto* before = at(note.id);
    if (before == nullptr) return false;
    next = noted(*before, note.entry);
  }
  next.version = line.version;
  put(std::move(next));
  return true;
}

void AlertLedger::put(serve::AlertRecord record) {
  const auto version = record.version;
  if (const auto known = versions_.find(record.alert.id); known != versions_.end())
    remove(known->second);
  versions_[record.alert.id] = version;
  if (record.alert.end) ended_.insert(version);
  const auto shared = std::make_shared<const serve::AlertRecord>(std::move(record));
  by_version_[version] = shared;
  unshown_.push_back({shared, true});
  if (by_version_.size() <= options_.records_max || ended_.empty()) return;
  const auto oldest = *ended_.begin();
  versions_.erase(by_version_.at(oldest)->alert.id);
  remove(oldest);
}

void AlertLedger::remove(std::uint64_t version) {
  const auto found = by_version_.find(version);
  unshown_.push_back({found->second, false});
  ended_.erase(version);
  by_version_.erase(found);
}

/// Only what changed: a storm of alerts must not cost its square.
void AlertLedger::share() {
  const auto changed = std::exchange(unshown_, {});
  {
    const std::lock_guard lock{shown_};
    for (const auto& [record, is_there] : changed) {
      if (is_there) {
        shown_by_version_[record->version] = record;
        by_id_[record->alert.id] = record;
      } else {
        shown_by_version_.erase(record->version);
        by_id_.erase(record->alert.id);
      }
    }
    shown_version_ = version_;
  }
  for (const auto& [record, is_there] : changed) {
    if (is_there && told_) told_(record->alert);
  }
}

Result<void> AlertLedger::write(const AlertLine& line, Time wall_now) {
  if (!log_) return {};
  return log_->append({kLines, wall_now, write_alert_line(line)}, wall_now);
}

Result<void> AlertLedger::sync(Time wall_now) {
  return log_ ? log_->sync(wall_now) : Result<void>{};
}

void AlertLedger::take(const std::vector<model::Alert>& versions, Time wall_now) {
  const std::lock_guard change{change_};
  std::vector<AlertLine> lines;
  bool good = true;
  for (const auto& alert : versions) {
    const auto known = versions_.find(alert.id);
    if (known != versions_.end()) {
      const auto& before = *by_version_.at(known->second);
      if (says_the_same(before.alert, alert) &&
          after(&before, alert).alert.state == before.alert.state)
        continue;
    }
    AlertLine line{++version_, alert};
    good = write(line, wall_now).has_value() && good;
    // What a version does hangs on the ones before it, also those of this turn.
    fold(line);
    lines.push_back(std::move(line));
  }
  if (lines.empty()) return;
  good = sync(wall_now).has_value() && good;
  share();
  const std::lock_guard lock{shown_};
  (good ? counts_.written : counts_.unwritten) += lines.size();
}

void AlertLedger::note(const std::string& id, serve::AlertEntry entry, Time wall_now) {
  const std::lock_guard change{change_};
  if (!versions_.contains(id)) return;
  const AlertLine line{++version_, AlertLine::Note{id, std::move(entry)}};
  const bool good = write(line, wall_now).has_value() && sync(wall_now).has_value();
  fold(line);
  share();
  const std::lock_guard lock{shown_};
  ++(good ? counts_.written : counts_.unwritten);
}

Result<std::shared_ptr<const serve::AlertRecord>> AlertLedger::act(const std::string& id,
                                                                   const serve::AlertDeed& deed,
                                                                   Time wall_now) {
  const std::lock_guard change{change_};
  const auto known = versions_.find(id);
  if (known == versions_.end())
    return fail(Fault::kNotFound, fmt::format("There is no alert {}.", id));
  if (const auto good = check_deed(*by_version_.at(known->second), deed); !good)
    return tl::unexpected(good.error());
  const AlertLine line{version_ + 1, AlertLine::Deed{id, deed}};
  auto written = write(line, wall_now);
  if (written) written = sync(wall_now);
  if (!written) {
    return fail(Fault::kIo, fmt::format("It could not be written down, so it is not done: {}",
                                        written.error().what));
  }
  version_ = line.version;
  fold(line);
  share();
  const std::lock_guard lock{shown_};
  ++counts_.written;
  return by_id_.at(id);
}

std::shared_ptr<const serve::AlertBook> AlertLedger::book() const {
  const std::lock_guard lock{shown_};
  if (!book_ || book_->version != shown_version_) {
    auto book = std::make_shared<serve::AlertBook>();
    book->version = shown_version_;
    book->records.reserve(shown_by_version_.size());
    for (const auto& [version, record] : shown_by_version_) book->records.push_back(record);
    book_ = std::move(book);
  }
  return book_;
}

std::shared_ptr<const serve::AlertRecord> AlertLedger::find(const std::string& id) const {
  const std::lock_guard lock{shown_};
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

AlertLedger::Counts AlertLedger::counts() const {
  const std::lock_guard lock{shown_};
  return counts_;
}

}  // namespace narrows::engine
