#include "engine/interest_file.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace narrows::engine {
namespace {

using ::testing::HasSubstr;

std::filesystem::path written(const std::string& name, const std::string& text) {
  auto file = std::filesystem::path{testing::TempDir()} / name;
  std::ofstream{file} << text;
  return file;
}

TEST(InterestFile, SeveralAreReadAsOne) {
  const auto read = read_interest_lists(
      {written("own.csv", "name,imo\nSIM HERON,9074729\nSIM NOBODY,9074728\nSIM EGRET,\n"),
       written("partner.toml", "[[vessel]]\nmmsi = 499000001\nlist = \"south\"\n")});
  ASSERT_TRUE(read) << read.error().what;
  const auto& entries = read->all->entries();
  ASSERT_EQ(entries.size(), 3U) << "a bad line does not stop the rest";
  EXPECT_EQ(entries[0].list, "own");
  EXPECT_EQ(entries[2].list, "south");
  ASSERT_EQ(read->wrong.size(), 1U);
  EXPECT_THAT(read->wrong.front(), HasSubstr("own.csv:3"));
}

TEST(InterestFile, AFileThatIsNotThereIsNamed) {
  EXPECT_EQ(read_interest_lists({})->all, nullptr);
  const auto read = read_interest_lists({"there-is-no-such-list.csv"});
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().what, HasSubstr("there-is-no-such-list.csv"));
}

}  // namespace
}  // namespace narrows::engine
