#pragma once

// What a behaviour's detector is given and what it can do. A detector:
//   - does constant work a report; looks at neighbours only through the sea's index;
//   - keeps what it knows of a track in its own vector by slot, and lets go of it in on_forgotten;
//   - knows no clock: `scene.now()` is the time up to which everything has been received, and only
//     timers tell it that time passed without a report;
//   - must not depend on anything but the order of what it is told, so that a replay gives the
//   same.
// Reports of one track arrive in order of observed_at in on_report; older ones in on_late.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/time.hpp"
#include "model/observation.hpp"
#include "watch/fetch.hpp"
#include "watch/knowledge.hpp"
#include "watch/parameters.hpp"
#include "watch/sea.hpp"
#include "watch/situation.hpp"

namespace narrows::watch {

/// What the watch knows about one receiver or radar: fed by the engine at each change and at least
/// each ten seconds of stream time.
struct SensorReport {
  std::string sensor;
  Time at;
  bool connected = true;
  std::uint64_t sentences = 0;  ///< Since the start.
  std::uint64_t bad_checksums = 0;
  std::uint64_t positions = 0;
  /// Different ones that were heard in the last two minutes, where that is known: fewer messages of
  /// as many is a receiver's failure, as many of fewer is not.
  std::optional<std::uint32_t> vessels{};
  std::optional<Time> last_heard_at;
  /// How far its stamps lie behind (positive: old) the node's clock: median of the last minute.
  std::optional<Duration> clock_behind;
  /// Several stations are behind it, each of which is told of by its own name: of its rate and
  /// clock theirs say more.
  bool by_station = false;
  /// A radar's: how far its plots lie from where AIS says the same vessels are, median.
  std::optional<double> bias_m{};
};

class Scene {
 public:
  /// What it looks at: of whoever makes it, and outliving it.
  struct View {
    const Time& now;
    const Sea& sea;
    const Knowledge& knowledge;
  };
  explicit Scene(View view) : view_{view} {}
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;
  Scene(Scene&&) = delete;
  Scene& operator=(Scene&&) = delete;
  virtual ~Scene() = default;
  /// Latest received_at so far, or what advance() said. Never goes back.
  Time now() const { return view_.now; }
  const Sea& sea() const { return view_.sea; }
  const Knowledge& knowledge() const { return view_.knowledge; }

  /// Says that a situation holds, once it is decided (the threshold of time was reached too). Gives
  /// its name for what follows. A situation that is explained() is kept apart.
  virtual SituationId raise(Situation situation) = 0;
  /// The same situation, said better: nearer, longer, over (`end` set). `begin`, kind and actors
  /// must be those it was raised with.
  virtual void update(SituationId id, Situation situation) = 0;
  virtual void end(SituationId id, Time at) = 0;
  /// Late data took the ground from under it.
  virtual void retract(SituationId id, std::string because) = 0;

  /// on_timer(what) is called once stream time has reached `at`. Timers are not taken back: whoever
  /// is woken looks whether there still is a reason (and may ask to be woken again).
  virtual void wake(Time at, std::uint64_t what) = 0;

 private:
  View view_;
};

class Detector {
 public:
  Detector() = default;
  Detector(const Detector&) = delete;
  Detector& operator=(const Detector&) = delete;
  Detector(Detector&&) = delete;
  Detector& operator=(Detector&&) = delete;
  virtual ~Detector() = default;

  /// Other thresholds from here on; what is going on goes on.
  virtual void configure(const Parameters& parameters) = 0;

  /// Before the first report or turn of time, and whenever what is known beforehand was changed:
  /// for who asks for timers by it.
  virtual void on_knowledge(Scene&) {}
  virtual void on_report(Scene&, const Track&) {}
  /// Whose reports it is told in on_report, by what is known beforehand; asked again whenever that
  /// changes. A rule about lanes has no use for any where no lane is.
  enum class Reports : std::uint8_t { kNobodys, kOfRadarAlone, kAll };
  virtual Reports wants(const Knowledge&) const { return Reports::kAll; }
  /// No vessel of its MMSI could have sailed there; `track` is the new segment of one report,
  /// `from` the one it jumped from. on_report follows.
  virtual void on_jump(Scene&, const Track& /*track*/, const Track& /*from*/) {}
  /// An older report came in between: it is track.fix(back).
  virtual void on_late(Scene&, const Track&, std::size_t /*back*/) {}
  virtual void on_static(Scene&, const Track&, const model::StaticObservation&) {}
  virtual void on_text(Scene&, const model::TextObservation&) {}
  virtual void on_sensor(Scene&, const SensorReport&) {}
  /// A radar sees the vessel where its AIS says that it is.
  virtual void on_echo(Scene&, const Track&, const RadarFix&) {}
  virtual void on_timer(Scene&, std::uint64_t /*what*/) {}
  virtual void on_forgotten(Scene&, const Track&) {}

  /// A report of that track is about to be told: a detector may fetch() what it keeps of it. A
  /// hint, that changes nothing and need not come true.
  virtual void expect(Slot) const {}
};

/// One behaviour: what it is called, what it can be told, who makes it.
struct RuleSpec {
  std::string_view kind;
  std::string_view version;  ///< Grows when the same input can give another alert.
  std::string_view title;
  std::string_view definition;
  unsigned priority = 2;  ///< Unless the situation says otherwise.
  /// Whether it trusts positions, so that gnss_interference holds it.
  enum class Gate : std::uint8_t { kNever, kLowered, kHeld } gate = Gate::kHeld;
  /// Interference consists of such: what began while one lasted, about one of its vessels, stays
  /// with it when it is over.
  bool part_of_interference = false;
  /// A situation of the same kind and actors that begins within this after the end of one is that
  /// one again.
  Duration rejoin = Duration::minutes(15);
  std::span<const ParameterSpec> parameters;
  /// A class of ships may have thresholds of its own: they are in force while one of it is told of,
  /// and on the timers asked for then. Not where vessels of two classes are judged together, or
  /// none.
  bool per_class = true;
  std::unique_ptr<Detector> (*make)(const Parameters&);
  /// What it is silent without; empty: nothing that a node or a recording lacks.
  std::string_view needs{};
};

/// All of them: safety, trafficking, integrity. The order in which detectors see a report.
std::span<const RuleSpec* const> rule_specs();
const RuleSpec* find_rule(std::string_view kind);

}  // namespace narrows::watch
