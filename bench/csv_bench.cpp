// How fast rows of a CSV file become observations: one thread, CPU time, least of several rounds.
//
//   csv_bench FILE [TIMES=1] [ROUNDS=5]     the file's rows repeated TIMES over

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

#include "decode/csv/csv_decoder.hpp"

namespace {

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace narrows;
  if (argc < 2) {
    std::fprintf(stderr, "csv_bench FILE [TIMES] [ROUNDS]\n");
    return 2;
  }
  std::ifstream in{argv[1], std::ios::binary};
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    std::fprintf(stderr, "csv_bench: cannot read %s\n", argv[1]);
    return 2;
  }
  const std::string file = text.str();
  const auto rows_begin = file.find('\n') + 1;
  std::string bytes = file;
  for (int i = argc > 2 ? std::atoi(argv[2]) : 1; i > 1; --i) bytes += file.substr(rows_begin);

  double best = 1e9;
  decode::csv::Accounts accounts;
  double sum = 0.0;  // So that nothing is left out as unused.
  for (int round = argc > 3 ? std::atoi(argv[3]) : 5; round > 0; --round) {
    decode::csv::CsvDecoder decoder{{}};
    const auto take = [&](const model::Observation& o) {
      if (const auto* where = std::get_if<model::PositionObservation>(&o))
        sum += where->sog ? where->sog->knots() : 1.0;
    };
    const auto reject = [](const decode::csv::RejectedRow&) {};
    const double begin = cpu_seconds();
    constexpr std::size_t kPiece = std::size_t{256} << 10U;
    for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
      if (!decoder.feed(std::string_view{bytes}.substr(at, kPiece), take, reject)) return 1;
    }
    if (!decoder.finish(take, reject)) return 1;
    best = std::min(best, cpu_seconds() - begin);
    accounts = decoder.accounts();
  }
  std::printf("%llu rows, %llu used, %.1f MB: %.2f M rows/s, %.0f MB/s (%.0f)\n",
              static_cast<unsigned long long>(accounts.rows),
              static_cast<unsigned long long>(accounts.used),
              static_cast<double>(bytes.size()) / 1e6,
              static_cast<double>(accounts.rows) / best / 1e6,
              static_cast<double>(bytes.size()) / best / 1e6, sum);
}
