#include "store_place.hpp"

#include <system_error>

namespace narrows::cli {

StorePlace store_place(const std::string& directory) {
  const std::filesystem::path given{directory};
  std::error_code absent;
  if (std::filesystem::exists(given / "history.duckdb", absent)) {
    const auto beside = given.lexically_normal().parent_path() / "raw";
    return {given,
            std::filesystem::is_directory(beside, absent) ? beside : std::filesystem::path{}};
  }
  return {given / "store", given / "raw"};
}

}  // namespace narrows::cli
