#include "decode/accounts.hpp"

namespace narrows::decode {

Accounts& Accounts::operator+=(const Accounts& other) {
  bytes += other.bytes;
  lines += other.lines;
  sentences += other.sentences;
  used += other.used;
  messages += other.messages;
  held += other.held;
  for (std::size_t i = 0; i < dropped.size(); ++i) dropped[i] += other.dropped[i];
  other_lines += other.other_lines;
  checksum_wrong += other.checksum_wrong;
  checksum_missing += other.checksum_missing;
  tag_block_wrong += other.tag_block_wrong;
  truncated += other.truncated;
  overlong += other.overlong;
  for (std::size_t i = 0; i < messages_by_type.size(); ++i) {
    messages_by_type[i] += other.messages_by_type[i];
  }
  return *this;
}

}  // namespace narrows::decode
