#pragma once

// Lines to sentences: finds every VDM and VDO in whatever surrounds it, and what is said about it.
//
// Accepts any talker, '!' or '$', CRLF or LF, text before and after, several sentences a line, tag
// blocks, Gatehouse lines. It judges shape only; reassembly and meaning come after.

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "base/function_ref.hpp"
#include "decode/accounts.hpp"
#include "decode/nmea/kernels.hpp"
#include "decode/nmea/sentence.hpp"

namespace narrows::decode::nmea {

class Framer {
 public:
  /// What comes out. Views are good during the call; `payload` has 32 readable bytes after it.
  struct Framed {
    Sentence sentence;
    Stamp stamp;
    std::uint64_t line = 0;  ///< From 1.
  };
  using OnSentence = FunctionRef<void(const Framed&)>;
  using OnRejected = FunctionRef<void(Drop, std::string_view text, std::uint64_t line)>;

  /// A line longer than this is taken as ended here, wherever the caller's pieces end.
  static constexpr std::size_t kLineMax = 16'384;

  explicit Framer(const Kernels& kernels = nmea::kernels()) : kernels_{&kernels} {}

  /// Any piece of the stream. Counts bytes, lines, sentences and shapes into `accounts`.
  void feed(std::string_view bytes, Accounts& accounts, OnSentence sentence, OnRejected rejected);
  /// What was kept of an unended last line is a line.
  void end_line(Accounts& accounts, OnSentence sentence, OnRejected rejected);

  /// The same for a sink that takes Plain sentences as they are, without a Framed in between: the
  /// hot path. Sink has
  ///     std::uint8_t* payload()                               room for the bits of a Plain,
  ///     void plain(const char* text, const Plain&, line)      which are there when this is called,
  ///     void framed(const Framed&)                            every other sentence,
  ///     void rejected(Drop, text, line)
  template <class Sink>
  void feed_to(std::string_view bytes, Accounts& accounts, Sink& sink);
  template <class Sink>
  void end_line_to(Accounts& accounts, Sink& sink);

  /// A Plain sentence at `text` as any other.
  static Sentence sentence_of(const char* text, const Plain& plain);

 private:
  /// Lines that begin this close to the end of the caller's bytes are copied: kernels read ahead.
  static constexpr std::ptrdiff_t kMargin = kReadAhead + 64;

  struct Out;
  template <class Sink>
  void run(const char* at, const char* end, const char* readable_end, Accounts& accounts,
           Sink& sink);
  template <class Sink>
  void padded(std::string_view lines, Accounts& accounts, Sink& sink);
  void line(std::string_view text, Accounts& accounts, OnSentence sentence, OnRejected rejected);
  std::size_t sentence(std::string_view text, std::size_t at, const Stamp& stamp, Out& out);

  const Kernels* kernels_;
  std::string carry_;      // An unended last line.
  std::string scratch_;    // Lines near the end of the caller's bytes, with room to read ahead.
  std::string gatehouse_;  // The last `$PGHP` line: it speaks of the AIS sentence that follows.
  std::string lone_tag_;   // The last line of nothing but tag blocks: of the next line.
  bool has_gatehouse_ = false;
  bool has_lone_tag_ = false;
  std::uint64_t line_ = 0;
};

template <class Sink>
void Framer::feed_to(std::string_view bytes, Accounts& accounts, Sink& sink) {
  if (bytes.empty()) return;  // What is carried stays carried.
  accounts.bytes += bytes.size();
  while (!carry_.empty() && !bytes.empty()) {
    const auto end = bytes.find('\n');
    const auto whole = end == std::string_view::npos ? bytes.size() : end + 1;
    const auto take = std::min(whole, kLineMax - carry_.size());
    carry_.append(bytes.substr(0, take));
    bytes.remove_prefix(take);
    if (carry_.back() != '\n' && carry_.size() < kLineMax) return;
    padded(carry_, accounts, sink);
    carry_.clear();
  }
  const auto last = bytes.rfind('\n');
  if (last != std::string_view::npos) {
    const auto lines = bytes.substr(0, last + 1);
    run(lines.data(), lines.data() + lines.size(), bytes.data() + bytes.size(), accounts, sink);
    bytes.remove_prefix(last + 1);
  }
  while (bytes.size() >= kLineMax) {
    padded(bytes.substr(0, kLineMax), accounts, sink);
    bytes.remove_prefix(kLineMax);
  }
  carry_.assign(bytes);
}

template <class Sink>
void Framer::end_line_to(Accounts& accounts, Sink& sink) {
  if (carry_.empty()) return;
  padded(carry_, accounts, sink);
  carry_.clear();
}

template <class Sink>
void Framer::padded(std::string_view lines, Accounts& accounts, Sink& sink) {
  scratch_.assign(lines);
  scratch_.append(static_cast<std::size_t>(kMargin), '\0');
  run(scratch_.data(), scratch_.data() + lines.size(), scratch_.data() + scratch_.size(), accounts,
      sink);
}

/// Whole lines [at, end); what lies behind `end` may be read up to `readable_end`.
template <class Sink>
void Framer::run(const char* at, const char* end, const char* readable_end, Accounts& accounts,
                 Sink& sink) {
  Plain plain;
  while (at < end) {
    if (readable_end - at >= kMargin && !has_gatehouse_ && !has_lone_tag_) {
      if (kernels_->plain(at, plain, sink.payload()) && at + plain.line_size <= end) [[likely]] {
        ++accounts.lines;
        ++accounts.sentences;
        sink.plain(at, plain, ++line_);
        at += plain.line_size;
        continue;
      }
    }
    const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    const char* line_end = found == nullptr ? end : static_cast<const char*>(found);
    const char* next = found == nullptr ? end : line_end + 1;
    if (line_end - at >= static_cast<std::ptrdiff_t>(kLineMax)) next = line_end = at + kLineMax;
    if (readable_end - line_end < kMargin) {
      padded({at, static_cast<std::size_t>(end - at)}, accounts, sink);
      return;
    }
    ++line_;
    ++accounts.lines;
    if (line_end > at && line_end[-1] == '\r') --line_end;
    line(
        {at, static_cast<std::size_t>(line_end - at)}, accounts,
        [&sink](const Framed& framed) { sink.framed(framed); },
        [&sink](Drop why, std::string_view text, std::uint64_t number) {
          sink.rejected(why, text, number);
        });
    at = next;
  }
}

}  // namespace narrows::decode::nmea
