#include "model/mmsi_form.hpp"

#include <algorithm>
#include <array>

#include "model/mids_table.hpp"

namespace narrows::model {

namespace {

constexpr std::array<std::string_view, 12> kForms{"ship",
                                                  "group_of_ships",
                                                  "coast_station",
                                                  "sar_aircraft",
                                                  "handheld",
                                                  "sart",
                                                  "mob",
                                                  "epirb",
                                                  "autonomous_device",
                                                  "auxiliary_craft",
                                                  "aid_to_navigation",
                                                  "impossible"};

MmsiParts with_mid(MmsiForm form, std::uint32_t digits) {
  const auto mid = static_cast<std::uint16_t>(digits % 1'000);
  if (mid < 200 || mid > 799) return {};
  return {form, mid};
}

}  // namespace

std::string_view name(MmsiForm form) {
  return kForms[static_cast<std::size_t>(form)];
}

MmsiParts parts_of(Mmsi mmsi) {
  const std::uint32_t n = mmsi.value;
  if (n > 999'999'999) return {};
  const std::uint32_t first3 = n / 1'000'000;
  if (first3 >= 200 && first3 <= 799) return with_mid(MmsiForm::kShip, first3);
  if (first3 == 111) return with_mid(MmsiForm::kSarAircraft, n / 1'000);
  if (first3 == 970) return {MmsiForm::kSart, {}};
  if (first3 == 972) return {MmsiForm::kMob, {}};
  if (first3 == 974) return {MmsiForm::kEpirb, {}};
  if (first3 == 979) return {MmsiForm::kAutonomousDevice, {}};
  switch (first3 / 10) {
    case 98:
      return with_mid(MmsiForm::kAuxiliaryCraft, n / 10'000);
    case 99:
      return with_mid(MmsiForm::kAidToNavigation, n / 10'000);
    default:
      break;
  }
  switch (first3 / 100) {
    case 0:
      if (first3 < 10) return with_mid(MmsiForm::kCoastStation, n / 10'000);
      return with_mid(MmsiForm::kGroupOfShips, n / 100'000);
    case 8:
      return with_mid(MmsiForm::kHandheld, n / 100'000);
    default:
      return {};
  }
}

std::optional<Flag> flag_of_mid(std::uint16_t mid) {
  const auto at =
      std::lower_bound(kMids.begin(), kMids.end(), mid,
                       [](const Flag& flag, std::uint16_t wanted) { return flag.mid < wanted; });
  if (at == kMids.end() || at->mid != mid) return std::nullopt;
  return *at;
}

std::optional<Flag> flag_of(Mmsi mmsi) {
  const auto parts = parts_of(mmsi);
  return parts.mid ? flag_of_mid(*parts.mid) : std::nullopt;
}

}  // namespace narrows::model
