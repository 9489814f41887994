#pragma once

// Who sees what everybody does where zones have rules, ordered or not, from where the hulls really
// are: what ordinary traffic does there is as true as what was ordered.
//
// Looks every tick, so that what begins and ends within one is not seen; moments of change are
// found to the millisecond. What takes less than a minute is no event.

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "base/function_ref.hpp"
#include "exercise/passage.hpp"
#include "exercise/sea.hpp"
#include "exercise/truth.hpp"
#include "geo/local_frame.hpp"

namespace narrows::exercise {

class Witness {
 public:
  Witness(const Sea& sea, const geo::LocalFrame& frame);

  struct Seen {
    std::uint32_t who;
    const Vessel& vessel;
    /// What her order says of herself: not said again.
    std::string_view ordered;
    FunctionRef<Motion(Time)> at;
    Time since;  ///< She has been there at the last look, or since then.
  };
  /// Everybody once each look, in rising order of time.
  void look(const Seen& seen, Time now);
  /// She is not there any more.
  void lose(std::uint32_t who);

  /// What has ended; and what goes on, up to `now`.
  std::vector<TruthEvent> said(Time now) const;

 private:
  enum class What : std::uint8_t { kInside, kSpeeding, kAnchored };
  struct Watched {
    const SeaZone* zone;
    geo::Offset low, high;
  };
  struct Key {
    std::uint32_t who;
    std::uint32_t zone;
    What what;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  bool holds(const Watched& watched, What what, const Motion& motion) const;
  void change(const Seen& seen, const Key& key, Time now, bool holds_now);
  static std::string_view kind_of(What what);
  TruthEvent event(const Seen& seen, std::string_view kind, Time begin, Time end) const;

  const geo::LocalFrame* frame_;
  std::vector<Watched> zones_;
  struct Open {
    TruthEvent event;
    bool ordered;  // Her order says it.
  };
  std::map<Key, Open> open_;
  std::vector<TruthEvent> done_;
};

}  // namespace narrows::exercise
