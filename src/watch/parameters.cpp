#include "watch/parameters.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace narrows::watch {

using model::ShipClass;

Parameters::Parameters(std::span<const ParameterSpec> specs, Preset preset) : specs_{specs} {
  for (const auto& spec : specs) {
    double value = spec.usual;
    if (preset == Preset::kGfw) value = spec.gfw.value_or(value);
    if (preset == Preset::kSkylight) value = spec.skylight.value_or(value);
    values_.emplace_back().fill(value);
    own_.emplace_back().fill(false);
  }
}

std::size_t Parameters::place_of(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::find(specs_, name, &ParameterSpec::name) -
                                  specs_.begin());
}

double Parameters::number(std::string_view name, ShipClass c) const {
  return values_.at(place_of(name))[static_cast<std::size_t>(c)];
}

Duration Parameters::seconds(std::string_view name, ShipClass c) const {
  return Duration::microseconds(std::llround(number(name, c) * 1e6));
}

Duration Parameters::minutes(std::string_view name, ShipClass c) const {
  return Duration::microseconds(std::llround(number(name, c) * 60e6));
}

std::array<double, model::kShipClassCount> Parameters::by_class(std::string_view name) const {
  return values_.at(place_of(name));
}

Result<void> Parameters::check(std::size_t place, std::string_view name) const {
  if (place < specs_.size()) return {};
  std::string known;
  for (const auto& spec : specs_)
    known += fmt::format("{}{}", known.empty() ? "" : ", ", spec.name);
  return fail(Fault::kNotFound, fmt::format("no parameter '{}' (there are: {})", name, known));
}

Result<void> Parameters::set(std::string_view name, double value, std::optional<ShipClass> c) {
  const std::size_t place = place_of(name);
  if (const auto known = check(place, name); !known) return known;
  const auto& spec = specs_[place];
  if (!(value >= spec.least && value <= spec.most)) {
    return fail(Fault::kOutOfRange, fmt::format("{} is {}, but must be from {} to {}", name, value,
                                                spec.least, spec.most));
  }
  if (c && *c != ShipClass::kUnknown) {
    values_[place][static_cast<std::size_t>(*c)] = value;
    own_[place][static_cast<std::size_t>(*c)] = true;
    return {};
  }
  for (std::size_t i = 0; i < model::kShipClassCount; ++i) {
    if (!own_[place][i]) values_[place][i] = value;
  }
  return {};
}

Result<void> Parameters::forget(std::string_view name, ShipClass c) {
  const std::size_t place = place_of(name);
  if (const auto known = check(place, name); !known) return known;
  if (c == ShipClass::kUnknown) return {};
  own_[place][static_cast<std::size_t>(c)] = false;
  values_[place][static_cast<std::size_t>(c)] = values_[place][0];
  return {};
}

bool Parameters::has_own(std::string_view name, ShipClass c) const {
  return own_.at(place_of(name))[static_cast<std::size_t>(c)];
}

bool Parameters::differ() const {
  return std::ranges::any_of(own_,
                             [](const auto& own) { return std::ranges::count(own, true) > 0; });
}

Parameters Parameters::of(ShipClass c) const {
  Parameters out = *this;
  for (auto& value : out.values_) value.fill(value[static_cast<std::size_t>(c)]);
  for (auto& own : out.own_) own.fill(false);
  return out;
}

std::vector<model::AlertParameter> Parameters::list(ShipClass c) const {
  std::vector<model::AlertParameter> out;
  out.reserve(specs_.size());
  for (std::size_t i = 0; i < specs_.size(); ++i)
    out.push_back({std::string{specs_[i].name}, values_[i][static_cast<std::size_t>(c)]});
  return out;
}

}  // namespace narrows::watch
