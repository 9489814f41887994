#include "serve/auth/secret.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <set>
#include <span>

#include <sodium.h>

namespace narrows::serve {

namespace {

/// Before anything else of libsodium. It fails only where there is no source of randomness, and
/// then nothing here can be secure.
void ready() {
  static const bool good = sodium_init() >= 0;
  if (!good) std::abort();
}

std::string base64url(std::span<const unsigned char> bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
  text.pop_back();  // The NUL.
  return text;
}

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace

std::string make_secret() {
  ready();
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return base64url(bytes);
}

std::string fingerprint(std::string_view secret) {
  return derived(secret, "fingerprint");
}

std::string derived(std::string_view secret, std::string_view purpose) {
  ready();
  std::array<unsigned char, crypto_generichash_BYTES> out{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, out.size());
  crypto_generichash_update(&state, raw(purpose), purpose.size());
  crypto_generichash_update(&state, raw("\0"), 1);
  crypto_generichash_update(&state, raw(secret), secret.size());
  crypto_generichash_final(&state, out.data(), out.size());
  return base64url(out);
}

bool same_secret(std::string_view a, std::string_view b) {
  ready();
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Result<std::string> hash_password(std::string_view password) {
  ready();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(),
                            crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(Fault::kFull, "there is not enough memory to hash a password");
  return std::string{out.data()};
}

bool password_fits(std::string_view password, const std::string& hash) {
  ready();
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& unknown_user_hash() {
  static const std::string hash = hash_password(make_secret()).value_or(std::string{});
  return hash;
}

Result<void> check_password(std::string_view password, std::string_view user) {
  if (password.size() > kPasswordBytesMax)
    return fail(Fault::kOutOfRange, "a password has at most 256 bytes");
  // Characters, not bytes: a UTF-8 character begins with a byte that does not continue one.
  const auto characters = std::count_if(password.begin(), password.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  });
  if (static_cast<std::size_t>(characters) < kPasswordCharactersMin)
    return fail(Fault::kOutOfRange, "a password has at least 12 characters; a few words do well");
  if (user.size() >= 3 && lower(password).find(lower(user)) != std::string::npos)
    return fail(Fault::kOutOfRange, "a password must not hold the user's name");
  if (std::set<char>(password.begin(), password.end()).size() < 5)
    return fail(Fault::kOutOfRange, "a password must not repeat a few characters only");
  return {};
}

}  // namespace narrows::serve
