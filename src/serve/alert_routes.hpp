#pragma once

// What is under /api/v1/alerts, /api/v1/rules and /api/v1/watch: the list and each alert as an
// argument; what a person makes of one; the rules, what a change of one would have raised, and the
// change. What a person does is written to the audit log.

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "serve/alert_desk.hpp"
#include "serve/auth/access.hpp"
#include "serve/route.hpp"

namespace narrows::serve {

/// Words for why an alert was dismissed.
inline constexpr std::array<std::string_view, 5> kDismissReasons{"explained", "wrong_data", "known",
                                                                 "not_relevant", "other"};

/// `desk` null: this node keeps no watch, and says so.
std::vector<Route> alert_routes(std::shared_ptr<AlertDesk> desk, std::shared_ptr<Access> access);

}  // namespace narrows::serve
