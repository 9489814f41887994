#include "watch/route/route_model.hpp"

#include <gtest/gtest.h>

#include "watch/route/learned_for_test.hpp"
#include "watch/route/route_file.hpp"

namespace narrows::watch::route {
namespace {

using test::place;
using test::Way;

// A lane eastward that bends to the north-east half-way, and ends at a port.
const Way kBend{.points = {place(26.0, 56.0), place(26.0, 56.4), place(26.3, 56.7)},
                .stays = Duration::hours(2)};
const Landmark kPort{NodeKind::kPort, "PORT", place(26.3, 56.7), {}, {}};
const Landmark kGate{
    NodeKind::kGate, "gate", place(26.0, 56.2), {place(25.9, 56.2), place(26.1, 56.2)}, {}};

const Knowledge& bend() {
  static const Knowledge known = test::learn(test::traffic({kBend}, 200, 1), {kPort, kGate});
  return known;
}

double likelihood(const RouteModel& model, geo::LatLon at, double course, double knots = 14,
                  RouteClass c = RouteClass::kCargo) {
  return model.log_likelihood(c, at, Bearing::degrees_true(course), Speed::knots(knots));
}

TEST(RouteModel, KnowsWhereOnWhatCourseHowFastAndWho) {
  const RouteModel model{bend()};
  const double usual = likelihood(model, place(26.0, 56.2), 90);
  EXPECT_GT(usual, likelihood(model, place(26.0, 56.2), 270) + 3) << "against the stream";
  EXPECT_GT(usual, likelihood(model, place(26.1, 56.2), 90) + 3) << "six miles off";
  EXPECT_GT(usual, likelihood(model, place(26.0, 56.2), 90, 27) + 1) << "twice as fast";
  EXPECT_GT(usual, likelihood(model, place(26.0, 56.2), 90, 14, RouteClass::kFishing) + 1)
      << "no fisherman was ever seen";
  EXPECT_GE(likelihood(model, place(-60, 0), 0), RouteModel::kFloor);
}

TEST(RouteModel, LikelihoodsOfAllStatesSumToOneAtMost) {
  const RouteModel model{bend()};
  double sum = 0;
  for (int row = 0; row < 30; ++row) {
    for (int column = 0; column < 50; ++column) {
      for (int sector = 0; sector < 16; ++sector) {
        for (const double knots : {0.5, 2.0, 5.0, 10.0, 14.0, 18.0, 22.0, 30.0}) {
          if (knots < 1) continue;  // Lying still has no course.
          sum += std::exp(likelihood(model, place(25.85 + 0.02 * row, 55.85 + 0.02 * column),
                                     22.5 * sector, knots));
        }
      }
    }
  }
  EXPECT_LT(sum, 1.03);
  EXPECT_GT(sum, 0.9) << "nearly all of what was learned lies here, and moves";
}

TEST(RouteModel, PredictsTheBendThatAllTook) {
  const RouteModel model{bend()};
  // Ten minutes before the bend; sailed on for half an hour.
  const auto from = place(26.0, 56.35);
  const auto path = model.predict(RouteClass::kCargo, from, Bearing::degrees_true(90),
                                  Speed::knots(14), Duration::minutes(30));
  EXPECT_EQ(path.known_for, Duration::minutes(30));
  EXPECT_NEAR(path.turn_deg, -48, 6);
  const double run_m = Speed::knots(14).metres_per_second() * 1'800;
  const double to_bend_m = geo::geodesic(from, place(26.0, 56.4)).distance.metres();
  const auto after = geo::geodesic(place(26.0, 56.4), place(26.3, 56.7));
  const auto truth =
      geo::destination(place(26.0, 56.4), after.departure, Distance::metres(run_m - to_bend_m));
  const auto straight = geo::destination(from, Bearing::degrees_true(90), Distance::metres(run_m));
  const double off = geo::geodesic(path.points.back().position, truth).distance.metres();
  EXPECT_LT(off, 1'500);
  EXPECT_LT(off * 4, geo::geodesic(straight, truth).distance.metres());
  ASSERT_EQ(path.points.size(), 61U);
}

TEST(RouteModel, SaysWhenItDoesNotKnowTheWay) {
  const RouteModel model{bend()};
  const auto where_nobody_was =
      model.predict(RouteClass::kCargo, place(25.5, 56.2), Bearing::degrees_true(90),
                    Speed::knots(14), Duration::minutes(20));
  EXPECT_EQ(where_nobody_was.known_for, Duration{});
  EXPECT_EQ(where_nobody_was.points.back().course.degrees_true(), 90) << "straight on";
  const auto other_class =
      model.predict(RouteClass::kTanker, place(26.0, 56.2), Bearing::degrees_true(90),
                    Speed::knots(14), Duration::minutes(20));
  EXPECT_EQ(other_class.known_for, Duration{});
}

TEST(RouteModel, DoesNotKnowTheWayWhereItForks) {
  const Way straight{.points = {place(26.0, 56.0), place(26.0, 56.4), place(26.0, 56.8)}};
  const RouteModel fork{test::learn(test::traffic({kBend, straight}, 100, 2))};
  const auto path = fork.predict(RouteClass::kCargo, place(26.0, 56.2), Bearing::degrees_true(90),
                                 Speed::knots(14), Duration::minutes(60));
  EXPECT_GT(path.known_for, Duration::minutes(15)) << "before the fork all go the same way";
  EXPECT_LT(path.known_for, Duration::minutes(48)) << "which way at the fork, nobody knows";
  EXPECT_NEAR(path.turn_deg, 0, 8);
}

TEST(RouteModel, TellsTheTimeToThePort) {
  const RouteModel model{bend()};
  const auto port = model.port("PORT");
  ASSERT_TRUE(port);
  const auto from = place(26.0, 56.2);
  const auto arrival = model.arrival(RouteClass::kCargo, from, *port);
  ASSERT_TRUE(arrival);
  const double metres = geo::geodesic(from, place(26.0, 56.4)).distance.metres() +
                        geo::geodesic(place(26.0, 56.4), place(26.3, 56.7)).distance.metres();
  const double minutes = metres / Speed::knots(14).metres_per_second() / 60;
  EXPECT_NEAR(arrival->median.seconds() / 60, minutes, 0.2 * minutes);
  EXPECT_LE(arrival->early, arrival->median);
  EXPECT_GE(arrival->late, arrival->median);
  EXPECT_FALSE(model.arrival(RouteClass::kTanker, from, *port)) << "no tanker ever called";
  EXPECT_FALSE(model.arrival(RouteClass::kCargo, place(20, 60), *port));
}

TEST(RouteLearner, FindsTheGraph) {
  const auto& known = bend();
  ASSERT_EQ(known.nodes.size(), 3U);  // Port, gate, turning point.
  ASSERT_EQ(known.nodes[2].kind, NodeKind::kTurn);
  EXPECT_LT(geo::geodesic(known.nodes[2].position, place(26.0, 56.4)).distance,
            Distance::nautical_miles(1.5));
  EXPECT_EQ(known.nodes[0].passes, 200U);
  EXPECT_EQ(known.nodes[1].passes, 200U);
  const auto edge = std::find_if(known.edges.begin(), known.edges.end(),
                                 [](const Edge& e) { return e.from == 1 && e.to == 2; });
  ASSERT_NE(edge, known.edges.end());
  EXPECT_EQ(edge->spans.count(), 200U);
  EXPECT_NEAR(static_cast<double>(edge->speed_sum_cmps) / 200 / 100,
              Speed::knots(14).metres_per_second(), 0.4);
}

TEST(RouteLearner, TheThresholdLiesBelowAllButOneInAThousand) {
  const auto& cargo = bend().classes[place_of(RouteClass::kCargo)];
  ASSERT_GE(cargo.windows, RouteModel::kWindowsMin);
  ASSERT_TRUE(cargo.threshold);
  // Another sea with the same orders: hardly anybody is below; one who goes astray is.
  const RouteModel model{bend()};
  std::mt19937 random{7};
  int windows = 0;
  int below = 0;
  const auto judge = [&](const std::vector<Sighting>& passage) {
    HalfHour half_hour;
    for (const auto& s : passage) {
      if (!half_hour.due(s.at)) continue;
      half_hour.add({s.at, model.log_likelihood(s.vessels, s.position, s.cog, s.sog),
                     s.sog >= kStillBelow, Cell::of(s.position)});
      if (const auto mean = half_hour.mean()) {
        ++windows;
        below += *mean < *cargo.threshold ? 1 : 0;
      }
    }
  };
  for (std::uint32_t i = 0; i < 400; ++i)
    judge(test::sail(kBend, 499'100'000 + i, from_utc(2026, 3, 1), random));
  ASSERT_GT(windows, 10'000);
  EXPECT_LE(below, windows / 100);
  windows = below = 0;
  judge(test::sail({.points = {place(26.2, 56.0), place(25.8, 56.4), place(25.8, 56.9)}},
                   499'200'000, from_utc(2026, 3, 1), random));
  EXPECT_GT(below, windows / 2) << "a track of her own";
  const auto& tanker = bend().classes[place_of(RouteClass::kTanker)];
  EXPECT_FALSE(tanker.threshold) << "nothing was seen, so nothing is unusual";
}

TEST(RouteLearner, LearnsTheSameFromThinnedReports) {
  auto thin = test::traffic({kBend}, 200, 1);
  std::mt19937 random{3};
  std::erase_if(thin, [&](const Sighting&) { return random() % 5 != 0; });
  const RouteModel all{bend()};
  const RouteModel few{test::learn(thin)};
  for (const double lon : {56.1, 56.2, 56.3})
    EXPECT_NEAR(likelihood(all, place(26, lon), 90), likelihood(few, place(26, lon), 90), 0.3);
}

TEST(RouteLearner, LeavesOutWhatIsNotToBeTrusted) {
  auto rows = test::traffic({kBend}, 50, 1);
  const auto clean = test::learn(rows);
  std::vector<Sighting> spoilt;
  std::mt19937 random{4};
  std::size_t added = 0;
  for (const auto& row : rows) {
    spoilt.push_back(row);
    if (random() % 4 != 0) continue;
    auto bad = row;
    bad.at = row.at + Duration::seconds(10);
    switch (random() % 3) {
      case 0:
        bad.position = {};
        break;
      case 1:
        bad.sog = Speed::knots(80);
        break;
      default:
        bad.position = place(27.5, 58.0);
        break;
    }
    spoilt.push_back(bad);
    ++added;
  }
  const auto learned = test::learn(spoilt);
  EXPECT_EQ(learned.left_out, added);
  EXPECT_EQ(learned.classes[0].lanes, clean.classes[0].lanes);
}

TEST(RouteLearner, IsTheSameByteForByteAndOverTheDateLine) {
  EXPECT_EQ(encode(test::learn(test::traffic({kBend}, 20, 5))),
            encode(test::learn(test::traffic({kBend}, 20, 5))));
  const Way over{.points = {place(0.01, 179.8), place(0.01, -179.8)}};
  const RouteModel model{test::learn(test::traffic({over}, 60, 6))};
  EXPECT_NEAR(likelihood(model, place(0.01, 179.999), 90),
              likelihood(model, place(0.01, -179.9), 90), 0.5);
  const auto path = model.predict(RouteClass::kCargo, place(0.01, 179.9), Bearing::degrees_true(90),
                                  Speed::knots(14), Duration::minutes(30));
  EXPECT_GE(path.known_for, Duration::minutes(25));
}

TEST(RouteFile, GivesBackWhatWasWritten) {
  const auto bytes = encode(bend());
  const auto read = decode(bytes);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(encode(*read), bytes);
  EXPECT_EQ(read->classes[0].lanes, bend().classes[0].lanes);
  EXPECT_EQ(read->classes[0].visits, bend().classes[0].visits);
  EXPECT_EQ(read->classes[0].speeds, bend().classes[0].speeds);
  ASSERT_TRUE(read->classes[0].threshold);
  EXPECT_NEAR(*read->classes[0].threshold, *bend().classes[0].threshold, 0.005);
  EXPECT_EQ(read->nodes.size(), bend().nodes.size());
  EXPECT_EQ(read->approaches.size(), bend().approaches.size());
}

TEST(RouteFile, IsNeverTrusted) {
  const auto bytes = encode(test::learn(test::traffic({kBend}, 12, 1), {kPort, kGate}));
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    ASSERT_FALSE(decode(std::string_view{bytes}.substr(0, n))) << n << " bytes of it";
  }
  EXPECT_EQ(decode("hello").error().fault, Fault::kWrongType);
  // Damage that the checksum sees, and hostile bytes with a good one.
  std::mt19937 random{9};
  for (int i = 0; i < 3'000; ++i) {
    auto bad = bytes;
    bad[random() % bad.size()] ^= static_cast<char>(1 + random() % 255);
    ASSERT_FALSE(decode(bad));
    std::uint64_t sum = 0xCBF2'9CE4'8422'2325U;
    for (std::size_t b = 0; b + 8 < bad.size(); ++b)
      sum = (sum ^ static_cast<unsigned char>(bad[b])) * 0x100'0000'01B3U;
    for (unsigned b = 0; b < 8; ++b)
      bad[bad.size() - 8 + b] = static_cast<char>(sum >> (8 * b) & 0xFFU);
    // Either a sentence, or knowledge that can be asked and written.
    if (const auto read = decode(bad)) {
      const RouteModel model{*read};
      static_cast<void>(likelihood(model, place(26, 56.2), 90));
      static_cast<void>(model.predict(RouteClass::kCargo, place(26, 56.2),
                                      Bearing::degrees_true(90), Speed::knots(14),
                                      Duration::hours(1)));
      static_cast<void>(encode(*read));
    }
  }
}

}  // namespace
}  // namespace narrows::watch::route
