#include "engine/import_shelf.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <span>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <simdjson.h>
#include <sodium.h>
#include <unistd.h>
#include <zstd.h>

#include "source/descriptor.hpp"

namespace narrows::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kList = "imports.jsonl";

class Sum {
 public:
  Sum() { crypto_hash_sha256_init(&state_); }
  void add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  std::string finish() {
    std::array<unsigned char, crypto_hash_sha256_BYTES> sum{};
    crypto_hash_sha256_final(&state_, sum.data());
    std::string out;
    for (const unsigned char byte : sum) out += fmt::format("{:02x}", byte);
    return out;
  }

 private:
  crypto_hash_sha256_state state_{};
};

Result<void> write_all(int file, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const auto why = std::error_code{errno, std::generic_category()};
      return fail(why == std::errc::no_space_on_device ? Fault::kFull : Fault::kIo,
                  fmt::format("{}: {}", path.string(), why.message()));
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string line_of(const KeptImport& i) {
  return fmt::format(
      "{{\"sha256\":{},\"file\":{},\"format\":{},\"source\":{},\"exercise\":{},\"untimed_at\":{},"
      "\"rows\":{},\"observations\":{},\"imported_at\":{},\"kept\":{}}}\n",
      json_text(i.sha256), json_text(i.file), json_text(i.format), json_text(i.source),
      i.exercise.empty() ? std::string{"null"} : json_text(i.exercise),
      i.untimed_at ? json_text(format_rfc3339(*i.untimed_at)) : std::string{"null"}, i.rows,
      i.observations, json_text(format_rfc3339(i.imported_at)), i.kept);
}

std::optional<KeptImport> read_line(simdjson::dom::parser& parser, const std::string& line) {
  simdjson::dom::element said;
  if (parser.parse(line).get(said)) return std::nullopt;
  KeptImport out;
  const auto text = [&](const char* key) {
    std::string_view value;
    return said[key].get(value) ? std::string{} : std::string{value};
  };
  out.sha256 = text("sha256");
  out.file = text("file");
  out.format = text("format");
  out.source = text("source");
  out.exercise = text("exercise");
  out.untimed_at = parse_rfc3339(text("untimed_at"));
  out.imported_at = parse_rfc3339(text("imported_at")).value_or(Time{});
  if (said["rows"].get(out.rows) || said["observations"].get(out.observations) ||
      said["kept"].get(out.kept) || out.sha256.size() != std::size_t{2} * crypto_hash_sha256_BYTES)
    return std::nullopt;
  return out;
}

class WrittenCopy final : public ImportShelf::Copy {
 public:
  WrittenCopy(source::ByteInput& from, source::Descriptor file, fs::path path)
      : from_{from}, file_{std::move(file)}, path_{std::move(path)}, zstd_{ZSTD_createCCtx()} {
    out_.resize(ZSTD_CStreamOutSize());
  }
  WrittenCopy(const WrittenCopy&) = delete;
  WrittenCopy& operator=(const WrittenCopy&) = delete;
  WrittenCopy(WrittenCopy&&) = delete;
  WrittenCopy& operator=(WrittenCopy&&) = delete;
  ~WrittenCopy() override {
    std::error_code ignored;
    if (!path_.empty()) fs::remove(path_, ignored);
  }

  Result<std::string_view> read() override {
    auto piece = from_.read();
    if (!piece) return piece;
    sum_.add(*piece);
    if (auto written = compress(*piece, ZSTD_e_continue); !written)
      return tl::unexpected(written.error());
    return piece;
  }
  Result<void> finish() override {
    sha256_ = sum_.finish();
    if (path_.empty()) return {};
    if (auto written = compress({}, ZSTD_e_end); !written) return written;
    if (::fsync(file_.get()) != 0)
      return fail(Fault::kIo, fmt::format("{}: does not reach the disk", path_.string()));
    return {};
  }
  std::string sha256() const override { return sha256_; }
  const fs::path& path() const override { return path_; }
  void release() override { path_.clear(); }

  bool at_end() const override { return from_.at_end(); }
  std::uint64_t position() const override { return from_.position(); }
  std::uint64_t size() const override { return from_.size(); }
  int wait_descriptor() const override { return from_.wait_descriptor(); }
  bool at_hand() const override { return from_.at_hand(); }
  bool plain_file() const override { return from_.plain_file(); }

 private:
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };

  Result<void> compress(std::string_view bytes, ZSTD_EndDirective end) {
    if (path_.empty()) return {};
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    while (true) {
      ZSTD_outBuffer out{out_.data(), out_.size(), 0};
      const std::size_t left = ZSTD_compressStream2(zstd_.get(), &out, &in, end);
      if (ZSTD_isError(left))
        return fail(Fault::kIo, fmt::format("{}: {}", path_.string(), ZSTD_getErrorName(left)));
      if (auto written = write_all(file_.get(), {out_.data(), out.pos}, path_); !written)
        return written;
      if (end == ZSTD_e_continue ? in.pos == in.size : left == 0) return {};
    }
  }

  source::ByteInput& from_;
  source::Descriptor file_;
  fs::path path_;
  std::unique_ptr<ZSTD_CCtx, Free> zstd_;
  std::string out_;
  Sum sum_;
  std::string sha256_;
};

Result<void> sync_directory(const fs::path& directory) {
  const source::Descriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened.get() < 0 || ::fsync(opened.get()) != 0)
    return fail(Fault::kIo, fmt::format("{}: does not reach the disk", directory.string()));
  return {};
}

}  // namespace

Result<ImportShelf> ImportShelf::open(const fs::path& directory) {
  ImportShelf shelf{directory};
  std::ifstream in{directory / kList, std::ios::binary};
  simdjson::dom::parser parser;
  std::string line;
  while (std::getline(in, line)) {
    if (auto import = read_line(parser, line)) shelf.imports_.push_back(std::move(*import));
  }
  return shelf;
}

const KeptImport* ImportShelf::find(std::string_view sha256, std::string_view exercise) const {
  for (auto at = imports_.rbegin(); at != imports_.rend(); ++at)
    if (at->sha256 == sha256 && at->exercise == exercise) return &*at;
  return nullptr;
}

fs::path ImportShelf::file_of(const KeptImport& import) const {
  return directory_ / (import.sha256 + ".zst");
}

Result<std::unique_ptr<ImportShelf::Copy>> ImportShelf::copy(source::ByteInput& from,
                                                             bool keep) const {
  if (!keep) return std::make_unique<WrittenCopy>(from, source::Descriptor{}, fs::path{});
  std::error_code error;
  fs::create_directories(directory_, error);
  auto path = directory_ / fmt::format("copy-{}.part", ::getpid());
  source::Descriptor file{
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR | S_IRGRP)};
  if (file.get() < 0) {
    return fail(Fault::kIo, fmt::format("{}: cannot be written: {}", path.string(),
                                        std::generic_category().message(errno)));
  }
  return std::make_unique<WrittenCopy>(from, std::move(file), std::move(path));
}

Result<void> ImportShelf::add(KeptImport import, Copy& copy) {
  import.sha256 = copy.sha256();
  // The same once more, by --again: one line says it.
  const auto* before = find(import.sha256, import.exercise);
  if (before != nullptr && before->source == import.source && before->format == import.format &&
      before->untimed_at == import.untimed_at && before->kept >= import.kept)
    return {};
  import.kept = !copy.path().empty();
  std::error_code error;
  fs::create_directories(directory_, error);
  if (import.kept) {
    fs::rename(copy.path(), file_of(import), error);
    if (error)
      return fail(Fault::kIo, fmt::format("{}: {}", copy.path().string(), error.message()));
    copy.release();
  }
  const auto list = directory_ / kList;
  const source::Descriptor file{
      ::open(list.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR | S_IRGRP)};
  if (file.get() < 0) {
    return fail(Fault::kIo, fmt::format("{}: cannot be written: {}", list.string(),
                                        std::generic_category().message(errno)));
  }
  if (auto written = write_all(file.get(), line_of(import), list); !written) return written;
  if (::fsync(file.get()) != 0)
    return fail(Fault::kIo, fmt::format("{}: does not reach the disk", list.string()));
  imports_.push_back(std::move(import));
  return sync_directory(directory_);
}

Result<std::string> sha256_of(source::ByteInput& input) {
  Sum sum;
  while (!input.at_end()) {
    const auto piece = input.read();
    if (!piece) return tl::unexpected(piece.error());
    sum.add(*piece);
  }
  return sum.finish();
}

}  // namespace narrows::engine
