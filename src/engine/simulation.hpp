#pragma once

// A scenario played from its begin to its end, as text: what receivers and radars would have sent,
// the true motion, and what was true. The same scenario and seed give the same bytes, however the
// time is cut.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "engine/simulated_sea.hpp"
#include "engine/transmission_sentences.hpp"
#include "exercise/radar.hpp"
#include "exercise/world.hpp"

namespace narrows::engine {

class Simulation {
 public:
  struct Options {
    std::string exercise;                           ///< Marks every line of truth.
    Duration tracks_every = Duration::seconds(10);  ///< Of the true motion.
  };
  static Result<Simulation> make(const SimulatedSea& sea, Options options);

  static constexpr std::string_view kRadarHeader =
      "sensor,t,range_m,azimuth_deg,sigma_range_m,sigma_azimuth_deg\n";
  static constexpr std::string_view kTracksHeader =
      "mmsi,t,lat,lon,sog,cog,heading,truth_id,name,ship_type,length\n";

  struct Outlets {
    ArrivingLines::OnArrived on_line;  ///< In order of arrival.
    std::string& radar;                ///< Rows are appended, in order of each radar's turns.
    std::string& tracks;
  };
  /// Up to `until`, at most the end.
  void advance(Time until, const Outlets& outlets);

  Time begin() const { return begin_; }
  Time end() const { return end_; }
  std::size_t vessels() const { return vessels_; }

  // One object a line.
  std::string truth() const;
  std::string decoys() const;
  std::string close_pairs() const;
  std::string port_calls() const;

 private:
  Simulation(const SimulatedSea& sea, exercise::World world, Options options);
  void track(std::string& out);
  void plot(exercise::RadarPicture& radar, std::string& out);

  Options options_;
  exercise::World world_;
  ArrivingLines lines_{ArrivingLines::Take::kAll};
  std::vector<exercise::RadarPicture> radars_;
  Time begin_;
  Time end_;
  Time next_track_;
  std::size_t vessels_ = 0;
};

/// The text of a scenario so that it says which seed and version were used.
std::string scenario_as_used(std::string_view text, std::uint64_t seed);

}  // namespace narrows::engine
