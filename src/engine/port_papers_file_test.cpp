#include "engine/port_papers_file.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace narrows::engine {
namespace {

namespace fs = std::filesystem;

class PortPapersFileTest : public ::testing::Test {
 protected:
  PortPapersFileTest()
      : file_{fs::temp_directory_path() / ("port-papers-" + std::to_string(::getpid()))} {}
  void TearDown() override { fs::remove(file_); }
  void write(const std::string& text) { std::ofstream{file_, std::ios::binary} << text; }

  const fs::path file_;
};

TEST_F(PortPapersFileTest, IsReadAgainWhenItHasChanged) {
  const std::string one = R"({"mmsi":1,"port":"A","expected":"2026-01-01T12:00:00Z"})";
  write(one);
  const auto first = read_port_papers(file_, std::nullopt);
  ASSERT_TRUE(first);
  EXPECT_EQ((*first)->calls().size(), 1U);
  PortPapersFile papers{file_, std::nullopt};
  ASSERT_TRUE(papers.changed());
  EXPECT_EQ(*papers.changed(), nullptr) << "nothing new";
  write(one + "\n" + R"({"mmsi":2,"port":"A","expected":"2026-01-01T12:00:00Z"})" + "\nwrong\n");
  const auto then = papers.changed();
  ASSERT_TRUE(then);
  ASSERT_NE(*then, nullptr);
  EXPECT_EQ((*then)->calls().size(), 2U);
  EXPECT_EQ((*then)->bad(), 1U);
  EXPECT_EQ(*papers.changed(), nullptr);
}

TEST_F(PortPapersFileTest, SaysWhatCannotBeRead) {
  const auto none = read_port_papers(file_ / "none", std::nullopt);
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().what.find("none"), std::string::npos);
  write("{}");
  PortPapersFile papers{file_, std::nullopt};
  fs::remove(file_);
  EXPECT_FALSE(papers.changed()) << "it is gone: said once";
  EXPECT_TRUE(papers.changed());
}

}  // namespace
}  // namespace narrows::engine
