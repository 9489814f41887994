#pragma once

// What was imported, kept: each input byte for byte, compressed, under the name of its SHA-256, and
// a list of them. The raw log is the truth of what this node heard; a file that someone brought is
// its own truth, and the store can be made anew from both (ADR 10).
//
//   DIR/imports.jsonl         one line an import, only ever appended to
//   DIR/SHA256.zst            the input, decompressed and compressed again

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "source/byte_input.hpp"

namespace narrows::engine {

struct KeptImport {
  std::string sha256;  ///< Of the decompressed bytes, 64 hexadecimal digits.
  std::string file;    ///< As it was called on the command line.
  std::string format;  ///< A name of ImportFormat.
  std::string source;
  std::string exercise;  ///< Empty: the real world.
  std::optional<Time> untimed_at;
  std::uint64_t rows = 0;
  std::uint64_t observations = 0;
  Time imported_at;
  bool kept = false;  ///< The bytes are there, not only this line.
};

class ImportShelf {
 public:
  /// Reads the list in `directory`, which need not exist yet. A last line that was cut off by a
  /// crash is passed over.
  static Result<ImportShelf> open(const std::filesystem::path& directory);

  const std::vector<KeptImport>& imports() const { return imports_; }
  /// The last import of these bytes into this world, or nothing.
  const KeptImport* find(std::string_view sha256, std::string_view exercise) const;
  std::filesystem::path file_of(const KeptImport& import) const;

  /// An input that is written down and summed while it is read. The copy has a passing name until
  /// `add`; when the reader is destroyed before, it is removed.
  class Copy;
  /// With `keep` false it is only summed.
  Result<std::unique_ptr<Copy>> copy(source::ByteInput& from, bool keep) const;

  /// Moves the copy to its place and adds a line to the list, both safe when it returns, unless
  /// they are there. Takes the sum from the copy.
  Result<void> add(KeptImport import, Copy& copy);

 private:
  explicit ImportShelf(std::filesystem::path directory) : directory_{std::move(directory)} {}

  std::filesystem::path directory_;
  std::vector<KeptImport> imports_;
};

class ImportShelf::Copy : public source::ByteInput {
 public:
  /// Writes what was read so far; REQUIRES: the input was read to its end.
  virtual Result<void> finish() = 0;
  virtual std::string sha256() const = 0;                 ///< After finish().
  virtual const std::filesystem::path& path() const = 0;  ///< Empty when nothing is kept.
  virtual void release() = 0;  ///< Has been moved away: nothing to remove.
};

/// SHA-256 of all that is left in the input, decompressed, as hexadecimal digits.
Result<std::string> sha256_of(source::ByteInput& input);

}  // namespace narrows::engine
