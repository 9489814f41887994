#include "source/byte_input.hpp"

#include <fstream>
#include <random>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "source/test_files.hpp"

namespace narrows::source {
namespace {

std::string gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& text) {  // With a checksum, as the command line tool writes it.
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{ZSTD_createCCtx(),
                                                                     &ZSTD_freeCCtx};
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size()));
  return out;
}

struct Read {
  std::string text;
  std::string error;
};

Read read_all(const std::string& path) {
  Read out;
  auto input = ByteInput::open(path);
  if (!input) return {.text = "", .error = input.error().what};
  while (!(*input)->at_end()) {
    const auto piece = (*input)->read();
    if (piece) {
      out.text += *piece;
    } else {
      EXPECT_EQ(out.error, "") << "a second error";
      out.error = piece.error().what;
    }
  }
  EXPECT_EQ((*input)->read().value_or("error"), "") << "the end stays the end";
  return out;
}

// Numbered lines: compresses well, and every byte can be told from its neighbours.
std::string sample(std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) text += "line " + std::to_string(i) + "\n";
  text.resize(bytes);
  return text;
}

TEST(ByteInput, GivesTheSameTextPlainGzipAndZstandard) {
  const TestFolder folder;
  for (const std::size_t size :
       {0UL, 1UL, 3UL, 4UL, 5UL, 262'143UL, 262'144UL, 262'145UL, 524'288UL, 3'000'000UL}) {
    const std::string text = sample(size);
    for (const std::string& bytes : {text, gzip(text), zstd(text)}) {
      const Read got = read_all(folder.write("any.name", bytes));
      EXPECT_EQ(got.error, "") << size;
      EXPECT_EQ(got.text == text, true) << size << " bytes, of " << bytes.size() << " in the file";
    }
  }
}

TEST(ByteInput, ReadsPartsThatWereAppended) {
  const TestFolder folder;
  const std::string a = sample(100'000);
  const std::string b = sample(500'000);
  EXPECT_EQ(read_all(folder.write("a", gzip(a) + gzip(b))).text == a + b, true);
  EXPECT_EQ(read_all(folder.write("b", zstd(a) + zstd(b))).text == a + b, true);
  EXPECT_EQ(read_all(folder.write("c", gzip("") + gzip(b))).text == b, true);
}

TEST(ByteInput, SaysThatAFileBreaksOffAndGivesWhatCameBefore) {
  const TestFolder folder;
  const std::string text = sample(2'000'000);
  for (const std::string& whole : {gzip(text), zstd(text)}) {
    const std::string path = folder.write("cut", whole.substr(0, whole.size() * 3 / 4));
    const Read got = read_all(path);
    EXPECT_NE(got.error.find(path + ": it ends in the middle of the "), std::string::npos)
        << got.error;
    EXPECT_GT(got.text.size(), text.size() / 3);
    EXPECT_EQ(text.compare(0, got.text.size(), got.text), 0);
    EXPECT_NE(read_all(folder.write("five", whole.substr(0, 5))).error, "");
    EXPECT_NE(read_all(folder.write("last", whole.substr(0, whole.size() - 1))).error, "");
  }
}

TEST(ByteInput, SaysThatAFileIsCorrupt) {
  const TestFolder folder;
  const std::string text = sample(2'000'000);
  for (std::string bytes : {gzip(text), zstd(text)}) {
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 200; ++i)
      bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
    const Read got = read_all(folder.write("corrupt", bytes));
    EXPECT_NE(got.error, "");
  }
  EXPECT_NE(read_all(folder.write("tail", gzip(text) + "rubbish")).error, "");
}

TEST(ByteInput, NeverCrashesOnHostileBytes) {
  const TestFolder folder;
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  const std::string text = sample(20'000);
  for (int round = 0; round < 300; ++round) {
    std::string bytes = round % 2 == 0 ? gzip(text) : zstd(text);
    for (int i = 0; i < 3; ++i) bytes[random() % bytes.size()] = static_cast<char>(random() & 0xFF);
    read_all(folder.write("hostile", bytes));
  }
}

TEST(ByteInput, NamesTheFileThatItCannotRead) {
  const TestFolder folder;
  const std::string missing = folder.path() + "/missing";
  EXPECT_EQ(read_all(missing).error, missing + ": no such file or directory");
  EXPECT_EQ(read_all(folder.path()).error, folder.path() + ": is a directory");
  EXPECT_EQ(ByteInput::check(missing).error().what, missing + ": no such file or directory");
  EXPECT_EQ(ByteInput::check(folder.path()).error().what, folder.path() + ": is a directory");
  EXPECT_EQ(ByteInput::check(folder.write("five", "12345")).value_or(0), 5U);
  EXPECT_EQ(ByteInput::check("-").value_or(1), 0U);
}

TEST(ByteInput, ReadsAPipeByteByByte) {
  const TestFolder folder;
  const std::string path = folder.path() + "/pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const std::string text = sample(300);
  for (const std::string& bytes : {text, gzip(text), zstd(text)}) {
    std::jthread writer{[&] {
      std::ofstream out{path, std::ios::binary};
      for (const char c : bytes) out.put(c).flush();
    }};
    EXPECT_EQ(read_all(path).text, text);
  }
}

TEST(ByteInput, SaysWhenAPipeHasSomethingAtHand) {
  const TestFolder folder;
  const std::string path = folder.path() + "/pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  for (const std::string& bytes : {std::string{"one line\n"}, gzip("one line\n")}) {
    const int writer = ::open(path.c_str(), O_RDWR);  // Both ends, so that opening does not wait.
    ASSERT_EQ(::write(writer, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    auto input = *ByteInput::open(path);
    EXPECT_TRUE(input->at_hand()) << "read when it was looked at";
    EXPECT_EQ(input->read().value_or(""), "one line\n");
    while (input->at_hand()) EXPECT_EQ(input->read().value_or("error"), "");
    EXPECT_FALSE(input->at_end());
    ::close(writer);
  }
}

TEST(ByteInput, KnowsHowFarItIs) {
  const TestFolder folder;
  const std::string text = sample(1'000'000);
  const std::string packed = gzip(text);
  auto plain = *ByteInput::open(folder.write("plain", text));
  auto zipped = *ByteInput::open(folder.write("zipped", packed));
  EXPECT_EQ(plain->size(), text.size());
  EXPECT_EQ(plain->position(), 0U);
  EXPECT_TRUE(plain->plain_file());
  EXPECT_FALSE(zipped->plain_file());
  EXPECT_EQ(plain->wait_descriptor(), -1);
  EXPECT_EQ(zipped->size(), packed.size());
  while (!plain->at_end()) EXPECT_TRUE(plain->read());
  while (!zipped->at_end()) EXPECT_TRUE(zipped->read());
  EXPECT_EQ(plain->position(), text.size());
  EXPECT_EQ(zipped->position(), packed.size());
}

}  // namespace
}  // namespace narrows::source
