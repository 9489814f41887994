#pragma once

// All alerts of this node with what persons made of them, on the disk before anybody is told: what
// was shown or done is there after kill -9. In memory an immutable book for the server; on the disk
// lines (alert_line.hpp) in segments as the raw log has them, each synced before it counts. Reading
// them again through alert_handling gives the same book.
//
// Any thread may call; calls that write wait for the disk.

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/alert_line.hpp"
#include "history/raw_log.hpp"
#include "serve/alert_desk.hpp"

namespace narrows::engine {

class AlertLedger {
 public:
  struct Options {
    std::filesystem::path directory;  ///< Empty: kept in memory only.
    std::string exercise;             ///< The world that is shown; empty: the real one.
    /// In the book: what is going on, and so many of what ended, the latest changes. All stay on
    /// the disk.
    std::size_t records_max = 10'000;
  };
  struct Counts {
    std::uint64_t written = 0;
    std::uint64_t unwritten = 0;  ///< Shown although the disk would not take it.
    std::uint64_t unread = 0;     ///< Lines that were no lines when it was opened.
  };

  static Result<std::unique_ptr<AlertLedger>> open(Options options, Time wall_now);
  AlertLedger(Options options, std::optional<history::RawLog> log);  ///< For open().

  /// Told each version that is shown, on the thread that made it. Before anything is taken.
  void on_shown(std::function<void(const model::Alert&)> told) { told_ = std::move(told); }

  /// Never null; cheap while nothing changes.
  std::shared_ptr<const serve::AlertBook> book() const;
  std::shared_ptr<const serve::AlertRecord> find(const std::string& id) const;

  /// The watch's versions, in order; those that say nothing new are passed over. A disk that fails
  /// does not keep an alert from being shown: that is counted.
  void take(const std::vector<model::Alert>& versions, Time wall_now);
  void note(const std::string& id, serve::AlertEntry entry, Time wall_now);
  /// kNotFound, kRefused; kIo when it cannot be written down, and is then not done.
  Result<std::shared_ptr<const serve::AlertRecord>> act(const std::string& id,
                                                        const serve::AlertDeed& deed,
                                                        Time wall_now);
  Counts counts() const;

 private:
  using Shared = std::shared_ptr<const serve::AlertRecord>;
  void read();
  bool fold(const AlertLine& line);
  Result<void> write(const AlertLine& line, Time wall_now);
  Result<void> sync(Time wall_now);
  void put(serve::AlertRecord record);
  void remove(std::uint64_t version);
  void share();

  const Options options_;
  std::function<void(const model::Alert&)> told_;
  std::mutex change_;  // Held through a change: one at a time. Guards what follows.
  std::optional<history::RawLog> log_;
  std::map<std::uint64_t, Shared> by_version_;
  std::map<std::string, std::uint64_t, std::less<>> versions_;
  std::set<std::uint64_t> ended_;                 // Versions of those that ended.
  std::vector<std::pair<Shared, bool>> unshown_;  // Came or went since share().
  std::uint64_t version_ = 0;

  mutable std::mutex shown_;  // Guards what follows; never held while the disk is waited for.
  mutable std::shared_ptr<const serve::AlertBook> book_;  // Made when asked for.
  std::map<std::uint64_t, Shared> shown_by_version_;
  std::uint64_t shown_version_ = 0;
  std::map<std::string, Shared, std::less<>> by_id_;
  Counts counts_;
};

}  // namespace narrows::engine
