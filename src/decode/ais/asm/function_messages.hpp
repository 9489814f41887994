#pragma once

// International function messages: how stations talk about what they can talk about. DAC 1, FI 0 to
// 5. ITU-R M.1371-5 annex 5 and, for the one that it dropped (FI 1), M.1371-1 annex 5.

#include <cstdint>

#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

/// 1/0: text telegram in six-bit ASCII.
struct TextTelegram {
  bool ack_required = false;
  std::uint16_t msg_seq = 0;  ///< 0: sequence numbers are not used.
  Text<156> text;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.flag(m.ack_required, quantity::flag("ack_required"));
    v.number(m.msg_seq, quantity::plain("msg_seq", 11, 0));
    v.rest_text(m.text, field::kText);
  }
  bool operator==(const TextTelegram&) const = default;
};

/// 1/1: application acknowledgement of M.1371-1, replaced by 1/5 but still on air.
struct OldAcknowledgement {
  std::uint16_t ack_dac = 0;
  std::uint16_t msg_seq = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.ack_dac, quantity::plain("ack_dac", 10));
    v.number(m.msg_seq, quantity::plain("msg_seq", 11, 0));
  }
  bool operator==(const OldAcknowledgement&) const = default;
};

/// 1/2: interrogation for one function message.
struct FunctionInterrogation {
  std::uint16_t req_dac = 0;
  std::uint8_t req_fid = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.req_dac, quantity::plain("req_dac", 10));
    v.number(m.req_fid, quantity::plain("req_fid", 6));
  }
  bool operator==(const FunctionInterrogation&) const = default;
};

/// 1/3: which function messages of this DAC do you know?
struct CapabilityInterrogation {
  std::uint16_t req_dac = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.req_dac, quantity::plain("req_dac", 10));
  }
  bool operator==(const CapabilityInterrogation&) const = default;
};

/// 1/4: two bits for each FI from 0 to 63: the first says that it is known, the second is reserved.
struct CapabilityReply {
  std::uint16_t ack_dac = 0;
  std::array<std::uint32_t, 4> capability{};  ///< Sixteen FIs each, the lowest FI first.

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.ack_dac, quantity::plain("ack_dac", 10));
    v.number(m.capability[0], quantity::plain("fi_0_to_15", 32));
    v.number(m.capability[1], quantity::plain("fi_16_to_31", 32));
    v.number(m.capability[2], quantity::plain("fi_32_to_47", 32));
    v.number(m.capability[3], quantity::plain("fi_48_to_63", 32));
  }
  bool operator==(const CapabilityReply&) const = default;
};

/// 1/5: application acknowledgement to an addressed binary message.
struct ApplicationAcknowledgement {
  std::uint16_t ack_dac = 0;
  std::uint8_t ack_fid = 0;
  std::uint16_t msg_seq = 0;
  bool available = false;  ///< The application is there.
  std::uint8_t response = 0;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    static constexpr std::array<std::string_view, 8> kResponseWords{
        "unable_to_respond", "received", "response_follows", "inhibited",
        "spare_4",           "spare_5",  "spare_6",          "spare_7"};
    v.number(m.ack_dac, quantity::plain("ack_dac", 10));
    v.number(m.ack_fid, quantity::plain("ack_fid", 6));
    v.number(m.msg_seq, quantity::plain("msg_seq", 11, 0));
    v.flag(m.available, quantity::flag("ai_available"));
    v.number(m.response, quantity::code("ai_response", 3, kResponseWords));
  }
  bool operator==(const ApplicationAcknowledgement&) const = default;
};

}  // namespace narrows::decode::ais
