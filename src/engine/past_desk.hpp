#pragma once

// Answers questions about the past: the store's, and those that need the raw log and the decoder.

#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/past_picture.hpp"
#include "geo/area_pack.hpp"
#include "history/store.hpp"
#include "serve/past.hpp"
#include "watch/port_visit.hpp"

namespace narrows::engine {

class PastDesk final : public serve::Past {
 public:
  struct Options {
    const history::Store& store;  ///< Borrowed.
    PastPicture::Options past;    ///< Its `identities` are set here.
    std::vector<watch::Port> ports;
    geo::AreaPack area;           ///< Whose gates are counted; without a name: none.
    std::function<Time()> clock;  ///< The wall clock.
  };
  explicit PastDesk(Options options);

  /// What every past picture of this node is made with: the identities of the store in it.
  const PastPicture::Options& past_options() const { return past_; }
  /// Where the history ends.
  std::optional<Time> end();

  history::Questions questions() const override { return store_.ask(past_.exercise); }
  Result<std::shared_ptr<const serve::Published>> picture_at(Time at) override;
  Result<serve::PastMessages> messages(model::Mmsi mmsi, history::TimeRange range,
                                       std::size_t limit) override;
  Result<std::vector<model::PortVisit>> port_calls(model::Mmsi mmsi,
                                                   history::TimeRange range) override;
  Result<history::LogExtent> extent(Time from, Time to) override;
  Result<std::vector<serve::PastEvent>> events(history::TimeRange range,
                                               std::size_t limit) override;
  Result<serve::FlowGates> flow_gates(history::TimeRange range) override;
  Result<serve::FlowShifts> flow_shifts(history::TimeRange range) override;

 private:
  void identities(Time heard_since, Time before,
                  FunctionRef<void(const model::StaticObservation&)> found) const;
  Result<void> add_distress(history::TimeRange range, std::size_t limit,
                            std::vector<serve::PastEvent>& events) const;

  using Kept = std::pair<Time, std::shared_ptr<const serve::Published>>;
  static constexpr std::size_t kKept = 4;  ///< Pages of one picture are asked one after another.

  const history::Store& store_;
  PastPicture::Options past_;
  const std::vector<watch::Port> ports_;
  const geo::AreaPack area_;
  const std::function<Time()> clock_;
  std::mutex mutex_;  // Guards what follows.
  std::list<Kept> kept_;
};

}  // namespace narrows::engine
