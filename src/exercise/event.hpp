#pragma once

// What can be made to happen, and how: each kind has a table of parameters with defaults one clear
// step beyond the threshold of its detection (docs/formats/scenario.md), and a maker that brings
// its own vessels onto the stage and says what is true of them and when.
//
// When: the maker writes the passages, then asks them. begin and end are where the definition
// really begins and ceases to hold along them, found to the millisecond, not what was planned.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "exercise/fleet.hpp"
#include "exercise/passage.hpp"
#include "exercise/scenario.hpp"
#include "exercise/sea.hpp"
#include "exercise/truth.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

struct TimeSpan {
  Time from;
  Time to;
  bool holds(Time t) const { return t >= from && t < to; }
};

/// What is wrong with the positions that a transponder sends.
struct PositionFault {
  enum class How : std::uint8_t {
    kShift,   ///< By `offset`.
    kCircle,  ///< Round `offset` as a place, at `radius_m`, once in `period_s`.
    kPoint,   ///< All at `offset` as a place.
  };
  TimeSpan when;
  How how = How::kShift;
  geo::Offset offset;
  double radius_m = 0.0;
  double period_s = 60.0;
};

/// From `at` on the transponder says this.
struct Rename {
  Time at;
  std::string name;
  std::string call_sign;
};

struct SafetyText {
  Time at;
  std::string text;
};

/// One vessel of an event.
struct CastMember {
  Vessel vessel;
  Passage passage;
  bool hull = true;  ///< There is something for a radar to see.
  std::vector<TimeSpan> silences;
  std::vector<PositionFault> faults;
  std::vector<Rename> renames;
  std::vector<SafetyText> texts;
  std::optional<std::uint8_t> status;  ///< Navigational status said, whatever she does.
};

/// Everybody within the circle sends false positions.
struct Interference {
  TimeSpan when;
  geo::Offset centre;
  double radius_m = 0.0;
  PositionFault::How how = PositionFault::How::kCircle;
  geo::Offset offset;  ///< As in PositionFault, of the place or shift.
};

struct ReceiverFault {
  enum class How : std::uint8_t { kSilent, kClock, kRate };
  TimeSpan when;
  std::string receiver;
  How how = How::kSilent;
  Duration clock_off;
  double loss = 0.0;
};

/// A port call as the port knows it: notice and clearance, whatever the sensors see.
struct PortCall {
  model::Mmsi mmsi;
  std::string name;
  std::string port;
  Time expected;
  std::optional<Time> cleared_until;
};

struct Happening {
  std::vector<CastMember> cast;
  std::vector<TruthEvent> truth;
  std::vector<TruthEvent> decoys;
  std::vector<Interference> interferences;
  std::vector<ReceiverFault> receiver_faults;
  std::vector<PortCall> port_calls;
};

struct Parameter {
  std::string_view name;
  double usual;
  double least;
  double most;
  std::string_view what;
};

/// What of the sea a kind cannot do without.
enum class Needs : std::uint8_t {
  kOpenWater,
  kLane,
  kSeparationZone,
  kInshoreZone,
  kWatchZone,
  kLand,
  kRun,
  kAnchorage,
  kWaitingArea,
  kFishingGround,
  kOffRoute,
  kPort,  ///< A route that ends in port.
};

class Stagecraft;

struct EventKind {
  std::string_view kind;
  bool decoy = false;
  Needs needs = Needs::kOpenWater;
  std::string_view variants;  ///< Separated by '|', the first is the usual one; may be empty.
  std::span<const Parameter> parameters;
  Happening (*make)(Stagecraft&);
};

/// All kinds, decoys last.
std::span<const EventKind> event_kinds();
const EventKind* find_kind(std::string_view kind, bool decoy);

/// How many numbers (vessels) one happening may use.
inline constexpr std::uint32_t kCastOfOne = 8;

/// What a maker works with.
class Stagecraft {
 public:
  struct Bill {
    const Sea& sea;
    const geo::LocalFrame& frame;
    const EventKind& kind;
    const Order& order;
    std::uint64_t seed;
    std::uint32_t first_number;  ///< Of kCastOfOne for it.
    std::size_t turn;            ///< Which happening this is: stages are taken in turn.
    Time at;
  };
  explicit Stagecraft(const Bill& bill);

  const Sea& sea() const { return bill_.sea; }
  const geo::LocalFrame& frame() const { return bill_.frame; }
  Time at() const { return bill_.at; }
  std::size_t turn() const { return bill_.turn; }
  /// REQUIRES: of the kind's table.
  double number(std::string_view name) const;
  Distance metres(std::string_view name) const { return Distance::metres(number(name)); }
  Speed knots(std::string_view name) const { return Speed::knots(number(name)); }
  Duration minutes(std::string_view name) const;
  std::string_view variant() const { return variant_; }
  bool is(std::string_view word) const { return variant_ == word; }
  const Order& order() const { return bill_.order; }

  /// Where it is staged: as ordered, or the next stage of open water.
  geo::Offset place() const;
  Bearing course() const;
  geo::Offset local(geo::LatLon at) const { return bill_.frame.to_local(at); }
  Random& random() { return random_; }

  CastMember member(Trade trade, std::optional<double> length_m = std::nullopt);
  /// Adds to the cast and gives it back.
  std::size_t add(CastMember member);
  CastMember& cast(std::size_t i) { return made_.cast[i]; }

  /// Says what is true, of the cast members named with their roles.
  struct Says {
    TimeSpan when;
    geo::Offset at;
    std::vector<std::pair<std::size_t, std::string>> who;
    std::vector<std::pair<std::string, double>> facts;
  };
  TruthEvent& truth(std::string_view kind, const Says& says);
  Happening& made() { return made_; }
  Happening take() { return std::move(made_); }

 private:
  Bill bill_;
  std::string variant_;
  Random random_;
  std::uint32_t used_ = 0;
  Happening made_;
};

/// The stretches of [from, to] in which `holds`, their ends to the millisecond; it is asked once a
/// second, in rising order but for the ends.
std::vector<TimeSpan> stretches(Time from, Time to, FunctionRef<bool(Time)> holds);
/// The longest of them.
std::optional<TimeSpan> longest(Time from, Time to, FunctionRef<bool(Time)> holds);

/// Straight on through `at` at `when`, from `lead` before to `tail` after.
Passage straight(const Vessel& vessel, geo::Offset at, Time when, Bearing course, Speed speed,
                 Duration lead, Duration tail);
/// Comes from `lead` before at `from` on `course`, slows down, and is at `at` at `when` with
/// `speed`: the plotter goes on from there.
Plotter arrive(const Vessel& vessel, geo::Offset at, Time when, Bearing course, Speed from,
               Speed speed, Duration lead);

bool holds(const geo::Polygon& area, const geo::LocalFrame& frame, geo::Offset at);
/// To the nearest point of the rim; 0 inside.
double distance_to(const geo::Polygon& area, const geo::LocalFrame& frame, geo::Offset at);
/// The general direction of traffic flow: of the leg that is nearest.
Bearing flow_at(const SeaLane& lane, const geo::LocalFrame& frame, geo::Offset at);
/// The longest straight way through the area that was found: from, to.
std::pair<geo::Offset, geo::Offset> longest_way(const geo::Polygon& area,
                                                const geo::LocalFrame& frame);

Bearing turned(Bearing from, double degrees);
geo::Offset offset(Bearing direction, double metres);

}  // namespace narrows::exercise
