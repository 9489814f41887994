#pragma once

// Area notices: something holds in an area for a time. 1/22 (broadcast) and 1/23 (addressed) of
// SN.1/Circ.289 section 11, and 367/22, the United States' Geographic Notice (release 1b), which
// has the same shapes in wider fields.

#include <cstdint>
#include <variant>

#include "base/inline_vector.hpp"
#include "decode/ais/asm/notice_words.hpp"
#include "decode/ais/asm/quantities.hpp"
#include "decode/ais/text.hpp"

namespace narrows::decode::ais {

/// The two dialects: how wide a sub-area and what in it differs.
struct ImoAreas {
  static constexpr unsigned kSubAreaBits = 87;
  static constexpr unsigned kDistanceBits = 10;
  static constexpr unsigned kTextCharacters = 14;
  static constexpr Field kLon = quantity::short_lon();
  static constexpr Field kLat = quantity::short_lat();
  static constexpr std::int32_t kLonNone = kShortLonAbsent;
  static constexpr std::int32_t kLatNone = kShortLatAbsent;
};
struct UnitedStatesAreas {
  static constexpr unsigned kSubAreaBits = 96;
  static constexpr unsigned kDistanceBits = 11;
  static constexpr unsigned kTextCharacters = 15;
  static constexpr Field kLon = field::kLon;
  static constexpr Field kLat = field::kLat;
  static constexpr std::int32_t kLonNone = kLonAbsent;
  static constexpr std::int32_t kLatNone = kLatAbsent;
};

namespace quantity {

/// A length in steps of 10^scale metres.
constexpr Field scaled_metres(std::string_view name, unsigned bits, std::string_view physical,
                              unsigned scale) {
  constexpr std::array<double, 4> kPerStep{1, 0.1, 0.01, 0.001};
  return {
      .name = name, .bits = bits, .physical = {.name = physical, .divisor = kPerStep[scale & 3U]}};
}

}  // namespace quantity

template <class Areas>
struct SubArea {
  /// A centre or corner, and how many decimals of it to believe.
  struct Anchor {
    std::int32_t lon = Areas::kLonNone;
    std::int32_t lat = Areas::kLatNone;
    std::uint8_t precision = 4;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      v.number(m.lon, Areas::kLon);
      v.number(m.lat, Areas::kLat);
      v.number(m.precision, quantity::plain("precision", 3));
    }
    bool operator==(const Anchor&) const = default;
  };

  /// Shape 0. Radius 0 is a point.
  struct Circle {
    static constexpr unsigned kBits = 3 + 2 + Areas::kLon.bits + Areas::kLat.bits + 3 + 12;
    std::uint8_t scale = 0;
    Anchor centre;
    std::uint16_t radius = 0;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      v.number(m.scale, quantity::plain("scale", 2));
      Anchor::walk(m.centre, v);
      v.number(m.radius, quantity::scaled_metres("radius", 12, "radius_m", m.scale));
    }
    bool operator==(const Circle&) const = default;
  };

  /// Shape 1. The anchor is the south-west corner; the rectangle is then turned about it.
  struct Rectangle {
    static constexpr unsigned kBits = Circle::kBits - 12 + 8 + 8 + 9;
    std::uint8_t scale = 0;
    Anchor corner;
    std::uint8_t east = 0;
    std::uint8_t north = 0;
    std::uint16_t orientation = 0;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      v.number(m.scale, quantity::plain("scale", 2));
      Anchor::walk(m.corner, v);
      v.number(m.east, quantity::scaled_metres("east", 8, "east_m", m.scale));
      v.number(m.north, quantity::scaled_metres("north", 8, "north_m", m.scale));
      v.number(m.orientation, quantity::direction("orientation", "orientation_deg", INT64_MIN));
    }
    bool operator==(const Rectangle&) const = default;
  };

  /// Shape 2.
  struct Sector {
    static constexpr unsigned kBits = Circle::kBits + 9 + 9;
    std::uint8_t scale = 0;
    Anchor centre;
    std::uint16_t radius = 0;
    std::uint16_t left = 0;
    std::uint16_t right = 0;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      v.number(m.scale, quantity::plain("scale", 2));
      Anchor::walk(m.centre, v);
      v.number(m.radius, quantity::scaled_metres("radius", 12, "radius_m", m.scale));
      v.number(m.left, quantity::direction("left", "left_boundary_deg", INT64_MIN));
      v.number(m.right, quantity::direction("right", "right_boundary_deg", INT64_MIN));
    }
    bool operator==(const Sector&) const = default;
  };

  /// Shapes 3 (polyline) and 4 (polygon): four legs from the point before. A leg of distance 0 is
  /// not there.
  struct Legs {
    struct Leg {
      std::uint16_t bearing = 720;  ///< Half degrees.
      std::uint16_t distance = 0;
      bool operator==(const Leg&) const = default;
    };
    static constexpr unsigned kLegBits = 10 + Areas::kDistanceBits;
    static constexpr unsigned kBits = 3 + 2 + 4 * kLegBits;
    std::uint8_t scale = 0;
    InlineVector<Leg, 4> points;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      v.number(m.scale, quantity::plain("scale", 2));
      v.list(m.points, "points", kLegBits, [&m](auto& w, auto& leg) {
        w.number(leg.bearing, quantity::scaled("bearing", 10, "bearing_deg", 2, 1, 720));
        w.number(leg.distance,
                 quantity::scaled_metres("distance", Areas::kDistanceBits, "distance_m", m.scale));
      });
      if constexpr (!V::kDecoding) v.spare(static_cast<unsigned>(4 - m.points.size()) * kLegBits);
    }
    bool operator==(const Legs&) const = default;
  };

  /// Shape 5.
  struct AssociatedText {
    static constexpr unsigned kBits = 3 + Areas::kTextCharacters * 6;
    Text<Areas::kTextCharacters> text;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      v.text(m.text, quantity::text("text", Areas::kTextCharacters));
    }
    bool operator==(const AssociatedText&) const = default;
  };

  /// Shapes 6 and 7.
  struct Reserved {
    static constexpr unsigned kBits = Areas::kSubAreaBits;
    BitString<Areas::kSubAreaBits - 3> data;

    template <class Self, class V>
    static void walk(Self& m, V& v) {
      walk_reserved(v, m.data, field::kData, kBits - 3);
    }
    bool operator==(const Reserved&) const = default;
  };

  std::uint8_t shape = 0;
  std::variant<Circle, Rectangle, Sector, Legs, AssociatedText, Reserved> form;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    static constexpr std::array<std::string_view, 8> kShapeWords{
        "circle", "rectangle", "sector", "polyline", "polygon", "text", "reserved_6", "reserved_7"};
    v.number(m.shape, quantity::code("shape", 3, kShapeWords));
    if constexpr (V::kDecoding) m.select();
    std::visit(
        [&v](auto& form) {
          using Form = std::remove_cvref_t<decltype(form)>;
          Form::walk(form, v);
          if constexpr (Form::kBits < Areas::kSubAreaBits)
            v.spare(Areas::kSubAreaBits - Form::kBits);
        },
        m.form);
  }
  bool operator==(const SubArea&) const = default;

  /// Makes `form` what `shape` says.
  constexpr void select() {
    switch (shape) {
      case 0:
        form.template emplace<Circle>();
        break;
      case 1:
        form.template emplace<Rectangle>();
        break;
      case 2:
        form.template emplace<Sector>();
        break;
      case 3:
      case 4:
        form.template emplace<Legs>();
        break;
      case 5:
        form.template emplace<AssociatedText>();
        break;
      default:
        form.template emplace<Reserved>();
        break;
    }
  }
};

/// What both begin with.
struct NoticeHead {
  std::uint16_t linkage = 0;
  std::uint8_t notice = 127;
  EtaStamp start;
  std::uint32_t duration = kDurationAbsent;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.linkage, quantity::kLinkage);
    v.number(m.notice, quantity::code("notice", 7, kNoticeWords, 127));
    v.stamp(m.start, quantity::time<EtaStamp>("start", "start"));
    v.number(m.duration, quantity::kDuration);
  }
  bool operator==(const NoticeHead&) const = default;
};

/// 1/22 and 1/23: up to ten sub-areas.
struct AreaNotice {
  NoticeHead head;
  InlineVector<SubArea<ImoAreas>, 10> areas;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    NoticeHead::walk(m.head, v);
    v.list(m.areas, "areas", ImoAreas::kSubAreaBits,
           [](auto& w, auto& area) { SubArea<ImoAreas>::walk(area, w); });
  }
  bool operator==(const AreaNotice&) const = default;
};

/// 367/22: up to nine sub-areas.
struct GeographicNotice {
  std::uint8_t version = 1;
  NoticeHead head;
  InlineVector<SubArea<UnitedStatesAreas>, 9> areas;

  template <class Self, class V>
  static void walk(Self& m, V& v) {
    v.number(m.version, quantity::plain("version", 6));
    NoticeHead::walk(m.head, v);
    v.spare(3);
    v.list(m.areas, "areas", UnitedStatesAreas::kSubAreaBits,
           [](auto& w, auto& area) { SubArea<UnitedStatesAreas>::walk(area, w); });
  }
  bool operator==(const GeographicNotice&) const = default;
};

}  // namespace narrows::decode::ais
