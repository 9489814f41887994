#include "picture/findings.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "model/mmsi_form.hpp"
#include "model/remark.hpp"

namespace narrows::picture {

namespace {

using model::Remark;

constexpr std::array<std::string_view, 8> kFields{
    "imo", "name", "call_sign", "ship_type", "size_m", "draught_m", "destination", "mother_ship"};

std::string text(std::uint32_t value) {
  return fmt::format("{}", value);
}
std::string text(const std::string& value) {
  return value;
}
std::string text(std::uint8_t value) {
  return fmt::format("{}", value);
}
std::string text(double metres) {
  return fmt::format("{:.1f}", metres);
}
std::string text(const std::array<std::uint16_t, 4>& sides) {
  return fmt::format("{}+{}x{}+{}", sides[0], sides[1], sides[2], sides[3]);
}
std::string text(model::Mmsi mmsi) {
  return text(mmsi.value);
}

class List {
 public:
  explicit List(const Vessel& vessel) : vessel_{vessel} {}

  void add(Remark what, std::string value) {
    list_.push_back(
        {.what = what, .value = std::move(value), .times = 0, .first_at = {}, .last_at = {}});
  }
  /// The newest change of a field, if there was one.
  void add_change(Remark what, IdentityField field) {
    if (!vessel_.changes) return;
    const auto& all = *vessel_.changes;
    const auto last =
        std::find_if(all.rbegin(), all.rend(), [&](const Change& c) { return c.field == field; });
    if (last == all.rend()) return;
    list_.push_back(
        {.what = what,
         .value = last->before,
         .times = static_cast<std::uint32_t>(std::count_if(
             all.begin(), all.end(), [&](const Change& c) { return c.field == field; })),
         .first_at = {},
         .last_at = last->at});
  }
  void add_noted() {
    if (!vessel_.remarks) return;
    for (const auto& noted : vessel_.remarks->noted) {
      list_.push_back({.what = noted.what,
                       .value = {},
                       .times = noted.times,
                       .first_at = noted.first_at,
                       .last_at = noted.last_at});
    }
  }
  std::vector<Finding> take() {
    std::stable_sort(list_.begin(), list_.end(),
                     [](const Finding& a, const Finding& b) { return a.what < b.what; });
    return std::move(list_);
  }

 private:
  const Vessel& vessel_;
  std::vector<Finding> list_;
};

void judge_number(const Vessel& v, List& list) {
  const auto parts = model::parts_of(v.mmsi);
  if (parts.form == model::MmsiForm::kImpossible || parts.form == model::MmsiForm::kGroupOfShips) {
    list.add(Remark::kMmsiForm, text(v.mmsi));
  }
  // Simulated traffic has numbers that nobody has, on purpose.
  if (parts.mid && v.exercise.real() && !model::flag_of_mid(*parts.mid))
    list.add(Remark::kMidUnassigned, text(std::uint32_t{*parts.mid}));
}

bool is_ship(const Vessel& v) {
  return v.kind == model::StationKind::kClassA || v.kind == model::StationKind::kClassB;
}

void judge_identity(const Vessel& v, const Identity& i, List& list) {
  if (i.imo && !model::imo_number_holds(*i.imo)) list.add(Remark::kImoCheckDigit, text(*i.imo));
  std::optional<double> length_m;
  if (const auto& sides = i.to_bow_stern_port_starboard_m) {
    length_m = (*sides)[0] + (*sides)[1];
    if (is_ship(v) && !model::size_holds(*sides, i.ship_type))
      list.add(Remark::kSizeImpossible, text(*sides));
  } else if (v.kind == model::StationKind::kClassA && (i.name || i.imo)) {
    list.add(Remark::kSizeMissing, {});
  }
  if (i.draught_m && !model::draught_holds(*i.draught_m, length_m))
    list.add(Remark::kDraughtImpossible, text(*i.draught_m));
}

}  // namespace

std::string_view name(IdentityField field) {
  return kFields[static_cast<std::size_t>(field)];
}

void Remarks::note(model::Remark what, Time at) {
  for (auto& known : noted) {
    if (known.what != what) continue;
    ++known.times;
    known.first_at = std::min(known.first_at, at);
    known.last_at = std::max(known.last_at, at);
    return;
  }
  noted.push_back({what, 1, at, at});
}

const Remarks::Noted* Remarks::find(model::Remark what) const {
  const auto at = std::find_if(noted.begin(), noted.end(),
                               [&](const Noted& known) { return known.what == what; });
  return at == noted.end() ? nullptr : &*at;
}

std::vector<Finding> findings(const Vessel& vessel) {
  List list{vessel};
  judge_number(vessel, list);
  if (vessel.identity) judge_identity(vessel, *vessel.identity, list);
  list.add_change(Remark::kImoChanged, IdentityField::kImo);
  list.add_change(Remark::kNameChanged, IdentityField::kName);
  list.add_change(Remark::kCallSignChanged, IdentityField::kCallSign);
  list.add_change(Remark::kSizeChanged, IdentityField::kSize);
  list.add_noted();
  return list.take();
}

Changes changes_between(const Identity& before, const Identity& now, Time at) {
  Changes changes;
  const auto compare = [&](IdentityField field, const auto& old_value, const auto& new_value) {
    if (!old_value || !new_value || *old_value == *new_value) return;
    changes.push_back({at, field, text(*old_value), text(*new_value)});
  };
  compare(IdentityField::kImo, before.imo, now.imo);
  compare(IdentityField::kName, before.name, now.name);
  compare(IdentityField::kCallSign, before.call_sign, now.call_sign);
  compare(IdentityField::kShipType, before.ship_type, now.ship_type);
  compare(IdentityField::kSize, before.to_bow_stern_port_starboard_m,
          now.to_bow_stern_port_starboard_m);
  compare(IdentityField::kDraught, before.draught_m, now.draught_m);
  compare(IdentityField::kDestination, before.destination, now.destination);
  compare(IdentityField::kMotherShip, before.mother_ship, now.mother_ship);
  return changes;
}

}  // namespace narrows::picture
