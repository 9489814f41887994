#include "decode/ais/asm/application.hpp"

#include <algorithm>
#include <array>

namespace narrows::decode::ais {

namespace {

// ITU-R M.1371-5 annex 2: a message takes whole slots, 168 bits of content in the first one and 256
// in each further one, five at the most.
constexpr unsigned end_of_slot(unsigned bits) {
  unsigned end = 168;
  while (end < bits && end < 168 + 4 * 256) end += 256;
  return end;
}
constexpr unsigned head_bits(bool addressed) {
  return addressed ? 88 : 56;
}

constexpr bool kAddressed = true;
constexpr bool kBroadcast = false;

template <class T>
constexpr Layout layout(unsigned dac, unsigned fid, bool addressed, unsigned minimum, unsigned full,
                        unsigned longest, std::string_view name) {
  return {static_cast<std::uint16_t>(dac),
          static_cast<std::uint8_t>(fid),
          addressed,
          static_cast<std::uint16_t>(minimum),
          static_cast<std::uint16_t>(full),
          static_cast<std::uint16_t>(longest),
          name,
          [](Application& out) { out.emplace<T>(); },
          Application{std::in_place_type<T>}.index()};
}

/// A layout of fixed length. Senders pad it up to the end of its slots.
template <class T>
constexpr Layout fixed(unsigned dac, unsigned fid, bool addressed, unsigned minimum, unsigned full,
                       std::string_view name) {
  const unsigned head = head_bits(addressed);
  return layout<T>(dac, fid, addressed, minimum, full, end_of_slot(head + full) - head, name);
}

/// `start` bits and then 1 to `most` items. Padding is not as long as another item would be.
template <class T>
constexpr Layout list(unsigned dac, unsigned fid, bool addressed, unsigned start, unsigned item,
                      unsigned most, std::string_view name) {
  return layout<T>(dac, fid, addressed, start + item, 0, start + (most + 1) * item - 1, name);
}

/// The same where no item at all still says something: a notice or a route is cancelled.
template <class T>
constexpr Layout list_or_none(unsigned dac, unsigned fid, bool addressed, unsigned start,
                              unsigned item, unsigned most, std::string_view name) {
  return layout<T>(dac, fid, addressed, start, 0, start + (most + 1) * item - 1, name);
}

/// `start` bits and then up to `most` characters.
template <class T>
constexpr Layout text(unsigned dac, unsigned fid, bool addressed, unsigned start, unsigned most,
                      std::string_view name) {
  return layout<T>(dac, fid, addressed, start, 0, start + most * 6 + 7, name);
}

// One line a layout; the first that fits is taken. Each with its reason in docs/formats/ais-asm.md.
// clang-format off
constexpr std::array kLayouts{
    text <TextTelegram>              (  1,  0, kAddressed,  12, 156,     "text_telegram"),
    text <TextTelegram>              (  1,  0, kBroadcast,  12, 156,     "text_telegram"),
    fixed<OldAcknowledgement>        (  1,  1, kAddressed,  21,  24,     "acknowledgement_old"),
    fixed<FunctionInterrogation>     (  1,  2, kAddressed,  16,  16,     "function_interrogation"),
    fixed<FunctionInterrogation>     (  1,  2, kBroadcast,  16,  16,     "function_interrogation"),
    fixed<CapabilityInterrogation>   (  1,  3, kAddressed,  10,  16,     "capability_interrogation"),
    fixed<CapabilityReply>           (  1,  4, kAddressed, 138, 144,     "capability_reply"),
    fixed<ApplicationAcknowledgement>(  1,  5, kAddressed,  31,  80,     "application_acknowledgement"),
    fixed<MetHydro236>               (  1, 11, kBroadcast, 288, 296,     "met_hydro_236"),
    fixed<DangerousCargo236>         (  1, 12, kAddressed, 269, 272,     "dangerous_cargo_236"),
    fixed<FairwayClosed>             (  1, 13, kBroadcast, 412, 416,     "fairway_closed"),
    list <TidalWindow236>            (  1, 14, kAddressed,   9,  93,  3, "tidal_window_236"),
    fixed<AirDraught>                (  1, 15, kBroadcast,  11,  16,     "air_draught"),
    fixed<AirDraught>                (  1, 15, kAddressed,  11,  16,     "air_draught"),
    fixed<PersonsOnBoard>            (  1, 16, kAddressed,  13,  48,     "persons_on_board"),
    fixed<PersonsOnBoard>            (  1, 16, kBroadcast,  13,  16,     "persons_on_board"),
    list <SyntheticTargets>          (  1, 16, kBroadcast,   0, 120,  7, "vts_targets"),
    list <SyntheticTargets>          (  1, 17, kBroadcast,   0, 120,  4, "synthetic_targets"),
    fixed<ClearanceTime>             (  1, 18, kAddressed, 229, 272,     "clearance_time"),
    fixed<MarineTrafficSignal>       (  1, 19, kBroadcast, 202, 304,     "marine_traffic_signal"),
    fixed<BerthingData>              (  1, 20, kAddressed, 272, 272,     "berthing_data"),
    fixed<WeatherObservation>        (  1, 21, kBroadcast, 301, 304,     "weather_observation"),
    list_or_none<AreaNotice>         (  1, 22, kBroadcast,  55,  87, 10, "area_notice"),
    list_or_none<AreaNotice>         (  1, 23, kAddressed,  55,  87, 10, "area_notice"),
    fixed<ExtendedShipStatic>        (  1, 24, kBroadcast, 294, 304,     "extended_ship_static"),
    list <DangerousCargo>            (  1, 25, kAddressed,  12,  17, 28, "dangerous_cargo"),
    list <Environmental>             (  1, 26, kBroadcast,   0, 112,  8, "environmental"),
    list_or_none<RouteInformation>   (  1, 27, kBroadcast,  61,  55, 16, "route_information"),
    list_or_none<RouteInformation>   (  1, 28, kAddressed,  61,  55, 16, "route_information"),
    text <TextDescription>           (  1, 29, kBroadcast,  10, 161,     "text_description"),
    text <TextDescription>           (  1, 30, kAddressed,  10, 161,     "text_description"),
    fixed<MetHydro>                  (  1, 31, kBroadcast, 294, 304,     "met_hydro"),
    list <TidalWindow>               (  1, 32, kAddressed,   9,  88,  3, "tidal_window"),
    fixed<PersonsOnBoard>            (  1, 40, kAddressed,  13,  16,     "persons_on_board"),
    fixed<PersonsOnBoard>            (  1, 40, kBroadcast,  13,  16,     "persons_on_board"),
    fixed<InlandShipStatic>          (200, 10, kBroadcast, 104, 112,     "inland_ship_static"),
    fixed<InlandEta>                 (200, 21, kAddressed, 155, 160,     "inland_eta"),
    fixed<InlandRta>                 (200, 22, kAddressed, 142, 144,     "inland_rta"),
    fixed<EmmaWarning>               (200, 23, kBroadcast, 194, 200,     "emma_warning"),
    list <InlandWaterLevels>         (200, 24, kBroadcast,  12,  25,  4, "inland_water_levels"),
    fixed<InlandSignal>              (200, 40, kBroadcast, 101, 112,     "inland_signal"),
    fixed<InlandPersonsOnBoard>      (200, 55, kAddressed,  29,  80,     "inland_persons_on_board"),
    fixed<InlandPersonsOnBoard>      (200, 55, kBroadcast,  29,  80,     "inland_persons_on_board"),
    fixed<AtonMonitoring>            (235, 10, kAddressed,  44,  48,     "aton_monitoring"),
    fixed<AtonMonitoring>            (250, 10, kAddressed,  44,  48,     "aton_monitoring"),
    list_or_none<GeographicNotice>   (367, 22, kBroadcast,  64,  96,  9, "geographic_notice"),
    list <UsEnvironmental>           (367, 33, kBroadcast,   0, 112,  8, "environmental_us"),
};
// clang-format on

}  // namespace

std::span<const Layout> application_layouts() {
  return kLayouts;
}

namespace {

constexpr unsigned identifier(const Layout& l) {
  return l.dac * 64U + l.fid;
}
static_assert(std::ranges::is_sorted(kLayouts, {}, identifier), "rows are found by bisection");

/// The rows of one DAC and FI.
auto rows_of(unsigned dac, unsigned fid) {
  return std::ranges::equal_range(kLayouts, dac * 64U + fid, {}, identifier);
}

}  // namespace

void select_application(Application& out, unsigned dac, unsigned fid, bool addressed,
                        std::size_t bits) {
  for (const Layout& l : rows_of(dac, fid)) {
    if (l.addressed == addressed && l.minimum <= bits && bits <= l.longest) return l.emplace(out);
  }
  out.emplace<UnknownApplication>();
}

std::size_t full_application_bits(const Application& app, unsigned dac, unsigned fid,
                                  bool addressed) {
  for (const Layout& l : rows_of(dac, fid)) {
    if (l.addressed == addressed && l.content == app.index()) return l.full;
  }
  return 0;
}

}  // namespace narrows::decode::ais
