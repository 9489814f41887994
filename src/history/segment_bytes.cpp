#include "history/segment_bytes.hpp"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

namespace narrows::history {
namespace {

constexpr std::size_t kWindow = 16 * kRawBlock;
// Of zstd's seekable format: a skippable frame of this kind, its entries, then the footer.
constexpr std::uint32_t kSkippableMagic = 0x184D'2A5E;
constexpr std::uint32_t kFooterMagic = 0x8F92'EAB1;
constexpr std::size_t kSkippableHead = 8;
constexpr std::size_t kEntry = 8;
constexpr std::size_t kFrameHeadMax = 18;
constexpr std::size_t kFrameMax = ZSTD_COMPRESSBOUND(kSegmentPiece);

void put(std::vector<std::byte>& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8)
    out.push_back(static_cast<std::byte>(value >> shift & 0xFFU));
}

std::uint32_t number_at(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= std::to_integer<std::uint32_t>(bytes[at + i]) << (8 * i);
  return value;
}

// How long a piece that begins at `from` may be, and is but for the last.
std::size_t piece_most(std::uint64_t from) {
  return from < kRawDataBegin ? kRawBlock : kSegmentPiece;
}

bool is_piece(std::uint64_t from, std::uint64_t bytes, bool last) {
  return last ? bytes > 0 && bytes <= piece_most(from) : bytes == piece_most(from);
}

}  // namespace

std::size_t piece_bytes(std::uint64_t from, std::uint64_t size) {
  return static_cast<std::size_t>(std::min<std::uint64_t>(piece_most(from), size - from));
}

std::vector<std::byte> encode_seek_table(std::span<const SegmentPiece> pieces) {
  std::vector<std::byte> out;
  put(out, kSkippableMagic);
  put(out, static_cast<std::uint32_t>(pieces.size() * kEntry + kSeekFooter));
  for (const auto& piece : pieces) {
    put(out, piece.compressed_bytes);
    put(out, piece.bytes);
  }
  put(out, static_cast<std::uint32_t>(pieces.size()));
  out.push_back(std::byte{0});  // No checksums here: each frame has its own.
  put(out, kFooterMagic);
  return out;
}

std::optional<std::size_t> seek_table_bytes(std::span<const std::byte> footer) {
  if (footer.size() != kSeekFooter || number_at(footer, 5) != kFooterMagic) return std::nullopt;
  const std::size_t count = number_at(footer, 0);
  if (footer[4] != std::byte{0} || count == 0 || count > kSegmentPiecesMax) return std::nullopt;
  return kSkippableHead + count * kEntry + kSeekFooter;
}

std::optional<std::vector<SegmentPiece>> decode_seek_table(std::span<const std::byte> tail,
                                                           std::uint64_t file_bytes) {
  if (tail.size() < kSeekFooter) return std::nullopt;
  const auto bytes = seek_table_bytes(tail.last(kSeekFooter));
  if (!bytes || *bytes > tail.size() || *bytes > file_bytes) return std::nullopt;
  const auto table = tail.last(*bytes);
  if (number_at(table, 0) != kSkippableMagic || number_at(table, 4) != *bytes - kSkippableHead)
    return std::nullopt;
  std::vector<SegmentPiece> pieces((*bytes - kSkippableHead - kSeekFooter) / kEntry);
  std::uint64_t at = 0;
  std::uint64_t from = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    auto& piece = pieces[i];
    piece = {.at = at,
             .from = from,
             .compressed_bytes = number_at(table, kSkippableHead + i * kEntry),
             .bytes = number_at(table, kSkippableHead + i * kEntry + 4)};
    if (!is_piece(from, piece.bytes, i + 1 == pieces.size())) return std::nullopt;
    if (piece.compressed_bytes == 0 || piece.compressed_bytes > kFrameMax) return std::nullopt;
    at += piece.compressed_bytes;
    from += piece.bytes;
  }
  if (at + *bytes != file_bytes) return std::nullopt;
  return pieces;
}

void SegmentBytes::FreeContext::operator()(ZSTD_DCtx_s* context) const {
  ZSTD_freeDCtx(context);
}

SegmentBytes::SegmentBytes(const std::filesystem::path& path)
    : descriptor_{::open(path.c_str(), O_RDONLY | O_CLOEXEC)} {
  bool compressed = path.extension() == kCompressedExtension;
  if (descriptor_ < 0 && errno == ENOENT && !compressed) {
    compressed = true;
    descriptor_ = ::open((path.string() + kCompressedExtension).c_str(), O_RDONLY | O_CLOEXEC);
  }
  struct stat status {};
  if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return;
  size_ = static_cast<std::uint64_t>(status.st_size);
  readable_ = true;
  if (compressed) open_compressed();
}

SegmentBytes::~SegmentBytes() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void SegmentBytes::open_compressed() {
  const std::uint64_t file_bytes = std::exchange(size_, 0);
  context_.reset(ZSTD_createDCtx());
  if (!context_) return;
  pieces_ = read_table(file_bytes);
  if (pieces_.empty() && readable_) {
    whole_ = false;
    pieces_ = walk_frames(file_bytes);
  }
  if (!pieces_.empty()) size_ = pieces_.back().from + pieces_.back().bytes;
}

std::vector<SegmentPiece> SegmentBytes::read_table(std::uint64_t file_bytes) {
  std::vector<std::byte> tail(kSeekFooter);
  if (file_bytes < tail.size() || !read(file_bytes - tail.size(), tail)) return {};
  const auto bytes = seek_table_bytes(tail);
  if (!bytes || *bytes > file_bytes) return {};
  tail.resize(*bytes);
  if (!read(file_bytes - *bytes, tail)) return {};
  auto pieces = decode_seek_table(tail, file_bytes);
  if (!pieces) return {};
  // Only of the last is the length free; its frame knows it too.
  const auto& last = pieces->back();
  std::vector<std::byte> head(std::min<std::size_t>(last.compressed_bytes, kFrameHeadMax));
  if (!read(last.at, head)) return {};
  if (ZSTD_getFrameContentSize(head.data(), head.size()) != last.bytes) return {};
  return std::move(*pieces);
}

// Where the table is damaged, frame by frame from the first, as far as they can be followed.
std::vector<SegmentPiece> SegmentBytes::walk_frames(std::uint64_t file_bytes) {
  std::vector<SegmentPiece> pieces;
  std::vector<std::byte> frame;
  std::uint64_t from = 0;
  for (std::uint64_t at = 0; at < file_bytes && pieces.size() < kSegmentPiecesMax;) {
    frame.resize(std::min<std::uint64_t>(kFrameMax, file_bytes - at));
    if (!read(at, frame)) return {};
    const std::size_t size = ZSTD_findFrameCompressedSize(frame.data(), frame.size());
    if (ZSTD_isError(size) != 0) break;
    const auto content = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (!is_piece(from, content, true)) break;  // The table, or not ours.
    pieces.push_back({.at = at,
                      .from = from,
                      .compressed_bytes = static_cast<std::uint32_t>(size),
                      .bytes = static_cast<std::uint32_t>(content)});
    if (!is_piece(from, content, false)) break;
    at += size;
    from += content;
  }
  return pieces;
}

std::span<const std::byte> SegmentBytes::rest_of_block(std::uint64_t offset) {
  const std::uint64_t block_end = std::min(size_, (offset / kRawBlock + 1) * kRawBlock);
  if (offset >= block_end) return {};
  if (offset < begin_ || block_end > begin_ + bytes_.size()) {
    if (context_) {
      load_piece(offset);
    } else {
      load(offset / kRawBlock * kRawBlock);
    }
  }
  if (!readable_) return {};
  return std::span{bytes_}.subspan(offset - begin_, block_end - offset);
}

void SegmentBytes::load(std::uint64_t begin) {
  begin_ = begin;
  bytes_.resize(std::min<std::uint64_t>(kWindow, size_ - begin));
  read(begin, bytes_);
}

void SegmentBytes::load_piece(std::uint64_t offset) {
  const auto after = std::upper_bound(
      pieces_.begin(), pieces_.end(), offset,
      [](std::uint64_t value, const SegmentPiece& piece) { return value < piece.from; });
  const auto& piece = *std::prev(after);
  begin_ = piece.from;
  bytes_.resize(piece.bytes);
  compressed_.resize(piece.compressed_bytes);
  if (!read(piece.at, compressed_)) return;
  const std::size_t got = ZSTD_decompressDCtx(context_.get(), bytes_.data(), bytes_.size(),
                                              compressed_.data(), compressed_.size());
  if (got != bytes_.size()) std::fill(bytes_.begin(), bytes_.end(), std::byte{0xFF});
}

bool SegmentBytes::read(std::uint64_t at, std::span<std::byte> into) {
  for (std::size_t got = 0; got < into.size();) {
    const ssize_t n =
        ::pread(descriptor_, into.data() + got, into.size() - got, static_cast<off_t>(at + got));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {  // An error, or the file became shorter under us.
      readable_ = false;
      return false;
    }
    got += static_cast<std::size_t>(n);
    bytes_read_ += static_cast<std::uint64_t>(n);
  }
  return true;
}

}  // namespace narrows::history
