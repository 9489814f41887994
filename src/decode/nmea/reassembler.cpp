#include "decode/nmea/reassembler.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <span>

namespace narrows::decode::nmea {

namespace {

/// FNV-1a. Not for an adversary: who can write the stream can write any key directly.
std::uint64_t hash(std::uint64_t seed, std::string_view text) {
  for (const char c : text) seed = (seed ^ static_cast<std::uint8_t>(c)) * 0x100000001B3ULL;
  return seed * 31 + text.size();
}

std::size_t bucket_of(std::uint64_t fields, std::uint64_t heard, std::size_t buckets) {
  const std::uint64_t mixed = (fields ^ heard) * 0x9E3779B97F4A7C15ULL;
  return static_cast<std::size_t>(mixed >> 40) % buckets;
}

}  // namespace

struct Reassembler::Call {
  std::uint64_t line;
  Accounts& accounts;
  OnWhole whole;
  OnRejected rejected;

  void drop(Drop why, std::string_view text) {
    ++accounts.dropped[static_cast<std::size_t>(why)];
    rejected(why, text, line);
  }
};

void Reassembler::add(const Sentence& s, const Stamp& stamp, std::uint64_t line, Accounts& accounts,
                      OnWhole whole, OnRejected rejected) {
  Call call{line, accounts, whole, rejected};
  if (stamp.at) now_ = stamp.at;
  sweep(call);
  Key key;
  key.fields = static_cast<std::uint64_t>(static_cast<std::uint8_t>(s.talker[0])) << 40 |
               static_cast<std::uint64_t>(static_cast<std::uint8_t>(s.talker[1])) << 32 |
               static_cast<std::uint64_t>(static_cast<std::uint8_t>(s.channel)) << 24 |
               static_cast<std::uint64_t>(static_cast<std::uint8_t>(s.sequence)) << 16 |
               static_cast<std::uint64_t>(s.total) << 8 | (s.own_ship ? 1U : 0U);
  // Within a tag-block group only the first sentence names its station.
  key.heard = stamp.group.empty() ? hash(1, stamp.station) : hash(2, stamp.group);

  const auto at = stamp.at ? stamp.at : now_;
  std::int32_t index = find(key);
  if (index == kNone) index = find_just_before(key, s, stamp, line);
  if (index != kNone && stale(pool_[static_cast<std::size_t>(index)], at, line)) {
    close(index, call);
    index = kNone;
  }
  if (index != kNone) {
    Group& group = pool_[static_cast<std::size_t>(index)];
    const Part& same = group.parts[s.number - 1U];
    const std::string_view there{group.text.data() + same.at, same.size};
    if (group.state == State::kSpoiled) {
      call.drop(Drop::kConflictingPart, s.text);
      auto& seen = group.seen[s.number - 1U];
      if (seen < 255) ++seen;
      const auto all = std::span{group.seen}.first(group.total);
      if (std::adjacent_find(all.begin(), all.end(), std::not_equal_to<>{}) == all.end()) {
        close(index, call);  // As many of each: nothing of the mixed messages is still to come.
      }
      return;
    }
    const bool again = group.state == State::kDone && s.number == 1;
    if (same.size != 0 && there == s.text && !again) {
      return call.drop(Drop::kDuplicatePart, s.text);
    }
    if (group.state == State::kDone) {
      close(index, call);  // The station's next message under this id.
      index = kNone;
    } else if (same.size != 0) {
      return spoil(group, s, call);
    }
  }
  if (index == kNone) index = open(key, s, stamp, call);
  Group& group = pool_[static_cast<std::size_t>(index)];
  if (!keep(group, s)) {
    call.drop(Drop::kTooLong, s.text);
    return close(index, call);
  }
  ++accounts.held;
  group.last_line = line;
  last_ = index;
  take_stamp(group, s, stamp);
  if (group.present < group.total) return;
  if (group.in_order || group.grouped) return give_out(group, call);
  group.state = State::kWaiting;
}

void Reassembler::finish(Accounts& accounts, OnWhole whole, OnRejected rejected) {
  Call call{0, accounts, whole, rejected};
  while (oldest_ != kNone) {
    call.line = pool_[static_cast<std::size_t>(oldest_)].last_line;
    close(oldest_, call);
  }
}

std::int32_t Reassembler::find(const Key& key) const {
  std::int32_t index = buckets_[bucket_of(key.fields, key.heard, kBuckets)];
  while (index != kNone && !(pool_[static_cast<std::size_t>(index)].key == key)) {
    index = pool_[static_cast<std::size_t>(index)].next_in_bucket;
  }
  return index;
}

/// The group that the line before added to, if this part goes on with it and is only the first to
/// name a station.
std::int32_t Reassembler::find_just_before(const Key& key, const Sentence& s, const Stamp& stamp,
                                           std::uint64_t line) const {
  if (last_ == kNone || !stamp.group.empty()) return kNone;
  const Group& group = pool_[static_cast<std::size_t>(last_)];
  const bool next = group.state == State::kOpen && group.in_order && !group.grouped &&
                    group.present + 1 == s.number && group.last_line + 1 == line;
  const bool first_to_name = !stamp.station.empty() && group.station_size == 0;
  return next && first_to_name && group.key.fields == key.fields ? last_ : kNone;
}

std::int32_t Reassembler::open(const Key& key, const Sentence& s, const Stamp& stamp, Call& call) {
  if (free_.empty() && pool_.size() >= std::max<std::size_t>(limits_.open_groups_max, 1)) {
    Group& victim = pool_[static_cast<std::size_t>(oldest_)];
    if (victim.state == State::kOpen) {
      call.accounts.held -= victim.present;
      call.accounts.dropped[static_cast<std::size_t>(Drop::kOverflow)] += victim.present;
      victim.state = State::kDone;
    }
    close(oldest_, call);
  }
  std::int32_t index = kNone;
  if (free_.empty()) {
    index = static_cast<std::int32_t>(pool_.size());
    pool_.emplace_back();
  } else {
    index = free_.back();
    free_.pop_back();
  }
  Group& group = pool_[static_cast<std::size_t>(index)];
  group.key = key;
  group.state = State::kOpen;
  group.grouped = !stamp.group.empty();
  group.in_order = true;
  group.own_ship = s.own_ship;
  group.distrusted = false;
  group.channel = s.channel;
  group.total = s.total;
  group.present = 0;
  group.parts = {};
  group.opened_at = stamp.at ? stamp.at : now_;
  group.opened_line = group.last_line = call.line;
  group.stamp_at.reset();
  group.stamp_origin = TimeOrigin::kNone;
  group.stamp_of_first = false;
  group.station_size = 0;
  group.used = 0;
  auto& bucket = buckets_[bucket_of(key.fields, key.heard, kBuckets)];
  group.next_in_bucket = bucket;
  bucket = index;
  group.older = newest_;
  group.newer = kNone;
  (newest_ == kNone ? oldest_ : pool_[static_cast<std::size_t>(newest_)].newer) = index;
  newest_ = index;
  return index;
}

/// Takes the group out of the tables; what is in it becomes a message or is given up.
void Reassembler::close(std::int32_t index, Call& call) {
  Group& group = pool_[static_cast<std::size_t>(index)];
  if (group.state == State::kWaiting) give_out(group, call);
  if (group.state == State::kOpen) give_up(group, call);
  std::int32_t* link = &buckets_[bucket_of(group.key.fields, group.key.heard, kBuckets)];
  while (*link != index) link = &pool_[static_cast<std::size_t>(*link)].next_in_bucket;
  *link = group.next_in_bucket;
  (group.older == kNone ? oldest_ : pool_[static_cast<std::size_t>(group.older)].newer) =
      group.newer;
  (group.newer == kNone ? newest_ : pool_[static_cast<std::size_t>(group.newer)].older) =
      group.older;
  free_.push_back(index);
  if (last_ == index) last_ = kNone;
}

void Reassembler::give_up(Group& group, Call& call) {
  const Drop why = group.parts[0].size != 0 ? Drop::kIncompleteGroup : Drop::kOrphanPart;
  for (const Part& part : group.parts) {
    if (part.size == 0) continue;
    --call.accounts.held;
    call.drop(why, {group.text.data() + part.at, part.size});
  }
}

void Reassembler::spoil(Group& group, const Sentence& s, Call& call) {
  group.seen = {};
  for (std::size_t i = 0; i < kPartsMax; ++i) {
    const Part& part = group.parts[i];
    if (part.size == 0) continue;
    group.seen[i] = 1;
    --call.accounts.held;
    call.drop(Drop::kConflictingPart, {group.text.data() + part.at, part.size});
  }
  ++group.seen[s.number - 1U];
  call.drop(Drop::kConflictingPart, s.text);
  group.state = State::kSpoiled;
  group.opened_line = call.line;
  if (now_) group.opened_at = now_;
}

void Reassembler::give_out(Group& group, Call& call) {
  Whole whole;
  whole.parts = group.total;
  for (std::size_t i = 0; i < group.total; ++i) {
    const Part& part = group.parts[i];
    whole.sentences[i] = {group.text.data() + part.at, part.size};
    whole.payloads[i] = {group.text.data() + part.payload_at, part.payload_size};
    whole.fills[i] = part.fill;
  }
  whole.channel = group.channel;
  whole.own_ship = group.own_ship;
  whole.distrusted = group.distrusted;
  whole.station = {group.text.data() + group.station_at, group.station_size};
  whole.at = group.stamp_at;
  whole.origin = group.stamp_origin;
  whole.line = group.last_line;
  call.accounts.held -= group.total;
  group.state = State::kDone;
  call.whole(whole);
}

/// Closes what is over, oldest first; stops at the first that is not.
void Reassembler::sweep(Call& call) {
  while (oldest_ != kNone) {
    const Group& group = pool_[static_cast<std::size_t>(oldest_)];
    if (call.line - group.opened_line <= limits_.timeout_lines) return;
    if (group.opened_at && now_ && !stale(group, now_, call.line)) return;
    close(oldest_, call);
  }
}

bool Reassembler::stale(const Group& group, std::optional<Time> at, std::uint64_t line) const {
  // What is left of a conflict comes soon or was lost: a busy key is not kept shut for longer.
  const unsigned share = group.state == State::kSpoiled ? 5 : 1;
  if (group.opened_at && at) {
    const auto limit = Duration::microseconds(limits_.timeout.microseconds() / share);
    const Duration apart = *at - *group.opened_at;
    return apart > limit || apart < Duration{} - limit;
  }
  return line - group.opened_line > limits_.timeout_lines / share;
}

bool Reassembler::keep(Group& group, const Sentence& s) {
  if (group.used + s.text.size() > kTextMax) return false;
  Part& part = group.parts[s.number - 1U];
  std::memcpy(group.text.data() + group.used, s.text.data(), s.text.size());
  part.at = group.used;
  part.size = static_cast<std::uint16_t>(s.text.size());
  part.payload_at = static_cast<std::uint16_t>(group.used + (s.payload.data() - s.text.data()));
  part.payload_size = static_cast<std::uint16_t>(s.payload.size());
  part.fill = s.fill;
  group.used = static_cast<std::uint16_t>(group.used + s.text.size());
  ++group.present;
  group.in_order = group.in_order && group.present == s.number;
  return true;
}

void Reassembler::take_stamp(Group& group, const Sentence& s, const Stamp& stamp) {
  group.distrusted = group.distrusted || stamp.distrusted;
  const bool first = s.number == 1;
  if (stamp.at && (!group.stamp_at || (first && !group.stamp_of_first))) {
    group.stamp_at = stamp.at;
    group.stamp_origin = stamp.origin;
    group.stamp_of_first = first;
  }
  if (!stamp.station.empty() && group.station_size == 0 &&
      group.used + stamp.station.size() <= kTextMax) {
    std::memcpy(group.text.data() + group.used, stamp.station.data(), stamp.station.size());
    group.station_at = group.used;
    group.station_size = static_cast<std::uint16_t>(stamp.station.size());
    group.used = static_cast<std::uint16_t>(group.used + stamp.station.size());
  }
}

}  // namespace narrows::decode::nmea
