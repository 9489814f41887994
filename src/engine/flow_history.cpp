#include "engine/flow_history.hpp"

#include <algorithm>
#include <unordered_map>

#include "model/mmsi_form.hpp"
#include "model/remark.hpp"
#include "model/words.hpp"
#include "watch/route/route_learner.hpp"

namespace narrows::engine {

namespace {

using watch::route::Sighting;

model::StationKind kind_of(std::string_view word) {
  for (std::size_t i = 0; i < model::kStationKindWords.size(); ++i) {
    if (model::kStationKindWords[i] == word) return static_cast<model::StationKind>(i);
  }
  return model::StationKind::kUnknown;
}

struct Who {
  watch::route::RouteClass vessels = watch::route::RouteClass::kOther;
  Speed speed_limit = model::speed_limit(model::StationKind::kUnknown, std::nullopt);
};

Error stopped_early() {
  return {Fault::kIo, "interrupted"};
}

}  // namespace

Result<std::uint64_t> each_sighting(const history::Questions& questions, const FlowSpan& span,
                                    OnSighting on_sighting) {
  std::unordered_map<std::uint32_t, Who> known;
  const auto identities =
      questions.identities_at(span.range.to, [&](const history::PastIdentity& who) {
        known[who.mmsi.value] = {watch::route::route_class(who.ship_type),
                                 model::speed_limit(kind_of(who.kind), who.ship_type)};
      });
  if (!identities) return tl::unexpected(identities.error());
  std::uint32_t mmsi = 0;
  bool ship = false;
  Sighting s;
  return questions.positions({span.range, span.box, {}}, history::Order::kVessel,
                             [&](const history::PastPosition& p) {
                               if (p.mmsi.value != mmsi) {
                                 mmsi = p.mmsi.value;
                                 ship = model::parts_of(p.mmsi).form == model::MmsiForm::kShip;
                                 const auto found = known.find(mmsi);
                                 const Who who = found == known.end() ? Who{} : found->second;
                                 s.mmsi = p.mmsi;
                                 s.vessels = who.vessels;
                                 s.speed_limit = who.speed_limit;
                               }
                               if (!ship || !p.position || !p.sog) return true;
                               s.at = p.observed_at;
                               s.position = *p.position;
                               s.sog = *p.sog;
                               s.cog = p.cog;
                               return on_sighting(s);
                             });
}

history::Box box_of(const geo::AreaPack& pack) {
  constexpr std::int64_t kAround = 166'667;  // A mile.
  constexpr std::int64_t kHalfTurn = 1'800'000'000;
  const auto lat = [](std::int64_t e7) {
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(e7, -900'000'000, 900'000'000));
  };
  const auto lon = [](std::int64_t e7) {
    if (e7 >= kHalfTurn) e7 -= 2 * kHalfTurn;
    if (e7 < -kHalfTurn) e7 += 2 * kHalfTurn;
    return static_cast<std::int32_t>(e7);
  };
  const auto& box = pack.bbox;
  // NOLINTBEGIN(bugprone-unchecked-optional-access): `lat` and `lon` keep to the globe.
  return {*geo::LatLon::from(geo::LatLon::E7{lat(box.south - kAround), lon(box.west - kAround)}),
          *geo::LatLon::from(geo::LatLon::E7{lat(box.north + kAround), lon(box.east + kAround)})};
  // NOLINTEND(bugprone-unchecked-optional-access)
}

Result<watch::route::Knowledge> learn_routes(const history::Questions& questions,
                                             const FlowSpan& span, const geo::AreaPack& pack,
                                             FunctionRef<bool()> go_on) {
  watch::route::RouteLearner learner{pack.name, watch::route::landmarks_of(pack)};
  bool whole = true;
  const auto first = each_sighting(questions, span, [&](const Sighting& s) {
    learner.count(s);
    return whole = go_on();
  });
  if (!first) return tl::unexpected(first.error());
  if (!whole) return tl::unexpected(stopped_early());
  learner.counted();
  const auto second = each_sighting(questions, span, [&](const Sighting& s) {
    learner.judge(s);
    return whole = go_on();
  });
  if (!second) return tl::unexpected(second.error());
  if (!whole) return tl::unexpected(stopped_early());
  return learner.finish();
}

Result<void> count_flows(const history::Questions& questions, const FlowSpan& span,
                         watch::route::GateFlows& flows, FunctionRef<bool()> go_on) {
  bool whole = true;
  const auto read = each_sighting(questions, span, [&](const Sighting& s) {
    flows.take(s);
    return whole = go_on();
  });
  if (!read) return tl::unexpected(read.error());
  if (!whole) return tl::unexpected(stopped_early());
  flows.finish();
  return {};
}

}  // namespace narrows::engine
