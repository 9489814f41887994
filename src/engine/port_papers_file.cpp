#include "engine/port_papers_file.hpp"

#include <system_error>
#include <utility>

#include "engine/simulated_sea.hpp"

namespace narrows::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kBytesMax = 100'000'000;

}  // namespace

Result<std::shared_ptr<const watch::PortPapers>> read_port_papers(
    const fs::path& file, const std::optional<std::string>& world) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error) return fail(Fault::kNotFound, "cannot read " + file.string() + ": " + error.message());
  if (size > kBytesMax)
    return fail(Fault::kOutOfRange, file.string() + " is larger than any list of port calls");
  const auto text = read_whole(file);
  if (!text) return tl::unexpected(text.error());
  return std::make_shared<const watch::PortPapers>(watch::PortPapers::read(*text, world));
}

PortPapersFile::PortPapersFile(fs::path file, std::optional<std::string> world)
    : file_{std::move(file)}, world_{std::move(world)}, before_{look()} {}

std::optional<PortPapersFile::Look> PortPapersFile::look() const {
  std::error_code error;
  Look now{fs::last_write_time(file_, error), 0};
  if (error) return std::nullopt;
  now.size = fs::file_size(file_, error);
  return error ? std::nullopt : std::optional{now};
}

Result<std::shared_ptr<const watch::PortPapers>> PortPapersFile::changed() {
  const auto now = look();
  if (now == before_) return std::shared_ptr<const watch::PortPapers>{};
  before_ = now;
  return read_port_papers(file_, world_);
}

}  // namespace narrows::engine
