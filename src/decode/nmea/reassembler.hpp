#pragma once

// Parts to whole messages, without ever mixing two ships.
//
// A part carries no message number, only a sequence id of 0-9 that every station counts for itself.
// Two stations with the same id on the same channel are told apart by all that is known (talker,
// station, tag-block group); where nothing tells them apart, both are given up: a message lost is
// a smaller wrong than a ship's name on another ship. In words:
//
//   * Parts join only when talker, VDM/VDO, total, sequence id, channel, station and tag-block
//     group are equal and their times (or, without time, their lines) are close.
//     One exception: some receivers name the station behind the last part only. A part that names
//     one may follow, on the very next line, parts that name none.
//   * A second, different text for a part that is already there spoils the group: nothing of this
//     key is used until as many of each part have passed, or the time is over.
//   * Parts out of order: with a tag-block group the message is complete at once; without one it
//     is held until the time is over, because an early part 2 may be what is left of another
//     message, and only a conflict would tell.
//   * The same text again is a duplicate (two receivers), also after the message is complete; only
//     a part 1 after that begins the message anew, as a message of one sentence would.
//
// Memory: a pool of at most `open_groups_max` groups of fixed size.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "decode/accounts.hpp"
#include "decode/nmea/sentence.hpp"

namespace narrows::decode::nmea {

class Reassembler {
 public:
  struct Limits {
    Duration timeout = Duration::seconds(10);
    std::uint32_t timeout_lines = 1'000;
    std::uint32_t open_groups_max = 4'096;
  };
  static constexpr std::size_t kPartsMax = 9;

  /// A whole message: its parts in order. Views are good during the call.
  struct Whole {
    std::array<std::string_view, kPartsMax> sentences{};
    std::array<std::string_view, kPartsMax> payloads{};  ///< Armoured.
    std::array<std::uint8_t, kPartsMax> fills{};
    std::size_t parts = 0;
    char channel = 0;
    bool own_ship = false;
    bool distrusted = false;
    std::string_view station;
    std::optional<Time> at;  ///< The first part's; if it has none, the first that there is.
    TimeOrigin origin = TimeOrigin::kNone;
    std::uint64_t line = 0;  ///< Of the part that completed it.
  };
  using OnWhole = FunctionRef<void(const Whole&)>;
  using OnRejected = FunctionRef<void(Drop, std::string_view text, std::uint64_t line)>;

  Reassembler() = default;
  explicit Reassembler(Limits limits) : limits_{limits} {}

  /// One part of a message of several. Parts that can never become a message are counted in
  /// `accounts.dropped`, those that still may in `accounts.held`; those of a whole message are the
  /// caller's to count. REQUIRES: sentence.total > 1.
  void add(const Sentence& sentence, const Stamp& stamp, std::uint64_t line, Accounts& accounts,
           OnWhole whole, OnRejected rejected);

  /// The stream's clock goes on with sentences of one part, too.
  void clock(std::optional<Time> at) {
    if (at) now_ = at;
  }
  /// The latest stamp so far.
  std::optional<Time> time() const { return now_; }

  /// End of the stream: what can still be a message is, the rest is given up.
  void finish(Accounts& accounts, OnWhole whole, OnRejected rejected);

 private:
  enum class State : std::uint8_t {
    kOpen,     // Waits for parts.
    kWaiting,  // Has all parts, but they came out of order: waits for a conflict or the end.
    kDone,     // Was given out; kept to know duplicates.
    kSpoiled,  // Conflicting parts: swallows what comes.
  };
  struct Part {
    std::uint16_t at = 0;
    std::uint16_t size = 0;  // 0: not there.
    std::uint16_t payload_at = 0;
    std::uint16_t payload_size = 0;
    std::uint8_t fill = 0;
  };
  struct Key {
    std::uint64_t fields = 0;  // Talker, VDM/VDO, total, sequence id, channel.
    std::uint64_t heard = 0;   // Hash of station and tag-block group.
    friend bool operator==(const Key&, const Key&) = default;
  };
  static constexpr std::size_t kTextMax = 1'200;
  static constexpr std::size_t kBuckets = 512;
  static constexpr std::int32_t kNone = -1;

  struct Group {
    Key key;
    State state = State::kOpen;
    bool grouped = false;  // A tag-block group: order does not matter.
    bool in_order = true;
    bool own_ship = false;
    bool distrusted = false;
    char channel = 0;
    std::uint8_t total = 0;
    std::uint8_t present = 0;
    std::array<std::uint8_t, kPartsMax> seen{};  // Spoiled: how often each part came.
    std::array<Part, kPartsMax> parts{};
    std::optional<Time> opened_at;
    std::uint64_t opened_line = 0;
    std::uint64_t last_line = 0;
    std::optional<Time> stamp_at;
    TimeOrigin stamp_origin = TimeOrigin::kNone;
    bool stamp_of_first = false;
    std::uint16_t station_at = 0;
    std::uint16_t station_size = 0;
    std::uint16_t used = 0;  // Of `text`.
    std::int32_t next_in_bucket = kNone;
    std::int32_t older = kNone;
    std::int32_t newer = kNone;
    std::array<char, kTextMax> text;
  };
  struct Call;

  std::int32_t find(const Key& key) const;
  std::int32_t find_just_before(const Key& key, const Sentence& s, const Stamp& stamp,
                                std::uint64_t line) const;
  std::int32_t open(const Key& key, const Sentence& s, const Stamp& stamp, Call& call);
  void close(std::int32_t index, Call& call);
  void give_up(Group& group, Call& call);
  void spoil(Group& group, const Sentence& s, Call& call);
  void give_out(Group& group, Call& call);
  void sweep(Call& call);
  bool stale(const Group& group, std::optional<Time> at, std::uint64_t line) const;
  static bool keep(Group& group, const Sentence& s);
  static void take_stamp(Group& group, const Sentence& s, const Stamp& stamp);

  Limits limits_;
  std::int32_t last_ = kNone;  // The group of the part before.
  std::optional<Time> now_;
  std::vector<Group> pool_;
  std::vector<std::int32_t> free_;
  std::array<std::int32_t, kBuckets> buckets_ = [] {
    std::array<std::int32_t, kBuckets> none{};
    none.fill(kNone);
    return none;
  }();
  std::int32_t oldest_ = kNone;
  std::int32_t newest_ = kNone;
};

}  // namespace narrows::decode::nmea
