#include "engine/area.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/places.hpp"

namespace narrows::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kPackBytesMax = 64U << 20;

/// The text; empty when there is no such file.
Result<geo::PackText> read_text(const fs::path& file) {
  geo::PackText out{file.lexically_normal().string(), {}};
  std::error_code error;
  if (!fs::exists(file, error)) return out;
  const auto size = fs::file_size(file, error);
  if (error) return fail(Fault::kIo, fmt::format("{}: {}", out.file, error.message()));
  if (size > kPackBytesMax)
    return fail(Fault::kOutOfRange, fmt::format("{}: is larger than 64 MiB", out.file));
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  if (size > 0 && !(text << in.rdbuf()))
    return fail(Fault::kIo, fmt::format("{}: cannot be read", out.file));
  out.text = text.str();
  return out;
}

std::vector<geo::AreaPack> read_all(const fs::path& packs) {
  std::vector<geo::AreaPack> out;
  for (const auto& name : area_names(packs)) {
    if (auto pack = read_area(name, packs)) out.push_back(std::move(*pack));
  }
  return out;
}

template <class Value, class Get>
std::vector<Value> each(const std::vector<geo::AreaPack>& packs, Get get) {
  std::vector<Value> out;
  out.reserve(packs.size());
  for (const auto& pack : packs) out.push_back(pack.*get);
  return out;
}

}  // namespace

fs::path areas_directory(const fs::path& packs) {
  return packs.empty() ? find_shipped("areas").value_or("areas") : packs;
}

std::vector<std::string> area_names(const fs::path& packs) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator{areas_directory(packs), error}) {
    if (fs::exists(entry.path() / "pack.toml", error)) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<geo::PackTexts> read_area_texts(const std::string& name, const fs::path& packs) {
  const bool is_path = name.find('/') != std::string::npos;
  const auto directory = areas_directory(packs);
  const auto folder = is_path ? fs::path{name} : directory / name;
  std::error_code error;
  if (!fs::exists(folder / "pack.toml", error)) {
    if (is_path) return fail(Fault::kNotFound, fmt::format("there is no {}/pack.toml", name));
    const auto names = area_names(packs);
    return fail(Fault::kNotFound,
                fmt::format("no area pack '{}' in {}; {}", name, directory.string(),
                            names.empty() ? "there is none"
                                          : fmt::format("there are: {}", fmt::join(names, ", "))));
  }
  geo::PackTexts texts;
  for (auto [text, file] : {std::pair{&texts.pack, "pack.toml"}, std::pair{&texts.tss, "tss.toml"},
                            std::pair{&texts.zones, "zones.toml"}}) {
    auto read = read_text(folder / file);
    if (!read) return tl::unexpected(read.error());
    *text = std::move(*read);
  }
  return texts;
}

Result<geo::AreaPack> read_area(const std::string& name, const fs::path& packs) {
  if (name == "none" || name.empty()) {
    geo::AreaPack world;
    world.bbox = {-900'000'000, -1'800'000'000, 900'000'000, 1'800'000'000};
    return world;
  }
  const auto texts = read_area_texts(name, packs);
  if (!texts) return tl::unexpected(texts.error());
  return geo::read_area_pack(*texts);
}

AreaElection::AreaElection(const fs::path& packs) : AreaElection{read_all(packs)} {}

AreaElection::AreaElection(const std::vector<geo::AreaPack>& packs)
    : names_{each<std::string>(packs, &geo::AreaPack::name)},
      vote_{each<geo::Box>(packs, &geo::AreaPack::bbox)} {}

std::string AreaElection::winner() const {
  const auto place = vote_.winner();
  return place ? names_[*place] : "none";
}

}  // namespace narrows::engine
