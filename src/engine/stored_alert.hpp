#pragma once

// An alert as the store keeps it: its table `alerts`, for questions in SQL.

#include "history/store.hpp"
#include "model/alert.hpp"

namespace narrows::engine {

history::StoredAlert stored_alert(const model::Alert& alert);

}  // namespace narrows::engine
