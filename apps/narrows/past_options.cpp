#include "past_options.hpp"

#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "interrupt.hpp"

namespace narrows::cli {

namespace {

constexpr std::size_t kMmsisMax = 1'000;

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Result<Time> parse_time(std::string_view option, std::string_view said) {
  std::string text{said};
  if (text.size() == 10) text += "T00:00:00Z";
  const auto time = parse_rfc3339(text);
  if (time) return *time;
  return fail(
      Fault::kMalformed,
      fmt::format("--{} must be a time as 2026-01-31T12:00:00Z or a date, not '{}'", option, said));
}

Result<history::Box> parse_box(std::string_view said) {
  const auto parts = split(said);
  std::vector<double> degrees;
  for (const auto part : parts) {
    if (const auto value = number(part)) degrees.push_back(*value);
  }
  if (parts.size() == 4 && degrees.size() == 4 && degrees[1] <= degrees[3]) {
    const auto south_west = geo::LatLon::from(geo::LatLon::Degrees{degrees[1], degrees[0]});
    const auto north_east = geo::LatLon::from(geo::LatLon::Degrees{degrees[3], degrees[2]});
    if (south_west && north_east) return history::Box{*south_west, *north_east};
  }
  return fail(Fault::kMalformed,
              fmt::format("--bbox must be WEST,SOUTH,EAST,NORTH in degrees, not '{}'", said));
}

Result<PastFilter> parse_past_filter(const Arguments& arguments) {
  PastFilter filter;
  for (const auto& [option, time] : {std::pair{"from", &filter.from}, {"to", &filter.to}}) {
    const auto said = arguments.value(option);
    if (!said) continue;
    const auto parsed = parse_time(option, *said);
    if (!parsed) return tl::unexpected(parsed.error());
    *time = *parsed;
  }
  if (filter.from && filter.to && *filter.from >= *filter.to)
    return fail(Fault::kOutOfRange, "--from must be before --to");
  if (const auto said = arguments.value("bbox")) {
    const auto box = parse_box(*said);
    if (!box) return tl::unexpected(box.error());
    filter.box = *box;
  }
  if (const auto said = arguments.value("mmsi")) {
    for (const auto part : split(*said)) {
      std::uint32_t value = 0;
      const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
      if (error != std::errc{} || end != part.data() + part.size() || value > 999'999'999) {
        return fail(Fault::kMalformed,
                    fmt::format("--mmsi must be numbers of up to nine digits, not '{}'", *said));
      }
      filter.mmsis.push_back({value});
    }
    if (filter.mmsis.size() > kMmsisMax)
      return fail(Fault::kOutOfRange, fmt::format("--mmsi takes {} numbers at most", kMmsisMax));
  }
  filter.exercise = arguments.text("exercise", "");
  if (arguments.has("exercise") && filter.exercise.empty())
    return fail(Fault::kMalformed, "--exercise wants the name of an exercise");
  return filter;
}

Result<StorePlace> parse_store(const Arguments& arguments) {
  const auto said = arguments.value("store");
  if (!said || said->empty())
    return fail(Fault::kMalformed, "--store DIR must say where the history is");
  return store_place(std::string{*said});
}

struct TimeLimit::State {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::atomic<bool> over = false;
  std::jthread thread;
};

TimeLimit::TimeLimit(history::StoreReader& reader, unsigned seconds)
    : state_{std::make_unique<State>()} {
  using namespace std::chrono_literals;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
  state_->thread = std::jthread{
      [state = state_.get(), &reader, end, limited = seconds > 0](const std::stop_token& stop) {
        std::unique_lock lock{state->mutex};
        while (!stop.stop_requested()) {
          state->changed.wait_for(lock, stop, 100ms, [] { return false; });
          if (stop.stop_requested()) return;
          if (limited && std::chrono::steady_clock::now() >= end) state->over = true;
          // Again and again: a question that has not begun yet would not hear it once.
          if (state->over || interrupted()) reader.interrupt();
        }
      }};
}

TimeLimit::~TimeLimit() = default;

bool TimeLimit::over() const {
  return state_->over;
}

}  // namespace narrows::cli
