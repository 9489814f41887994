#pragma once

// Tests only: a folder of its own, gone afterwards.

#include <filesystem>
#include <fstream>
#include <string>

#include <stdlib.h>

namespace narrows::source {

class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "narrows-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  TestFolder(TestFolder&&) = delete;
  TestFolder& operator=(TestFolder&&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }
  /// The path of the file written.
  std::string write(const std::string& name, const std::string& bytes) const {
    const std::string file = path_ + "/" + name;
    std::ofstream{file, std::ios::binary} << bytes;
    return file;
  }

 private:
  std::string path_;
};

}  // namespace narrows::source
