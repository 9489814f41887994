#include "history/duckdb_api.hpp"

#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <vector>

#include <dlfcn.h>
#include <fmt/format.h>

#include "history/store.hpp"

namespace narrows::history {
namespace duckdb {
namespace {

Result<std::unique_ptr<Api>> look_up(const std::filesystem::path& library) {
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* why = ::dlerror();
    return fail(Fault::kNotFound, fmt::format("cannot load libduckdb: {}", why ? why : "?"));
  }
  auto api = std::make_unique<Api>();
  const char* missing = nullptr;
// NOLINTNEXTLINE(bugprone-macro-parentheses): a type, a name and a list: none takes parentheses.
#define NARROWS_LOOK_UP(result, name, parameters)                                       \
  api->name = reinterpret_cast<result(*) parameters>(::dlsym(handle, "duckdb_" #name)); \
  if (api->name == nullptr) missing = "duckdb_" #name;
  NARROWS_DUCKDB_FUNCTIONS(NARROWS_LOOK_UP)
#undef NARROWS_LOOK_UP
  if (missing != nullptr) {
    return fail(Fault::kMalformed, fmt::format("{} has no {}", library.string(), missing));
  }
  return api;
}

}  // namespace

Result<const Api*> load(const std::filesystem::path& library) {
  static std::mutex mutex;
  static std::map<std::filesystem::path, std::unique_ptr<Api>> loaded;
  const std::lock_guard lock{mutex};
  if (const auto known = loaded.find(library); known != loaded.end()) return known->second.get();
  auto api = look_up(library);
  if (!api) return tl::unexpected(std::move(api.error()));
  return loaded.emplace(library, std::move(*api)).first->second.get();
}

}  // namespace duckdb

Result<std::filesystem::path> find_duckdb() {
  constexpr const char* kName = "libduckdb.so";
  std::error_code ignored;
  if (const char* named = std::getenv("NARROWS_DUCKDB"); named != nullptr && *named != '\0') {
    if (std::filesystem::exists(named, ignored)) return std::filesystem::path{named};
    return fail(Fault::kNotFound,
                fmt::format("NARROWS_DUCKDB names {}, which is not there", named));
  }
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  std::string looked;
  for (const char* relative : {".", "../native", "../../native", "../lib/narrows"}) {
    auto candidate = (program / relative / kName).lexically_normal();
    if (std::filesystem::exists(candidate, ignored)) return candidate;
    looked += candidate.string() + ", ";
  }
  if (void* handle = ::dlopen(kName, RTLD_NOW | RTLD_LOCAL); handle != nullptr) {
    ::dlclose(handle);
    return std::filesystem::path{kName};
  }
  return fail(Fault::kNotFound,
              fmt::format("libduckdb.so is in none of {}nor in the system's library path "
                          "(tools/native/install fetches it)",
                          looked));
}

}  // namespace narrows::history
