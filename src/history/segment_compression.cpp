#include "history/segment_compression.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zstd.h>

#include "history/raw_log_reader.hpp"
#include "history/segment_bytes.hpp"

namespace narrows::history {
namespace {

// Of 1 to 19: beyond, twice the time saves a few parts in a hundred.
constexpr int kLevel = 6;
// What must be free, in sizes of the segment: the live log must not be the one that finds it full.
constexpr std::uint64_t kRoomTimes = 4;
// Never the name of a segment: a half is not one.
constexpr const char* kHalfExtension = ".part.zst";

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

class Writer {
 public:
  explicit Writer(std::unique_ptr<File> file) : file_{std::move(file)} {}

  Result<void> write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const auto written = file_->write_at(at_, bytes);
      if (!written) return tl::unexpected(written.error());
      at_ += *written;
      bytes = bytes.subspan(*written);
    }
    return {};
  }
  Result<void> sync() { return file_->sync(); }
  std::uint64_t at() const { return at_; }

 private:
  std::unique_ptr<File> file_;
  std::uint64_t at_ = 0;
};

Error cannot(const std::filesystem::path& file, std::string_view why) {
  return {Fault::kIo, fmt::format("cannot compress {}: {}", file.string(), why)};
}

/// Its next piece, or nothing when the file can not be read.
std::optional<std::span<const std::byte>> piece_at(SegmentBytes& segment, std::uint64_t at,
                                                   std::vector<std::byte>& piece) {
  piece.clear();
  const auto end = at + piece_bytes(at, segment.size());
  while (at < end) {
    const auto block = segment.rest_of_block(at);
    if (block.empty()) return std::nullopt;
    piece.insert(piece.end(), block.begin(), block.end());
    at += block.size();
  }
  return piece;
}

/// False when it was told to stop.
Result<bool> write_compressed(const std::filesystem::path& plain, Writer& out,
                              FunctionRef<bool()> stop) {
  SegmentBytes segment{plain};
  const std::unique_ptr<ZSTD_CCtx, FreeContext> context{ZSTD_createCCtx()};
  if (!context) return tl::unexpected(cannot(plain, "no memory"));
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::vector<std::byte> piece;
  std::vector<std::byte> room(ZSTD_compressBound(kSegmentPiece));
  std::vector<SegmentPiece> pieces;
  for (std::uint64_t at = 0; at < segment.size(); at += piece.size()) {
    if (stop()) return false;
    const auto bytes = piece_at(segment, at, piece);
    if (!bytes) return tl::unexpected(cannot(plain, "it can not be read"));
    const std::size_t size =
        ZSTD_compress2(context.get(), room.data(), room.size(), bytes->data(), bytes->size());
    if (ZSTD_isError(size) != 0) return tl::unexpected(cannot(plain, ZSTD_getErrorName(size)));
    pieces.push_back({.at = out.at(),
                      .from = at,
                      .compressed_bytes = static_cast<std::uint32_t>(size),
                      .bytes = static_cast<std::uint32_t>(bytes->size())});
    if (auto done = out.write(std::span{room}.first(size)); !done)
      return tl::unexpected(std::move(done.error()));
  }
  if (auto done = out.write(encode_seek_table(pieces)); !done)
    return tl::unexpected(std::move(done.error()));
  if (auto done = out.sync(); !done) return tl::unexpected(std::move(done.error()));
  return true;
}

bool same_bytes(const std::filesystem::path& a, const std::filesystem::path& b) {
  SegmentBytes one{a};
  SegmentBytes other{b};
  if (!one.readable() || !other.readable() || one.size() != other.size()) return false;
  for (std::uint64_t at = 0; at < one.size(); at += kRawBlock) {
    const auto x = one.rest_of_block(at);
    const auto y = other.rest_of_block(at);
    if (x.empty() || !std::equal(x.begin(), x.end(), y.begin(), y.end())) return false;
  }
  return true;
}

std::uint64_t bytes_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  return error ? 0 : bytes;
}

/// False when it was told to stop, or the segment was thrown away meanwhile.
Result<bool> compress_one(const std::filesystem::path& plain, FunctionRef<bool()> stop, Disk& disk,
                          Compressed& total) {
  const std::filesystem::path half = plain.string() + kHalfExtension;
  const std::filesystem::path whole = plain.string() + kCompressedExtension;
  const auto bytes = bytes_of(plain);
  std::error_code error;
  const auto give_up = [&](Error why) -> Result<bool> {
    std::filesystem::remove(half, error);
    if (!std::filesystem::exists(plain, error)) return false;  // Thrown away by rule.
    return tl::unexpected(std::move(why));
  };
  const auto space = std::filesystem::space(plain.parent_path(), error);
  if (!error && space.available < kRoomTimes * bytes) {
    return fail(Fault::kFull,
                fmt::format("cannot compress {}: the disk is nearly full", plain.string()));
  }
  {
    auto file = disk.create(half);
    if (!file) return give_up(std::move(file.error()));
    Writer writer{std::move(*file)};
    const auto done = write_compressed(plain, writer, stop);
    if (!done) return give_up(done.error());
    if (!*done) {
      std::filesystem::remove(half, error);
      return false;
    }
  }
  if (!same_bytes(plain, half)) return give_up(cannot(plain, "it does not read back the same"));
  std::filesystem::rename(half, whole, error);
  if (error) return give_up(system_error("cannot rename", half, error.value()));
  if (auto synced = sync_directory(plain.parent_path()); !synced)
    return tl::unexpected(std::move(synced.error()));  // Both are there; the next call goes on.
  const bool removed = std::filesystem::remove(plain, error);
  if (error) return tl::unexpected(system_error("cannot remove", plain, error.value()));
  if (!removed) {  // Thrown away by rule meanwhile: it must not come back in another form.
    std::filesystem::remove(whole, error);
    return false;
  }
  ++total.files;
  total.bytes_before += bytes;
  total.bytes_after += bytes_of(whole);
  return true;
}

void remove_halves(const std::filesystem::path& directory) {
  std::error_code error;
  std::vector<std::filesystem::path> halves;
  auto entry = std::filesystem::directory_iterator{directory, error};
  for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
    if (entry->path().filename().string().ends_with(kHalfExtension))
      halves.push_back(entry->path());
  }
  for (const auto& half : halves) std::filesystem::remove(half, error);
}

}  // namespace

Result<Compressed> compress_segments(const std::filesystem::path& directory,
                                     FunctionRef<bool()> stop, Disk& disk) {
  remove_halves(directory);
  const auto segments = list_segments(directory);
  if (!segments) return tl::unexpected(segments.error());
  Compressed total;
  for (const auto& segment : *segments) {
    if (segment.sequence == segments->back().sequence || stop()) break;
    if (segment.file.extension() == kCompressedExtension || bytes_of(segment.file) == 0) continue;
    const auto done = compress_one(segment.file, stop, disk, total);
    if (done) continue;
    if (!total.failure) total.failure = done.error();
    if (done.error().fault == Fault::kFull) break;
  }
  return total;
}

}  // namespace narrows::history
