#pragma once

// For tests: a past with one of everything in it, over a store of its own.

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "history/store.hpp"
#include "serve/auth/api_kit.hpp"
#include "serve/past.hpp"

namespace narrows::serve::test {

/// A past with one of everything in it, or one that is out of order.
class TestPast : public Past {
 public:
  TestPast(const std::filesystem::path& directory, std::shared_ptr<const Published> then,
           bool broken)
      : then_{std::move(then)},
        broken_{broken},
        store_{history::Store::open(
            {.directory = directory, .library = broken ? "/nonexistent" : ""}, kNoon)} {
    model::PositionObservation at{};
    at.mmsi = kMmsi;
    at.observed_at = at.received_at = kNoon - Duration::minutes(5);
    at.position = geo::LatLon::from(geo::LatLon::Degrees{26.5, 56.25});
    model::StaticObservation said{};
    said.mmsi = kMmsi;
    said.observed_at = said.received_at = at.observed_at;
    said.name = "DAWN";
    for (const model::Observation& one : {model::Observation{at}, model::Observation{said}})
      static_cast<void>(store_.append(one, kNoon));
    static_cast<void>(store_.flush(kNoon + Duration::seconds(5)));
  }
  history::Questions questions() const override { return store_.ask(); }
  Result<std::shared_ptr<const Published>> picture_at(Time) override { return or_broken(then_); }
  Result<PastMessages> messages(model::Mmsi, history::TimeRange range, std::size_t) override {
    return or_broken(PastMessages{
        .messages = {{.received_at = kNoon,
                      .source = "coast",
                      .json = R"({"type":1,"mmsi":800000001})",
                      .sentences = {"!AIVDM,1,1,,A,13u?etPv2;0n:dDPwUM1U1Cb069D,0*24"}}},
        .searched_from = range.from});
  }
  Result<std::vector<model::PortVisit>> port_calls(model::Mmsi mmsi, history::TimeRange) override {
    const auto quay = *geo::LatLon::from(geo::LatLon::Degrees{26.2, 56.25});
    return or_broken(std::vector<model::PortVisit>{{.mmsi = mmsi,
                                                    .port = "Khasab",
                                                    .arrived_at = kNoon - Duration::hours(3),
                                                    .arrived = quay,
                                                    .stopped_at = kNoon - Duration::hours(2),
                                                    .left_at = {}}});
  }
  Result<history::LogExtent> extent(Time from, Time to) override {
    return or_broken(
        history::LogExtent{.from = from,
                           .to = to,
                           .holes = {{from, from + Duration::minutes(1), "not_running"}},
                           .coarse_before = {}});
  }
  Result<std::vector<PastEvent>> events(history::TimeRange range, std::size_t) override {
    return or_broken(std::vector<PastEvent>{{.at = range.from,
                                             .kind = "static_change",
                                             .mmsi = kMmsi,
                                             .name = "DAWN",
                                             .field = "name",
                                             .text = "DUSK → DAWN"}});
  }
  Result<FlowGates> flow_gates(history::TimeRange) override {
    return or_broken(FlowGates{
        .rows = {{.gate = "east", .in = false, .vessels = "tanker", .passages = 3}},
        .voyages = {
            {.from = "east", .to = "west", .vessels = "cargo", .voyages = 1, .mean_hours = 4.5}}});
  }
  Result<FlowShifts> flow_shifts(history::TimeRange) override {
    return or_broken(FlowShifts{.days = 400,
                                .shifts = {{.gate = "east",
                                            .raised = "2026-01-03",
                                            .changed = "2026-01-01",
                                            .changed_from = "2025-12-31",
                                            .changed_to = "2026-01-02",
                                            .mix = true,
                                            .confidence = 0.9,
                                            .series = {{"all", 40, 4, 0.9}, {"in", 20, 2, {}}}}}});
  }

 private:
  static constexpr model::Mmsi kMmsi{800'000'001};
  template <class T>
  Result<T> or_broken(T answer) const {
    if (broken_) return fail(Fault::kRefused, "the history is out of order");
    return answer;
  }
  std::shared_ptr<const Published> then_;
  bool broken_;
  history::Store store_;
};

}  // namespace narrows::serve::test
