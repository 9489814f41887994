#pragma once

// The three calls that the raw log makes to the system when it writes, so that a test can make each
// of them fail at any byte. Reading goes straight to the file.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.hpp"

namespace narrows::history {

/// A file that is only ever written. Faults: kFull (no room, quota, size limit), kRefused, kIo.
class File {
 public:
  File() = default;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;
  virtual ~File() = default;

  /// How many bytes, from the first on, were written: fewer than given when the disk fills up
  /// half-way. Zero is never returned for a non-empty piece; that is an error.
  virtual Result<std::size_t> write_at(std::uint64_t offset, std::span<const std::byte> bytes) = 0;
  /// On return everything written is on the disk, power loss or not.
  virtual Result<void> sync() = 0;
};

class Disk {
 public:
  Disk() = default;
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  Disk(Disk&&) = delete;
  Disk& operator=(Disk&&) = delete;
  virtual ~Disk() = default;

  /// A new, empty file whose name is safe on the disk. Fails if there is one of that name.
  virtual Result<std::unique_ptr<File>> create(const std::filesystem::path& path) = 0;

  /// The machine's own.
  static Disk& system();
};

/// A new name, or one that went, is safe only when its directory is.
Result<void> sync_directory(const std::filesystem::path& directory);

/// The error of a failed system call: "cannot write /data/raw/x: No space left on device".
Error system_error(std::string_view doing, const std::filesystem::path& path, int error_number);

}  // namespace narrows::history
