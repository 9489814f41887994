#pragma once

// What rules about places share: a spell is the time for which something holds of one vessel at one
// place (a lane, a zone). It begins where she crossed the rim between two reports, is raised once
// it has held for long enough, and ends where she left, or when she is not heard any more.

#include <cstdint>
#include <vector>

#include "base/function_ref.hpp"
#include "watch/detector.hpp"

namespace narrows::watch {

/// `part` of the way from one place to another near by, straight in latitude and longitude, the
/// short way round.
geo::LatLon place_between(geo::LatLon from, geo::LatLon to, double part);

/// When, between two reports, `holds` of the place changed, as if she had sailed straight at one
/// speed; to 1/1024 of the time between. REQUIRES: it holds at the later one's place alone, or at
/// the earlier one's alone.
Time time_of_change(const Fix& before, const Fix& after, FunctionRef<bool(geo::LatLon)> holds);

/// When what holds now began to: at a place's rim by time_of_change; half-way between two reports
/// when the place had it already and she changed; with the first report of a track.
Time time_of_begin(const Track& track, FunctionRef<bool(geo::LatLon)> place_has_it);
/// The same of an end: what no longer holds with the last report.
Time time_of_end(const Track& track, FunctionRef<bool(geo::LatLon)> place_has_it);

/// A detector with one spell a vessel.
class SpellDetector : public Detector {
 public:
  void on_timer(Scene& scene, std::uint64_t what) override;
  void on_forgotten(Scene& scene, const Track& track) override;
  void expect(Slot slot) const override {
    if (!idle(slot)) fetch(spells_, slot);
  }

 protected:
  struct Spell {
    std::uint32_t object = 0;  ///< From 1: what it is about; 0: no spell.
    std::uint32_t reports = 0;
    bool raised = false;
    bool deep = false;     ///< The rule's own: was well within.
    double measure = 0.0;  ///< The rule's own.
    geo::Vector from;      ///< Place of the first report.
    Time begin;
    Time first;  ///< The first report of it.
    SituationId id;
  };

  /// Hot path: whether there is one.
  bool idle(Slot slot) const { return slot >= going_.size() || going_[slot] == 0; }
  /// Nobody has one.
  bool none() const;
  Spell& spell(Slot slot);
  /// Begins one about `object` with the last report.
  Spell& open(const Track& track, std::uint32_t object, Time begin);
  /// Fills kind, actors, begin, place, class and reports; the rest is the rule's.
  void raise(Scene& scene, const Track& track, std::string_view kind, Situation situation);
  void close(Scene& scene, Slot slot, Time at);

 private:
  std::vector<char> going_;    // By slot; apart, as most have none, and each report asks.
  std::vector<Spell> spells_;  // The same.
};

/// The kind of vessel that Rule 10 and our rules of lanes are about: 20 m or longer as she says, or
/// without a length and not of Class B, and no pleasure, patrol or pilot craft.
bool is_of_size(const Track& track, double length_min_m);
/// Restricted in her ability to manoeuvre (10(k), (l)), or not under command.
model::AlertExplanation hampered(const Track& track);
/// Engaged in fishing, by status or type.
bool fishes(const Track& track);

/// Faster than this she lies to no anchor.
inline constexpr double kSwinging_mps = 2.0 * Speed::kMetresPerSecondPerKnot;

/// Whether she lies still, and whether she says that it is to an anchor.
enum class Rest : std::uint8_t {
  kMoves,   ///< Or is moored, or fishes.
  kStill,   ///< Below 1 kn, and does not say why.
  kAnchor,  ///< Status 1, at less than 2 kn: who swings moves a little.
};
Rest rest_of(const Track& track);

}  // namespace narrows::watch
