#include "record/audit.hpp"

#include <string_view>

#include <sodium.h>

namespace narrows::record {

AuditHash hash_of(const AuditEntry& entry) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, entry.previous.data(), entry.previous.size());
  const auto put = [&](std::string_view field) {
    // The length in front: no two lists of fields have the same bytes.
    const auto n = static_cast<std::uint32_t>(field.size());
    const std::array<unsigned char, 4> length{
        static_cast<unsigned char>(n >> 24), static_cast<unsigned char>(n >> 16),
        static_cast<unsigned char>(n >> 8), static_cast<unsigned char>(n)};
    crypto_hash_sha256_update(&state, length.data(), length.size());
    for (const char c : field) {
      const auto byte = static_cast<unsigned char>(c);
      crypto_hash_sha256_update(&state, &byte, 1);
    }
  };
  put(std::to_string(entry.seq));
  put(format_rfc3339(entry.at));
  for (const auto* field :
       {&entry.who, &entry.from, &entry.what, &entry.subject, &entry.outcome, &entry.detail})
    put(*field);
  AuditHash hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

std::string to_hex(const AuditHash& hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const auto byte : hash) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace narrows::record
