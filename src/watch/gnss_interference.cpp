#include "watch/gnss_interference.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "watch/position_doubt.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"vessels", 3, 2, 100, "published", "disturbed at the same time"},
    ParameterSpec{"radius_km", 10, 1, 200, "published", "within which they are"},
    ParameterSpec{"within_min", 10, 1, 120, "published", "within which it begins for them"},
    ParameterSpec{"reports", 2, 1, 20, "default", "from a false place make it one"},
    ParameterSpec{"margin_km", 3, 0, 50, "default", "round the places of those disturbed"},
    ParameterSpec{"quiet_min", 5, 1, 120, "default", "without a false report, then it is over"}};

constexpr Distance kInland = Distance::metres(200);
constexpr Distance kPortRadius = Distance::metres(3'000);
constexpr Duration kLandEvery = Duration::minutes(1);
constexpr Duration kSayEvery = Duration::seconds(30);
constexpr Duration kLookedAtAgain = Duration::minutes(5);  // As Desk::Options::believe_after.
constexpr Duration kStuckLeast = Duration::minutes(1);
constexpr double kStuckSpeed_mps = 1.5;
constexpr std::size_t kStuckReports = 4;
constexpr std::size_t kMembersMax = 5'000;
constexpr std::size_t kEvidenceMax = 20'000;

enum class Doubt : std::uint8_t { kJump, kCircle, kLand, kPoint };
constexpr std::array<std::string_view, 4> kDoubtNames{"jump", "circle", "on_land", "one_point"};

/// One vessel whose positions are false.
struct Evidence {
  TrackKey who;
  Slot slot = kNoSlot;  // From which its false reports come.
  Doubt doubt = Doubt::kJump;
  Time begin;
  Time last;
  geo::Vector true_at;
  geo::Vector false_at;
  Duration interval{};          // Between its reports.
  Time stepped{};               // Of a jump: the latest step.
  Time back{};                  // Heard again where it was.
  double radius_m = 0;          // Of the circle.
  Doubt latest = Doubt::kJump;  // Which of them is why its last report is false.
};

/// The circle about places.
Area about(const std::vector<geo::Vector>& places, double margin_m) {
  geo::Vector sum;
  for (const auto& place : places) sum = sum + place;
  const geo::LatLon at = geo::place_under((1.0 / static_cast<double>(places.size())) * sum);
  const geo::Vector centre = geo::Surface{at}.at();
  double radius = 0.0;
  for (const auto& place : places) radius = std::max(radius, (place - centre).length());
  return {at, radius + margin_m};
}

class GnssInterference final : public Detector {
 public:
  explicit GnssInterference(const Parameters& parameters) {
    GnssInterference::configure(parameters);
  }

  void configure(const Parameters& parameters) override {
    vessels_ = static_cast<std::size_t>(parameters.number("vessels"));
    radius_m_ = 1e3 * parameters.number("radius_km");
    within_ = parameters.minutes("within_min");
    reports_ = static_cast<unsigned>(parameters.number("reports"));
    margin_m_ = 1e3 * parameters.number("margin_km");
    quiet_ = parameters.minutes("quiet_min");
  }

  void on_jump(Scene&, const Track& track, const Track& from) override {
    jumps_.jumped(track, from);
  }

  void on_report(Scene& scene, const Track& track) override {
    if (!track.key.identified()) return;
    if (track.slot >= states_.size()) states_.resize(track.slot + std::size_t{1});
    State& state = states_[track.slot];
    const Fix& fix = track.last();
    const auto found = jumps_.report(scene.sea(), track);
    if (found.step == JumpFinder::Step::kBack) return heard_back(*found.jump, fix.observed_at);
    if (found.step == JumpFinder::Step::kFalse) {
      const Jump& jump = *found.jump;
      if (jump.reports == 1) false_since_[track.key.mmsi] = jump.last;
      // Beside itself: another vessel with its number, which goes on.
      if (jump.reports >= reports_ && jump.switches < 3 && !jump.along_way) {
        add(scene, {jump.who, track.slot, Doubt::kJump, false_since_[track.key.mmsi], jump.last,
                    jump.true_at, jump.false_at, jump.interval, jump.stepped});
      }
    } else if (state.member) {
      sign(scene, track);
    } else if (const auto since = stuck_since(track)) {
      add(scene, {track.key, track.slot, Doubt::kPoint, *since, fix.observed_at, fix.at, fix.at});
    } else if (fix.observed_at >= state.land_at) {
      look_for_land(scene, track, state);
    }
    const auto circle = circles_.take(track);
    if (circle && !circle->as_ship(track).value_or(false)) {
      Evidence e{track.key,       track.slot, Doubt::kCircle, circle->begin,
                 fix.observed_at, fix.at,     circle->centre};
      e.radius_m = circle->radius_m;
      add(scene, e);
    }
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    if (const auto over = over_.find(what); over != over_.end()) {
      // So that the desk looks again at what it held for it, also when nobody says anything else.
      scene.end(over->second.first, over->second.second);
      over_.erase(over);
      return;
    }
    const auto at = episodes_.find(what);
    if (at == episodes_.end()) return;
    Episode& episode = at->second;
    const Time until = disturbed_until(episode);
    const Duration quiet = quiet_for(episode);
    if (scene.now() >= until + quiet) {
      if (episode.unsaid) say(scene, episode);
      scene.end(episode.id, until);
      over_[what] = {episode.id, until};
      scene.wake(scene.now() + kLookedAtAgain, what);
      for (const auto& [mmsi, member] : episode.members) {
        jumps_.close(mmsi);
        false_since_.erase(mmsi);
        release(member);
      }
      episodes_.erase(at);
      return;
    }
    if (episode.unsaid) say(scene, episode);
    scene.wake(std::min(until + quiet, scene.now() + kSayEvery), what);
  }

  void on_forgotten(Scene&, const Track& track) override {
    jumps_.forgotten(track);
    circles_.forgotten(track);
    if (track.slot < states_.size()) states_[track.slot] = {};
  }

  void expect(Slot slot) const override {
    fetch(states_, slot);
    jumps_.expect(slot);
    circles_.expect(slot);
  }

 private:
  struct State {
    bool member = false;  // Its reports are false, and an episode counts on them.
    Time land_at;         // When it is looked for land again.
  };
  struct Episode {
    SituationId id;
    Time begin;
    std::map<std::uint32_t, Evidence> members;  // By MMSI.
    std::vector<Area> areas;                    // The first: of the true places.
    bool unsaid = false;
  };

  /// It has moved by less than a fifth of what it says.
  static bool stays(const Fix& fix, const Fix& before) {
    const geo::Vector moved = fix.at - before.at;
    const double sailed = 0.2 * static_cast<double>(std::min(fix.sog_mps, before.sog_mps)) *
                          (fix.observed_at - before.observed_at).seconds();
    return dot(moved, moved) < sailed * sailed;
  }

  /// Says that it sails, and stays where it is: since when, without a pause.
  std::optional<Time> stuck_since(const Track& track) const {
    const Fix& fix = track.last();
    if (track.past() < kStuckReports || !(fix.sog_mps > static_cast<float>(kStuckSpeed_mps)))
      return std::nullopt;
    if (!stays(fix, track.fix(1))) return std::nullopt;  // As nearly all.
    std::size_t first = 0;
    while (first + 1 < track.past() &&
           track.fix(first).observed_at - track.fix(first + 1).observed_at <= within_ &&
           stays(fix, track.fix(first + 1)))
      ++first;
    const Time since = track.fix(first).observed_at;
    if (first + 1 < kStuckReports || fix.observed_at - since < kStuckLeast) return std::nullopt;
    return since;
  }

  void look_for_land(Scene& scene, const Track& track, State& state) {
    const Fix& fix = track.last();
    const Places& places = *scene.knowledge().places;
    state.land_at = fix.observed_at + kLandEvery;
    const auto sog = fix.sog();
    if (places.coast() == nullptr || !sog || sog->knots() < 3.0) return;
    if (fix.kind == model::StationKind::kSarAircraft) return;
    if (!inland(places, fix.position, kInland)) return;
    const auto port = places.to_port(fix.position);
    if (port && *port <= kPortRadius) return;
    add(scene,
        {track.key, track.slot, Doubt::kLand, fix.observed_at, fix.observed_at, fix.at, fix.at});
  }

  void heard_back(const Jump& jump, Time t) {
    const std::uint32_t mmsi = jump.who.mmsi;
    for (auto& [number, episode] : episodes_) {
      const auto member = episode.members.find(mmsi);
      if (member != episode.members.end()) member->second.back = t;
    }
    // Evidence that no episode rests on yet is taken back: there may be two of them.
    if (!evidence_.empty())
      std::erase_if(evidence_, [&](const Evidence& e) { return e.who.mmsi == mmsi; });
    if (t - jump.last > within_) {
      jumps_.close(mmsi);
      false_since_.erase(mmsi);
    }
  }

  /// Without a false report, then it is over: those who report seldom are given their time.
  Duration quiet_for(const Episode& episode) const {
    constexpr double kMost_s = 1'200.0;
    double sum_s = 0.0;
    std::size_t known = 0;
    for (const auto& [mmsi, member] : episode.members) {
      if (member.interval <= Duration{}) continue;
      sum_s += member.interval.seconds();
      ++known;
    }
    if (known == 0) return quiet_;
    const double own_s = std::min(kMost_s, 3.0 * sum_s / static_cast<double>(known));
    return std::max(quiet_, Duration::milliseconds(std::llround(1e3 * own_s)));
  }

  /// When the last but one was: one alone does not keep it up.
  Time disturbed_until(const Episode& episode) const {
    const bool given_up = most_are_back(episode);
    Time latest;
    Time second;
    for (const auto& [mmsi, member] : episode.members) {
      const Time last = given_up && sails_on(member) ? member.stepped : member.last;
      second = std::max(second, std::min(latest, last));
      latest = std::max(latest, last);
    }
    return second;
  }

  /// From where it jumped to it has sailed as it says since. One who was first heard at a false
  /// place comes to its true one by such a step.
  bool sails_on(const Evidence& member) const {
    return member.latest == Doubt::kJump && member.back <= member.last &&
           member.last - member.stepped >= quiet_;
  }

  /// And came there by another step than the first: that of a ship away from her false place, to a
  /// true one that nobody knew, as hours later.
  bool moved_on(const Evidence& member) const {
    return sails_on(member) && member.stepped - member.begin >= quiet_;
  }

  /// More of those who jumped are heard where they were, or stepped again, than still sail where
  /// they jumped to.
  bool most_are_back(const Episode& episode) const {
    std::ptrdiff_t more = 0;
    for (const auto& [mmsi, member] : episode.members) {
      if (member.back > member.last || moved_on(member)) {
        ++more;
      } else if (sails_on(member)) {
        --more;
      }
    }
    return more > 0;
  }

  void release(const Evidence& member) {
    if (member.slot < states_.size()) states_[member.slot].member = false;
  }

  /// Another report of one that is disturbed.
  void sign(Scene& scene, const Track& track) {
    for (auto& [number, episode] : episodes_) {
      const auto member = episode.members.find(track.key.mmsi);
      if (member == episode.members.end()) continue;
      Evidence& e = member->second;
      if (e.slot != track.slot) continue;
      const bool still_false =
          e.doubt == Doubt::kPoint ? stuck_since(track).has_value() : goes_round(e, track);
      if (!still_false && e.doubt == Doubt::kLand)
        return look_for_land(scene, track, states_[track.slot]);
      if (still_false) {
        e.last = track.last().observed_at;
        e.latest = e.doubt;
      }
      return;
    }
  }
  /// On its circle, and not at rest: the circle can go through where it lies.
  static bool goes_round(const Evidence& e, const Track& track) {
    constexpr double kRests_m = 30.0;
    if (track.past() > 1 && (track.last().at - track.fix(1).at).length() < kRests_m) return false;
    const double off = std::abs((track.last().at - e.false_at).length() - e.radius_m);
    return e.doubt == Doubt::kCircle && off <= std::max(40.0, 0.15 * e.radius_m);
  }

  bool near(const Evidence& a, const Evidence& b) const {
    return (a.true_at - b.true_at).length() <= radius_m_ ||
           (a.false_at - b.false_at).length() <= radius_m_;
  }
  bool near(const Evidence& e, const Episode& episode) const {
    const auto in = [&](const Area& area, geo::Vector place) {
      return (geo::Surface{area.at}.at() - place).length() <= area.radius_m + radius_m_;
    };
    if (in(episode.areas.front(), e.true_at)) return true;
    for (std::size_t i = 1; i < episode.areas.size(); ++i) {
      if (in(episode.areas[i], e.false_at)) return true;
    }
    return false;
  }

  /// In which it begins for them; who reports seldom is seen to be disturbed that much later.
  Duration within(const Evidence& e) const {
    return std::max(within_, e.interval + e.interval + e.interval);
  }

  void add(Scene& scene, Evidence e) {
    e.latest = e.doubt;
    for (auto& [number, episode] : episodes_) {
      const auto known = episode.members.find(e.who.mmsi);
      const bool fresh = e.doubt != Doubt::kJump || e.last - e.begin <= within(e);
      if (known == episode.members.end() && (!fresh || !near(e, episode))) continue;
      return join(scene, episode, e);
    }
    if (e.doubt == Doubt::kJump && e.last - e.begin > within(e)) return;
    std::erase_if(evidence_, [&](const Evidence& other) {
      return other.last < e.last - within(other) || other.who.mmsi == e.who.mmsi;
    });
    if (evidence_.size() < kEvidenceMax) evidence_.push_back(e);
    std::vector<Evidence> together;
    bool only_land = true;
    for (const auto& other : evidence_) {
      const Duration allowed = std::max(within(e), within(other));
      if (!near(e, other) || other.begin < e.begin - allowed || e.begin < other.begin - allowed)
        continue;
      together.push_back(other);
      only_land = only_land && other.doubt == Doubt::kLand;
    }
    if (together.size() < vessels_ || only_land) return;
    begin(scene, together);
  }

  void begin(Scene& scene, const std::vector<Evidence>& together) {
    const std::uint64_t number = next_++;
    Episode& episode = episodes_[number];
    episode.begin = together.front().begin;
    for (const auto& e : together) {
      episode.begin = std::min(episode.begin, e.begin);
      episode.members.emplace(e.who.mmsi, e);
      if (e.slot < states_.size()) states_[e.slot].member = true;
      std::erase_if(evidence_, [&](const auto& other) { return other.who.mmsi == e.who.mmsi; });
    }
    measure(episode);
    episode.id = scene.raise(situation(episode));
    scene.wake(scene.now() + kSayEvery, number);
  }

  void join(Scene& scene, Episode& episode, const Evidence& e) {
    const auto known = episode.members.find(e.who.mmsi);
    if (known != episode.members.end()) {
      Evidence& own = known->second;
      if (own.slot != e.slot) {
        release(own);
        own.slot = e.slot;
        if (e.slot < states_.size()) states_[e.slot].member = true;
      }
      own.last = e.last;
      own.stepped = std::max(own.stepped, e.stepped);
      own.latest = e.latest;
      if (own.doubt != Doubt::kCircle) own.false_at = e.false_at;
      return;
    }
    if (episode.members.size() >= kMembersMax) return;
    episode.members.emplace(e.who.mmsi, e);
    if (e.slot < states_.size()) states_[e.slot].member = true;
    const auto covered = [&](geo::Vector place) {
      return std::ranges::any_of(episode.areas, [&](const Area& area) {
        return (geo::Surface{area.at}.at() - place).length() <= area.radius_m;
      });
    };
    episode.unsaid = true;
    // At once where what it disturbs grows; else with others, each half minute.
    if (covered(e.true_at) && covered(e.false_at)) return;
    say(scene, episode);
  }

  /// Its areas: one of the true places, and one for each group of false ones.
  void measure(Episode& episode) const {
    std::vector<geo::Vector> where;
    std::vector<std::vector<geo::Vector>> groups;
    for (const auto& [mmsi, e] : episode.members) {
      where.push_back(e.true_at);
      const auto group = std::ranges::find_if(groups, [&](const auto& g) {
        return (g.front() - e.false_at).length() <= 2.0 * radius_m_;
      });
      if (group != groups.end()) {
        group->push_back(e.false_at);
      } else if (groups.size() < 16) {
        groups.push_back({e.false_at});
      }
    }
    episode.areas = {about(where, margin_m_)};
    for (const auto& group : groups) episode.areas.push_back(about(group, margin_m_));
  }

  Situation situation(const Episode& episode) const {
    Situation s;
    s.kind = kGnssInterferenceRule.kind;
    s.begin = episode.begin;
    s.at = episode.areas.front().at;
    s.radius_m = episode.areas.front().radius_m;
    s.also.assign(episode.areas.begin() + 1, episode.areas.end());
    std::array<std::size_t, kDoubtNames.size()> counts{};
    for (const auto& [mmsi, e] : episode.members) {
      s.actors.push_back(
          {{.mmsi = mmsi}, std::string{kDoubtNames[static_cast<std::size_t>(e.doubt)]}});
      ++counts[static_cast<std::size_t>(e.doubt)];
      if (s.observations.size() < kObservationsMax) s.observations.emplace_back(e.who, e.begin);
    }
    s.why = fmt::format(
        "Satellite navigation is disturbed: positions of {} vessels are false "
        "within {:.0f} km.",
        episode.members.size(), *s.radius_m / 1e3);
    s.margins = {
        {"vessels", static_cast<double>(episode.members.size()), static_cast<double>(vessels_)},
        {"jump", static_cast<double>(counts[0]), 0.0},
        {"circle", static_cast<double>(counts[1]), 0.0},
        {"on_land", static_cast<double>(counts[2]), 0.0},
        {"one_point", static_cast<double>(counts[3]), 0.0}};
    s.confidence = episode.members.size() > vessels_ ? 0.95 : 0.8;
    return s;
  }

  void say(Scene& scene, Episode& episode) {
    measure(episode);
    episode.unsaid = false;
    scene.update(episode.id, situation(episode));
  }

  std::size_t vessels_ = 3;
  double radius_m_ = 10'000.0;
  Duration within_;
  unsigned reports_ = 2;
  double margin_m_ = 3'000.0;
  Duration quiet_;
  JumpFinder jumps_;
  CircleFinder circles_;
  std::vector<State> states_;  // By slot.
  std::unordered_map<std::uint32_t, Time> false_since_;
  std::vector<Evidence> evidence_;  // That no episode rests on.
  std::map<std::uint64_t, Episode> episodes_;
  std::map<std::uint64_t, std::pair<SituationId, Time>> over_;  // Of late: when each ended.
  std::uint64_t next_ = 1;
};

}  // namespace

const RuleSpec kGnssInterferenceRule{
    .kind = "gnss_interference",
    .version = "1.1.1",
    .title = "Interference with satellite navigation",
    .definition = "three or more near each other whose positions are false at the same time",
    .priority = 1,
    .gate = RuleSpec::Gate::kNever,
    .rejoin = Duration::minutes(30),
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<GnssInterference>(p);
    }};

}  // namespace narrows::watch
