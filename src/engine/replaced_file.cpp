#include "engine/replaced_file.hpp"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "source/descriptor.hpp"

namespace narrows::engine {
namespace {

Error io_error(const std::filesystem::path& path) {
  return source::system_error(path.string(), errno);
}

}  // namespace

Result<void> replace_file(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path fresh = path.string() + ".new";
  {
    const source::Descriptor file{
        ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (!file) return tl::unexpected(io_error(fresh));
    while (!bytes.empty()) {
      const auto written = ::write(file.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return tl::unexpected(io_error(fresh));
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.get()) != 0) return tl::unexpected(io_error(fresh));
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) return tl::unexpected(io_error(path));
  return {};
}

}  // namespace narrows::engine
