// The integrity of what sensors say: false names, false positions, sensors that fail.

#include <algorithm>
#include <cmath>
#include <utility>

#include "exercise/events/makers.hpp"

namespace narrows::exercise::events {
namespace {

constexpr Duration kLead = Duration::minutes(25);
constexpr Duration kTail = Duration::minutes(20);

/// A ship that sails on, whatever her transponder says from the stage's time on.
CastMember honest_hull(Stagecraft& stage) {
  auto member = stage.member(Trade::kCargo, 140.0);
  member.passage =
      straight(member.vessel, stage.place(), stage.at() + Duration::minutes(10), stage.course(),
               stage.knots("speed_kn"), kLead, stage.minutes("lasts_min") + kTail);
  return member;
}

Happening with_fault(Stagecraft& stage, std::string_view kind, PositionFault fault) {
  auto member = honest_hull(stage);
  fault.when = {stage.at(), stage.at() + stage.minutes("lasts_min")};
  member.faults.push_back(fault);
  const auto when = fault.when;
  const auto i = stage.add(std::move(member));
  stage.truth(kind, {when, stage.cast(i).passage.at(when.from).at, {{i, ""}}, {}});
  return stage.take();
}

/// 499 and six digits with a wrong check digit: an IMO number that can be nobody's.
std::uint32_t imo_with_wrong_check(std::uint32_t number) {
  const std::uint32_t six = 900'000 + number % 100'000;
  std::uint32_t sum = 0;
  std::uint32_t rest = six;
  for (std::uint32_t weight = 2; weight <= 7; ++weight) {
    sum += rest % 10 * weight;
    rest /= 10;
  }
  return six * 10 + (sum + 5) % 10;
}

}  // namespace

Happening identity(Stagecraft& stage) {
  auto member = honest_hull(stage);
  const TimeSpan when{stage.at(), stage.at() + stage.minutes("lasts_min")};
  if (stage.is("static_change")) {
    const auto said = make_vessel(0, kCastNumbers + (member.vessel.mmsi.value + 50'000) % kCastMax,
                                  Trade::kCargo);
    member.renames.push_back({when.from, said.name, said.call_sign});
    member.renames.push_back({when.to, member.vessel.name, member.vessel.call_sign});
  } else if (stage.is("imo")) {
    member.vessel.imo = imo_with_wrong_check(member.vessel.mmsi.value);
    const auto i = stage.add(std::move(member));
    const Passage& passage = stage.cast(i).passage;
    stage.truth("identity",
                {{passage.begin(), passage.end()}, passage.at(passage.begin()).at, {{i, ""}}, {}});
    return stage.take();
  } else {
    // Another hull with the same number, ten miles off.
    auto twin = stage.member(Trade::kCargo, 95.0);
    twin.vessel.mmsi = member.vessel.mmsi;
    const geo::Offset there =
        stage.place() + offset(turned(stage.course(), 90.0), 1'852.0 * stage.number("apart_nm"));
    twin.passage = straight(twin.vessel, there, when.from, stage.course(), stage.knots("speed_kn"),
                            Duration{}, when.to - when.from);
    stage.add(std::move(member));
    stage.add(std::move(twin));
    stage.truth("identity", {when, stage.cast(0).passage.at(when.from).at, {{0, ""}, {1, ""}}, {}});
    return stage.take();
  }
  const auto i = stage.add(std::move(member));
  stage.truth("identity", {when, stage.cast(i).passage.at(when.from).at, {{i, ""}}, {}});
  return stage.take();
}

Happening gnss_interference(Stagecraft& stage) {
  Interference jam;
  jam.when = {stage.at(), stage.at() + stage.minutes("lasts_min")};
  const auto& lanes = stage.sea().lanes;
  jam.centre = stage.place();
  if (!stage.order().where && !lanes.empty())
    jam.centre = stage.local(lanes.front().centreline[lanes.front().centreline.size() / 2]);
  jam.radius_m = 1'852.0 * stage.number("radius_nm");
  jam.how = stage.is("common_point") ? PositionFault::How::kPoint
            : stage.is("jumps")      ? PositionFault::How::kShift
                                     : PositionFault::How::kCircle;
  jam.offset = jam.how == PositionFault::How::kShift
                   ? geo::Offset{9'000.0, 7'000.0}
                   : jam.centre + offset(Bearing::degrees_true(200), 0.4 * jam.radius_m);
  // Three of its own, so that there is something to disturb.
  for (int i = 0; i < 3; ++i) {
    auto member = stage.member(Trade::kCargo, 120.0 + 20.0 * i);
    const geo::Offset at = jam.centre + offset(Bearing::degrees_true(120.0 * i), 1'500.0);
    const Duration half = Duration::microseconds((jam.when.to - jam.when.from).microseconds() / 2);
    member.passage =
        straight(member.vessel, at, stage.at() + half, Bearing::degrees_true(100.0 + 15.0 * i),
                 Speed::knots(6), kLead + half, half + kTail);
    stage.add(std::move(member));
  }
  stage.made().interferences.push_back(jam);
  // The world puts in everybody who was disturbed.
  stage.truth("gnss_interference", {jam.when, jam.centre, {}, {{"radius_m", jam.radius_m}}});
  return stage.take();
}

Happening position_jump(Stagecraft& stage) {
  const geo::Offset by = offset(turned(stage.course(), 60.0), 1'852.0 * stage.number("jump_nm"));
  return with_fault(stage, "position_jump",
                    {.when = {}, .how = PositionFault::How::kShift, .offset = by});
}

Happening on_land(Stagecraft& stage) {
  const auto& lands = stage.sea().land;
  const SeaZone& land = lands[stage.turn() % lands.size()];
  const auto [from, to] = longest_way(land.limits, stage.frame());
  return with_fault(stage, "on_land",
                    {.when = {},
                     .how = PositionFault::How::kCircle,
                     .offset = from + 0.5 * (to - from),
                     .radius_m = 60.0,
                     .period_s = 120.0});
}

Happening spoof_circle(Stagecraft& stage) {
  const geo::Offset centre = stage.place() + offset(turned(stage.course(), 45.0), 4'000.0);
  return with_fault(stage, "spoof_circle",
                    {.when = {},
                     .how = PositionFault::How::kCircle,
                     .offset = centre,
                     .radius_m = stage.number("radius_m"),
                     .period_s = stage.number("period_s")});
}

Happening sensor_health(Stagecraft& stage) {
  ReceiverFault fault;
  fault.when = {stage.at(), stage.at() + stage.minutes("lasts_min")};
  fault.receiver = stage.order().receiver;
  if (fault.receiver.empty()) fault.receiver = stage.sea().base_stations.front().name;
  if (stage.is("clock")) {
    fault.how = ReceiverFault::How::kClock;
    fault.clock_off = Duration::microseconds(std::llround(1e6 * stage.number("clock_off_s")));
  } else if (stage.is("rate")) {
    fault.how = ReceiverFault::How::kRate;
    fault.loss = stage.number("loss");
  }
  geo::Offset at = stage.place();
  for (const auto& station : stage.sea().base_stations)
    if (station.name == fault.receiver) at = stage.local(station.at);
  auto& said = stage.truth("sensor_health", {fault.when, at, {}, {}});
  said.sensor = fault.receiver;
  stage.made().receiver_faults.push_back(std::move(fault));
  return stage.take();
}

}  // namespace narrows::exercise::events
