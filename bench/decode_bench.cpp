// Text to typed record: framing, both checksums, reassembly, all fields. One thread, CPU time, the
// least of several rounds.
//
//   decode_bench FILE [REPEAT] [ROUNDS]       e.g. ../shared/data/nmea/aishub/ais-nmea-sample.log
//   12
//
// Prints the rate of the whole path and of its inner stages, so that a change shows where it acts.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <time.h>

#include "decode/nmea/framer.hpp"
#include "decode/stream_decoder.hpp"

namespace {

using namespace narrows;
using namespace narrows::decode;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

template <class Body>
double best_of(int rounds, Body&& body) {
  double best = 1e9;
  for (int i = 0; i < rounds; ++i) {
    const double begin = cpu_seconds();
    body();
    best = std::min(best, cpu_seconds() - begin);
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: decode_bench FILE [REPEAT] [ROUNDS]\n");
    return 2;
  }
  std::ifstream file{argv[1], std::ios::binary};
  std::ostringstream content;
  if (!file || !(content << file.rdbuf())) {
    std::fprintf(stderr, "decode_bench: cannot read %s\n", argv[1]);
    return 2;
  }
  const std::string once = content.str();
  const int repeat = argc > 2 ? std::atoi(argv[2]) : 1;
  const int rounds = argc > 3 ? std::atoi(argv[3]) : 5;
  std::string text;
  for (int i = 0; i < repeat; ++i) text += once;

  std::uint64_t sentences = 0;
  std::uint64_t messages = 0;
  std::uint64_t sum = 0;
  const double whole = best_of(rounds, [&] {
    StreamDecoder decoder;
    const auto sink = [&sum](const ais::Message& m, const Envelope& e) {
      sum += m.index() + e.bits;
    };
    decoder.feed(text, sink);
    decoder.finish(sink);
    sentences = decoder.accounts().sentences;
    messages = decoder.accounts().messages;
  });
  const double framing = best_of(rounds, [&] {
    nmea::Framer framer;
    Accounts accounts;
    framer.feed(
        text, accounts, [&sum](const nmea::Framer::Framed& f) { sum += f.sentence.payload.size(); },
        [](Drop, std::string_view, std::uint64_t) {});
  });
  const auto rate = [&](double seconds) { return static_cast<double>(sentences) / seconds / 1e6; };
  std::printf("kernels %s  bytes %zu  sentences %llu  messages %llu\n", nmea::kernels().name,
              text.size(), static_cast<unsigned long long>(sentences),
              static_cast<unsigned long long>(messages));
  std::printf("text to typed record  %7.2f M sentences/s  %6.1f ns each\n", rate(whole),
              whole / static_cast<double>(sentences) * 1e9);
  std::printf("  of it framing       %7.2f M sentences/s  %6.1f ns each\n", rate(framing),
              framing / static_cast<double>(sentences) * 1e9);
  return sum == 42 ? 3 : 0;  // The sum keeps the work from being optimised away.
}
