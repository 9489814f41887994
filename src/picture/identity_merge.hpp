#pragma once

// Builds one vessel's identity from its static messages: 5, 19, 21, 24 A and B, each of which
// carries a part.
//
// Class B transceivers and busy channels produce messages that pass the checksum and are wrong in a
// few characters. So a name, call sign or IMO number counts as confirmed only after it was heard
// twice, apart in time, in the same form; until then it is shown, and marked. The result does not
// depend on the order in which messages arrive, as long as a vessel shows no more than kFormsMax
// different forms of a text at once.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "model/observation.hpp"
#include "picture/vessel.hpp"

namespace narrows::picture {

/// One field of which the newest value holds.
template <class T>
class Newest {
 public:
  /// True when `value` is now what is held.
  bool offer(const std::optional<T>& value, Time at) {
    if (!value || (held_ && at < at_)) return false;
    held_ = value;
    at_ = at;
    return true;
  }
  const std::optional<T>& value() const { return held_; }

 private:
  std::optional<T> held_;
  Time at_;
};

/// One field of which a value heard twice outranks a newer one heard once.
template <class T>
class Sighted {
 public:
  static constexpr std::size_t kFormsMax = 4;
  /// Repeats of one transmission, relayed by several stations, come within this time.
  static constexpr Duration kApart = Duration::seconds(2);

  /// True unless every form that is held was heard later than `at`.
  bool offer(const std::optional<T>& value, Time at) {
    if (!value) return false;
    const bool newest = std::all_of(forms_.begin(), forms_.end(),
                                    [&](const Form& form) { return form.last <= at; });
    const auto known = std::find_if(forms_.begin(), forms_.end(),
                                    [&](const Form& form) { return form.value == *value; });
    if (known != forms_.end()) {
      known->first = std::min(known->first, at);
      known->last = std::max(known->last, at);
    } else {
      if (forms_.size() == kFormsMax) forms_.erase(weakest());
      forms_.push_back({*value, at, at});
    }
    return newest;
  }

  std::optional<T> value() const {
    return forms_.empty() ? std::nullopt : std::optional{strongest()->value};
  }
  bool confirmed() const { return !forms_.empty() && strongest()->confirmed(); }

 private:
  struct Form {
    T value;
    Time first;
    Time last;
    bool confirmed() const { return last - first >= kApart; }
    std::pair<bool, Time> strength() const { return {confirmed(), last}; }
  };
  static bool weaker(const Form& a, const Form& b) { return a.strength() < b.strength(); }
  auto weakest() { return std::min_element(forms_.begin(), forms_.end(), weaker); }
  auto strongest() const { return std::max_element(forms_.begin(), forms_.end(), weaker); }

  std::vector<Form> forms_;
};

class IdentityMerge {
 public:
  /// Takes one static message of this vessel, observed at `at`. False when it was late: all that it
  /// carries was already known from a later one.
  bool offer(const model::StaticObservation& said, Time at);

  Identity identity() const;

 private:
  Sighted<std::uint32_t> imo_;
  Sighted<std::string> name_;
  Sighted<std::string> call_sign_;
  Newest<std::uint8_t> ship_type_;
  Newest<std::array<std::uint16_t, 4>> dimensions_;
  Newest<double> draught_m_;
  Newest<std::string> destination_;
  Newest<model::Mmsi> mother_ship_;
};

}  // namespace narrows::picture
