#pragma once

// Any AIS message, decoded to its typed record: raw integers exactly as on air.

#include <variant>

#include "decode/ais/messages/acknowledgement.hpp"
#include "decode/ais/messages/aid_to_navigation.hpp"
#include "decode/ais/messages/assignment.hpp"
#include "decode/ais/messages/base_station_report.hpp"
#include "decode/ais/messages/binary.hpp"
#include "decode/ais/messages/class_b_report.hpp"
#include "decode/ais/messages/dgnss.hpp"
#include "decode/ais/messages/interrogation.hpp"
#include "decode/ais/messages/link_management.hpp"
#include "decode/ais/messages/long_range_report.hpp"
#include "decode/ais/messages/position_report.hpp"
#include "decode/ais/messages/safety_text.hpp"
#include "decode/ais/messages/sar_aircraft.hpp"
#include "decode/ais/messages/single_slot_aid.hpp"
#include "decode/ais/messages/static_and_voyage.hpp"
#include "decode/ais/messages/static_data_report.hpp"
#include "decode/ais/messages/utc_inquiry.hpp"

namespace narrows::decode::ais {

using Message = std::variant<PositionReport,         // 1, 2, 3
                             BaseStationReport,      // 4, 11
                             StaticAndVoyage,        // 5
                             AddressedBinary,        // 6
                             Acknowledgement,        // 7, 13
                             BroadcastBinary,        // 8
                             SarAircraftReport,      // 9
                             UtcInquiry,             // 10
                             AddressedSafetyText,    // 12
                             BroadcastSafetyText,    // 14
                             Interrogation,          // 15
                             AssignedModeCommand,    // 16
                             DgnssBroadcast,         // 17
                             ClassBPositionReport,   // 18
                             ClassBExtendedReport,   // 19
                             DataLinkManagement,     // 20
                             AidToNavigationReport,  // 21
                             ChannelManagement,      // 22
                             GroupAssignment,        // 23
                             StaticDataPartA,        // 24, part 0
                             StaticDataPartB,        // 24, part 1
                             StaticDataOtherPart,    // 24, parts 2 and 3
                             SingleSlotBinary,       // 25
                             MultiSlotBinary,        // 26
                             LongRangeReport,        // 27
                             SingleSlotAidReport>;   // 28

/// Calls `f.operator()<M>()` for the record that a message type, and for 24 its part, decodes to.
/// False, and nothing called, for types that do not exist.
template <class F>
// NOLINTNEXTLINE(readability-function-size): one case a message type, nothing else.
constexpr bool with_record(unsigned type, unsigned part, F&& f) {
  switch (type) {
    case 1:
    case 2:
    case 3:
      f.template operator()<PositionReport>();
      return true;
    case 4:
    case 11:
      f.template operator()<BaseStationReport>();
      return true;
    case 5:
      f.template operator()<StaticAndVoyage>();
      return true;
    case 6:
      f.template operator()<AddressedBinary>();
      return true;
    case 7:
    case 13:
      f.template operator()<Acknowledgement>();
      return true;
    case 8:
      f.template operator()<BroadcastBinary>();
      return true;
    case 9:
      f.template operator()<SarAircraftReport>();
      return true;
    case 10:
      f.template operator()<UtcInquiry>();
      return true;
    case 12:
      f.template operator()<AddressedSafetyText>();
      return true;
    case 14:
      f.template operator()<BroadcastSafetyText>();
      return true;
    case 15:
      f.template operator()<Interrogation>();
      return true;
    case 16:
      f.template operator()<AssignedModeCommand>();
      return true;
    case 17:
      f.template operator()<DgnssBroadcast>();
      return true;
    case 18:
      f.template operator()<ClassBPositionReport>();
      return true;
    case 19:
      f.template operator()<ClassBExtendedReport>();
      return true;
    case 20:
      f.template operator()<DataLinkManagement>();
      return true;
    case 21:
      f.template operator()<AidToNavigationReport>();
      return true;
    case 22:
      f.template operator()<ChannelManagement>();
      return true;
    case 23:
      f.template operator()<GroupAssignment>();
      return true;
    case 24:
      if (part == 0) {
        f.template operator()<StaticDataPartA>();
      } else if (part == 1) {
        f.template operator()<StaticDataPartB>();
      } else {
        f.template operator()<StaticDataOtherPart>();
      }
      return true;
    case 25:
      f.template operator()<SingleSlotBinary>();
      return true;
    case 26:
      f.template operator()<MultiSlotBinary>();
      return true;
    case 27:
      f.template operator()<LongRangeReport>();
      return true;
    case 28:
      f.template operator()<SingleSlotAidReport>();
      return true;
    default:
      return false;
  }
}

/// What every message begins with.
struct Header {
  std::uint8_t type;
  std::uint8_t repeat;
  std::uint32_t mmsi;
};
inline Header header(const Message& message) {
  return std::visit([](const auto& m) { return Header{m.type, m.repeat, m.mmsi}; }, message);
}

}  // namespace narrows::decode::ais
