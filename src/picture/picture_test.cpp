#include "picture/picture.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "picture/reporting_interval.hpp"

namespace narrows::picture {
namespace {

using model::Mmsi;
using model::Observation;
using model::PositionObservation;
using model::StaticObservation;
using model::StationKind;
using model::TextObservation;

const Time kNoon = from_utc(2026, 1, 1, 12);
constexpr std::uint32_t kShip = 800'000'001;  // MID 800 is not allocated.

Time at_s(double seconds) {
  return kNoon + Duration::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

geo::LatLon place(double lat, double lon) {
  return *geo::LatLon::from(geo::LatLon::Degrees{lat, lon});
}

PositionObservation position(double t, double lat = 26.1, double lon = 56.1,
                             std::uint32_t mmsi = kShip) {
  PositionObservation p;
  p.mmsi = {mmsi};
  p.kind = StationKind::kClassA;
  p.message_type = 1;
  p.observed_at = p.received_at = at_s(t);
  p.position = place(lat, lon);
  p.sog = Speed::knots(10);
  return p;
}

StaticObservation named(double t, std::string name, std::uint32_t mmsi = kShip) {
  StaticObservation s;
  s.mmsi = {mmsi};
  s.kind = StationKind::kClassA;
  s.message_type = 5;
  s.observed_at = s.received_at = at_s(t);
  s.name = std::move(name);
  return s;
}

TextObservation text(double t, std::string words, std::uint32_t mmsi = kShip) {
  TextObservation said;
  said.mmsi = {mmsi};
  said.observed_at = said.received_at = at_s(t);
  said.text = std::move(words);
  return said;
}

// All that a vessel is known for, except remarks (they are about the order of arrival) and ticks.
std::string describe(const Vessel& v) {
  auto s = fmt::format("{} kind {} heard {} lost {}", v.mmsi.value, static_cast<int>(v.kind),
                       format_rfc3339(v.heard_at), v.lost);
  if (v.position) {
    s += fmt::format(" at {},{} since {} accurate {}", v.position->lat_e7(), v.position->lon_e7(),
                     format_rfc3339(v.position_at), v.position_accurate);
  }
  if (v.sog) s += fmt::format(" sog {}", v.sog->knots());
  if (v.nav_status) s += fmt::format(" status {}", *v.nav_status);
  if (v.identity) {
    s += fmt::format(" name {}{} call {} imo {} type {} to {}", v.identity->name.value_or("-"),
                     v.identity->name_confirmed ? "!" : "?", v.identity->call_sign.value_or("-"),
                     v.identity->imo.value_or(0), v.identity->ship_type.value_or(0),
                     v.identity->destination.value_or("-"));
  }
  if (v.said) s += " said " + v.said->text;
  return s;
}

std::string describe(const Snapshot& snapshot) {
  std::string s;
  for (const auto& cell : snapshot.cells) {
    if (cell->vessels.empty()) continue;  // An emptied cell is news, not content.
    s += fmt::format("cell {},{}\n", cell->id.row, cell->id.column);
    for (const auto& vessel : cell->vessels) s += describe(vessel) + "\n";
  }
  return s;
}

const Cell* cell_at(const Snapshot& snapshot, geo::LatLon p) {
  for (const auto& cell : snapshot.cells) {
    if (cell->id == CellId::of(p)) return cell.get();
  }
  return nullptr;
}

TEST(Cell, CoversTheGlobe) {
  const struct {
    double lat, lon;
    int row, column;
  } cases[] = {{-90, -180, 0, 0},
               {90, 0, 360, 360},
               {0, 0, 180, 360},
               {26.4999, 56, 232, 472},
               {26.5, 56.4999, 233, 472},
               {-0.0000001, -0.0000001, 179, 359},
               {89.99, 179.9999999, 359, 719},
               {0, 180, 180, 0}};
  for (const auto& c : cases) {
    const auto id = CellId::of(place(c.lat, c.lon));
    EXPECT_EQ(id.row, c.row) << c.lat << " " << c.lon;
    EXPECT_EQ(id.column, c.column) << c.lat << " " << c.lon;
    EXPECT_LE(id.south_e7(), place(c.lat, c.lon).lat_e7());
    EXPECT_LE(id.west_e7(), place(c.lat, c.lon).lon_e7());
  }
}

TEST(ReportingInterval, FollowsTheStandardsTable) {
  const struct {
    StationKind kind;
    std::uint8_t type;
    std::optional<double> knots;
    std::optional<std::uint8_t> status;
    double seconds;
  } cases[] = {
      {StationKind::kClassA, 1, 0.0, 1, 180},
      {StationKind::kClassA, 1, 3.0, 5, 180},
      {StationKind::kClassA, 1, 3.1, 5, 10},
      {StationKind::kClassA, 1, {}, 1, 180},
      {StationKind::kClassA, 1, 0.0, 0, 10},
      {StationKind::kClassA, 1, 14.0, 0, 10},
      {StationKind::kClassA, 1, 14.1, 0, 6},
      {StationKind::kClassA, 1, 23.0, 0, 6},
      {StationKind::kClassA, 1, 23.1, 0, 2},
      {StationKind::kClassA, 27, 23.1, 0, 180},
      {StationKind::kClassB, 18, 2.0, {}, 180},
      {StationKind::kClassB, 18, 2.1, {}, 30},
      {StationKind::kBaseStation, 4, {}, {}, 10},
      {StationKind::kSarAircraft, 9, 90.0, {}, 10},
      {StationKind::kAidToNavigation, 21, {}, {}, 180},
      {StationKind::kSart, 1, {}, 14, 60},
      {StationKind::kEpirb, 1, {}, 14, 60},
      {StationKind::kMob, 1, {}, 14, 60},
      {StationKind::kClassA, 0, {}, {}, 360},
  };
  for (const auto& c : cases) {
    Vessel v;
    v.kind = c.kind;
    v.message_type = c.type;
    if (c.knots) v.sog = Speed::knots(*c.knots);
    v.nav_status = c.status;
    EXPECT_EQ(reporting_interval(v).seconds(), c.seconds)
        << static_cast<int>(c.kind) << " " << c.knots.value_or(-1);
  }
}

TEST(Picture, KeepsTheNewestPositionWhateverArrivesLast) {
  Picture picture;
  EXPECT_EQ(picture.apply(position(10, 26.2)), Outcome::kApplied);
  EXPECT_EQ(picture.apply(position(5, 26.1)), Outcome::kLate);
  EXPECT_EQ(picture.apply(position(10, 26.3)), Outcome::kApplied) << "the same second again";
  const auto snapshot = picture.snapshot(at_s(11));
  EXPECT_EQ(snapshot->find({kShip})->position, place(26.3, 56.1));
  EXPECT_EQ(picture.accounts().late, 1U);
  EXPECT_TRUE(picture.accounts().balanced());
}

TEST(Picture, AReportWithoutAPositionKeepsTheOldOneWithItsAge) {
  Picture picture;
  picture.apply(position(0));
  auto blind = position(10);
  blind.position.reset();
  blind.sog = Speed::knots(3);
  EXPECT_EQ(picture.apply(blind), Outcome::kApplied);
  EXPECT_EQ(picture.apply(position(5, 26.4)), Outcome::kApplied) << "later than the last position";
  const auto snapshot = picture.snapshot(at_s(11));
  const auto* v = snapshot->find({kShip});
  EXPECT_EQ(v->position, place(26.4, 56.1));
  EXPECT_EQ(v->position_at, at_s(5));
  EXPECT_NEAR(v->sog->knots(), 3, 1e-9);
}

TEST(Picture, NeverTakesANameFromAnotherShip) {
  Picture picture;
  picture.apply(position(0, 26.1, 56.1, kShip));
  picture.apply(position(0, 26.1, 56.1, kShip + 1));
  picture.apply(named(1, "ALPHA", kShip));
  const auto snapshot = picture.snapshot(at_s(2));
  EXPECT_EQ(snapshot->find({kShip})->identity->name, "ALPHA");
  EXPECT_EQ(snapshot->find({kShip + 1})->identity, nullptr);
}

TEST(Picture, MergesThePartsOfAnIdentity) {
  Picture picture;
  auto a = named(0, "SKIFF");
  a.message_type = 24;
  StaticObservation b;
  b.mmsi = {kShip};
  b.kind = StationKind::kClassB;
  b.message_type = 24;
  b.observed_at = b.received_at = at_s(1);
  b.call_sign = "Z1AB";
  b.ship_type = 37;
  picture.apply(a);
  picture.apply(b);
  const auto snapshot = picture.snapshot(at_s(2));
  const auto& identity = *snapshot->find({kShip})->identity;
  EXPECT_EQ(identity.name, "SKIFF");
  EXPECT_EQ(identity.call_sign, "Z1AB");
  EXPECT_EQ(identity.ship_type, 37);
}

TEST(Picture, BelievesANameHeardTwiceOverANewerOneHeardOnce) {
  const auto name_after = [](std::vector<std::pair<double, std::string>> heard) {
    Picture picture;
    for (const auto& [t, name] : heard) picture.apply(named(t, name));
    const auto identity = picture.snapshot(at_s(9'999))->find({kShip})->identity;
    return *identity->name + (identity->name_confirmed ? "!" : "?");
  };
  EXPECT_EQ(name_after({{0, "ALPHA"}}), "ALPHA?");
  EXPECT_EQ(name_after({{0, "ALPHA"}, {1.9, "ALPHA"}}), "ALPHA?")
      << "relayed copies of one message";
  EXPECT_EQ(name_after({{0, "ALPHA"}, {2, "ALPHA"}}), "ALPHA!");
  EXPECT_EQ(name_after({{0, "ALPHA"}, {360, "ALPHA"}, {720, "ALPJA"}}), "ALPHA!");
  EXPECT_EQ(name_after({{0, "ALPHA"}, {360, "ALPJA"}}), "ALPJA?");
  EXPECT_EQ(name_after({{0, "ALPHA"}, {360, "ALPHA"}, {720, "BRAVO"}, {1080, "BRAVO"}}), "BRAVO!");
  EXPECT_EQ(name_after({{720, "BRAVO"}, {0, "ALPHA"}, {1080, "BRAVO"}, {360, "ALPHA"}}), "BRAVO!");
}

TEST(Picture, HoldsFewFormsOfANameAndKeepsTheConfirmedOne) {
  Picture picture;
  picture.apply(named(0, "ALPHA"));
  picture.apply(named(10, "ALPHA"));
  for (int i = 0; i < 100; ++i) picture.apply(named(20 + i, "GARBLED " + std::to_string(i)));
  EXPECT_EQ(picture.snapshot(at_s(200))->find({kShip})->identity->name, "ALPHA");
}

TEST(Picture, APositionReportSaysWhatKindItIsBeforeAStaticOne) {
  Picture picture;
  auto b = position(0);
  b.kind = StationKind::kClassB;
  picture.apply(b);
  picture.apply(named(10, "ALPHA"));  // Says class A.
  EXPECT_EQ(picture.snapshot(at_s(11))->find({kShip})->kind, StationKind::kClassB);
}

TEST(Picture, LosesAVesselAfterTwelveOfItsOwnIntervals) {
  const auto lost_at = [](const PositionObservation& report, double after) {
    Picture picture;
    picture.apply(report);
    picture.age(at_s(after));
    return picture.snapshot(at_s(after))->find({kShip})->lost;
  };
  auto moored = position(0);
  moored.nav_status = 5;
  moored.sog = Speed::knots(0);
  auto fast = position(0);
  fast.sog = Speed::knots(30);
  EXPECT_FALSE(lost_at(position(0), 120));
  EXPECT_TRUE(lost_at(position(0), 120.1));
  EXPECT_FALSE(lost_at(moored, 36 * 60));
  EXPECT_TRUE(lost_at(moored, 36 * 60 + 0.1));
  EXPECT_FALSE(lost_at(fast, 60)) << "never before a minute";
  EXPECT_TRUE(lost_at(fast, 60.1));
}

TEST(Picture, AStaticMessageDoesNotBringBackAPosition) {
  Picture picture;
  picture.apply(position(0));
  picture.age(at_s(200));
  picture.apply(named(210, "ALPHA"));
  picture.age(at_s(211));
  EXPECT_TRUE(picture.snapshot(at_s(211))->find({kShip})->lost);
  picture.apply(position(220));
  picture.age(at_s(221));
  EXPECT_FALSE(picture.snapshot(at_s(221))->find({kShip})->lost);
  EXPECT_EQ(picture.snapshot(at_s(222))->lost, 0U);
}

TEST(Picture, RemovesWhatWasSilentForAnHour) {
  Picture picture;
  picture.apply(position(0));
  picture.age(at_s(3'600));
  EXPECT_EQ(picture.size(), 1U);
  const auto before = picture.snapshot(at_s(3'600));
  picture.age(at_s(3'600.1));
  EXPECT_EQ(picture.size(), 0U);
  EXPECT_EQ(picture.accounts().removed, 1U);
  const auto after = picture.snapshot(at_s(3'601));
  EXPECT_EQ(after->find({kShip}), nullptr);
  EXPECT_NE(before->find({kShip}), nullptr) << "an old snapshot does not change";
  const auto* cell = cell_at(*after, place(26.1, 56.1));
  ASSERT_NE(cell, nullptr) << "clients must learn that it is empty now";
  EXPECT_TRUE(cell->vessels.empty());
  EXPECT_EQ(cell->changed_in, after->tick);
}

TEST(Picture, ForgetsEmptyCellsAfterAWhile) {
  Picture picture;
  picture.apply(position(0, 26.1));
  picture.snapshot(at_s(0));
  picture.apply(position(1000, 27.1));
  auto snapshot = picture.snapshot(at_s(1000));
  for (std::uint64_t i = 0; i + 1 < kEmptyCellKeptTicks; ++i)
    snapshot = picture.snapshot(at_s(1001));
  EXPECT_NE(cell_at(*snapshot, place(26.1, 56.1)), nullptr);
  EXPECT_EQ(cell_at(*picture.snapshot(at_s(1001)), place(26.1, 56.1)), nullptr);
  picture.apply(position(2000, 26.1));
  EXPECT_EQ(cell_at(*picture.snapshot(at_s(2000)), place(26.1, 56.1))->vessels.size(), 1U);
}

TEST(Picture, AfterClearClientsLearnThatAllIsGone) {
  Picture picture;
  picture.apply(position(1'000));
  picture.apply(position(1'000, 26.1, 56.1, kShip + 1));
  picture.age(at_s(1'500));
  const auto before = picture.snapshot(at_s(1'500));
  EXPECT_EQ(before->lost, 2U);
  picture.clear();
  EXPECT_EQ(picture.apply(position(0)), Outcome::kApplied) << "an earlier time is not late now";
  const auto after = picture.snapshot(at_s(1));
  EXPECT_EQ(after->tick, before->tick + 1);
  EXPECT_EQ(after->lost, 0U);
  const auto* cell = cell_at(*after, place(26.1, 56.1));
  EXPECT_EQ(cell->changed_in, after->tick);
  ASSERT_EQ(cell->vessels.size(), 1U);
  EXPECT_FALSE(cell->vessels[0].lost);
}

TEST(Picture, SharesWhatDidNotChangeAndRenewsWhatDid) {
  Picture picture;
  picture.apply(position(0, 26.1, 56.1, kShip));
  picture.apply(position(0, 27.1, 57.1, kShip + 1));
  const auto first = picture.snapshot(at_s(0));
  picture.apply(position(10, 26.11, 56.1, kShip));
  EXPECT_EQ(picture.apply(position(-5, 27.2, 57.1, kShip + 1)), Outcome::kLate);
  const auto second = picture.snapshot(at_s(10));
  EXPECT_EQ(second->tick, first->tick + 1);
  EXPECT_NE(cell_at(*first, place(26.1, 56.1)), cell_at(*second, place(26.1, 56.1)));
  EXPECT_EQ(cell_at(*first, place(27.1, 57.1)), cell_at(*second, place(27.1, 57.1)));
}

TEST(Picture, TellsAnIdentityAgainWhenItChangesOrEntersACell) {
  Picture picture;
  picture.apply(position(0));
  picture.apply(named(1, "ALPHA"));
  const auto told = [&] {
    const auto snapshot = picture.snapshot(at_s(100));
    return snapshot->find({kShip})->identity_in == snapshot->tick;
  };
  EXPECT_TRUE(told());
  picture.apply(position(10));
  EXPECT_FALSE(told()) << "it only moved";
  picture.apply(named(11, "ALPHA"));
  EXPECT_TRUE(told()) << "confirmed now";
  picture.apply(named(20, "ALPHA"));
  EXPECT_FALSE(told()) << "nothing new";
  picture.apply(position(30, 26.6));
  EXPECT_TRUE(told()) << "another cell";
}

TEST(Picture, RemarksOnAnImpossibleJumpAndStillShowsIt) {
  const auto jumped = [](double seconds, double lat, StationKind kind) {
    Picture picture;
    auto from = position(0, 26.0);
    auto to = position(seconds, lat);
    from.kind = to.kind = kind;
    picture.apply(from);
    picture.apply(to);
    const auto snapshot = picture.snapshot(at_s(seconds));
    const auto* v = snapshot->find({kShip});
    EXPECT_EQ(v->position, place(lat, 56.1));
    EXPECT_EQ(picture.accounts().jumps, v->remarks ? v->remarks->jumps : 0U);
    return v->remarks != nullptr;
  };
  EXPECT_TRUE(jumped(10, 26.1, StationKind::kClassA));  // 6 nm in 10 s.
  EXPECT_FALSE(jumped(10, 26.016, StationKind::kClassA)) << "under a mile is noise";
  EXPECT_TRUE(jumped(10, 26.018, StationKind::kClassA));
  EXPECT_FALSE(jumped(3'600, 27.6, StationKind::kClassA)) << "96 kn";
  EXPECT_TRUE(jumped(3'600, 27.8, StationKind::kClassA)) << "108 kn";
  EXPECT_FALSE(jumped(3'600, 30.0, StationKind::kSarAircraft)) << "240 kn, but it flies";
}

TEST(Picture, AWrongClockDoesNotSilenceAVessel) {
  Picture picture;
  auto from_the_future = position(0, 26.1);
  from_the_future.observed_at = at_s(86'400);
  picture.apply(from_the_future);
  EXPECT_EQ(picture.apply(position(10, 26.2)), Outcome::kApplied);
  EXPECT_EQ(picture.snapshot(at_s(10))->find({kShip})->position, place(26.2, 56.1));
  EXPECT_EQ(picture.accounts().clock_ahead, 1U);
  auto slightly = position(20, 26.3);
  slightly.observed_at = at_s(80);
  picture.apply(slightly);
  EXPECT_EQ(picture.accounts().clock_ahead, 1U) << "a minute is let pass";
}

TEST(Picture, RefusesAnotherWorld) {
  Picture picture{{.exercise = {3}}};
  EXPECT_EQ(picture.apply(position(0)), Outcome::kOtherWorld);
  auto drill = position(0);
  drill.exercise = {3};
  EXPECT_EQ(picture.apply(drill), Outcome::kApplied);
  EXPECT_EQ(picture.snapshot(at_s(0))->find({kShip})->exercise, model::ExerciseId{3});
  EXPECT_EQ(picture.accounts().other_world, 1U);
  EXPECT_TRUE(picture.accounts().balanced());
}

TEST(Picture, AtItsCapTheLongestSilentLostVesselGoesFirst) {
  Picture picture{{.vessels_max = 3}};
  picture.apply(position(0, 26.1, 56.1, kShip));
  picture.apply(position(5, 26.1, 56.1, kShip + 1));
  picture.apply(position(500, 26.1, 56.1, kShip + 2));
  EXPECT_EQ(picture.apply(position(500, 26.1, 56.1, kShip + 3)), Outcome::kFull)
      << "nobody is known to be lost yet";
  picture.apply(text(499, "hello", kShip));  // Heard, but still lost by position.
  picture.age(at_s(501));
  EXPECT_EQ(picture.apply(position(501, 26.1, 56.1, kShip + 3)), Outcome::kApplied);
  const auto snapshot = picture.snapshot(at_s(502));
  EXPECT_NE(snapshot->find({kShip}), nullptr);
  EXPECT_EQ(snapshot->find({kShip + 1}), nullptr);
  EXPECT_EQ(snapshot->vessels, 3U);
  EXPECT_EQ(picture.accounts().evicted, 1U);
  EXPECT_EQ(picture.accounts().full, 1U);
  EXPECT_TRUE(picture.accounts().balanced());
}

int pick(std::mt19937& rng, int n) {
  return static_cast<int>(rng() % static_cast<unsigned>(n));
}

std::vector<Observation> random_reports(std::mt19937& rng, int count) {
  std::vector<Observation> reports;
  for (int t = 0; t < 3 * count; t += 3) {
    const std::uint32_t mmsi = kShip + static_cast<std::uint32_t>(pick(rng, 12));
    switch (pick(rng, 5)) {
      case 0:
        reports.emplace_back(named(t, "NAME" + std::to_string(pick(rng, 3)), mmsi));
        break;
      case 1: {
        auto part = named(t, "", mmsi);
        part.name.reset();
        part.kind = pick(rng, 2) != 0 ? StationKind::kClassB : StationKind::kUnknown;
        part.call_sign = "CALL" + std::to_string(pick(rng, 2));
        part.destination = "PORT" + std::to_string(pick(rng, 5));
        reports.emplace_back(part);
        break;
      }
      case 2:
        reports.emplace_back(text(t, "TEXT" + std::to_string(t), mmsi));
        break;
      default: {
        auto p = position(t, 26.0 + pick(rng, 100) / 50.0, 56.0 + pick(rng, 100) / 50.0, mmsi);
        p.kind = pick(rng, 4) == 0 ? StationKind::kUnknown : StationKind::kClassA;
        if (pick(rng, 5) == 0) p.position.reset();
        p.sog = Speed::knots(pick(rng, 30));
        reports.emplace_back(p);
      }
    }
  }
  return reports;
}

// Property: the same reports in any order of arrival are the same picture, and each is counted
// once.
TEST(Picture, DoesNotDependOnTheOrderOfArrival) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937 rng{seed};
    auto reports = random_reports(rng, 300);
    const auto last = at_s(300 * 3);
    const auto shown = [&] {
      Picture picture;
      for (const auto& report : reports) picture.apply(report);
      picture.age(last);
      const auto& a = picture.accounts();
      EXPECT_EQ(a.in, 300U);
      EXPECT_EQ(a.in, a.applied + a.late + a.dropped()) << "seed " << seed;
      return describe(*picture.snapshot(last));
    };
    const auto in_order = shown();
    ASSERT_GT(in_order.size(), 1'000U);
    std::shuffle(reports.begin(), reports.end(), rng);
    ASSERT_EQ(shown(), in_order) << "seed " << seed;
  }
}

// Property: snapshots taken on the way, by whatever path cells were renewed, end in the same
// picture as one taken at the end; every vessel is in one cell, the one of its position.
TEST(Picture, EachVesselIsInExactlyTheCellOfItsPosition) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    std::mt19937 rng{seed};
    const auto reports = random_reports(rng, 400);
    Picture often;
    Picture once;
    std::shared_ptr<const Snapshot> seen;
    for (const auto& report : reports) {
      often.apply(report);
      once.apply(report);
      if (pick(rng, 3) == 0) seen = often.snapshot(at_s(0));
    }
    seen = often.snapshot(at_s(0));
    ASSERT_EQ(describe(*seen), describe(*once.snapshot(at_s(0)))) << "seed " << seed;
    std::size_t vessels = 0;
    for (const auto& cell : seen->cells) {
      for (const auto& v : cell->vessels) {
        ++vessels;
        ASSERT_EQ(cell->id, v.position ? CellId::of(*v.position) : CellId::nowhere());
        ASSERT_EQ(seen->find(v.mmsi), &v);
      }
    }
    ASSERT_EQ(vessels, seen->vessels) << "seed " << seed;
  }
}

}  // namespace
}  // namespace narrows::picture
