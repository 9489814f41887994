// Any bytes as a CSV file: nothing breaks, every row is accounted for, how the file is cut changes
// nothing, and no sentinel comes out as a value.

#include <cmath>
#include <cstdint>
#include <string_view>
#include <variant>

#include "decode/csv/csv_decoder.hpp"

using namespace narrows;
using namespace narrows::decode::csv;

namespace {

struct Seen {
  Accounts accounts;
  bool failed = false;
  std::uint64_t sum = 0;
};

void check(const model::PositionObservation& o) {
  if (o.mmsi.value == 0 || o.mmsi.value > 999'999'999) __builtin_trap();
  if (o.observed_at < Time{}) __builtin_trap();
  if (o.sog && !(o.sog->knots() >= 0.0 && o.sog->knots() < 102.31)) __builtin_trap();
  if (o.cog && !(o.cog->degrees_true() >= 0.0 && o.cog->degrees_true() < 360.0)) __builtin_trap();
  if (o.heading && !(o.heading->degrees_true() < 360.0)) __builtin_trap();
  if (o.nav_status && *o.nav_status > 14) __builtin_trap();
  if (o.turn_deg_per_min && !(std::abs(*o.turn_deg_per_min) <= 720.0)) __builtin_trap();
}

Seen read_all(std::string_view text, std::size_t piece) {
  Seen seen;
  CsvDecoder decoder{{}};
  const auto take = [&](const model::Observation& observation) {
    if (const auto* where = std::get_if<model::PositionObservation>(&observation)) {
      check(*where);
      seen.sum = seen.sum * 31 + where->mmsi.value +
                 static_cast<std::uint64_t>(where->observed_at.unix_microseconds());
    }
  };
  const auto reject = [&](const RejectedRow& row) {
    if (row.text.size() > 200) __builtin_trap();
    seen.sum = seen.sum * 31 + row.line;
  };
  Result<void> done;
  for (std::size_t at = 0; at < text.size() && done; at += piece) {
    done = decoder.feed(text.substr(at, piece), take, reject);
    if (!decoder.accounts().balanced()) __builtin_trap();
  }
  if (done) done = decoder.finish(take, reject);
  if (!decoder.accounts().balanced()) __builtin_trap();
  seen.accounts = decoder.accounts();
  seen.failed = !done;
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 200'000) return 0;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const Seen whole = read_all(text, size);
  const Seen cut = read_all(text, 1 + data[0] % 97U);
  if (whole.failed != cut.failed || whole.sum != cut.sum ||
      whole.accounts.rows != cut.accounts.rows || whole.accounts.used != cut.accounts.used ||
      whole.accounts.rejected != cut.accounts.rejected ||
      whole.accounts.left_out != cut.accounts.left_out) {
    __builtin_trap();
  }
  return 0;
}
