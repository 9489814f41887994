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
#include "decode/ais/messages/message_28.hpp"
#include "decode/ais/messages/position_report.hpp"
#include "decode/ais/messages/safety_text.hpp"
#include "decode/ais/messages/sar_aircraft.hpp"
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
                             Message28>;             // 28

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
