#include "engine/interest_file.hpp"

#include "engine/simulated_sea.hpp"

namespace narrows::engine {

Result<InterestLists> read_interest_lists(const std::vector<std::filesystem::path>& files) {
  InterestLists lists;
  if (files.empty()) return lists;
  auto all = std::make_shared<watch::InterestList>();
  std::vector<Finding> findings;
  for (const auto& file : files) {
    const auto text = read_whole(file);
    if (!text) return tl::unexpected(text.error());
    const auto name = file.stem().string();
    if (file.extension() == ".toml") {
      all->read_toml(*text, file.string(), name, findings);
    } else {
      all->read_csv(*text, file.string(), name, findings);
    }
  }
  for (const auto& finding : findings) lists.wrong.push_back(sentence(finding));
  lists.all = std::move(all);
  return lists;
}

}  // namespace narrows::engine
