#include "source/byte_input.hpp"

#include <cerrno>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "source/descriptor.hpp"

namespace narrows::source {

namespace {

// Big enough that a system call costs nothing, small enough to stay in the second-level cache.
// Measured on 50 MB in the page cache: 64 KiB to 4 MiB take the same time; mapping the file would
// save 4 ms of CPU and turn a file that shrinks while it is read into a crash.
constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;

constexpr std::string_view kGzipMagic{"\x1f\x8b", 2};
constexpr std::string_view kZstdMagic{"\x28\xb5\x2f\xfd", 4};

// The bytes as they lie in the file. The first piece can be looked at before it is taken.
class RawFile {
 public:
  RawFile(Descriptor file, std::string name, const struct stat& about)
      : file_{std::move(file)},
        name_{std::move(name)},
        regular_{S_ISREG(about.st_mode)},
        size_{regular_ ? static_cast<std::uint64_t>(about.st_size) : 0},
        buffer_(kPieceBytes) {}

  // Enough of the first piece to tell a compressed file from text; a pipe may give one byte.
  Result<std::string_view> look() {
    while (!at_end_) {
      const std::string_view head{buffer_.data(), looked_at_};
      const bool undecided = head.size() < kZstdMagic.size() &&
                             (kGzipMagic.starts_with(head) || kZstdMagic.starts_with(head));
      if (!undecided) break;
      const auto got = fill(looked_at_);
      if (!got) return tl::unexpected(got.error());
      looked_at_ += *got;
    }
    return std::string_view{buffer_.data(), looked_at_};
  }

  // The next piece; empty at the end, or when a signal ended the waiting.
  Result<std::string_view> next() {
    std::size_t size = std::exchange(looked_at_, 0);
    if (size == 0) {
      if (at_end_) return std::string_view{};
      const auto got = fill(0);
      if (!got) return tl::unexpected(got.error());
      size = *got;
    }
    position_ += size;
    return std::string_view{buffer_.data(), size};
  }

  const std::string& name() const { return name_; }
  bool at_end() const { return at_end_ && looked_at_ == 0; }
  std::uint64_t position() const { return position_; }
  std::uint64_t size() const { return size_; }
  bool regular() const { return regular_; }
  int wait_descriptor() const { return regular_ ? -1 : file_.get(); }
  bool at_hand() const { return looked_at_ > 0 || at_end_; }

 private:
  Result<std::size_t> fill(std::size_t from) {
    const ssize_t got = ::read(file_.get(), buffer_.data() + from, buffer_.size() - from);
    if (got < 0 && errno == EINTR) return std::size_t{0};
    if (got <= 0) at_end_ = true;
    if (got < 0) return tl::unexpected(system_error(name_, errno));
    return static_cast<std::size_t>(got);
  }

  Descriptor file_;
  std::string name_;
  bool regular_;
  std::uint64_t size_;
  std::vector<char> buffer_;
  std::size_t looked_at_ = 0;
  std::uint64_t position_ = 0;
  bool at_end_ = false;
};

class PlainInput : public ByteInput {
 public:
  explicit PlainInput(RawFile raw) : raw_{std::move(raw)} {}

  Result<std::string_view> read() override { return raw_.next(); }
  bool at_end() const override { return raw_.at_end(); }
  std::uint64_t position() const override { return raw_.position(); }
  std::uint64_t size() const override { return raw_.size(); }
  int wait_descriptor() const override { return raw_.wait_descriptor(); }
  bool at_hand() const override { return raw_.at_hand(); }
  bool plain_file() const override { return raw_.regular(); }

 private:
  RawFile raw_;
};

// What gzip and Zstandard have in common: compressed pieces in, text pieces out, and every way in
// which a file can be broken said in one sentence.
class CompressedInput : public ByteInput {
 public:
  CompressedInput(RawFile raw, std::string_view format)
      : raw_{std::move(raw)}, format_{format}, text_(kPieceBytes) {}

  Result<std::string_view> read() override {
    while (!done_) {
      if (compressed_.empty() && drained_) {
        const auto piece = raw_.next();
        if (!piece) return stop(piece.error());
        compressed_ = *piece;
        if (piece->empty()) {
          if (!raw_.at_end()) return std::string_view{};
          done_ = true;
          if (inside()) return broken("it ends in the middle of the {} data");
          break;
        }
      }
      std::size_t made = 0;
      if (!decompress(compressed_, text_.data(), text_.size(), made))
        return broken("the {} data is corrupt");
      drained_ = made < text_.size() || !inside();
      if (made > 0) return std::string_view{text_.data(), made};
    }
    return std::string_view{};
  }

  bool at_end() const override { return done_; }
  std::uint64_t position() const override { return raw_.position(); }
  std::uint64_t size() const override { return raw_.size(); }
  int wait_descriptor() const override { return raw_.wait_descriptor(); }
  bool at_hand() const override { return !compressed_.empty() || !drained_ || raw_.at_hand(); }
  bool plain_file() const override { return false; }

 private:
  // Takes from the front of `in`, writes up to `room` bytes to `out`. False: corrupt.
  virtual bool decompress(std::string_view& in, char* out, std::size_t room, std::size_t& made) = 0;
  // Whether a stream was begun and not finished.
  virtual bool inside() const = 0;

  tl::unexpected<Error> stop(Error error) {
    done_ = true;
    return tl::unexpected(std::move(error));
  }
  tl::unexpected<Error> broken(std::string_view sentence) {
    std::string what{sentence};
    what.replace(what.find("{}"), 2, format_);
    return stop(Error{Fault::kIo, raw_.name() + ": " + what});
  }

  RawFile raw_;
  std::string_view format_;
  std::vector<char> text_;
  std::string_view compressed_;
  bool drained_ = true;  // Nothing more comes out before something goes in.
  bool done_ = false;
};

class GzipInput final : public CompressedInput {
 public:
  explicit GzipInput(RawFile raw) : CompressedInput{std::move(raw), "gzip"} {
    constexpr int kGzipOnlyLargestWindow = 16 + MAX_WBITS;
    ready_ = inflateInit2(&stream_, kGzipOnlyLargestWindow) == Z_OK;
  }
  GzipInput(const GzipInput&) = delete;
  GzipInput& operator=(const GzipInput&) = delete;
  GzipInput(GzipInput&&) = delete;
  GzipInput& operator=(GzipInput&&) = delete;
  ~GzipInput() override { inflateEnd(&stream_); }

 private:
  bool decompress(std::string_view& in, char* out, std::size_t room, std::size_t& made) override {
    if (!ready_) return false;
    // zlib's interface is older than const.
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data()));
    stream_.avail_in = static_cast<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(room);
    inside_ = inside_ || !in.empty();
    const int said = inflate(&stream_, Z_NO_FLUSH);
    made = room - stream_.avail_out;
    in.remove_prefix(in.size() - stream_.avail_in);
    if (said == Z_STREAM_END) {  // Logs are rotated by appending: another member may follow.
      inside_ = false;
      return inflateReset(&stream_) == Z_OK;
    }
    return said == Z_OK || said == Z_BUF_ERROR;
  }
  bool inside() const override { return inside_; }

  z_stream stream_{};
  bool ready_ = false;
  bool inside_ = false;
};

class ZstdInput final : public CompressedInput {
 public:
  explicit ZstdInput(RawFile raw)
      : CompressedInput{std::move(raw), "Zstandard"}, stream_{ZSTD_createDStream()} {}

 private:
  bool decompress(std::string_view& in, char* out, std::size_t room, std::size_t& made) override {
    if (stream_ == nullptr) return false;
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    ZSTD_outBuffer to{out, room, 0};
    const std::size_t said = ZSTD_decompressStream(stream_.get(), &to, &from);
    made = to.pos;
    in.remove_prefix(from.pos);
    inside_ = said != 0;
    return ZSTD_isError(said) == 0;
  }
  bool inside() const override { return inside_; }

  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };
  std::unique_ptr<ZSTD_DStream, Free> stream_;
  bool inside_ = false;
};

}  // namespace

Result<std::unique_ptr<ByteInput>> ByteInput::open(const std::string& path) {
  const bool standard = path == "-";
  const std::string name = standard ? "standard input" : path;
  Descriptor file{standard ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) return tl::unexpected(system_error(name, errno));
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) return tl::unexpected(system_error(name, errno));
  if (S_ISDIR(about.st_mode)) return fail(Fault::kWrongType, name + ": is a directory");

  RawFile raw{std::move(file), name, about};
  const auto head = raw.look();
  if (!head) return tl::unexpected(head.error());
  if (head->starts_with(kGzipMagic)) return std::make_unique<GzipInput>(std::move(raw));
  if (head->starts_with(kZstdMagic)) return std::make_unique<ZstdInput>(std::move(raw));
  return std::make_unique<PlainInput>(std::move(raw));
}

Result<std::uint64_t> ByteInput::check(const std::string& path) {
  if (path == "-") return std::uint64_t{0};
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0 || ::access(path.c_str(), R_OK) != 0)
    return tl::unexpected(system_error(path, errno));
  if (S_ISDIR(about.st_mode)) return fail(Fault::kWrongType, path + ": is a directory");
  return S_ISREG(about.st_mode) ? static_cast<std::uint64_t>(about.st_size) : 0;
}

}  // namespace narrows::source
