#include "engine/routes_file.hpp"

#include <fstream>
#include <string>
#include <system_error>
#include <utility>

#include "watch/route/route_file.hpp"

namespace narrows::engine {

Result<std::shared_ptr<const watch::route::RouteModel>> read_routes(
    const std::filesystem::path& file) {
  constexpr std::uintmax_t kBytesMax = 256'000'000;
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return fail(Fault::kNotFound, "cannot read " + file.string() + ": " + error.message());
  if (size > kBytesMax)
    return fail(Fault::kOutOfRange, file.string() + " is larger than any routes file");
  std::string bytes(size, '\0');
  std::ifstream in{file, std::ios::binary};
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size)))
    return fail(Fault::kIo, "cannot read " + file.string());
  auto known = watch::route::decode(bytes);
  if (!known) return fail(known.error().fault, file.string() + ": " + known.error().what);
  return std::make_shared<const watch::route::RouteModel>(std::move(*known));
}

}  // namespace narrows::engine
