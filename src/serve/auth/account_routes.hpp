#pragma once

// What an administrator does: users, invitations, tokens. And what an auditor reads.

#include <memory>
#include <vector>

#include "serve/auth/access.hpp"
#include "serve/route.hpp"

namespace narrows::serve {

std::vector<Route> account_routes(std::shared_ptr<Access> access);
std::vector<Route> audit_routes(const std::shared_ptr<Access>& access);

}  // namespace narrows::serve
