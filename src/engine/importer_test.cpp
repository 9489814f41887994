// What a file is, what becomes of its rows in a real store, and what is kept of it.

#include "engine/importer.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/import_shelf.hpp"

namespace narrows::engine {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(DetectFormat, ByContent) {
  EXPECT_EQ(detect_format("mmsi,t,lat,lon\n"), ImportFormat::kCsv);
  EXPECT_EQ(detect_format("\r\n \r\nmmsi;t;lat;lon\r\n1;2;3;4"), ImportFormat::kCsv);
  EXPECT_EQ(detect_format("# Timestamp,Type of mobile,MMSI,Latitude,Longitude"),
            ImportFormat::kDma);
  EXPECT_EQ(detect_format("MMSI,BaseDateTime,LAT,LON"), ImportFormat::kMarineCadastre);
  EXPECT_EQ(detect_format("mmsi,base_date_time,longitude,latitude"), ImportFormat::kMarineCadastre);
  EXPECT_EQ(detect_format("# a comment\n$GPZDA,1\n\\c:1*00\\!BSVDM,1,1,,A,x,0*00"),
            ImportFormat::kNmea);
  EXPECT_EQ(detect_format("1767225600 !AIVDO,1,1,,A,x,0*00"), ImportFormat::kNmea);
  for (const char* neither : {"", "\n\n", "lat,lon\n", "hello", "VDM,", "xVDM,\n", "PK\x03\x04"})
    EXPECT_THAT(detect_format(neither).error().what, HasSubstr("holds no AIS sentence")) << neither;
}

class ImportTest : public testing::Test {
 protected:
  ImportTest() {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  void SetUp() override {
    if (!history::find_duckdb()) GTEST_SKIP() << "libduckdb.so is not there";
  }

  std::string write(const std::string& name, const std::string& text) {
    const auto path = folder_ / name;
    std::ofstream{path, std::ios::binary} << text;
    return path.string();
  }
  history::Store open_store() {
    return history::Store::open({.directory = folder_ / "store", .library = {}}, kNow);
  }
  static Result<ImportCounts> import(history::Store& store, source::ByteInput& input,
                                     std::uint64_t rows_max = 1U << 30U) {
    store.name_source({0}, "test");
    return Importer{store}.import(
        input, {}, [&](std::uint64_t rows) { return rows < rows_max; },
        [](const ImportRejected&) {}, [](const Error&) {});
  }
  static Result<ImportCounts> import(history::Store& store, const std::string& file,
                                     std::uint64_t rows_max = 1U << 30U) {
    return import(store, **source::ByteInput::open(file), rows_max);
  }

  static constexpr Time kNow = Time::unix_seconds(1'800'000'000);
  // Tests run side by side, each in a process of its own.
  const fs::path folder_ =
      fs::path{testing::TempDir()} / ("narrows-import-test-" + std::to_string(::getpid()));
};

std::string many_rows(int rows) {
  std::string text = "mmsi,t,lat,lon,sog\n";
  for (int i = 0; i < rows; ++i) {
    text += std::to_string(499'000'000 + i % 50) + "," + std::to_string(1'767'225'600 + i) +
            ",26.5,56.5,12.3\n";
  }
  return text;
}

TEST_F(ImportTest, EveryRowIsAccountedForAndASecondTimeAddsNothing) {
  auto store = open_store();
  const auto file = write("a.csv", many_rows(30'000) + "bad\n0,1,2,3,4\n");
  const auto first = import(store, file).value();
  EXPECT_EQ(first.rows, 30'002U);
  EXPECT_EQ(first.used, 30'000U);
  EXPECT_THAT(first.rejected, ElementsAre(Pair("columns", 1U), Pair("mmsi", 1U)));
  EXPECT_EQ(first.rows, first.used + first.rejected_total());
  EXPECT_EQ(first.added, 30'000U);
  const auto again = import(store, file).value();
  EXPECT_EQ(again.observations, 30'000U);
  EXPECT_EQ(again.known, 30'000U);
  EXPECT_EQ(again.added, 0U);
}

TEST_F(ImportTest, OneThatWasBrokenOffIsDoneAgainAndAddsWhatIsMissing) {
  const auto file = write("a.csv", many_rows(40'000));
  std::uint64_t added = 0;
  {
    auto store = open_store();
    const auto first = import(store, file, 10'000).value();
    EXPECT_TRUE(first.stopped);
    EXPECT_GE(first.rows, 10'000U);
    EXPECT_LT(first.rows, 40'000U);
    added = first.added;
    EXPECT_EQ(added, first.used);
    ASSERT_TRUE(store.close(kNow));
  }
  auto store = open_store();
  const auto second = import(store, file).value();
  EXPECT_FALSE(second.stopped);
  EXPECT_EQ(second.known, added);
  EXPECT_EQ(second.added, 40'000U - added);
}

TEST_F(ImportTest, WhatIsNeitherIsSaidAndNothingIsStored) {
  auto store = open_store();
  const auto counts = import(store, write("a.txt", "hello\n"));
  ASSERT_FALSE(counts);
  EXPECT_THAT(counts.error().what, HasSubstr("holds no AIS sentence"));
  EXPECT_EQ(store.totals()->positions, 0U);
}

TEST_F(ImportTest, TheShelfKeepsTheBytesAndTellsThemByTheirSum) {
  const auto file = write("a.csv", many_rows(1'000));
  auto shelf = ImportShelf::open(folder_ / "imports").value();
  EXPECT_TRUE(shelf.imports().empty());
  const auto input = source::ByteInput::open(file).value();
  const auto copy = shelf.copy(*input, true).value();
  while (!copy->at_end()) ASSERT_TRUE(copy->read());
  ASSERT_TRUE(copy->finish());
  KeptImport import{.sha256 = {},
                    .file = "a \"b\"\n.csv",
                    .format = "csv",
                    .source = "survey",
                    .exercise = {},
                    .untimed_at = {},
                    .rows = 1'000,
                    .observations = 1'000,
                    .imported_at = kNow,
                    .kept = false};
  ASSERT_TRUE(shelf.add(import, *copy));
  std::ofstream{folder_ / "imports" / "imports.jsonl", std::ios::app} << R"({"sha256":"ab)";

  const auto opened = ImportShelf::open(folder_ / "imports").value();  // With its torn last line.
  ASSERT_EQ(opened.imports().size(), 1U);
  const auto sum = sha256_of(**source::ByteInput::open(file)).value();
  const auto* found = opened.find(sum, "");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->file, "a \"b\"\n.csv");
  EXPECT_EQ(found->imported_at, kNow);
  EXPECT_TRUE(found->kept);
  EXPECT_EQ(opened.find(sum, "drill"), nullptr);  // Another world.
  EXPECT_EQ(sha256_of(**source::ByteInput::open(opened.file_of(*found).string())), sum);
  auto store = open_store();
  EXPECT_EQ(ImportTest::import(store, opened.file_of(*found).string())->added, 1'000U);
}

TEST_F(ImportTest, ACopyThatIsNotAddedIsRemoved) {
  const auto shelf = ImportShelf::open(folder_ / "imports").value();
  const auto input = source::ByteInput::open(write("a.csv", "x")).value();
  fs::path path;
  {
    const auto copy = shelf.copy(*input, true).value();
    path = copy->path();
    EXPECT_TRUE(fs::exists(path));
  }
  EXPECT_FALSE(fs::exists(path));
}

// Published by NIST: FIPS 180-4, "abc".
TEST_F(ImportTest, TheSumIsSha256) {
  EXPECT_EQ(sha256_of(**source::ByteInput::open(write("abc", "abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace narrows::engine
