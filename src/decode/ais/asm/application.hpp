#pragma once

// What a binary message (6 or 8) carries: one of the application-specific messages this program
// knows, or raw bits. An unknown one is not an error.

#include <cstddef>
#include <variant>

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
  static constexpr void walk(Self& m, V& v) {
    v.rest_data(m.data, field::kData, 0);
  }
};

using Application = std::variant<UnknownApplication>;

/// Puts the alternative for this identifier into `out`, default-made, ready to be walked by a
/// decoding visitor. `bits` is what is left of the message; a length that does not fit the
/// application's layout gives UnknownApplication.
inline void select_application(Application& out, unsigned /*dac*/, unsigned /*fid*/,
                               bool /*addressed*/, std::size_t /*bits*/) {
  out.emplace<UnknownApplication>();
}

/// Walks whatever is inside. `app` is `Application&` or `const Application&`.
template <class App, class V>
void walk_application(App& app, V& v) {
  std::visit([&v](auto& m) { std::remove_cvref_t<decltype(m)>::walk(m, v); }, app);
}

}  // namespace narrows::decode::ais
