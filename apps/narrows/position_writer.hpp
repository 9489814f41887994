#pragma once

// Positions as CSV, GeoJSON or KML.

#include <memory>
#include <string>
#include <string_view>

#include "history/store_questions.hpp"

namespace narrows::cli {

class PositionWriter {
 public:
  explicit PositionWriter(std::string& out) : out_{out} {}
  PositionWriter(const PositionWriter&) = delete;
  PositionWriter& operator=(const PositionWriter&) = delete;
  PositionWriter(PositionWriter&&) = delete;
  PositionWriter& operator=(PositionWriter&&) = delete;
  virtual ~PositionWriter() = default;

  /// In which order it wants them.
  virtual history::Order order() const { return history::Order::kReceived; }
  virtual void begin() = 0;
  virtual void write(const history::PastPosition& position) = 0;
  virtual void end() {}

 protected:
  std::string& out_;
};

/// REQUIRES: "csv", "geojson" or "kml".
std::unique_ptr<PositionWriter> make_position_writer(std::string_view format, std::string& out);

}  // namespace narrows::cli
