#include "watch/identity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/mmsi_form.hpp"
#include "model/remark.hpp"
#include "watch/likeness.hpp"

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"reports", 3, 1, 50, "default", "of each of two under one number"},
    ParameterSpec{"turns", 4, 2, 50, "default", "from one to the other and back"},
    ParameterSpec{"within_min", 20, 1, 240, "default", "in which they take turns"},
    ParameterSpec{"quiet_min", 10, 1, 240, "default", "one of them silent, then it is over"},
    ParameterSpec{"shown_min", 60, 1, 1'440, "default", "a change is shown, unless taken back"}};

constexpr std::uint16_t kExerciseMid = 499;
/// The same words again so soon are a copy by another receiver: they are due each six minutes.
constexpr Duration kCopy = Duration::minutes(1);

enum class Odd : std::uint8_t { kName, kSize, kImoChange, kImo, kMid };
constexpr std::array<std::string_view, 5> kOddNames{"name_change", "size_change", "imo_change",
                                                    "imo", "mid"};

class IdentityRule final : public Detector {
 public:
  explicit IdentityRule(const Parameters& parameters) { IdentityRule::configure(parameters); }

  void configure(const Parameters& parameters) override {
    reports_ = static_cast<unsigned>(parameters.number("reports"));
    turns_ = static_cast<unsigned>(parameters.number("turns"));
    within_ = parameters.minutes("within_min");
    quiet_ = parameters.minutes("quiet_min");
    shown_ = parameters.minutes("shown_min");
  }

  void on_jump(Scene& scene, const Track& track, const Track& from) override {
    begin_twins(scene, track, from);
  }

  void begin_twins(Scene& scene, const Track& track, const Track& from) {
    if (!track.key.identified()) return;
    const auto [at, fresh] = twins_.try_emplace(track.key.mmsi);
    if (at->second.on) return;  // A third, or a wild report among them.
    at->second = {.one = from.slot,
                  .other = track.slot,
                  .begin = track.last().observed_at,
                  .last_of = {from.last().observed_at, track.last().observed_at}};
    mark(from.slot) = mark(track.slot) = 1;
    if (fresh) scene.wake(scene.now() + quiet_, timer(track.key.mmsi, kTwins));
  }

  void on_report(Scene& scene, const Track& track) override {
    if (track.slot < marks_.size() && marks_[track.slot] != 0) {
      take_turn(scene, track);
    } else if (const Track* other = heard_meanwhile(scene, track)) {
      begin_twins(scene, track, *other);
    }
    look_at_standing(scene, track);
  }

  /// The report that is enough may be one that was overtaken.
  void on_late(Scene& scene, const Track& track, std::size_t /*back*/) override {
    look_at_standing(scene, track);
  }

  /// What is wrong for as long as it sends.
  void look_at_standing(Scene& scene, const Track& track) {
    if (track.reports != reports_ || !track.key.identified()) return;
    look_at_number(scene, track);
    const auto said = said_.find(track.key.mmsi);
    if (said != said_.end() && said->second.wrong_imo != 0)
      say_wrong_imo(scene, track, said->second);
  }

  /// Another of its number, while it was silent for long: one of two that are met again.
  const Track* heard_meanwhile(Scene& scene, const Track& track) const {
    if (track.past() < 2 || !track.key.identified()) return nullptr;
    const Time before = track.fix(1).observed_at;
    if (track.last().observed_at - before + (track.last().observed_at - before) < quiet_)
      return nullptr;
    const Track* found = nullptr;
    scene.sea().for_each_segment({track.key.mmsi}, [&](const Track& other) {
      if (other.slot == track.slot || other.last().observed_at <= before) return;
      if (found == nullptr || other.last().observed_at > found->last().observed_at) found = &other;
    });
    return found;
  }

  void on_static(Scene& scene, const Track& track, const model::StaticObservation& o) override {
    // Told once for each segment: the first speaks for all.
    const Track* first = nullptr;
    scene.sea().for_each_segment(o.mmsi, [&](const Track& t) {
      if (first == nullptr) first = &t;
    });
    if (first == nullptr || first->slot != track.slot) return;
    Said& said = said_[o.mmsi.value];
    const Time t = std::min(o.observed_at, scene.now());
    if (t < said.last) return;  // Overtaken: what was said since stands.
    said.last = t;
    look_at_names(scene, track, o, said);
    look_at_size(scene, track, o, said);
    look_at_imo(scene, track, o, said);
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto mmsi = static_cast<std::uint32_t>(what);
    const auto kind = static_cast<unsigned>(what >> 32U);
    if (kind == kTwins) return twins_over(scene, mmsi, what);
    const auto at = open_.find({mmsi, static_cast<Odd>(kind)});
    if (at == open_.end()) return;
    Open& open = at->second;
    if (open.until_silent) {
      Time last;
      scene.sea().for_each_segment(
          {mmsi}, [&](const Track& t) { last = std::max(last, t.last().observed_at); });
      open.last = std::max(open.last, last);
      const Time over = open.last + quiet_ + quiet_;
      if (scene.now() < over) return scene.wake(over, what);
      scene.end(open.id, open.last);
    } else {
      scene.end(open.id, open.begin + shown_);
    }
    open_.erase(at);
  }

  void on_forgotten(Scene& scene, const Track& track) override {
    if (track.slot < marks_.size()) marks_[track.slot] = 0;
    if (!track.key.identified()) return;
    const auto at = twins_.find(track.key.mmsi);
    if (at != twins_.end() && (at->second.one == track.slot || at->second.other == track.slot))
      end_twins(scene, at);
    if (scene.sea().segments({track.key.mmsi}) <= 1) said_.erase(track.key.mmsi);
  }

  void expect(Slot slot) const override { fetch(marks_, slot); }

 private:
  static constexpr unsigned kTwins = 99;
  struct Twins {
    Slot one = kNoSlot;
    Slot other = kNoSlot;
    Time begin;
    std::array<Time, 2> last_of{};
    std::array<unsigned, 2> reports{};
    unsigned turns = 0;
    bool other_was_last = true;
    bool on = false;
    SituationId id{};
  };
  /// What was said last and what is said instead, until it has been said often enough.
  struct Said {
    Time last;
    std::string name;
    std::string call_sign;
    Time same_at;  // Name and call sign were said last.
    std::string new_name;
    std::string new_call_sign;
    Time new_name_at;
    std::optional<double> length_m;
    std::optional<double> new_length_m;
    Time new_length_at;
    std::uint32_t imo = 0;
    std::uint32_t new_imo = 0;
    Time new_imo_at;
    std::uint32_t wrong_imo = 0;
    unsigned wrong_imo_times = 0;
    std::string name_before;  // While a change is shown.
  };
  struct Open {
    SituationId id;
    Time begin;
    Time last;
    bool until_silent = false;
  };

  static std::uint64_t timer(std::uint32_t mmsi, unsigned kind) {
    return static_cast<std::uint64_t>(kind) << 32U | mmsi;
  }
  char& mark(Slot slot) {
    if (slot >= marks_.size()) marks_.resize(slot + std::size_t{1}, 0);
    return marks_[slot];
  }

  void take_turn(Scene& scene, const Track& track) {
    const auto at = twins_.find(track.key.mmsi);
    if (at == twins_.end()) return;
    Twins& twins = at->second;
    const bool other = track.slot == twins.other;
    if (!other && track.slot != twins.one) return;
    const Time t = track.last().observed_at;
    if (!twins.on && t - twins.begin > within_) return;
    twins.last_of[other ? 1 : 0] = t;
    ++twins.reports[other ? 1 : 0];
    if (other != twins.other_was_last) ++twins.turns;
    twins.other_was_last = other;
    if (twins.on || twins.turns < turns_) return;
    if (std::min(twins.reports[0], twins.reports[1]) + 1 < reports_) return;
    const Track& one = scene.sea().track(twins.one);
    const Track& second = scene.sea().track(twins.other);
    const double apart = (one.last().at - second.last().at).length();
    Situation s;
    s.kind = kIdentityRule.kind;
    s.object = "duplicate_mmsi";
    s.actors = {{one.key, ""}, {second.key, ""}};
    s.begin = twins.begin;
    s.at = one.last().position;
    s.why = fmt::format("Two vessels {:.1f} nm apart send as {}.",
                        Distance::metres(apart).nautical_miles(), one.name_or_key());
    s.margins = {{"turns", static_cast<double>(twins.turns), static_cast<double>(turns_)}};
    s.observations = {
        {one.key, twins.last_of[0]}, {second.key, twins.begin}, {second.key, twins.last_of[1]}};
    s.confidence = 0.9;
    twins.on = true;
    twins.id = scene.raise(std::move(s));
    take_back_changes(scene, track.key.mmsi, twins.begin);
  }

  void twins_over(Scene& scene, std::uint32_t mmsi, std::uint64_t what) {
    const auto at = twins_.find(mmsi);
    if (at == twins_.end()) return;
    const Twins& twins = at->second;
    const Time first_silent = std::min(twins.last_of[0], twins.last_of[1]);
    Duration pause = quiet_;
    for (const Slot slot : {twins.one, twins.other}) {
      const Duration own = scene.sea().track(slot).interval;
      pause = std::max(pause, own + own + own);
    }
    const Time over = std::max(first_silent, twins.begin) + pause;
    if (scene.now() < over) return scene.wake(over, what);
    end_twins(scene, at);
  }

  void end_twins(Scene& scene, std::unordered_map<std::uint32_t, Twins>::iterator at) {
    const Twins& twins = at->second;
    if (twins.on) {
      scene.end(twins.id, std::min(twins.last_of[0], twins.last_of[1]));
      // Who is left may be either of them: what it says is learned anew.
      said_.erase(at->first);
    }
    for (const Slot slot : {twins.one, twins.other}) mark(slot) = 0;
    twins_.erase(at);
  }

  void look_at_number(Scene& scene, const Track& track) {
    const auto parts = model::parts_of({track.key.mmsi});
    if (parts.form != model::MmsiForm::kShip || !parts.mid) return;
    if (*parts.mid == kExerciseMid || model::flag_of_mid(*parts.mid)) return;
    open(scene, track, Odd::kMid, track.first_at,
         fmt::format("{} sends with an MMSI of no country: nobody has the digits {}.",
                     track.name_or_key(), *parts.mid),
         {"mid", static_cast<double>(*parts.mid), 0.0}, true);
  }

  void look_at_names(Scene& scene, const Track& track, const model::StaticObservation& o,
                     Said& said) {
    const auto differs = [](const std::string& before, const std::optional<std::string>& now) {
      return now && !plain(*now).empty() && !before.empty() && edits(before, plain(*now)) > 2;
    };
    const bool name = differs(said.name, o.name);
    const bool call = o.call_sign && !plain(*o.call_sign).empty() && !said.call_sign.empty() &&
                      plain(*o.call_sign) != said.call_sign;
    if (o.name && said.name.empty()) said.name = plain(*o.name);
    if (o.call_sign && said.call_sign.empty()) said.call_sign = plain(*o.call_sign);
    // The old one is said again.
    if (o.name && !plain(*o.name).empty() && !name) said.new_name.clear();
    if (o.call_sign && !plain(*o.call_sign).empty() && !call) said.new_call_sign.clear();
    if (!name && !call) {
      said.same_at = std::max(said.same_at, o.observed_at);
      return;
    }
    const std::string new_name = name && o.name ? plain(*o.name) : said.new_name;
    const std::string new_call = call ? plain(*o.call_sign) : said.new_call_sign;
    // Again, or the one after the other has been said (as messages 24 A and B do).
    const bool heard =
        (!name || said.new_name == new_name) && (!call || said.new_call_sign == new_call);
    if (heard && o.observed_at - said.new_name_at < kCopy) return;
    const bool known = !said.new_name.empty() || !said.new_call_sign.empty();
    const bool again = known && (said.new_name.empty() || said.new_name == new_name) &&
                       (said.new_call_sign.empty() || said.new_call_sign == new_call);
    if (!again) said.new_name_at = o.observed_at;
    said.new_name = new_name;
    said.new_call_sign = new_call;
    if (!again && !(name && call)) return;
    if (may_be_two(o.mmsi.value)) return;
    const Time since = between(said.same_at, said.new_name_at);
    said.same_at = o.observed_at;
    const bool renamed = !new_name.empty();
    const std::string before = said.name;
    const bool back =
        renamed && !said.name_before.empty() && edits(said.name_before, new_name) <= 2;
    if (renamed) said.name = new_name;
    if (!new_call.empty()) said.call_sign = new_call;
    said.new_name.clear();
    said.new_call_sign.clear();
    const auto shown = open_.find({track.key.mmsi, Odd::kName});
    if (shown != open_.end()) {
      if (!back) return;
      scene.end(shown->second.id, std::max(since, shown->second.begin));
      open_.erase(shown);
      said.name_before.clear();
      return;
    }
    said.name_before = renamed ? before : std::string{};
    open(scene, track, Odd::kName, since,
         renamed ? fmt::format("A vessel that was {} calls itself {}.", before, new_name)
                 : fmt::format("{} says another call sign than before, {}.", track.name_or_key(),
                               new_call),
         {"said", again ? 2.0 : 1.0, 2.0}, false);
  }

  /// When a change happened that was noticed so late: in the middle between the last time that the
  /// one was said and the first time that the other was; at most four of the six minutes apart in
  /// which it is due (ITU-R M.1371-5).
  static Time between(Time last_same, Time first_other) {
    constexpr Duration kMost = Duration::minutes(24);
    const Duration gap = std::clamp(first_other - last_same, Duration{}, kMost);
    return first_other - Duration::microseconds(gap.microseconds() / 2);
  }

  /// Another one sends under that number, or it looks so: what is said by turns is not a change.
  bool may_be_two(std::uint32_t mmsi) const {
    const auto at = twins_.find(mmsi);
    return at != twins_.end() && (at->second.on || at->second.turns > 0);
  }

  /// What was taken for a change was the other one's word.
  void take_back_changes(Scene& scene, std::uint32_t mmsi, Time since) {
    for (const Odd odd : {Odd::kName, Odd::kSize, Odd::kImoChange}) {
      const auto at = open_.find({mmsi, odd});
      if (at == open_.end() || at->second.begin < since - quiet_ - quiet_) continue;
      scene.retract(at->second.id, "two vessels send under this number, each with its own");
      open_.erase(at);
    }
  }

  void look_at_size(Scene& scene, const Track& track, const model::StaticObservation& o,
                    Said& said) {
    if (!o.to_bow_stern_port_starboard_m) return;
    const auto& sides = *o.to_bow_stern_port_starboard_m;
    const double length = static_cast<double>(sides[0]) + static_cast<double>(sides[1]);
    if (length <= 0.0) return;
    if (!said.length_m) return void(said.length_m = length);
    const auto same = [](double a, double b) {
      return std::abs(a - b) <= 10.0 + 0.1 * std::max(a, b);
    };
    if (same(*said.length_m, length)) return said.new_length_m.reset();
    if (!said.new_length_m || !same(*said.new_length_m, length)) {
      said.new_length_m = length;
      said.new_length_at = o.observed_at;
      return;
    }
    if (o.observed_at - said.new_length_at < kCopy || may_be_two(o.mmsi.value)) return;
    const double before = *said.length_m;
    said.length_m = length;
    said.new_length_m.reset();
    open(scene, track, Odd::kSize, said.new_length_at,
         fmt::format("{} was {:.0f} m long and says that it is {:.0f} m.", track.name_or_key(),
                     before, length),
         {"length_m", length, before}, false);
  }

  void look_at_imo(Scene& scene, const Track& track, const model::StaticObservation& o,
                   Said& said) {
    if (!o.imo || *o.imo < 1'000'000 || *o.imo > 9'999'999) return;
    if (!model::imo_number_holds(*o.imo)) {
      said.wrong_imo_times = said.wrong_imo == *o.imo ? said.wrong_imo_times + 1 : 1;
      said.wrong_imo = *o.imo;
      if (said.wrong_imo_times < 2 && track.reports < reports_) return;
      say_wrong_imo(scene, track, said);
      return;
    }
    if (said.imo == 0 || said.imo == *o.imo) {
      said.imo = *o.imo;
      said.new_imo = 0;
      return;
    }
    if (said.new_imo != *o.imo) {
      said.new_imo = *o.imo;
      said.new_imo_at = o.observed_at;
      return;
    }
    if (o.observed_at - said.new_imo_at < kCopy || may_be_two(o.mmsi.value)) return;
    const auto before = std::exchange(said.imo, *o.imo);
    said.new_imo = 0;
    open(scene, track, Odd::kImoChange, said.new_imo_at,
         fmt::format("{} was IMO {} and says IMO {}.", track.name_or_key(), before, *o.imo),
         {"imo", static_cast<double>(*o.imo), static_cast<double>(before)}, false);
  }

  void say_wrong_imo(Scene& scene, const Track& track, const Said& said) {
    open(scene, track, Odd::kImo, track.first_at,
         fmt::format("{} says IMO {}, which is nobody's: its check digit is wrong.",
                     track.name_or_key(), said.wrong_imo),
         {"imo", static_cast<double>(said.wrong_imo), 0.0}, true);
  }

  void open(Scene& scene, const Track& track, Odd odd, Time begin, std::string why,
            model::AlertMargin margin, bool standing) {
    const auto [at, fresh] = open_.try_emplace({track.key.mmsi, odd});
    if (!fresh) return;
    Situation s;
    s.kind = kIdentityRule.kind;
    s.object = kOddNames[static_cast<std::size_t>(odd)];
    s.actors = {{{.mmsi = track.key.mmsi}, ""}};
    s.begin = begin;
    s.at = track.last().position;
    s.why = std::move(why);
    s.margins = {std::move(margin)};
    s.observations = {{track.key, track.last().observed_at}};
    s.confidence = standing ? 0.6 : 0.8;
    s.priority = standing ? 3 : 2;
    s.ship_class = track.ship_class;
    at->second = {.id = scene.raise(std::move(s)),
                  .begin = begin,
                  .last = track.last().observed_at,
                  .until_silent = standing};
    const Time then = standing ? scene.now() + quiet_ : begin + shown_;
    scene.wake(then, timer(track.key.mmsi, static_cast<unsigned>(odd)));
  }

  unsigned reports_ = 3;
  unsigned turns_ = 4;
  Duration within_;
  Duration quiet_;
  Duration shown_;
  std::vector<char> marks_;  // By slot: one of two under one number.
  std::unordered_map<std::uint32_t, Twins> twins_;
  std::unordered_map<std::uint32_t, Said> said_;
  std::map<std::pair<std::uint32_t, Odd>, Open> open_;
};

}  // namespace

const RuleSpec kIdentityRule{
    .kind = "identity",
    .version = "1.1.0",
    .title = "Identity",
    .definition =
        "two under one MMSI; name, size or IMO number changed; IMO number or MID nobody has",
    .priority = 2,
    .gate = RuleSpec::Gate::kLowered,
    .rejoin = Duration::hours(1),
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<IdentityRule>(p);
    }};

}  // namespace narrows::watch
