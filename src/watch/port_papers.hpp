#pragma once

// What the ports know of the calls to come: who has given notice, and until when she is cleared.
// Reads text that port authorities export; opens no file. Format: docs/formats/port-calls.md.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "base/units.hpp"
#include "geo/area_pack.hpp"
#include "watch/track.hpp"

namespace narrows::watch {

/// A call of one vessel at one port, as announced.
struct PortPaper {
  std::string id;  ///< The port's own number of it; empty: it has none.
  std::optional<std::uint32_t> mmsi;
  std::optional<std::uint32_t> imo;
  std::string name;
  std::string port;  ///< As written there.
  Time expected;
  std::optional<Time> cleared_until;  ///< Nothing: she has given notice and is not cleared.
  std::string exercise;               ///< Empty: real.
  std::uint32_t line = 0;

  /// "IMO 9321483", "SIM ORYX" or "MMSI 499000001": what people call her.
  std::string who() const;
  /// The same call says the same, however often the papers are read.
  std::uint64_t key() const;
};

/// A line that was not taken.
struct BadPaper {
  std::uint32_t line = 0;
  std::string what;  ///< A phrase without a full stop.
  std::string text;  ///< The line, its first 200 bytes.
};

class PortPapers {
 public:
  static constexpr std::size_t kCallsMax = 200'000;
  static constexpr std::size_t kBadKept = 1'000;

  /// One JSON object a line. A later line about the same call (the same id; without one the same
  /// vessel, port and time) takes the place of the earlier one; "cancelled" takes it out. `world`:
  /// the exercise whose lines are taken, empty for real ones; nothing: those of the only world that
  /// the text is about, else the real ones.
  static PortPapers read(std::string_view text,
                         const std::optional<std::string>& world = std::nullopt);

  const std::vector<PortPaper>& calls() const { return calls_; }
  /// Lines that were not taken for what is wrong with them; the first kBadKept are kept.
  std::uint64_t bad() const { return bad_; }
  const std::vector<BadPaper>& bad_lines() const { return bad_lines_; }
  /// Lines of another world.
  std::uint64_t of_others() const { return of_others_; }

  /// The calls of a vessel, by IMO number, MMSI or name, in the order of the lines. Who says
  /// another IMO number or MMSI than the paper is not meant by its name.
  void for_each_of(std::uint32_t mmsi, const Identity& said,
                   FunctionRef<void(const PortPaper&)> body) const;
  /// The same of one paper.
  static bool means(const PortPaper& paper, std::uint32_t mmsi, const Identity& said);

 private:
  void take(PortPaper&& paper, bool cancelled);
  void find_again();
  void wrong(std::uint32_t line, std::string_view text, std::string what);

  std::vector<PortPaper> calls_;
  std::unordered_map<std::string, std::size_t> by_call_;  // While reading.
  std::unordered_multimap<std::uint32_t, std::size_t> by_mmsi_;
  std::unordered_multimap<std::uint32_t, std::size_t> by_imo_;
  std::unordered_multimap<std::string, std::size_t> by_name_;
  std::vector<BadPaper> bad_lines_;
  std::uint64_t bad_ = 0;
  std::uint64_t of_others_ = 0;
};

/// The port of the pack that a paper names: by UN/LOCODE or name in any language; one name may be
/// part of the other ("PORT OF FUJAIRAH"), the longest counts. Null: the pack does not know it.
const geo::Place* port_named(const geo::AreaPack& pack, std::string_view written);

}  // namespace narrows::watch
