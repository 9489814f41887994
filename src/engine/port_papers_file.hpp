#pragma once

// Reads a file of port papers (docs/formats/port-calls.md), and again when it has changed.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "watch/port_papers.hpp"

namespace narrows::engine {

/// Fails when it cannot be read; lines that are wrong are in the papers. `world` as
/// PortPapers::read has it.
Result<std::shared_ptr<const watch::PortPapers>> read_port_papers(
    const std::filesystem::path& file, const std::optional<std::string>& world);

class PortPapersFile {
 public:
  PortPapersFile(std::filesystem::path file, std::optional<std::string> world);

  /// What is in it when its time or size is another than before; null: nothing new. Fails when it
  /// has changed and cannot be read: what was known then stays.
  Result<std::shared_ptr<const watch::PortPapers>> changed();

 private:
  struct Look {
    std::filesystem::file_time_type at;
    std::uintmax_t size = 0;
    friend bool operator==(const Look&, const Look&) = default;
  };
  std::optional<Look> look() const;

  std::filesystem::path file_;
  std::optional<std::string> world_;
  std::optional<Look> before_;
};

}  // namespace narrows::engine
