#pragma once

// Who asks, as routes see it: whoever came by cookie, token or not at all.

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "serve/auth/roles.hpp"

namespace narrows::serve {

struct Principal {
  enum class Kind : std::uint8_t {
    kNobody,
    kUser,
    kDemo,      ///< By the demonstration's link.
    kToken,     ///< A script.
    kEveryone,  ///< Sign-in is switched off.
  };
  Kind kind = Kind::kNobody;
  std::string name;  ///< As the audit log names them.
  std::string display_name;
  RoleSet roles;
  std::string csrf;     ///< What a request that changes something must carry.
  std::string session;  ///< By what Access knows them again.
  std::optional<Time> ends_at;

  bool signed_in() const { return kind != Kind::kNobody; }
};

}  // namespace narrows::serve
