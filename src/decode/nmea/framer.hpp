#pragma once

// Lines to sentences: finds every VDM and VDO in whatever surrounds it, and what is said about it.
//
// Accepts any talker, '!' or '$', CRLF or LF, text before and after, several sentences a line, tag
// blocks, Gatehouse lines. It judges shape only; reassembly and meaning come after.

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

  /// A line longer than this is taken as ended here.
  static constexpr std::size_t kLineMax = 16'384;

  explicit Framer(const Kernels& kernels = nmea::kernels()) : kernels_{&kernels} {}

  /// Any piece of the stream. Counts bytes, lines, sentences and shapes into `accounts`.
  void feed(std::string_view bytes, Accounts& accounts, OnSentence sink, OnRejected rejected);
  /// What was kept of an unended last line is a line.
  void end_line(Accounts& accounts, OnSentence sink, OnRejected rejected);

 private:
  struct Out;
  void run(const char* at, const char* end, const char* readable_end, Out& out);
  bool plain(const char*& at, const char* end, Out& out);
  void line(std::string_view text, Out& out);
  std::size_t sentence(std::string_view text, std::size_t at, const Stamp& stamp, Out& out);
  void padded(std::string_view lines, Out& out);

  const Kernels* kernels_;
  std::string carry_;      // An unended last line.
  std::string scratch_;    // Lines near the end of the caller's bytes, with room to read ahead.
  std::string gatehouse_;  // The last `$PGHP` line: it speaks of the AIS sentence that follows.
  std::string lone_tag_;   // The last line of nothing but tag blocks: of the next line.
  bool has_gatehouse_ = false;
  bool has_lone_tag_ = false;
  std::uint64_t line_ = 0;
  Framed plain_;  // Reused: most of it never changes from one plain sentence to the next.
};

}  // namespace narrows::decode::nmea
