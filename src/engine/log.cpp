#include "engine/log.hpp"

#include <chrono>
#include <cstdio>
#include <iterator>

#include <fmt/format.h>

namespace narrows::engine {

namespace {

void append_value(std::string& out, std::string_view value) {
  const bool plain = !value.empty() && value.find_first_of(" \"=\\") == std::string_view::npos;
  if (!plain) out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  if (!plain) out += '"';
}

}  // namespace

std::string Log::line(Time now, std::string_view level, std::string_view what,
                      std::initializer_list<Pair> pairs) {
  std::string out = fmt::format("{} {} {}", format_rfc3339(now), level, what);
  for (const auto& [key, value] : pairs) {
    fmt::format_to(std::back_inserter(out), " {}=", key);
    append_value(out, value);
  }
  return out;
}

void Log::write(std::string_view level, std::string_view what, std::initializer_list<Pair> pairs) {
  const auto text = line(wall_clock(), level, what, pairs) + "\n";
  const std::lock_guard lock{mutex_};
  std::fwrite(text.data(), 1, text.size(), stderr);
}

Time wall_clock() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return Time::unix_microseconds(
      std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count());
}

}  // namespace narrows::engine
