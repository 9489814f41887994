#pragma once

// The bytes of a segment of the raw log, as they were written, in whichever of its two forms the
// file lies: plain (.raw), or closed and compressed (.raw.zst, docs/formats/raw-log.md). Every byte
// of both is hostile.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "history/raw_format.hpp"

struct ZSTD_DCtx_s;

namespace narrows::history {

/// Pieces that can be read one without the other: zstd frames of whole blocks, of at most so many
/// bytes of the segment each. A damaged one costs no more than itself; so each copy of the header
/// is one by itself.
inline constexpr std::size_t kSegmentPiece = 32 * kRawBlock;
/// 8 GiB of segment; the log ends them at 64 MiB.
inline constexpr std::size_t kSegmentPiecesMax = 65'536;
/// How long the piece that begins at `from` is, in a segment of `size` bytes.
std::size_t piece_bytes(std::uint64_t from, std::uint64_t size);

struct SegmentPiece {
  std::uint64_t at = 0;    ///< In the compressed file.
  std::uint64_t from = 0;  ///< In the segment.
  std::uint32_t compressed_bytes = 0;
  std::uint32_t bytes = 0;
};

/// The table at the end of a compressed segment, in zstd's "seekable format".
std::vector<std::byte> encode_seek_table(std::span<const SegmentPiece> pieces);
/// `tail` is the end of a file of `file_bytes`, all of it or more than the table. Nothing if it is
/// not one of ours, whole and consistent with the size.
std::optional<std::vector<SegmentPiece>> decode_seek_table(std::span<const std::byte> tail,
                                                           std::uint64_t file_bytes);
/// What of a file's end must be read to have the whole table: by its last kSeekFooter bytes.
inline constexpr std::size_t kSeekFooter = 9;
std::optional<std::size_t> seek_table_bytes(std::span<const std::byte> footer);

class SegmentBytes {
 public:
  /// A .raw that was compressed meanwhile is found in its other form.
  explicit SegmentBytes(const std::filesystem::path& path);
  SegmentBytes(const SegmentBytes&) = delete;
  SegmentBytes& operator=(const SegmentBytes&) = delete;
  SegmentBytes(SegmentBytes&&) = delete;
  SegmentBytes& operator=(SegmentBytes&&) = delete;
  ~SegmentBytes();

  bool readable() const { return readable_; }
  /// False: a compressed one whose table is damaged or gone. What can be found of it is there, up
  /// to size(); how much is not, nobody knows.
  bool whole() const { return whole_; }
  std::uint64_t bytes_read() const { return bytes_read_; }  ///< From the disk.
  std::uint64_t size() const { return size_; }              ///< Of the segment, not of the file.

  /// From `offset` to the end of its block or of the segment; good until the next call. Empty if
  /// the system fails, and then the file is no longer readable(). A piece that can not be
  /// decompressed is all ones, which no checksum of ours fits.
  std::span<const std::byte> rest_of_block(std::uint64_t offset);

 private:
  struct FreeContext {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  void open_compressed();
  std::vector<SegmentPiece> read_table(std::uint64_t file_bytes);
  std::vector<SegmentPiece> walk_frames(std::uint64_t file_bytes);
  void load(std::uint64_t begin);
  void load_piece(std::uint64_t offset);
  bool read(std::uint64_t at, std::span<std::byte> into);

  int descriptor_;
  std::uint64_t size_ = 0;
  bool readable_ = false;
  bool whole_ = true;
  std::uint64_t begin_ = 0;
  std::uint64_t bytes_read_ = 0;
  std::vector<std::byte> bytes_;
  std::unique_ptr<ZSTD_DCtx_s, FreeContext> context_;  // Only of a compressed segment.
  std::vector<SegmentPiece> pieces_;
  std::vector<std::byte> compressed_;
};

}  // namespace narrows::history
