#include "exercise/event.hpp"

#include <algorithm>
#include <cmath>

#include "geo/approach.hpp"

namespace narrows::exercise {
namespace {

/// Where between `low` and `high` the answer changes, to the millisecond; the side of `high`.
Time change(Time low, Time high, FunctionRef<bool(Time)> holds) {
  const bool before = holds(low);
  while (high - low > Duration::milliseconds(1)) {
    const Time middle =
        Time::unix_microseconds((low.unix_microseconds() + high.unix_microseconds()) / 2);
    (holds(middle) == before ? low : high) = middle;
  }
  return high;
}

}  // namespace

Bearing turned(Bearing from, double degrees) {
  return Bearing::degrees_true(from.degrees_true() + degrees);
}

geo::Offset offset(Bearing direction, double metres) {
  return geo::Offset::from(direction, Distance::metres(metres));
}

const EventKind* find_kind(std::string_view kind, bool decoy) {
  for (const EventKind& known : event_kinds())
    if (known.kind == kind && known.decoy == decoy) return &known;
  return nullptr;
}

Stagecraft::Stagecraft(const Bill& bill)
    : bill_{bill},
      variant_{bill.order.variant},
      random_{random_of(bill.seed, bill.first_number, 11)} {
  if (variant_.empty()) variant_ = bill.kind.variants.substr(0, bill.kind.variants.find('|'));
}

double Stagecraft::number(std::string_view name) const {
  if (const auto said = bill_.order.numbers.find(std::string{name});
      said != bill_.order.numbers.end())
    return said->second;
  const auto& table = bill_.kind.parameters;
  const auto known = std::find_if(table.begin(), table.end(),
                                  [name](const Parameter& p) { return p.name == name; });
  return known == table.end() ? 0.0 : known->usual;
}

Duration Stagecraft::minutes(std::string_view name) const {
  return Duration::microseconds(std::llround(number(name) * 60e6));
}

geo::Offset Stagecraft::place() const {
  if (bill_.order.where) return local(*bill_.order.where);
  const auto& stages = bill_.sea.open_water;
  return local(stages[bill_.turn % stages.size()].at);
}

Bearing Stagecraft::course() const {
  const auto& stages = bill_.sea.open_water;
  return stages[bill_.turn % stages.size()].course;
}

CastMember Stagecraft::member(Trade trade, std::optional<double> length_m) {
  CastMember made;
  const std::uint32_t number = kCastNumbers + (bill_.first_number + used_) % kCastMax;
  ++used_;
  made.vessel = make_vessel(bill_.seed, number, trade);
  if (trade != Trade::kSkiff && made.vessel.unit != AisUnit::kClassA)
    made.vessel.unit = AisUnit::kClassA;
  if (length_m) {
    const auto whole = static_cast<std::uint16_t>(std::lround(*length_m));
    const auto& habits = habits_of(trade);
    const auto beam =
        static_cast<std::uint16_t>(std::max(2L, std::lround(*length_m * habits.beam_per_length)));
    made.vessel.dimensions_m = {static_cast<std::uint16_t>(whole * 4 / 5),
                                static_cast<std::uint16_t>(whole - whole * 4 / 5),
                                static_cast<std::uint16_t>(beam / 2),
                                static_cast<std::uint16_t>(beam - beam / 2)};
    made.vessel.draught_m = std::round(10 * *length_m * habits.draught_per_length * 0.8) / 10;
  }
  return made;
}

std::size_t Stagecraft::add(CastMember member) {
  made_.cast.push_back(std::move(member));
  return made_.cast.size() - 1;
}

TruthEvent& Stagecraft::truth(std::string_view kind, const Says& says) {
  TruthEvent event;
  event.kind = kind;
  for (const auto& [who, role] : says.who) {
    const Vessel& vessel = made_.cast[who].vessel;
    event.vessels.push_back(
        {vessel.unit == AisUnit::kNone ? std::nullopt : std::optional{vessel.mmsi}, vessel.truth_id,
         role});
  }
  event.begin = says.when.from;
  event.end = says.when.to;
  event.at = frame().to_lat_lon(says.at);
  event.variant = variant_;
  event.facts = says.facts;
  auto& list = bill_.kind.decoy ? made_.decoys : made_.truth;
  list.push_back(std::move(event));
  return list.back();
}

std::vector<TimeSpan> stretches(Time from, Time to, FunctionRef<bool(Time)> holds) {
  constexpr Duration kStep = Duration::seconds(1);
  std::vector<TimeSpan> out;
  Time since;
  bool open = false;
  for (Time t = from; t <= to; t = t + kStep) {
    if (holds(t)) {
      if (!open) since = t == from ? t : change(t - kStep, t, holds);
      open = true;
    } else if (open) {
      out.push_back({since, change(t - kStep, t, holds)});
      open = false;
    }
  }
  if (open) out.push_back({since, to});
  return out;
}

std::optional<TimeSpan> longest(Time from, Time to, FunctionRef<bool(Time)> holds) {
  std::optional<TimeSpan> best;
  for (const TimeSpan& found : stretches(from, to, holds))
    if (!best || found.to - found.from > best->to - best->from) best = found;
  return best;
}

Passage straight(const Vessel& vessel, geo::Offset at, Time when, Bearing course, Speed speed,
                 Duration lead, Duration tail) {
  const geo::Offset from = at - offset(course, speed.metres_per_second() * lead.seconds());
  return Plotter{vessel.abilities, when - lead, from, course, speed}.hold(lead + tail).take();
}

Plotter arrive(const Vessel& vessel, geo::Offset at, Time when, Bearing course, Speed from,
               Speed speed, Duration lead) {
  const double fast = from.metres_per_second();
  const double slow = speed.metres_per_second();
  const double slowing = std::abs(fast - slow) / vessel.abilities.acceleration_mps2;
  const double way = fast * std::max(0.0, lead.seconds() - slowing) + (fast + slow) / 2 * slowing;
  Plotter plotter{vessel.abilities, when - lead, at - offset(course, way), course, from};
  plotter.hold(Duration::microseconds(std::llround(std::max(0.0, lead.seconds() - slowing) * 1e6)));
  return plotter.change_speed(speed);
}

bool holds(const geo::Polygon& area, const geo::LocalFrame& frame, geo::Offset at) {
  return area.contains(frame.to_lat_lon(at));
}

double distance_to(const geo::Polygon& area, const geo::LocalFrame& frame, geo::Offset at) {
  if (holds(area, frame, at)) return 0.0;
  const auto corners = area.outer.corners();
  const auto corner = [&](std::size_t i) {
    const auto& c = corners[i % corners.size()];
    return frame.to_local(geo::LatLon::from(geo::LatLon::E7{static_cast<std::int32_t>(c.lat),
                                                            static_cast<std::int32_t>(c.lon)})
                              .value_or(geo::LatLon{}));
  };
  double least = 1e12;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const auto nearest = geo::nearest_on_segment(at, corner(i), corner(i + 1));
    least = std::min(least, (at - nearest).length().metres());
  }
  return least;
}

Bearing flow_at(const SeaLane& lane, const geo::LocalFrame& frame, geo::Offset at) {
  Bearing flow;
  double least = 1e12;
  for (std::size_t i = 0; i + 1 < lane.centreline.size(); ++i) {
    const geo::Offset from = frame.to_local(lane.centreline[i]);
    const geo::Offset to = frame.to_local(lane.centreline[i + 1]);
    const double off = (at - geo::nearest_on_segment(at, from, to)).length().metres();
    if (off < least) {
      least = off;
      flow = (to - from).direction();
    }
  }
  return flow;
}

std::pair<geo::Offset, geo::Offset> longest_way(const geo::Polygon& area,
                                                const geo::LocalFrame& frame) {
  constexpr double kStepM = 100.0;
  const geo::Box& box = area.outer.box();
  const auto place = [&](double south_to_north, double west_to_east) {
    const auto lat = static_cast<double>(box.south) +
                     south_to_north * static_cast<double>(box.north - box.south);
    const auto lon =
        static_cast<double>(box.west) + west_to_east * static_cast<double>(box.east - box.west);
    return frame.to_local(
        geo::LatLon::from(geo::LatLon::Degrees{lat / 1e7, lon / 1e7}).value_or(geo::LatLon{}));
  };
  std::pair<geo::Offset, geo::Offset> best;
  double length = -1.0;
  for (int i = 1; i < 12; ++i) {
    for (int j = 1; j < 12; ++j) {
      const geo::Offset middle = place(i / 12.0, j / 12.0);
      if (!holds(area, frame, middle)) continue;
      for (int course = 0; course < 180; course += 10) {
        geo::Offset ends[2]{middle, middle};
        for (int side = 0; side < 2; ++side) {
          const geo::Offset step = offset(Bearing::degrees_true(course + 180.0 * side), kStepM);
          while (holds(area, frame, ends[side] + step)) ends[side] = ends[side] + step;
        }
        const double found = (ends[0] - ends[1]).length().metres();
        if (found > length) {
          length = found;
          best = {ends[1], ends[0]};
        }
      }
    }
  }
  return best;
}

}  // namespace narrows::exercise
