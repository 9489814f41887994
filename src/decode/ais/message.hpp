#pragma once

// Any AIS message, decoded to its typed record: raw integers exactly as on air.

#include <variant>

#include "decode/ais/messages/position_report.hpp"

namespace narrows::decode::ais {

using Message = std::variant<PositionReport>;

}  // namespace narrows::decode::ais
