#include "history/identities.hpp"

#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "model/words.hpp"

namespace narrows::history {
namespace {

// True if the field is said and is not what is known; then it is known.
template <class Value>
bool learn(std::optional<Value>& known, const std::optional<Value>& said) {
  if (!said || known == said) return false;
  known = said;
  return true;
}

model::StationKind kind_of(std::string_view word) {
  for (std::size_t i = 0; i < model::kStationKindWords.size(); ++i) {
    if (model::kStationKindWords[i] == word) return static_cast<model::StationKind>(i);
  }
  return model::StationKind::kUnknown;
}

template <class Value>
std::optional<Value> cast(std::optional<std::int64_t> number) {
  return number ? std::optional{static_cast<Value>(*number)} : std::nullopt;
}

std::optional<std::string> copy(std::optional<std::string_view> text) {
  return text ? std::optional<std::string>{*text} : std::nullopt;
}

constexpr const char* kLatest =
    "SELECT coalesce(exercise, ''), arg_max(kind, observed_at), arg_max(name, observed_at),"
    " arg_max(call_sign, observed_at), arg_max(destination, observed_at), mmsi::BIGINT,"
    " arg_max(imo, observed_at)::BIGINT, arg_max(ship_type, observed_at)::BIGINT,"
    " arg_max(to_bow_m, observed_at)::BIGINT, arg_max(to_stern_m, observed_at)::BIGINT,"
    " arg_max(to_port_m, observed_at)::BIGINT, arg_max(to_starboard_m, observed_at)::BIGINT,"
    " (arg_max(draught_m, observed_at) * 10)::BIGINT, arg_max(mother_ship, observed_at)::BIGINT"
    " FROM statics WHERE received_at < make_timestamp({}) GROUP BY exercise, mmsi"
    " ORDER BY max(received_at) DESC LIMIT {}";

}  // namespace

bool Identities::news(const model::StaticObservation& said, std::uint32_t exercise) {
  const Ship ship{exercise, said.mmsi.value};
  const auto known = last_.find(ship);
  if (known == last_.end()) {
    if (last_.size() < kMax) last_.emplace(ship, said);
    return true;
  }
  model::StaticObservation& last = known->second;
  bool news = last.kind != said.kind;
  last.kind = said.kind;
  // Each is learnt, whether or not another was news already.
  news = learn(last.imo, said.imo) || news;
  news = learn(last.name, said.name) || news;
  news = learn(last.call_sign, said.call_sign) || news;
  news = learn(last.ship_type, said.ship_type) || news;
  news = learn(last.to_bow_stern_port_starboard_m, said.to_bow_stern_port_starboard_m) || news;
  news = learn(last.draught_m, said.draught_m) || news;
  news = learn(last.destination, said.destination) || news;
  news = learn(last.mother_ship, said.mother_ship) || news;
  return news;
}

Result<void> Identities::load(Connection& connection, Time t, Names& names) {
  last_.clear();
  return connection.query(fmt::format(kLatest, stored_time(t), kMax), [&](const Rows& rows) {
    for (std::uint64_t i = 0; i < rows.size(); ++i) {
      model::StaticObservation said;
      said.kind = kind_of(rows.text(1, i).value_or(""));
      said.name = copy(rows.text(2, i));
      said.call_sign = copy(rows.text(3, i));
      said.destination = copy(rows.text(4, i));
      said.mmsi.value = cast<std::uint32_t>(rows.number(5, i)).value_or(0);
      said.imo = cast<std::uint32_t>(rows.number(6, i));
      said.ship_type = cast<std::uint8_t>(rows.number(7, i));
      if (rows.number(8, i)) {
        auto& size = said.to_bow_stern_port_starboard_m.emplace();
        for (std::uint64_t k = 0; k < 4; ++k) {
          size[k] = cast<std::uint16_t>(rows.number(8 + k, i)).value_or(0);
        }
      }
      if (const auto tenths = rows.number(12, i)) {
        said.draught_m = static_cast<double>(*tenths) / 10.0;
      }
      if (const auto mother = cast<std::uint32_t>(rows.number(13, i))) {
        said.mother_ship = model::Mmsi{*mother};
      }
      last_[{names.number(rows.text(0, i).value_or("")), said.mmsi.value}] = said;
    }
  });
}

}  // namespace narrows::history
