#pragma once

// A recording read whole, doubles out, for tests that play it to the watch.

#include <vector>

#include <gtest/gtest.h>

#include "engine/recording.hpp"

namespace narrows::engine {

inline constexpr const char* kDanish = "../shared/data/nmea/dma/denmark_20131112_5min.nmea.gz";

inline std::vector<model::Observation> recording(const char* file) {
  std::vector<model::Observation> out;
  auto input = source::ByteInput::open(file).value();
  RecordingOptions options;
  options.duplicates = Duplicates::Limits{};
  const auto counts =
      read_recording(*input, options,
                     {.observation = [&](const model::Observation& o) { out.push_back(o); },
                      .go_on = [](std::uint64_t) { return true; },
                      .rejected = [](const ImportRejected&) {},
                      .broken = [](const Error& e) { ADD_FAILURE() << e.what; }});
  EXPECT_TRUE(counts.has_value());
  return out;
}

}  // namespace narrows::engine
