#pragma once

// Who passed which gate when, and from where to where: counted from the past, vessel by vessel.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "watch/route/gate_line.hpp"
#include "watch/route/landmark.hpp"
#include "watch/route/passage_sieve.hpp"
#include "watch/route/route_class.hpp"
#include "watch/route/shift.hpp"

namespace narrows::watch::route {

/// One hour of one class through one gate one way.
struct GateHour {
  std::uint16_t gate = 0;  ///< Place among GateFlows::landmarks().
  std::int64_t hour = 0;   ///< Since 1970.
  Way way = Way::kIn;
  RouteClass vessels = RouteClass::kOther;

  friend constexpr auto operator<=>(const GateHour&, const GateHour&) = default;
};

struct GateCount {
  std::uint32_t passages = 0;
  std::uint32_t inferred = 0;  ///< Of those: between reports more than fifteen minutes apart.
  double along_sum_m = 0.0;    ///< Where on the line, summed.
};

/// A passage or call, and the one before it of the same vessel within two days.
struct FlowKey {
  std::uint16_t from = 0;
  std::uint16_t to = 0;
  RouteClass vessels = RouteClass::kOther;

  friend constexpr auto operator<=>(const FlowKey&, const FlowKey&) = default;
};
struct FlowCount {
  std::uint32_t voyages = 0;
  Duration total;
};

class GateFlows {
 public:
  static constexpr std::size_t kHoursMax = 2'000'000;
  static constexpr Duration kVoyageMax = Duration::hours(48);

  explicit GateFlows(std::vector<Landmark> landmarks);
  GateFlows(const GateFlows&) = delete;
  GateFlows& operator=(const GateFlows&) = delete;
  GateFlows(GateFlows&&) = delete;
  GateFlows& operator=(GateFlows&&) = delete;
  ~GateFlows() = default;

  /// Vessel by vessel, each by time.
  void take(const Sighting& sighting);
  /// After the last.
  void finish();

  const std::vector<Landmark>& landmarks() const { return landmarks_; }
  const std::map<GateHour, GateCount>& hours() const { return hours_; }
  const std::map<FlowKey, FlowCount>& flows() const { return flows_; }
  /// Days (since 1970) on which any vessel was heard: on others nothing was observed.
  const std::map<std::int64_t, std::uint64_t>& days_heard() const { return days_heard_; }
  /// First and last day heard of whole, or nothing: the first and the last are cut off.
  struct Days {
    std::int64_t from;
    std::int64_t to;  ///< Not included.
  };
  std::optional<Days> whole_days() const;

 private:
  void passed(const Sighting& s, std::size_t landmark, Time at);
  void count(const Sighting& s, std::size_t line, const GatePassage& passage);
  void end_of_vessel();

  std::vector<Landmark> landmarks_;
  std::vector<GateLine> lines_;
  std::vector<std::size_t> gates_;  // The landmark of each line.
  std::map<GateHour, GateCount> hours_;
  std::map<FlowKey, FlowCount> flows_;
  std::map<std::int64_t, std::uint64_t> days_heard_;
  PassageSieve sieve_;
  std::optional<Sighting> last_;
  std::vector<GateWatch> watches_;
  std::optional<std::pair<std::size_t, Time>> before_;
  std::optional<std::size_t> in_port_;
};

/// Series of one gate for find_shifts: all passages, each way, each class, and where on the line
/// each way lies; days on which nothing was heard are not observed.
std::vector<Series> shift_series(const GateFlows& flows, std::size_t gate, GateFlows::Days days);

}  // namespace narrows::watch::route
