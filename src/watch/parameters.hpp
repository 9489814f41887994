#pragma once

// What a rule can be told: a table of parameters with unit (in the name), default, bounds and
// origin, and the values in force, for all vessels or for a class of them.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/units.hpp"
#include "model/alert.hpp"
#include "model/ship_class.hpp"

namespace narrows::watch {

struct ParameterSpec {
  std::string_view name;  ///< "distance_m": the unit is in the name.
  double usual = 0.0;
  double least = 0.0;
  double most = 0.0;
  std::string_view origin;  ///< "default", "COLREG 10(b)", "GFW", "measured by bench/watch".
  std::string_view what;
  std::optional<double> gfw{};  ///< Of the preset; else the usual.
  std::optional<double> skylight{};
};

enum class Preset : std::uint8_t { kNarrows, kGfw, kSkylight };
inline constexpr std::array<std::string_view, 3> kPresetNames{"narrows", "gfw", "skylight"};

class Parameters {
 public:
  explicit Parameters(std::span<const ParameterSpec> specs, Preset preset = Preset::kNarrows);

  /// REQUIRES of all: `name` is in the table.
  double number(std::string_view name, model::ShipClass c = model::ShipClass::kUnknown) const;
  Distance metres(std::string_view name, model::ShipClass c = model::ShipClass::kUnknown) const {
    return Distance::metres(number(name, c));
  }
  Distance nautical_miles(std::string_view name,
                          model::ShipClass c = model::ShipClass::kUnknown) const {
    return Distance::nautical_miles(number(name, c));
  }
  Speed knots(std::string_view name, model::ShipClass c = model::ShipClass::kUnknown) const {
    return Speed::knots(number(name, c));
  }
  Duration seconds(std::string_view name, model::ShipClass c = model::ShipClass::kUnknown) const;
  Duration minutes(std::string_view name, model::ShipClass c = model::ShipClass::kUnknown) const;
  /// One value a class, to be read on the hot path.
  std::array<double, model::kShipClassCount> by_class(std::string_view name) const;

  /// Fails (naming the parameter, its bounds, or the names that there are). Without a class: of
  /// all.
  Result<void> set(std::string_view name, double value,
                   std::optional<model::ShipClass> c = std::nullopt);

  /// The class has no value of its own any more. Fails as set().
  Result<void> forget(std::string_view name, model::ShipClass c);
  /// Whether the class has one. REQUIRES: `name` is in the table.
  bool has_own(std::string_view name, model::ShipClass c) const;
  /// Whether any class has one of any parameter.
  bool differ() const;
  /// Those of one class, for all.
  Parameters of(model::ShipClass c) const;

  std::span<const ParameterSpec> specs() const { return specs_; }
  /// As alerts carry them: those of all vessels, and of class `c` where it differs.
  std::vector<model::AlertParameter> list(model::ShipClass c = model::ShipClass::kUnknown) const;

 private:
  std::size_t place_of(std::string_view name) const;
  Result<void> check(std::size_t place, std::string_view name) const;

  std::span<const ParameterSpec> specs_;
  std::vector<std::array<double, model::kShipClassCount>> values_;  // kUnknown: of all.
  std::vector<std::array<bool, model::kShipClassCount>> own_;       // The class has its own.
};

}  // namespace narrows::watch
