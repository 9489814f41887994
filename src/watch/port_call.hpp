#pragma once

// What rules about port calls share: the stays of vessels in the ports of the area, as they are
// seen (port_visit.hpp: 3 km in, 4 km out, still below 0.2 kn, moving above 0.5 kn).
//
// Where the port papers are not known (Knowledge::papers) it does nothing at all. With each report
// it costs a comparison: who is so far from all ports that nobody could be there is not looked at
// before that time.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "watch/detector.hpp"
#include "watch/port_papers.hpp"
#include "watch/port_visit.hpp"

namespace narrows::watch {

/// One vessel in one port, from when she came within 3 km.
struct PortStay {
  PortStay(const std::vector<Port>& ports, TrackKey k) : key{k}, visit{ports, {k.mmsi}} {}

  TrackKey key;
  PortVisitDetector visit;
  const geo::Place* port = nullptr;
  bool came = false;                 ///< Was seen to: heard outside before, or under way at first.
  Time heard;                        ///< Last.
  std::optional<Time> moored;        ///< Lay still first.
  std::optional<Time> moving_since;  ///< Nothing: she lies still, or has not yet.
  // The rule's own:
  bool raised = false;
  SituationId id;
  Time begin;
};

class PortCallDetector : public Detector {
 public:
  void on_knowledge(Scene& scene) override;
  Reports wants(const Knowledge& known) const override {
    return ports_.empty() || !known.papers ? Reports::kNobodys : Reports::kAll;
  }
  void on_report(Scene& scene, const Track& track) override;
  void on_forgotten(Scene& scene, const Track& track) override;
  void expect(Slot slot) const override {
    fetch(seats_, slot);
    fetch(stays_, slot);
  }

 protected:
  virtual void arrived(Scene&, const Track&, PortStay&) {}
  /// She lies still for the first time.
  virtual void moored(Scene&, const Track&, PortStay&) {}
  /// She got under way at `at` and has left, or was last heard then.
  virtual void left(Scene& scene, PortStay& stay, Time at);
  virtual void papers_changed(Scene&) {}

  PortStay* stay(Slot slot) { return slot < stays_.size() ? stays_[slot].get() : nullptr; }
  template <class Body>
  void for_each_stay(const Scene& scene, Body&& body) {
    for (Slot slot = 0; slot < stays_.size(); ++slot) {
      if (stays_[slot] && scene.sea().alive(slot)) body(scene.sea().track(slot), *stays_[slot]);
    }
  }
  bool has_ports() const { return !ports_.empty(); }
  /// Whether somebody was heard in the port, and when last.
  std::optional<Time> heard_at(const geo::Place& port) const;

 private:
  struct Seat {
    Time not_before;
    bool outside = false;
  };
  void enter(Scene& scene, const Track& track, Seat& seat);

  std::shared_ptr<const Places> places_;  // Whose ports they are.
  std::vector<Port> ports_;
  std::vector<const geo::Place*> pack_ports_;
  std::vector<std::optional<Time>> heard_;  // By port.
  std::vector<Seat> seats_;                 // By slot.
  std::vector<std::unique_ptr<PortStay>> stays_;
};

inline Duration hours(double h) {
  return Duration::milliseconds(static_cast<std::int64_t>(h * 3'600e3));
}
/// RuleSpec::needs of the three rules.
inline constexpr std::string_view kNeedsPapers =
    "papers of port calls (--port-calls FILE; a node: port_calls in [watch]) and ports of an area";

/// What the papers say of a vessel who lies in a port since then.
struct Announced {
  enum class How : std::uint8_t {
    kCleared,
    kNotice,     ///< Announced, not cleared.
    kLapsed,     ///< Her clearance had ended before.
    kOtherTime,  ///< For a time much later or earlier.
    kOtherPort,
    kNot,
  } how = How::kNot;
  const PortPaper* paper = nullptr;  ///< That says so.
};
struct PaperWindow {
  Duration early;  ///< Before the expected time.
  Duration late;   ///< After it, of a notice without clearance.
};
Announced announced(const Scene& scene, const Track& track, const geo::Place& port, Time moored,
                    const PaperWindow& window);

/// Whether a paper is about that port: a port that the pack does not know may be any; ports within
/// 20 km of the named one are of the same town.
bool about_port(const Scene& scene, const PortPaper& paper, const geo::Place& port);

std::string port_name(const geo::Place& port);

// Innocent explanations of the three rules.
model::AlertExplanation harbour_craft(const Track& track);
model::AlertExplanation small_craft_without_notice(const Track& track);
model::AlertExplanation waits_at_anchor(const Scene& scene, const Track& track);
model::AlertExplanation in_need(const Track& track);

}  // namespace narrows::watch
