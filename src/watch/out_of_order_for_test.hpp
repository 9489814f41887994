#pragma once

// Events that are heard by two receivers, of which one lags behind: what came late, twice and out
// of order must be decided as what came in order.
//
//   Drawn drawn{"sudden_turn"};
//   drawn.sails({}, at(10.0, 60.0), {{900, 45, 12}, {60, 45, 12, 145}, {900, 145, 12}}, 10.0);
//   expect_the_same(drawn, 1, kLag_s);
//
// What may differ: an alert may be decided later by as much as the report that decides it is late;
// one that a late report refutes may have been shown until then. What is compared is what stands in
// the end: kind, vessels, begin, end.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "watch/play_for_test.hpp"

namespace narrows::watch::test {

inline constexpr int kSeeds = 20;
inline constexpr double kLag_s = 30.0;
inline constexpr double kCopy_s = 5.0;

/// How one of the two receivers lags behind.
enum class Lag : std::uint8_t {
  kSteady,   ///< By the same for all.
  kRandom,   ///< By as much as it happens.
  kOneShip,  ///< The same for all, and it alone hears the ships drawn second, fourth …
  kTwice,    ///< Both hear all, the second within five seconds.
};
inline constexpr std::array kLags{Lag::kSteady, Lag::kRandom, Lag::kOneShip, Lag::kTwice};
inline constexpr std::array<const char*, 4> kLagNames{
    "one lag", "any lag", "a ship by the late one alone", "all of it twice"};

struct Ship {
  std::uint32_t mmsi = 1;
  std::uint8_t type = 70;
  std::uint16_t length_m = 150;
  model::StationKind kind = model::StationKind::kClassA;
};

/// One leg, begun where the one before ended.
struct Leg {
  double seconds = 0.0;
  double course_deg = 0.0;
  double speed_kn = 0.0;
  double to_course_deg = -1.0;  ///< Changed to evenly; negative: kept.
  double to_speed_kn = -1.0;
  std::optional<double> heading_deg{};
  double aside_m = 0.0;  ///< Reported that far north of where it is.
  std::uint8_t nav_status = 0;
  bool heard = true;
};

class Drawn {
 public:
  explicit Drawn(std::string_view kind, Knowledge knowledge = {})
      : kind_{kind}, knowledge_{std::move(knowledge)} {}

  /// All that follows is drawn so long after midnight.
  Drawn& begins(double min) {
    begin_min_ = min;
    return *this;
  }
  /// The watch goes on so long, from then on.
  Drawn& lasts(double min) {
    lasts_min_ = min;
    return *this;
  }

  Drawn& sails(const Ship& ship, geo::LatLon from, const std::vector<Leg>& legs, double every_s,
               double first_s = 0.0) {
    const std::size_t number = ships_.size();
    ships_.push_back(ship);
    double begin = 0.0;
    double due = first_s;
    for (const Leg& leg : legs) {
      for (double t = 0.0; t < leg.seconds; t += 1.0) {
        const double part = t / leg.seconds;
        const auto evenly = [&](double a, double b) { return b < 0.0 ? a : a + part * (b - a); };
        const double course = evenly(leg.course_deg, leg.to_course_deg);
        const double speed = evenly(leg.speed_kn, leg.to_speed_kn);
        if (begin + t >= due) {
          due += every_s;
          if (leg.heard)
            report(number, leg, leg.aside_m == 0.0 ? from : moved(from, 0.0, leg.aside_m),
                   begin + t, course, speed);
        }
        from = moved(from, course, speed * Speed::kMetresPerSecondPerKnot);
      }
      begin += leg.seconds;
    }
    return *this;
  }

  /// Something else that is sent, as of the ship drawn then; its times are minutes from the begin.
  template <class Observation>
  Drawn& says(Observation o, std::size_t ship, double min) {
    o.observed_at = o.received_at = minutes(begin_min_ + min);
    sent_.push_back({ship, o});
    return *this;
  }

  std::vector<model::Alert> in_order() const {
    Stage stage = empty();
    for (const auto& [ship, event] : sent_) stage.add(event, observed_at(event));
    return played(std::move(stage));
  }

  /// Each report is heard by one receiver in order, by another one that lags behind, or by both.
  std::vector<model::Alert> by_two(unsigned seed, Lag how) const {
    std::mt19937 random{seed};
    std::uniform_real_distribution<double> part{0.0, 1.0};
    const double lag = kLag_s * part(random);
    Stage stage = empty();
    for (const auto& [ship, event] : sent_) {
      if (how == Lag::kTwice) {
        stage.add(event, observed_at(event));
        add_late(stage, event, kCopy_s * part(random));
        continue;
      }
      const double heard = how != Lag::kOneShip ? part(random) : (ship % 2 == 0 ? 0.0 : 1.0);
      if (heard < 0.6) stage.add(event, observed_at(event));
      if (heard < 0.4) continue;
      add_late(stage, event, how == Lag::kRandom ? kLag_s * part(random) : lag);
    }
    return played(std::move(stage));
  }

  /// Each report is heard by one of two receivers, whose clocks differ by that; it stamps them.
  std::vector<model::Alert> by_one_whose_clock_is(unsigned seed, double behind_s) const {
    std::mt19937 random{seed};
    Stage stage = empty();
    for (auto [ship, event] : sent_) {
      const Time sent = observed_at(event);
      if (random() % 2 == 0) {
        on_observation(event, [&](auto& o) {
          o.source = {1};
          o.observed_at = sent - seconds(behind_s);
        });
      }
      stage.add(event, sent);
    }
    return played(std::move(stage));
  }

 private:
  struct Sent {
    std::size_t ship;  ///< Number of who sent it.
    Event event;
  };

  static Duration seconds(double s) {
    return Duration::milliseconds(static_cast<std::int64_t>(1e3 * s));
  }
  template <class Body>
  static void on_observation(Event& event, Body&& body) {
    std::visit(
        [&](auto& o) {
          if constexpr (requires { o.observed_at; }) body(o);
        },
        event);
  }
  static Time observed_at(const Event& event) {
    return std::visit(
        [](const auto& o) {
          if constexpr (requires { o.observed_at; }) {
            return o.observed_at;
          } else {
            return o.at;
          }
        },
        event);
  }
  static void add_late(Stage& stage, Event event, double late_s) {
    const Time arrival = observed_at(event) + seconds(late_s);
    on_observation(event, [&](auto& o) {
      o.source = {1};
      o.received_at = arrival;
    });
    stage.add(std::move(event), arrival);
  }

  void report(std::size_t ship, const Leg& leg, geo::LatLon place, double t, double course,
              double speed) {
    model::PositionObservation o;
    o.mmsi = {ships_[ship].mmsi};
    o.kind = ships_[ship].kind;
    o.message_type = 1;
    o.position = place;
    o.sog = Speed::knots(speed);
    o.cog = Bearing::degrees_true(std::fmod(course + 720.0, 360.0));
    o.heading = Bearing::degrees_true(std::fmod(leg.heading_deg.value_or(course) + 720.0, 360.0));
    o.nav_status = leg.nav_status;
    says(o, ship, t / 60.0);
  }

  Stage empty() const {
    Stage stage{{kind_}, knowledge_};
    for (const Ship& ship : ships_)
      stage.ship(ship.mmsi, ship.type, ship.length_m, {}, begin_min_ - 1.0);
    return stage;
  }

  std::vector<model::Alert> played(Stage stage) const {
    auto alerts = stage.play(false, begin_min_ + lasts_min_);
    EXPECT_EQ(stage.failures, 0U);
    const auto order = [](const model::Alert& a) {
      std::string who;
      for (const auto& v : a.vessels) who += ' ' + v.track;
      return std::tuple{who, a.begin};
    };
    std::ranges::stable_sort(alerts, {}, order);
    return alerts;
  }

  std::string_view kind_;
  Knowledge knowledge_;
  double begin_min_ = 0.0;
  double lasts_min_ = 240.0;
  std::vector<Ship> ships_;
  std::vector<Sent> sent_;
};

inline std::string who(const model::Alert& alert) {
  std::string out = alert.kind + " of";
  for (const auto& v : alert.vessels) out += ' ' + v.track;
  return out;
}

inline std::string said(const std::vector<model::Alert>& alerts) {
  std::string out;
  for (const auto& alert : alerts) {
    out += who(alert) + " from " + format_rfc3339(alert.begin) + " to " +
           (alert.end ? format_rfc3339(*alert.end) : "-") + "; ";
  }
  return out;
}

/// The same vessels, beginning and ending within `within_s`.
inline void expect_alike(const std::vector<model::Alert>& got,
                         const std::vector<model::Alert>& right, double within_s) {
  const auto all = [](const auto& alerts) {
    std::vector<std::string> out;
    for (const auto& alert : alerts) out.push_back(who(alert));
    return out;
  };
  ASSERT_EQ(all(got), all(right)) << said(got) << "\ninstead of\n" << said(right);
  for (std::size_t i = 0; i < right.size(); ++i) {
    SCOPED_TRACE(said(got) + "\ninstead of\n" + said(right));
    EXPECT_NEAR((got[i].begin - right[i].begin).seconds(), 0.0, within_s);
    ASSERT_EQ(got[i].end.has_value(), right[i].end.has_value());
    if (!right[i].end) continue;
    EXPECT_NEAR((*got[i].end - *right[i].end).seconds(), 0.0, within_s);
  }
}

/// As many as `count` in order, and the same by two.
inline void expect_the_same(const Drawn& drawn, std::size_t count, double within_s) {
  const auto right = drawn.in_order();
  ASSERT_EQ(right.size(), count) << said(right);
  for (int seed = 1; seed <= kSeeds; ++seed) {
    for (const Lag how : kLags) {
      SCOPED_TRACE(testing::Message()
                   << "seed " << seed << ", " << kLagNames.at(static_cast<std::size_t>(how)));
      expect_alike(drawn.by_two(static_cast<unsigned>(seed), how), right, within_s);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

/// At these intervals a report can be overtaken by another one.
inline const std::vector<double> kIntervals{2.0, 6.0, 10.0, 20.0};

}  // namespace narrows::watch::test
