#include "engine/simulation.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace narrows::engine {

namespace {

double epoch_seconds(Time t) {
  return static_cast<double>(t.unix_microseconds()) / 1e6;
}

std::string lines_of(const std::vector<exercise::TruthEvent>& events, std::string_view exercise) {
  std::string out;
  for (const auto& event : events) out += exercise::json_line(event, exercise);
  return out;
}

}  // namespace

Result<Simulation> Simulation::make(const SimulatedSea& sea, Options options) {
  auto world =
      exercise::World::make(sea.sea, sea.scenario, exercise::World::from_its_begin(sea.scenario));
  if (!world) return tl::unexpected(world.error());
  return Simulation{sea, std::move(*world), std::move(options)};
}

Simulation::Simulation(const SimulatedSea& sea, exercise::World world, Options options)
    : options_{std::move(options)},
      world_{std::move(world)},
      begin_{sea.scenario.begin},
      end_{sea.scenario.begin + sea.scenario.lasts},
      next_track_{sea.scenario.begin} {
  for (std::size_t i = 0; i < sea.scenario.radars.size(); ++i) {
    radars_.emplace_back(sea.scenario.radars[i], world_.frame(), sea.scenario.seed + 1'000 + i,
                         begin_);
  }
}

void Simulation::advance(Time until, const Outlets& outlets) {
  until = std::min(until, end_);
  const auto add = [this](const exercise::Transmission& sent) { lines_.add(sent); };
  while (true) {
    // What is seen at a time is seen before what is said from then on.
    Time next = std::min(until, next_track_);
    for (const auto& radar : radars_) next = std::min(next, radar.next());
    world_.advance(next, add);
    lines_.take_until(next, outlets.on_line);
    if (next >= until) break;
    for (auto& radar : radars_)
      if (radar.next() <= next) plot(radar, outlets.radar);
    if (next_track_ <= next) track(outlets.tracks);
  }
}

void Simulation::track(std::string& out) {
  vessels_ = 0;
  world_.for_each_present(next_track_, [&](const exercise::World::Present& present) {
    ++vessels_;
    if (!present.hull) return;
    const auto& [vessel, motion, hull] = present;
    const auto at = world_.frame().to_lat_lon(motion.at);
    if (vessel.unit != exercise::AisUnit::kNone) out += std::to_string(vessel.mmsi.value);
    fmt::format_to(
        std::back_inserter(out), ",{:.3f},{:.7f},{:.7f},{:.2f},{:.2f},{:.1f},{},{},{},{}\n",
        epoch_seconds(next_track_), at.lat_degrees(), at.lon_degrees(), motion.speed.knots(),
        motion.course.degrees_true(), motion.heading.degrees_true(), vessel.truth_id, vessel.name,
        unsigned{vessel.ship_type}, vessel.length_m());
  });
  next_track_ = next_track_ + options_.tracks_every;
}

void Simulation::plot(exercise::RadarPicture& radar, std::string& out) {
  std::vector<exercise::RadarPicture::Hull> hulls;
  world_.for_each_present(radar.next(), [&](const exercise::World::Present& present) {
    if (present.hull && radar.reaches(present.motion.at))
      hulls.push_back({present.vessel, present.motion.at});
  });
  radar.turn(hulls, [&](const exercise::Plot& plot) {
    fmt::format_to(std::back_inserter(out), "{},{:.3f},{:.1f},{:.3f},{:g},{:g}\n",
                   radar.radar().name, epoch_seconds(plot.at), plot.range_m, plot.azimuth_deg,
                   radar.radar().sigma_range_m, radar.radar().sigma_azimuth_deg);
  });
}

std::string Simulation::truth() const {
  return lines_of(world_.truth(), options_.exercise);
}

std::string Simulation::close_pairs() const {
  return lines_of(world_.close_pairs(), options_.exercise);
}

std::string Simulation::decoys() const {
  return lines_of(world_.decoys(), options_.exercise);
}

std::string Simulation::port_calls() const {
  std::string out;
  for (const auto& call : world_.port_calls()) {
    out += fmt::format("{{\"mmsi\":{},\"name\":{},\"port\":{},\"expected\":\"{}\"", call.mmsi.value,
                       exercise::json_text(call.name), exercise::json_text(call.port),
                       format_rfc3339(call.expected));
    if (call.cleared_until)
      out += fmt::format(",\"cleared_until\":\"{}\"", format_rfc3339(*call.cleared_until));
    out += fmt::format(",\"exercise\":{}}}\n", exercise::json_text(options_.exercise));
  }
  return out;
}

std::string scenario_as_used(std::string_view text, std::uint64_t seed) {
  std::string out = fmt::format("# As played by narrows {}.\nseed = {}\n", NARROWS_VERSION, seed);
  bool in_table = false;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    const auto line = text.substr(0, end);
    text.remove_prefix(end);
    in_table = in_table || line.starts_with('[');
    const auto key = line.substr(0, line.find('='));
    const bool is_seed = key.substr(0, key.find_last_not_of(' ') + 1) == "seed";
    if (in_table || !is_seed) out += line;
  }
  return out;
}

}  // namespace narrows::engine
