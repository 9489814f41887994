#pragma once

// What the node says while it runs: one line an event on standard error, `time level what key=value
// …`, so that people read it and tools parse it. Events that outside input can cause go through a
// RateLimit before they come here.

#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"

namespace narrows::engine {

class Log {
 public:
  using Pair = std::pair<std::string_view, std::string>;

  void info(std::string_view what, std::initializer_list<Pair> pairs = {}) {
    write("info", what, pairs);
  }
  void warn(std::string_view what, std::initializer_list<Pair> pairs = {}) {
    write("warn", what, pairs);
  }

  /// The line without its end; text from outside is escaped, so that it stays one line.
  static std::string line(Time now, std::string_view level, std::string_view what,
                          std::initializer_list<Pair> pairs);

 private:
  void write(std::string_view level, std::string_view what, std::initializer_list<Pair> pairs);
  std::mutex mutex_;
};

/// The wall clock.
Time wall_clock();

}  // namespace narrows::engine
