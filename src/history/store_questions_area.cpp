// Questions about areas: who crossed here, who was there and then here, how dense is the traffic.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "history/batch.hpp"
#include "history/database.hpp"
#include "history/store_questions.hpp"
#include "history/store_schema.hpp"
#include "history/store_sql.hpp"

namespace narrows::history {
namespace {

constexpr std::int64_t kTurnE7 = 3'600'000'000;
// Two reports farther apart in time say nothing about the way between them.
constexpr std::int64_t kJoinedUs = 10LL * 60 * 1'000'000;
// How far a vessel comes in that time at 60 kn, in latitude.
constexpr std::int32_t kReachE7 = 1'670'000;

// A box as a rectangle around its own middle, where no date line is.
class Plane {
 public:
  struct Point {
    double x, y;
  };
  explicit Plane(const Box& box) {
    std::int64_t width = std::int64_t{box.north_east.lon_e7()} - box.south_west.lon_e7();
    if (width < 0 || box.all_longitudes()) width += kTurnE7;
    middle_e7_ = box.south_west.lon_e7() + width / 2;
    half_width_ = static_cast<double>(width) / 2.0;
    south_ = box.south_west.lat_e7();
    north_ = box.north_east.lat_e7();
  }

  Point point(std::int64_t lat_e7, std::int64_t lon_e7) const {
    std::int64_t x = (lon_e7 - middle_e7_) % kTurnE7;
    if (x < -kTurnE7 / 2) x += kTurnE7;
    if (x >= kTurnE7 / 2) x -= kTurnE7;
    return {static_cast<double>(x), static_cast<double>(lat_e7)};
  }
  bool contains(Point p) const {
    return std::abs(p.x) <= half_width_ && p.y >= south_ && p.y <= north_;
  }
  /// Whether the straight line from a to b touches it (Liang and Barsky, 1984).
  bool touched_by(Point a, Point b) const {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    if (std::abs(dx) > static_cast<double>(kTurnE7) / 2) return false;  // Around the other side.
    double enters = 0.0;
    double leaves = 1.0;
    const auto clip = [&](double direction, double room) {
      if (direction == 0.0) return room >= 0.0;
      const double t = room / direction;
      if (direction < 0.0) enters = std::max(enters, t);
      if (direction > 0.0) leaves = std::min(leaves, t);
      return enters <= leaves;
    };
    return clip(-dx, a.x + half_width_) && clip(dx, half_width_ - a.x) && clip(-dy, a.y - south_) &&
           clip(dy, north_ - a.y);
  }

 private:
  std::int64_t middle_e7_ = 0;
  double half_width_ = 0;
  double south_ = 0;
  double north_ = 0;
};

/// REQUIRES: on the globe.
geo::LatLon place_of(std::int32_t lat_e7, std::int32_t lon_e7) {
  // NOLINTNEXTLINE(bugprone-unchecked-optional-access): it is on the globe.
  return *geo::LatLon::from(geo::LatLon::E7{lat_e7, lon_e7});
}

Box widened(const Box& box) {
  const auto clamp_lat = [](std::int64_t lat) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(lat, -900'000'000, 900'000'000));
  };
  const std::int32_t south = clamp_lat(std::int64_t{box.south_west.lat_e7()} - kReachE7);
  const std::int32_t north = clamp_lat(std::int64_t{box.north_east.lat_e7()} + kReachE7);
  const double steepest = std::max(std::abs(south), std::abs(north)) / 1e7;
  const double shrink = std::cos(steepest * 3.14159265358979323846 / 180.0);
  const auto reach = static_cast<std::int64_t>(kReachE7 / std::max(shrink, 0.02));
  std::int64_t width = std::int64_t{box.north_east.lon_e7()} - box.south_west.lon_e7();
  if (width < 0) width += kTurnE7;
  if (box.all_longitudes() || width + 2 * reach >= kTurnE7) {
    return {place_of(south, -1'800'000'000), place_of(north, -1'800'000'000)};
  }
  const auto wrapped = [](std::int64_t lon) {
    if (lon < -kTurnE7 / 2) lon += kTurnE7;
    if (lon >= kTurnE7 / 2) lon -= kTurnE7;
    return static_cast<std::int32_t>(lon);
  };
  return {place_of(south, wrapped(box.south_west.lon_e7() - reach)),
          place_of(north, wrapped(box.north_east.lon_e7() + reach))};
}

// Follows one vessel's reports in order and notes when it is in the box.
class Follower {
 public:
  Follower(const Plane& plane, std::vector<Crossing>& found) : plane_{plane}, found_{found} {}

  void take(std::uint32_t mmsi, std::int64_t t_us, Plane::Point p) {
    if (mmsi != now_.mmsi.value || !begun_) {
      finish();
      now_ = {};
      now_.mmsi.value = mmsi;
      begun_ = true;
      known_ = seen_ = false;
    }
    const bool inside = plane_.contains(p);
    const bool joined = known_ && t_us - before_us_ <= kJoinedUs;
    if (inside) {
      if (!(known_ && before_inside_)) ++now_.passes;
      ++now_.reports;
      extend(t_us, t_us);
    } else if (joined && !before_inside_ && plane_.touched_by(before_, p)) {
      ++now_.passes;
      extend(before_us_, t_us);
    }
    before_ = p;
    before_us_ = t_us;
    before_inside_ = inside;
    known_ = true;
  }
  void finish() {
    if (begun_ && now_.passes > 0) found_.push_back(now_);
    begun_ = false;
  }

 private:
  void extend(std::int64_t first_us, std::int64_t last_us) {
    if (!seen_) now_.first = Time::unix_microseconds(first_us);
    seen_ = true;
    now_.last = Time::unix_microseconds(last_us);
  }

  const Plane& plane_;
  std::vector<Crossing>& found_;
  Crossing now_;
  bool begun_ = false;
  bool seen_ = false;
  bool known_ = false;
  Plane::Point before_{};
  std::int64_t before_us_ = 0;
  bool before_inside_ = false;
};

std::string mmsi_list(const auto& found) {
  std::string list;
  for (const auto& f : found) list += (list.empty() ? "" : ",") + std::to_string(f.mmsi.value);
  return list;
}

// Fills in what the vessels are called.
Result<void> add_names(Connection& connection, const std::string& in_world, auto& found) {
  if (found.empty()) return {};
  std::unordered_map<std::uint32_t, std::string> names;
  auto done = connection.query(
      fmt::format(
          "SELECT mmsi::BIGINT, arg_max(name, observed_at) FROM statics WHERE {} AND mmsi IN"
          " ({}) GROUP BY mmsi",
          in_world, mmsi_list(found)),
      [&](const Rows& rows) {
        for (std::uint64_t i = 0; i < rows.size(); ++i) {
          const auto name = rows.text(1, i);
          if (name) names[static_cast<std::uint32_t>(rows.number(0, i).value_or(0))] = *name;
        }
      });
  if (!done) return done;
  for (auto& f : found) {
    if (const auto known = names.find(f.mmsi.value); known != names.end()) f.name = known->second;
  }
  return {};
}

}  // namespace

Result<std::vector<Crossing>> Questions::crossings(const Box& box, TimeRange range,
                                                   std::size_t vessels_max) const {
  const Plane plane{box};
  std::vector<Crossing> found;
  Follower follower{plane, found};
  const std::string sql = fmt::format(
      "SELECT mmsi, {} AS observed_us, lat, lon FROM position_rows WHERE {} AND {} AND {}"
      " ORDER BY mmsi, observed_us, received_after_us",
      kObservedUs, sql_observed(range), in_world(), sql_in_box(widened(box)));
  auto done = connections_.with([&](Connection& connection) -> Result<void> {
    auto read = connection.stream(sql, [&](const Rows& rows) {
      const auto mmsi = rows.column<std::uint32_t>(0);
      const auto observed_us = rows.column<std::int64_t>(1);
      const auto lat = rows.column<std::int32_t>(2);
      const auto lon = rows.column<std::int64_t>(3);
      for (std::uint64_t i = 0; i < rows.size(); ++i) {
        follower.take(mmsi[i], observed_us[i], plane.point(lat[i], lon[i]));
      }
      return true;
    });
    if (!read) return read;
    follower.finish();
    std::sort(found.begin(), found.end(), [](const Crossing& a, const Crossing& b) {
      return std::pair{a.first, a.mmsi} < std::pair{b.first, b.mmsi};
    });
    if (found.size() > vessels_max) found.resize(vessels_max);
    return add_names(connection, in_world(), found);
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return found;
}

Result<std::vector<Passage>> Questions::in_a_then_in_b(const Box& a, const Box& b, TimeRange range,
                                                       std::size_t vessels_max) const {
  std::vector<Passage> found;
  // A box by itself leaves out whole blocks; "in A or in B" looks at every row. What lies in both
  // comes twice, which changes nothing: it is never after itself.
  const auto rows_in = [&](const Box& box) {
    return fmt::format(
        "SELECT mmsi, {} AS observed_us, received_after_us, lat, lon FROM position_rows WHERE {}"
        " AND {} AND {}",
        kObservedUs, sql_observed(range), in_world(), sql_in_box(box));
  };
  const std::string sql = fmt::format(
      "SELECT mmsi, observed_us, lat, lon FROM ({} UNION ALL {}) ORDER BY mmsi, observed_us,"
      " received_after_us",
      rows_in(a), rows_in(b));
  auto done = connections_.with([&](Connection& connection) -> Result<void> {
    std::uint32_t vessel = 0;
    std::optional<std::int64_t> in_a_us;
    bool arrived = false;
    auto read = connection.stream(sql, [&](const Rows& rows) {
      const auto mmsi = rows.column<std::uint32_t>(0);
      const auto observed_us = rows.column<std::int64_t>(1);
      const auto lat = rows.column<std::int32_t>(2);
      const auto lon = rows.column<std::int64_t>(3);
      for (std::uint64_t i = 0; i < rows.size(); ++i) {
        if (mmsi[i] != vessel) {
          vessel = mmsi[i];
          in_a_us.reset();
          arrived = false;
        }
        const auto p =
            geo::LatLon::from(geo::LatLon::E7{lat[i], static_cast<std::int32_t>(lon[i])});
        if (arrived || !p) continue;
        if (in_a_us && *in_a_us < observed_us[i] && b.contains(*p)) {
          found.push_back({{vessel},
                           {},
                           Time::unix_microseconds(*in_a_us),
                           Time::unix_microseconds(observed_us[i])});
          arrived = true;
        } else if (a.contains(*p)) {
          in_a_us = observed_us[i];
        }
      }
      return true;
    });
    if (!read) return read;
    std::sort(found.begin(), found.end(), [](const Passage& x, const Passage& y) {
      return std::pair{x.entered_b, x.mmsi} < std::pair{y.entered_b, y.mmsi};
    });
    if (found.size() > vessels_max) found.resize(vessels_max);
    return add_names(connection, in_world(), found);
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  return found;
}

// Rows lie cell by cell, so that most are in the cell of the row before: no division, no look-up.
Result<std::uint64_t> Questions::density(const std::optional<Box>& box, TimeRange range,
                                         std::int64_t cell_e7, OnCell on_cell) const {
  if (cell_e7 < 1'000) return fail(Fault::kOutOfRange, "a density cell is at least 0.0001 degrees");
  constexpr std::size_t kCellsMax = 4'000'000;
  std::unordered_map<std::uint64_t, std::uint64_t> cells;
  bool full = false;
  const std::string sql =
      fmt::format("SELECT lat, lon FROM position_rows WHERE {} AND {} AND lat IS NOT NULL{}",
                  sql_observed(range), in_world(), box ? " AND " + sql_in_box(*box) : "");
  const auto floor_to_cell = [&](std::int64_t e7) {
    return e7 / cell_e7 - (e7 % cell_e7 < 0 ? 1 : 0);
  };
  std::int64_t south = 1;
  std::int64_t west = 1;
  std::uint64_t* count = nullptr;
  auto done = connections_.with([&](Connection& connection) {
    return connection.stream(sql, [&](const Rows& rows) {
      const auto lat = rows.column<std::int32_t>(0);
      const auto lon = rows.column<std::int64_t>(1);
      for (std::uint64_t i = 0; i < rows.size(); ++i) {
        const bool same = count != nullptr && lat[i] >= south && lat[i] - south < cell_e7 &&
                          lon[i] >= west && lon[i] - west < cell_e7;
        if (!same) {
          const std::int64_t y = floor_to_cell(lat[i]);
          const std::int64_t x = floor_to_cell(lon[i]);
          south = y * cell_e7;
          west = x * cell_e7;
          const std::uint64_t key = (static_cast<std::uint64_t>(y) << 32) ^
                                    (static_cast<std::uint64_t>(x) & 0xFFFF'FFFFU);
          count = &cells[key];  // References stay good when the map grows.
          full = cells.size() > kCellsMax;
          if (full) return false;
        }
        ++*count;
      }
      return true;
    });
  });
  if (!done) return tl::unexpected(std::move(done.error()));
  if (full) {
    return fail(Fault::kFull, fmt::format("more than {} cells: ask for larger ones", kCellsMax));
  }
  for (const auto& [key, reports] : cells) {
    const auto y = static_cast<std::int32_t>(key >> 32);
    const auto x = static_cast<std::int32_t>(key & 0xFFFF'FFFFU);
    const auto corner = [&](std::int64_t cell, std::int64_t most) {
      return static_cast<std::int32_t>(std::clamp<std::int64_t>(cell * cell_e7, -most, most));
    };
    on_cell({place_of(corner(y, 900'000'000), corner(x, 1'800'000'000)), reports});
  }
  return cells.size();
}

}  // namespace narrows::history
