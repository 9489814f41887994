#pragma once

// What the rules about a lane of a scheme share: who is in no lane and has no spell is passed over,
// and so are the slow and the small.

#include <cstdint>
#include <optional>

#include "watch/spell.hpp"

namespace narrows::watch {

class LaneSpellDetector : public SpellDetector {
 public:
  void configure(const Parameters& p) override {
    slowest_mps_ = static_cast<float>(p.knots("speed_kn").metres_per_second());
    length_min_m_ = p.number("length_min_m");
  }

  Reports wants(const Knowledge& known) const override {
    return known.places->lanes().empty() ? Reports::kNobodys : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) final {
    const Places& places = *scene.knowledge().places;
    if (places.lanes().empty()) return;
    const bool in_lane = places.has(track.last().position, trait::kLane);
    if (in_lane || !idle(track.slot)) follow(scene, track, places, in_lane);
  }

 protected:
  /// A report of one who is in a lane, or has a spell.
  virtual void follow(Scene& scene, const Track& track, const Places& places, bool in_lane) = 0;

  bool is_slow(const Fix& fix) const { return !(fix.sog_mps >= slowest_mps_); }
  bool is_asked(const Track& track) const { return is_of_size(track, length_min_m_); }
  /// Whether a place is in that lane for one who goes that way.
  static auto within(const Places& places, std::uint32_t lane, std::optional<Bearing> way) {
    return [&places, lane, way](geo::LatLon at) {
      const auto there = places.lane_at(at, way);
      return there && there->lane == lane;
    };
  }

 private:
  float slowest_mps_ = 0.0F;
  double length_min_m_ = 0.0;
};

}  // namespace narrows::watch
