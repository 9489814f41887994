#pragma once

// How people come in and go: the printed links, the session, the password.

#include <memory>
#include <vector>

#include "serve/auth/access.hpp"
#include "serve/route.hpp"

namespace narrows::serve {

std::vector<Route> session_routes(const std::shared_ptr<Access>& access);

}  // namespace narrows::serve
