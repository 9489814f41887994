#pragma once

// What a binary message (6 or 8) carries: one of the application-specific messages this program
// knows, or raw bits. An unknown one is not an error.
//
// Which layout it is follows from the application identifier (DAC and FI), from whether it is
// addressed, and from its length: several identifiers have had more than one layout. The whole rule
// is `kLayouts` in application.cpp; docs/formats/ais-asm.md tells it to people.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>

#include "decode/ais/asm/area_notice.hpp"
#include "decode/ais/asm/aton_monitoring.hpp"
#include "decode/ais/asm/dangerous_cargo.hpp"
#include "decode/ais/asm/environmental.hpp"
#include "decode/ais/asm/fairway_closed.hpp"
#include "decode/ais/asm/function_messages.hpp"
#include "decode/ais/asm/inland.hpp"
#include "decode/ais/asm/met_hydro.hpp"
#include "decode/ais/asm/persons.hpp"
#include "decode/ais/asm/port.hpp"
#include "decode/ais/asm/route.hpp"
#include "decode/ais/asm/ship_static.hpp"
#include "decode/ais/asm/targets.hpp"
#include "decode/ais/asm/text_description.hpp"
#include "decode/ais/asm/tidal_window.hpp"
#include "decode/ais/asm/weather_observation.hpp"
#include "decode/ais/fields_common.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

/// The most that five slots carry after the identifier of a broadcast: 1008 - 56 bits, and some
/// room for the over-long ones that are met.
inline constexpr std::size_t kApplicationBitsMax = 1'024;

/// An application nobody taught us, or one whose length does not fit: its bits as they came.
struct UnknownApplication {
  BitString<kApplicationBitsMax> data;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.rest_data(m.data, field::kData, 0);
  }
  bool operator==(const UnknownApplication&) const = default;
};

using Application =
    std::variant<UnknownApplication, TextTelegram, OldAcknowledgement, FunctionInterrogation,
                 CapabilityInterrogation, CapabilityReply, ApplicationAcknowledgement,
                 PersonsOnBoard, InlandPersonsOnBoard, SyntheticTargets, ClearanceTime,
                 BerthingData, MarineTrafficSignal, TextDescription, RouteInformation, TidalWindow,
                 TidalWindow236, MetHydro, MetHydro236, WeatherObservation, AirDraught,
                 ExtendedShipStatic, DangerousCargo, DangerousCargo236, FairwayClosed, AreaNotice,
                 GeographicNotice, Environmental, UsEnvironmental, InlandShipStatic, InlandEta,
                 InlandRta, EmmaWarning, InlandWaterLevels, InlandSignal, AtonMonitoring>;

inline bool is_known(const Application& app) {
  return !std::holds_alternative<UnknownApplication>(app);
}

/// One line of the rule: under this identifier, on this kind of message, data of `minimum` to
/// `longest` bits (counted after the FI) has this layout.
struct Layout {
  std::uint16_t dac;
  std::uint8_t fid;
  bool addressed;
  std::uint16_t minimum = 0;  ///< All fields with a meaning, or the first item of a list.
  std::uint16_t full = 0;     ///< With its spare bits; 0 for a list: as long as its items.
  std::uint16_t longest = 0;  ///< What the slots of a full one can hold.
  std::string_view name{};
  void (*emplace)(Application&) = nullptr;
  std::size_t content = 0;  ///< Index of the alternative.
};

/// Every layout, several lines for an identifier that has several.
std::span<const Layout> application_layouts();

/// Puts the alternative for this identifier into `out`, default-made, ready to be walked by a
/// decoding visitor. `bits` is what is left of the message; a length that does not fit the
/// application's layout gives UnknownApplication.
void select_application(Application& out, unsigned dac, unsigned fid, bool addressed,
                        std::size_t bits);

/// How long the standard wants what is in `app`, in bits; 0 where its content says it.
std::size_t full_application_bits(const Application& app, unsigned dac, unsigned fid,
                                  bool addressed);

/// Walks whatever is inside. `app` is `Application&` or `const Application&`. What follows its
/// layout is spare: senders leave counters, ones and the remains of earlier messages there; raw
/// JSON keeps them as `residue`.
template <class App, class V>
void walk_application(App& app, V& v) {
  std::visit([&v](auto& m) { std::remove_cvref_t<decltype(m)>::walk(m, v); }, app);
}

}  // namespace narrows::decode::ais
