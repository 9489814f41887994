#pragma once

// Secrets: made, hashed, compared. All of it is libsodium's; nothing is invented here.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace narrows::serve {

/// Passwords of more bytes are refused: nobody types them, and each costs time to hash.
inline constexpr std::size_t kPasswordBytesMax = 256;
inline constexpr std::size_t kPasswordCharactersMin = 12;

/// 256 random bits as 43 characters that need no escaping in a link, a header or a cookie.
std::string make_secret();

/// What is kept of such a secret: enough to know it again, not to use it. Fast, since a secret of
/// 256 bits can not be guessed; passwords go through hash_password().
std::string fingerprint(std::string_view secret);

/// A second secret that belongs to the first and does not tell it.
std::string derived(std::string_view secret, std::string_view purpose);

/// In a time that does not tell where they differ.
bool same_secret(std::string_view a, std::string_view b);

/// Argon2id with libsodium's interactive limits (64 MiB, two passes; about 0.1 s): slow, and so
/// never on the server's thread. Fails only without memory.
Result<std::string> hash_password(std::string_view password);

/// As slow as hash_password(), whatever comes of it. `hash` may be that of nobody, see
/// unknown_user_hash().
bool password_fits(std::string_view password, const std::string& hash);

/// A hash that no password fits, as slow to try as any: who asks for a name that does not exist
/// waits as long as who errs in the password.
const std::string& unknown_user_hash();

/// Why a password is not to be chosen, or nothing: too short, too long, holds the user's name, or
/// next to no variety.
Result<void> check_password(std::string_view password, std::string_view user);

}  // namespace narrows::serve
