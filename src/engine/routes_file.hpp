#pragma once

// Reads a routes file that `narrows flow learn` made.

#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "watch/route/route_model.hpp"

namespace narrows::engine {

/// Fails naming the file. Of more than 256 MB it is none.
Result<std::shared_ptr<const watch::route::RouteModel>> read_routes(
    const std::filesystem::path& file);

}  // namespace narrows::engine
