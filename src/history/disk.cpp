#include "history/disk.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace narrows::history {
namespace {

class SystemFile : public File {
 public:
  SystemFile(int descriptor, std::filesystem::path path)
      : descriptor_{descriptor}, path_{std::move(path)} {}
  SystemFile(const SystemFile&) = delete;
  SystemFile& operator=(const SystemFile&) = delete;
  SystemFile(SystemFile&&) = delete;
  SystemFile& operator=(SystemFile&&) = delete;
  ~SystemFile() override { ::close(descriptor_); }

  Result<std::size_t> write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
    while (true) {
      const ssize_t n =
          ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (n > 0) return static_cast<std::size_t>(n);
      if (n == 0) return tl::unexpected(system_error("cannot write", path_, ENOSPC));
      if (errno != EINTR) return tl::unexpected(system_error("cannot write", path_, errno));
    }
  }

  Result<void> sync() override {
    while (::fdatasync(descriptor_) != 0) {
      if (errno != EINTR) return tl::unexpected(system_error("cannot sync", path_, errno));
    }
    return {};
  }

 private:
  int descriptor_;
  std::filesystem::path path_;
};

class SystemDisk : public Disk {
 public:
  Result<std::unique_ptr<File>> create(const std::filesystem::path& path) override {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (descriptor < 0) return tl::unexpected(system_error("cannot create", path, errno));
    auto file = std::make_unique<SystemFile>(descriptor, path);
    if (auto synced = sync_directory(path.parent_path()); !synced) {
      file.reset();
      ::unlink(path.c_str());  // So that the next try can create it.
      return tl::unexpected(std::move(synced.error()));
    }
    return file;
  }
};

Fault fault_of(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return Fault::kFull;
    case ENOENT:
    case ENOTDIR:
      return Fault::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return Fault::kRefused;
    default:
      return Fault::kIo;
  }
}

}  // namespace

Result<void> sync_directory(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected(system_error("cannot open", directory, errno));
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (failed != 0) return tl::unexpected(system_error("cannot sync", directory, failed));
  return {};
}

Disk& Disk::system() {
  static SystemDisk disk;
  return disk;
}

Error system_error(std::string_view doing, const std::filesystem::path& path, int error_number) {
  return {fault_of(error_number), fmt::format("{} {}: {}", doing, path.string(),
                                              std::generic_category().message(error_number))};
}

}  // namespace narrows::history
