#include "engine/places.hpp"

#include <system_error>

namespace narrows::engine {

namespace fs = std::filesystem;

std::optional<fs::path> find_shipped(const fs::path& name) {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const auto& candidate : {fs::path{"."} / name, program / name, program / ".." / ".." / name,
                                program / ".." / "share" / "narrows" / name}) {
    if (fs::exists(candidate, error)) return candidate.lexically_normal();
  }
  return std::nullopt;
}

}  // namespace narrows::engine
