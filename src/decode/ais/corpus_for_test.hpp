#pragma once

// The recordings of ../shared/data for tests: reading them whole, and walking their messages.

#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/stream_decoder.hpp"

namespace narrows::decode::ais::corpus {

inline const std::filesystem::path kData = "../shared/data";

inline bool here() {
  return std::filesystem::exists(kData / "nmea");
}

/// The whole file, unpacked when its name ends in .gz; empty when it cannot be read.
inline std::string read(const std::filesystem::path& path) {
  const std::string command = path.extension() == ".gz" ? "gzip -dc '" + path.string() + "'"
                                                        : "cat '" + path.string() + "'";
  std::string text;
  if (FILE* pipe = ::popen(command.c_str(), "r")) {
    char piece[65536];
    while (const std::size_t n = std::fread(piece, 1, sizeof piece, pipe)) text.append(piece, n);
    ::pclose(pipe);
  }
  return text;
}

/// Every recording under nmea/, in the order of their names.
inline std::vector<std::filesystem::path> recordings() {
  std::vector<std::filesystem::path> paths;
  if (!here()) return paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{kData / "nmea"}) {
    if (entry.is_regular_file() && entry.path().filename() != "LICENSE")
      paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

using OnMessage = std::function<void(const Message&, const Envelope&)>;

inline void each_message(std::string_view text, const OnMessage& on_message) {
  StreamDecoder decoder;
  decoder.feed(text, on_message);
  decoder.finish(on_message);
}

}  // namespace narrows::decode::ais::corpus
