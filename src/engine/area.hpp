#pragma once

// Finds area packs on disk and reads them; what is in one is geo/area_pack.hpp's.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "geo/area_pack.hpp"

namespace narrows::engine {

/// The directory of packs: `packs`, or where it is found when that is empty.
std::filesystem::path areas_directory(const std::filesystem::path& packs);

/// The names of the packs in it, sorted.
std::vector<std::string> area_names(const std::filesystem::path& packs);

/// The texts of a pack's files, which findings call by their paths. `name` is a pack's name, or the
/// path of a folder when it holds a '/'. Fails naming the file, or listing the packs that there
/// are.
Result<geo::PackTexts> read_area_texts(const std::string& name, const std::filesystem::path& packs);

/// `name` as in --area, but not "auto"; "none" or empty is the whole world, without a name.
Result<geo::AreaPack> read_area(const std::string& name, const std::filesystem::path& packs);

/// What `--area auto` means: the pack that holds most of the positions, else "none". Packs that
/// cannot be read do not stand for election.
class AreaElection {
 public:
  explicit AreaElection(const std::filesystem::path& packs);

  void add(geo::LatLon position) { vote_.add(position); }
  /// A name for read_area().
  std::string winner() const;

 private:
  explicit AreaElection(const std::vector<geo::AreaPack>& packs);

  std::vector<std::string> names_;
  geo::AreaVote vote_;
};

}  // namespace narrows::engine
