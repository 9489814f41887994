#pragma once

// The console's files from one directory, and nothing else from anywhere.

#include <filesystem>
#include <string>
#include <string_view>

#include "serve/http.hpp"

namespace narrows::serve {

class StaticFiles {
 public:
  static constexpr std::uintmax_t kFileBytesMax = 32U << 20;

  /// `root` need not exist yet: the console may be built while the node runs.
  explicit StaticFiles(std::filesystem::path root) : root_{std::move(root)} {}

  /// `path` as parse_target() gives it. Hidden files, links that lead out of the directory, and
  /// what is not a regular file are not found. "/" is index.html, or a page that says how to build
  /// the console.
  Response get(std::string_view path, std::string_view if_none_match) const;

 private:
  std::filesystem::path root_;
};

/// "text/html; charset=utf-8" for "index.html".
std::string_view content_type_of(std::string_view file_name);

}  // namespace narrows::serve
