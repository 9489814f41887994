#include "engine/flow_desk.hpp"

#include <map>
#include <string>
#include <tuple>

#include "base/time.hpp"
#include "engine/flow_history.hpp"
#include "watch/route/gate_flows.hpp"
#include "watch/route/shift.hpp"

namespace narrows::engine {

namespace {

namespace route = watch::route;

Result<void> count(const history::Questions& questions, history::TimeRange range,
                   const geo::AreaPack& pack, route::GateFlows& flows) {
  constexpr std::uint64_t kPositionsMax = 30'000'000;
  std::uint64_t read = 0;
  auto counted =
      count_flows(questions, {range, box_of(pack)}, flows, [&] { return ++read <= kPositionsMax; });
  if (read > kPositionsMax) {
    return fail(Fault::kOutOfRange,
                "that span holds more than 30 million positions: ask for a shorter one, or use"
                " narrows flow");
  }
  return counted;
}

std::string date(std::int64_t day) {
  return format_rfc3339(Time::unix_seconds(day * 86'400)).substr(0, 10);
}

}  // namespace

Result<serve::FlowGates> flow_gates(const history::Questions& questions, history::TimeRange range,
                                    const geo::AreaPack& pack) {
  route::GateFlows flows{route::landmarks_of(pack)};
  if (const auto counted = count(questions, range, pack, flows); !counted)
    return tl::unexpected(counted.error());
  serve::FlowGates out;
  std::map<std::tuple<std::uint16_t, route::Way, route::RouteClass>, serve::FlowGateRow> rows;
  for (const auto& [hour, count] : flows.hours()) {
    auto& row = rows[{hour.gate, hour.way, hour.vessels}];
    row.passages += count.passages;
    row.inferred += count.inferred;
    row.offset_m += count.along_sum_m;
    row.by_hour_utc[static_cast<std::size_t>((hour.hour % 24 + 24) % 24)] += count.passages;
  }
  for (auto& [key, row] : rows) {
    row.gate = flows.landmarks()[std::get<0>(key)].name;
    row.in = std::get<1>(key) == route::Way::kIn;
    row.vessels = route::name(std::get<2>(key));
    row.offset_m /= static_cast<double>(row.passages);
    out.rows.push_back(row);
  }
  for (const auto& [key, flow] : flows.flows()) {
    out.voyages.push_back({flows.landmarks()[key.from].name, flows.landmarks()[key.to].name,
                           std::string{route::name(key.vessels)}, flow.voyages,
                           flow.total.seconds() / 3'600 / flow.voyages});
  }
  return out;
}

Result<serve::FlowShifts> flow_shifts(const history::Questions& questions, history::TimeRange range,
                                      const geo::AreaPack& pack) {
  route::GateFlows flows{route::landmarks_of(pack)};
  if (const auto counted = count(questions, range, pack, flows); !counted)
    return tl::unexpected(counted.error());
  serve::FlowShifts out;
  const auto days = flows.whole_days();
  if (!days) return out;
  out.days = static_cast<std::uint64_t>(days->to - days->from);
  for (std::size_t gate = 0; gate < flows.landmarks().size(); ++gate) {
    if (flows.landmarks()[gate].kind != route::NodeKind::kGate) continue;
    const auto series = shift_series(flows, gate, *days);
    const auto weekday = static_cast<unsigned>((days->from % 7 + 7) % 7);
    for (const auto& shift : find_shifts(series, weekday, {}).shifts) {
      const auto day = [&](std::size_t d) {
        return date(days->from + static_cast<std::int64_t>(d));
      };
      serve::FlowShift one{flows.landmarks()[gate].name,
                           day(shift.alarm_day),
                           day(shift.changed_day),
                           day(shift.changed_from),
                           day(shift.changed_to),
                           shift.mix,
                           shift.confidence,
                           {}};
      for (const auto& s : shift.series)
        one.series.push_back({series[s.series].name, s.before, s.after, s.confidence});
      out.shifts.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace narrows::engine
