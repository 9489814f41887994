#include "engine/simulated_sea.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/area.hpp"

namespace narrows::engine {
namespace {

constexpr std::string_view kScheme = "simulate:";
constexpr std::uint64_t kHistoryHoursMax = 72;

/// What one asks for without a scenario: a mixed fleet that everybody hears.
exercise::Scenario plain_fleet(const SimulatedAddress& address) {
  exercise::Scenario scenario;
  scenario.title = address.what;
  scenario.area = address.what;
  scenario.traffic.vessels = address.vessels.value_or(300);
  scenario.ideal_reception = true;
  return scenario;
}

Time first_of_the_month(Time t) {
  const auto calendar = to_utc(t);
  return from_utc(calendar.year, calendar.month, 1);
}

}  // namespace

Result<SimulatedAddress> parse_simulated(const std::string& input) {
  const auto wrong = [&input](std::string_view why) {
    return fail(Fault::kMalformed, fmt::format("{}: {}", input, why));
  };
  if (!input.starts_with(kScheme)) return wrong("does not begin with 'simulate:'");
  std::string_view rest = std::string_view{input}.substr(kScheme.size());
  const auto mark = rest.find('?');
  SimulatedAddress address;
  address.what = rest.substr(0, mark);
  if (address.what.empty()) return wrong("names no area and no scenario");
  const bool plain = address.what.find('/') == std::string::npos;
  if (!plain && !address.is_scenario()) return wrong("a scenario's file ends in .toml");
  rest.remove_prefix(mark == std::string_view::npos ? rest.size() : mark + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = pair.find('=');
    const auto key = pair.substr(0, equals);
    const auto text = equals == std::string_view::npos ? "" : pair.substr(equals + 1);
    std::uint64_t value = 0;
    const auto [to, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && to == text.data() + text.size();
    if (key == "seed" && whole) {
      address.seed = value;
    } else if (key == "vessels" && whole && value >= 1 && value <= 100'000) {
      address.vessels = static_cast<std::uint32_t>(value);
    } else if (key == "history_h" && whole && value <= kHistoryHoursMax) {
      address.history = Duration::hours(static_cast<std::int64_t>(value));
    } else if (key == "receivers" && (text == "all" || text == "first")) {
      address.every_receiver = text == "all";
    } else {
      return wrong(
          "the parameters are vessels (1 to 100000), seed, history_h (0 to 72), all whole "
          "numbers, and receivers (all or first)");
    }
  }
  return address;
}

Result<std::string> read_whole(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  // Copying nothing counts as a failure: an empty file is read by what it ends with.
  if (!in || (in.peek() != std::ifstream::traits_type::eof() && !(text << in.rdbuf())))
    return fail(Fault::kNotFound, fmt::format("cannot read {}", file.string()));
  return text.str();
}

Result<std::shared_ptr<const exercise::Sea>> read_sea(const std::string& area,
                                                      const std::filesystem::path& packs) {
  const auto pack = read_area(area, packs);
  if (!pack) return tl::unexpected(pack.error());
  const auto file = areas_directory(packs) / area / "traffic.toml";
  const auto text = read_whole(file);
  if (!text) {
    return fail(Fault::kNotFound,
                fmt::format("the area '{}' has no simulated traffic: {}", area, text.error().what));
  }
  auto sea = exercise::read_sea(*pack, *text, file.string());
  if (!sea) return tl::unexpected(sea.error());
  return std::make_shared<const exercise::Sea>(std::move(*sea));
}

Result<SimulatedSea> read_simulated(const SimulatedAddress& address,
                                    const std::filesystem::path& packs) {
  SimulatedSea made;
  if (address.is_scenario()) {
    const auto text = read_whole(address.what);
    if (!text) return tl::unexpected(text.error());
    auto scenario = exercise::read_scenario(*text, address.what);
    if (!scenario) return tl::unexpected(scenario.error());
    made.scenario = std::move(*scenario);
    if (address.vessels) made.scenario.traffic.vessels = address.vessels;
  } else {
    made.scenario = plain_fleet(address);
  }
  made.scenario.seed = address.seed.value_or(made.scenario.seed);
  auto sea = read_sea(made.scenario.area, packs);
  if (!sea) return tl::unexpected(sea.error());
  made.sea = std::move(*sea);
  return made;
}

Result<exercise::World> SimulatedSea::world_from(Time begin) const {
  exercise::Scenario endless = scenario;
  for (exercise::Order& order : endless.orders)
    if (!order.every) order.every = std::max(scenario.lasts, order.at + Duration::minutes(1));
  // A large fleet is not sailed on from the first of the month.
  const Time zero = first_of_the_month(begin);
  const Time epoch = scenario.traffic.vessels.value_or(0) > 500 ? begin : zero;
  return exercise::World::make(sea, endless,
                               {.begin = begin, .zero = zero, .epoch = epoch, .keep_truth = false});
}

}  // namespace narrows::engine
