#include "watch/distress.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"quiet_min", 15, 1, 1'440, "default", "without a sign of it, then it is over"}};

constexpr std::uint8_t kSartActive = 14;

enum class Sign : std::uint8_t { kDevice, kStatus, kText };

bool is_device(model::StationKind kind) {
  using enum model::StationKind;
  return kind == kSart || kind == kMob || kind == kEpirb;
}

std::string_view device_name(model::StationKind kind) {
  if (kind == model::StationKind::kMob) return "A man-overboard beacon";
  return kind == model::StationKind::kEpirb ? "An EPIRB" : "A search and rescue transmitter";
}

std::string upper(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

bool calls_for_help(const std::string& upper_text) {
  constexpr std::array<std::string_view, 5> kWords{"MAYDAY", "SOS", "DISTRESS", "MAN OVERBOARD",
                                                   "MAN OVER BOARD"};
  return std::ranges::any_of(kWords, [&](std::string_view word) {
    const auto at = upper_text.find(word);
    if (at == std::string::npos) return false;
    // "SOS" within a word is none.
    const auto letter = [&](std::size_t i) {
      return i < upper_text.size() && std::isalpha(static_cast<unsigned char>(upper_text[i])) != 0;
    };
    return !(at > 0 && letter(at - 1)) && !letter(at + word.size());
  });
}

class Distress final : public Detector {
 public:
  explicit Distress(const Parameters& parameters) { Distress::configure(parameters); }

  void configure(const Parameters& parameters) override {
    quiet_ = parameters.minutes("quiet_min");
  }

  void on_report(Scene& scene, const Track& track) override {
    look_at(scene, track, track.last(), std::max(scene.now(), track.last().observed_at));
  }

  /// One that was overtaken is a call all the same, and may be the only one.
  void on_late(Scene& scene, const Track& track, std::size_t back) override {
    look_at(scene, track, track.fix(back), track.fix(back).observed_at);
  }

  void on_text(Scene& scene, const model::TextObservation& said) override {
    const std::string text = upper(said.text);
    const Track* newest = nullptr;
    scene.sea().for_each_segment(said.mmsi, [&](const Track& track) {
      if (newest == nullptr || track.last().observed_at > newest->last().observed_at)
        newest = &track;
    });
    if (newest == nullptr) return;
    if (text.find("TEST") != std::string::npos) {
      tests_[said.mmsi.value] = said.observed_at;
      if (is_device(newest->last().kind)) on_report(scene, *newest);
      return;
    }
    if (calls_for_help(text)) {
      const Time t = std::max(scene.now(), newest->last().observed_at);
      sign(scene, *newest, Sign::kText, {std::min(said.observed_at, t), t},
           fmt::format("{} says: \"{}\".", newest->name_or_key(), said.text));
    }
  }

  void on_timer(Scene& scene, std::uint64_t what) override {
    const auto found = calls_.find(static_cast<std::uint32_t>(what));
    if (found == calls_.end()) return;
    const Time over = found->second.last + quiet_;
    if (scene.now() < over) return scene.wake(over, what);
    scene.end(found->second.id, found->second.last);
    calls_.erase(found);
  }

 private:
  struct Call {
    SituationId id;
    Time begin;
    Time last;
    bool test = false;
  };

  /// When it was sent, and until when the call is known to go on by it.
  struct Span {
    Time begin;
    Time last;
  };

  void look_at(Scene& scene, const Track& track, const Fix& fix, Time last) {
    const Span span{fix.observed_at, last};
    if (is_device(fix.kind)) {
      sign(scene, track, Sign::kDevice, span,
           fmt::format("{} sends: {}.", device_name(fix.kind), track.name_or_key()));
    } else if (fix.nav_status == kSartActive) {
      sign(scene, track, Sign::kStatus, span,
           fmt::format("{} sends the distress status 14; verify by radio.", track.name_or_key()));
    }
  }

  void sign(Scene& scene, const Track& track, Sign sign, const Span& span, std::string why) {
    const auto [found, fresh] = calls_.try_emplace(track.key.mmsi);
    Call& call = found->second;
    const bool test = tests_.contains(track.key.mmsi);
    call.last = std::max(call.last, span.last);
    if (!fresh && call.test == test) return;
    if (fresh) call.begin = span.begin;
    Situation s;
    s.kind = kDistressRule.kind;
    s.actors = {{track.key, "caller"}};
    s.begin = call.begin;
    s.at = track.last().position;
    s.why = std::move(why);
    // A test is shown all the same: nobody but the sender can know that it is one.
    s.confidence = test ? 0.3 : sign == Sign::kStatus ? 0.6 : 0.95;
    s.priority = test ? 3 : 0;
    s.observations = {{track.key, track.last().observed_at}};
    s.explanations = {
        {"test of the equipment", test ? model::Verdict::kUnknown : model::Verdict::kNo,
         test ? "its safety text says TEST: verify by radio" : "no text says that it is a test"}};
    if (fresh) {
      call.id = scene.raise(std::move(s));
      scene.wake(call.last + quiet_, track.key.mmsi);
    } else {
      scene.update(call.id, std::move(s));
    }
    call.test = test;
  }

  Duration quiet_;
  std::unordered_map<std::uint32_t, Call> calls_;  // By MMSI; lives as long as the call.
  std::unordered_map<std::uint32_t, Time> tests_;
};

}  // namespace

const RuleSpec kDistressRule{
    .kind = "distress",
    .version = "1.1.0",
    .title = "Distress",
    .definition = "AIS-SART, MOB or EPIRB heard, navigational status 14, or a text for help",
    .priority = 1,
    .gate = RuleSpec::Gate::kNever,
    .rejoin = Duration::hours(1),
    .parameters = kParameters,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<Distress>(p);
    }};

}  // namespace narrows::watch
