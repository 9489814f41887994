#pragma once

// Two vessels that come together and stay: what rendezvous and dark_rendezvous have in common. Each
// pair is judged at every report of either, the other being interpolated or reckoned to that time,
// so that it does not matter how often, how late or how evenly they report:
//   - a pair is found when the slower of both conditions begins, at the report of the vessel that
//     fulfils it; the begin is then sought back through the reports of both;
//   - it is not broken by silence, nor by one report that contradicts: it takes two of the same
//     vessel. The end is then sought between the last reports that agree and the first that does
//     not;
//   - late reports that show them apart (two of them) cut it there, and take back what no longer
//     lasts long enough; for half an hour after its end too.
//
// Cost a report: a comparison for who is fast; for who is slow a search in the near grid at most
// each 30 s. A vessel takes part in at most 8 meetings at once.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/inline_vector.hpp"
#include "watch/detector.hpp"
#include "watch/whereabouts.hpp"

namespace narrows::watch {

struct MeetingTerms {
  Distance within;
  Speed below;  ///< Both of them.
  Duration lasts;
};

struct Meeting {
  Slot one = kNoSlot;  ///< Of the lower key.
  Slot other = kNoSlot;
  Time begin;
  Time good;  ///< Latest moment at which both conditions held.
  Time firm;  ///< The same, with reports of both behind it.
  double least_m = 0.0;
  Speed fastest;  ///< Of either, since the begin.
};

class MeetingDetector : public Detector {
 public:
  static constexpr std::size_t kMeetingsOfOne = 8;

  void on_report(Scene& scene, const Track& track) final;
  void on_late(Scene& scene, const Track& track, std::size_t back) final;
  void on_static(Scene& scene, const Track& track, const model::StaticObservation& said) final;
  void on_timer(Scene& scene, std::uint64_t what) final;
  void on_forgotten(Scene& scene, const Track& track) final;
  void expect(Slot slot) const final { fetch(seats_, slot); }

 protected:
  explicit MeetingDetector(MeetingTerms terms) : terms_{terms} {}
  void set_terms(MeetingTerms terms) { terms_ = terms; }
  const MeetingTerms& terms() const { return terms_; }

  /// Whether reports of this track open meetings at all.
  virtual bool seeks(const Track& track) const = 0;
  /// Whether the two can make one.
  virtual bool fit(const Track& one, const Track& other) const = 0;
  /// Whether a meeting there counts.
  virtual bool counts_at(const Scene& scene, geo::LatLon place) const = 0;
  /// Whether nobody knows any longer, as neither was heard for too long: asked each look_every().
  virtual bool lost(const Track& one, const Track& other, Time now) const;
  virtual Duration look_every() const { return Duration::hours(1); }
  /// All but `end`.
  virtual Situation situation(const Scene& scene, const Meeting& meeting, const Track& one,
                              const Track& other) const = 0;

 private:
  struct Pair : Meeting {
    Time bad_since;
    Slot culprit = kNoSlot;                     // Whose reports contradict.
    unsigned bad = 0;                           // How many of them.
    Time look_at;                               // When its timer is due.
    std::array<Time, 2> first{};                // Reports at which it was found.
    std::array<model::ShipClass, 2> classes{};  // As last said.
    unsigned late_bad = 0;                      // Late reports that contradict, and when.
    Time late_from;
    Time late_to;
    std::optional<SituationId> said;
    std::optional<Time> over;
  };
  enum class Holds : std::uint8_t { kYes, kNo, kUnknown };
  struct Look {
    Holds holds = Holds::kUnknown;
    double apart_m = 0.0;
    Speed fastest;
    bool firm = false;  // Reports of both lie at or after it.
  };

  /// Each report asks for this; few have more.
  struct Seat {
    Time seek_from;
    bool meets = false;  // with_ says whom.
  };

  static std::uint64_t name(Slot a, Slot b);
  void join(Slot own, Slot other);
  void leave(Slot own, Slot other);
  void judge_all(Scene& scene, const Track& track);
  Look look(const Track& one, const Track& other, Time t) const;
  bool held(const Track& one, const Track& other, Time t) const;
  Time begin_of(const Track& one, const Track& other, Time t) const;
  Time edge(const Track& one, const Track& other, Time holds, Time does_not) const;
  void seek(Scene& scene, const Track& track);
  void open(Scene& scene, const Track& track, const Track& other);
  void judge(Scene& scene, Pair& pair, const Track& track);
  void good(Scene& scene, Pair& pair, const Look& now, Time t);
  void close(Scene& scene, Pair& pair, Time end);
  void cut(Scene& scene, Pair& pair);
  void say(Scene& scene, Pair& pair, std::optional<Time> end);
  void drop(std::uint64_t name);

  MeetingTerms terms_;
  std::vector<Seat> seats_;                               // By slot.
  std::vector<InlineVector<Slot, kMeetingsOfOne>> with_;  // The same: in meetings with these.
  std::unordered_map<std::uint64_t, Pair> pairs_;
};

}  // namespace narrows::watch
