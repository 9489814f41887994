#pragma once

// Questions about the past. Each is about one world (the real one, or one exercise: never both),
// runs on a connection of its own, and may be asked from any thread while the store is written to.
//
// Times are ranges from <= observed_at < to unless it says otherwise. Answers go row by row to a
// callback, which must be quick and must not ask another question: the store cannot close
// meanwhile.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "model/ids.hpp"

namespace narrows::history {

class Connection;

/// One position as it was stored.
struct PastPosition {
  model::Mmsi mmsi;
  Time observed_at;
  Time received_at;
  std::optional<geo::LatLon> position;
  std::optional<Speed> sog;        ///< To 0.01 kn.
  std::optional<Bearing> cog;      ///< To 0.01 degrees.
  std::optional<Bearing> heading;  ///< To 0.01 degrees.
  std::optional<std::uint8_t> nav_status;
  std::string source;    ///< Its name, "source 3" if it was never named.
  std::string exercise;  ///< Empty: real.
};

/// A rectangle of latitude and longitude, borders included; where the west is east of the east it
/// goes over the date line. From 180 W to 180 E, which are one meridian, it goes all around.
struct Box {
  geo::LatLon south_west;
  geo::LatLon north_east;
  bool all_longitudes() const {
    return south_west.lon_e7() == -1'800'000'000 && north_east.lon_e7() == -1'800'000'000;
  }
  bool over_date_line() const { return south_west.lon_e7() > north_east.lon_e7(); }
  bool contains(geo::LatLon p) const;
};

struct TimeRange {
  Time from;
  Time to;
};

/// Which positions; with `mmsis`, of those vessels only.
struct PositionFilter {
  TimeRange range;
  std::optional<Box> box;
  std::vector<model::Mmsi> mmsis;
};

enum class Order : std::uint8_t {
  kAsItLies,
  kReceived,  ///< By time of receipt.
  kVessel,    ///< By vessel, and then by time of observation.
};

/// Who a vessel said it is: the last of each field.
struct PastIdentity {
  model::Mmsi mmsi;
  std::string kind;  ///< A word of model::kStationKindWords.
  std::optional<std::uint32_t> imo;
  std::optional<std::string> name;
  std::optional<std::string> call_sign;
  std::optional<std::uint8_t> ship_type;
  std::optional<std::uint16_t> to_bow_m, to_stern_m, to_port_m, to_starboard_m;
  std::optional<double> draught_m;
  std::optional<std::string> destination;
  std::optional<model::Mmsi> mother_ship;
  Time first_said_at;
  Time last_changed_at;
};

/// A field of an identity that became another.
struct StaticChange {
  model::Mmsi mmsi;
  Time observed_at;
  Time received_at;
  std::string
      field;  ///< imo, name, call_sign, ship_type, size_m, draught_m, destination, mother_ship.
  std::string value;
  std::optional<std::string> previous;  ///< Nothing at the first sight of the field.
  std::string source;
};

struct PastText {
  model::Mmsi mmsi;
  Time observed_at;
  Time received_at;
  std::string text;
  std::string source;
};

/// A vessel that was in a box, or went through it between two reports.
struct Crossing {
  model::Mmsi mmsi;
  std::optional<std::string> name;  ///< The last one that it said.
  std::uint64_t reports = 0;        ///< In the box; 0 when it only went through between two.
  Time first;                       ///< The first and last report in the box, or
  Time last;                        ///< the reports before and after it went through.
  std::uint64_t passes = 0;         ///< Times it came in.
};

/// A vessel that was in box A and later in box B.
struct Passage {
  model::Mmsi mmsi;
  std::optional<std::string> name;
  Time left_a;     ///< The last report in A before the first in B after it.
  Time entered_b;  ///< That report in B.
};

struct DensityCell {
  geo::LatLon south_west;
  std::uint64_t reports = 0;
};

struct Found {
  model::Mmsi mmsi;
  std::string matched;  ///< What matched: mmsi, imo, name or call_sign.
  std::string value;    ///< What it is there, as stored; a name may be one that was changed since.
  bool current = true;  ///< Whether the vessel still says so.
  std::optional<std::string> name;
  std::optional<Time> last_observed_at;  ///< Of its last position.
};

struct Extent {
  Time first_observed_at;
  Time last_observed_at;
  Time first_received_at;
  Time last_received_at;
  std::uint64_t positions = 0;
};

struct StoreTotals {
  std::uint64_t positions = 0;
  std::uint64_t vessels = 0;
  std::uint64_t static_changes = 0;
  std::uint64_t safety_texts = 0;
  std::uint64_t bytes = 0;  ///< Of the database file and its log.
};

/// Rows received from `from` up to and with `to` may be missing.
struct Hole {
  Time from;
  Time to;
  std::string why;
};

/// Gives connections to a database that stays open as long as `work` runs.
class Connections {
 public:
  Connections() = default;
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  Connections(Connections&&) = delete;
  Connections& operator=(Connections&&) = delete;
  virtual ~Connections() = default;
  /// Fails with kRefused and the reason when there is no database.
  virtual Result<void> with(FunctionRef<Result<void>(Connection&)> work) const = 0;
};

class Questions {
 public:
  /// `exercise`: its name; empty is the real world. What it asks must outlive it.
  Questions(const Connections& connections, std::string exercise)
      : connections_{connections}, exercise_{std::move(exercise)} {}

  const std::string& exercise() const { return exercise_; }

  using OnPosition = FunctionRef<void(const PastPosition&)>;
  /// Positions of one vessel by time. Where there are more than `points_max` (0: any number), as
  /// many evenly among them, the first and the last always. How many.
  Result<std::uint64_t> track(model::Mmsi mmsi, TimeRange range, std::uint64_t points_max,
                              OnPosition on_position) const;
  /// The last position of each vessel observed in (at - max_age, at] and received by `at`: what was
  /// known then; with a box, of those that were in it then. In no order. How many.
  Result<std::uint64_t> positions_at(Time at, Duration max_age, const std::optional<Box>& box,
                                     OnPosition on_position) const;
  /// Everything in the range and the box, by time of receipt if `in_order`, else as it lies. False
  /// from the callback ends it. How many were given.
  using OnEachPosition = FunctionRef<bool(const PastPosition&)>;
  Result<std::uint64_t> positions(TimeRange range, const std::optional<Box>& box, bool in_order,
                                  OnEachPosition on_position) const;
  Result<std::uint64_t> positions(const PositionFilter& filter, Order order,
                                  OnEachPosition on_position) const;

  /// Who was in the box, or went through it between two reports that are at most ten minutes
  /// apart (by the straight line between them), by time of the first.
  Result<std::vector<Crossing>> crossings(const Box& box, TimeRange range,
                                          std::size_t vessels_max) const;
  Result<std::vector<Passage>> in_a_then_in_b(const Box& a, const Box& b, TimeRange range,
                                              std::size_t vessels_max) const;
  /// Reports by cell of `cell_e7` ten-millionths of a degree, counted from 0 N 0 E.
  /// Cells without any are left out.
  using OnCell = FunctionRef<void(const DensityCell&)>;
  Result<std::uint64_t> density(const std::optional<Box>& box, TimeRange range,
                                std::int64_t cell_e7, OnCell on_cell) const;

  /// As it was known at `at`: of what had been received by then.
  Result<std::optional<PastIdentity>> vessel(model::Mmsi mmsi, Time at) const;
  using OnIdentity = FunctionRef<void(const PastIdentity&)>;
  Result<std::uint64_t> identities_at(Time at, OnIdentity on_identity) const;
  /// By time, the newest `rows_max` of them; of all vessels without `mmsi`.
  Result<std::vector<StaticChange>> static_changes(std::optional<model::Mmsi> mmsi, TimeRange range,
                                                   std::size_t rows_max) const;
  Result<std::vector<PastText>> texts(std::optional<model::Mmsi> mmsi, TimeRange range,
                                      std::size_t rows_max) const;
  /// Vessels whose MMSI or IMO number begins with the text, or that ever had a name or call sign
  /// with it in it, whatever the case. The best first: whole matches, then beginnings, then current
  /// before former, then the last seen.
  Result<std::vector<Found>> search(std::string_view text, std::size_t rows_max) const;

  /// Nothing when there is no position.
  Result<std::optional<Extent>> extent() const;

 private:
  Result<std::uint64_t> each_position(const std::string& sql, OnEachPosition on_position) const;
  std::string in_world() const;  ///< "exercise IS NULL", or that it is the one.

  const Connections& connections_;
  std::string exercise_;
};

}  // namespace narrows::history
