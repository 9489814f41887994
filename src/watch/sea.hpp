#pragma once

// All tracks at once: takes reports in the order of their arrival, keeps one track a vessel, finds
// neighbours. One station's report is one vessel's: when two send under one MMSI, each is followed
// as a segment of its own (the report goes to the segment that could have sailed there).
//
// Late, doubled and out-of-order reports: a report older than the newest of its track is put where
// it belongs and told as kLate; one that is there already is told as kDoubled. A stamp ahead of the
// arrival by more than `clock_ahead_max` counts as its arrival.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <boost/container/small_vector.hpp>
#include <boost/container/static_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "base/units.hpp"
#include "model/observation.hpp"
#include "watch/fetch.hpp"
#include "watch/grid.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

struct SeaOptions {
  std::size_t tracks_max = 200'000;  ///< Beyond it the longest-silent goes.
  Duration forgotten_after = Duration::hours(24);
  Duration segment_forgotten_after = Duration::minutes(20);  ///< One of few reports.
  Duration clock_ahead_max = Duration::minutes(1);
  Speed vessel_speed_max = Speed::knots(60);
  Speed aircraft_speed_max = Speed::knots(600);
  Distance jump_at_least = Distance::metres(1'000);  ///< Shorter is noise of places and stamps.
};

/// A position of a radar-only track, from track/: it has a number instead of an MMSI.
struct RadarFix {
  std::uint32_t track = 0;  ///< From 1.
  Time observed_at;
  Time received_at;
  geo::LatLon position;
  std::optional<Speed> sog;
  std::optional<Bearing> cog;
  std::optional<double> length_m;  ///< As its echo looks.
  model::SourceId source;
  /// Whose echo it is, when track/ has joined it to a vessel with AIS: then it makes no track of
  /// its own, and detectors are told of it in on_echo.
  std::optional<model::Mmsi> of{};
};

/// A track's last report, as its neighbours look at it: in one cache line.
struct alignas(kCacheLine) Mover {
  geo::Vector at;
  geo::Vector velocity;
  Time at_time;
  float speed_mps = 0.0F;
  bool vessel = false;  ///< No beacon, aircraft or buoy.
};

class Sea {
 public:
  enum class Taken : std::uint8_t {
    kNew,      ///< The newest of its track.
    kJumped,   ///< The same, and the first of a segment: no vessel of that MMSI could be there.
    kLate,     ///< Put among those before.
    kDoubled,  ///< There already, or older than all that is kept: nothing changed.
    kNoPlace,  ///< Without a position, or of what is no vessel: nothing changed.
  };
  struct Entry {
    Taken taken = Taken::kNoPlace;
    Slot slot = kNoSlot;
    /// kLate: which it became: track.fix(late).
    std::size_t late = 0;
    /// kJumped: the segment it would have been of.
    Slot jumped_from = kNoSlot;
  };
  using OnForgotten = std::function<void(const Track&)>;

  explicit Sea(SeaOptions options = {});

  /// Told before a track goes and its slot is used again.
  void on_forgotten(OnForgotten body) { on_forgotten_ = std::move(body); }

  Entry take(const model::PositionObservation& report);
  Entry take(const RadarFix& report);
  /// The tracks (segments) of that MMSI; none: not met yet, what it says is kept until it is.
  void take(const model::StaticObservation& report, FunctionRef<void(const Track&)> of);

  /// That a report of that MMSI will most likely have; kNoSlot: not known.
  Slot slot_of(model::Mmsi mmsi) const;
  /// A report of it comes soon.
  void expect(Slot slot) const;

  /// Lets go of what has been silent for too long. Cheap to call often.
  void forget(Time now);

  const Track& track(Slot slot) const { return *tracks_[slot]; }
  const Mover& mover(Slot slot) const { return movers_[slot]; }
  bool alive(Slot slot) const { return slot < alive_.size() && alive_[slot]; }
  /// One more than the highest slot in use.
  std::size_t slots() const { return tracks_.size(); }
  std::size_t size() const { return live_; }
  /// The segments of one MMSI, in the order in which they came up.
  void for_each_segment(model::Mmsi mmsi, FunctionRef<void(const Track&)> body) const;
  std::size_t segments(model::Mmsi mmsi) const;

  /// All others whose last report lies within `radius` of `place`; distance as the crow flies from
  /// `at`. Not moved on to now: a caller who wants that asks for more and measures Track::at().
  void for_each_near(const Track& own, Distance radius,
                     FunctionRef<void(const Track&, Distance)> body) const;
  void for_each_near(geo::LatLon place, Distance radius,
                     FunctionRef<void(const Track&, Distance)> body) const;
  /// The same for who looks at movers alone, and some that lie further: touches no track.
  template <class Body>
  void for_each_slot_about(geo::LatLon place, Distance radius, Body&& body) const {
    // All are fetched before the first is looked at: they are waited for together.
    boost::container::small_vector<Slot, 64> about;
    (radius.metres() <= kNearMetres ? near_ : far_).for_each_about(place, radius, [&](Slot slot) {
      fetch(movers_[slot]);
      about.push_back(slot);
    });
    for (const Slot slot : about) body(slot);
  }

 private:
  static constexpr std::size_t kSegmentsMax = 4;  // Of one MMSI.
  static constexpr double kNearMetres = 2'500.0;  // Searches up to it look in the fine grid.

  struct Station {
    boost::container::static_vector<Slot, kSegmentsMax> segments;
    std::uint16_t segments_ever = 0;
    std::unique_ptr<Identity> said;  // When anything was.
  };
  Entry take(TrackKey key, const Fix& fix);
  Slot segment_for(const Station& station, const Fix& fix, bool& reachable) const;
  bool reachable(const Track& from, const Fix& to) const;
  Slot add(TrackKey key, Station& station);
  void remove(Slot slot);
  void make_room();
  void put(Track& track, const Fix& fix, Entry& entry);

  SeaOptions options_;
  Track& mutable_track(Slot slot) { return *tracks_[slot]; }

  std::vector<std::unique_ptr<Track>> tracks_;  // By slot; references hold while others come.
  std::vector<char> alive_;
  std::vector<Slot> free_;
  std::vector<Mover> movers_;  // By slot.
  std::size_t live_ = 0;
  boost::unordered_flat_map<std::uint64_t, Station> stations_;
  Grid near_{0.01};
  Grid far_{0.1};
  Time swept_;
  OnForgotten on_forgotten_;
};

}  // namespace narrows::watch
