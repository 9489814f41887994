#include "engine/coverage_file.hpp"

#include <fstream>
#include <string>
#include <system_error>

#include "engine/replaced_file.hpp"

namespace narrows::engine {

Result<watch::Coverage> read_coverage(const std::filesystem::path& file) {
  constexpr std::uintmax_t kBytesMax = 256'000'000;
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return fail(Fault::kNotFound, "cannot read " + file.string() + ": " + error.message());
  if (size > kBytesMax)
    return fail(Fault::kOutOfRange, file.string() + " is larger than any map of reception");
  std::string bytes(size, '\0');
  std::ifstream in{file, std::ios::binary};
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size)))
    return fail(Fault::kIo, "cannot read " + file.string());
  auto known = watch::Coverage::read(bytes);
  if (!known) return fail(known.error().fault, file.string() + ": " + known.error().what);
  return known;
}

Result<void> write_coverage(const std::filesystem::path& file, const watch::Coverage& coverage) {
  return replace_file(file, coverage.bytes());
}

}  // namespace narrows::engine
