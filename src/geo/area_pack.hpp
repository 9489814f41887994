#pragma once

// An area pack: what lies on and under the water of one strait. The files are told in
// areas/README.md; this reads their text, and says with file, line and key what is not as told
// there. Whether what they say makes sense on the sea is area_check.hpp's. Opens no file.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.hpp"
#include "base/toml_reader.hpp"
#include "base/units.hpp"
#include "geo/lat_lon.hpp"
#include "geo/polygon.hpp"
#include "geo/polygon_index.hpp"

namespace narrows::geo {

/// The name in `language`, else in English, else any.
std::string_view in_language(const Names& names, std::string_view language);

/// A polygon as the file has it.
struct Outline {
  MultiPolygon area;
  std::int64_t way = 0;  ///< OpenStreetMap way that it was carried over from; 0: none.
  Origin at;
};

/// `polygon` or `polygons` of a table; nothing, and a finding, when neither or both are there.
std::optional<Outline> read_outline(TomlReader& reader);

struct Lane {
  std::string name;
  std::vector<LatLon> centreline;  ///< In the direction of the flow; two points or more.
  std::optional<Outline> limits;
  std::int64_t way = 0;  ///< Of the centreline, as in Outline.
  Origin at;
  Origin centreline_at;

  /// The general direction of traffic flow (COLREG Rule 10) at the place: of the leg of the
  /// centreline that is nearest to it.
  Bearing flow_at(LatLon place) const;
};

enum class SchemeLineKind : std::uint8_t { kSeparationLine, kBoundary, kInshoreLimit };

struct SchemeLine {
  SchemeLineKind kind = SchemeLineKind::kBoundary;
  std::vector<LatLon> points;
  std::int64_t way = 0;  ///< As in Outline.
  Origin at;
};

struct Scheme {
  std::string name;
  Names title;
  std::vector<Lane> lanes;
  std::vector<Outline> separation_zones;
  std::vector<SchemeLine> lines;
  Origin at;
};

enum class ZoneKind : std::uint8_t {
  kInshoreTrafficZone,
  kPrecautionaryArea,
  kAnchorage,
  kWaitingArea,
  kFishingGround,
  kTerritorialSea,
  kPortArea,
  kDepthArea,
  kRestrictedArea,
};
inline constexpr std::array<std::string_view, 9> kZoneKindNames{
    "inshore_traffic_zone", "precautionary_area", "anchorage",  "waiting_area",   "fishing_ground",
    "territorial_sea",      "port_area",          "depth_area", "restricted_area"};
constexpr std::string_view name(ZoneKind kind) {
  return kZoneKindNames.at(static_cast<std::size_t>(kind));
}

enum class Restriction : std::uint8_t { kNoEntry, kNoAnchoring, kNoFishing, kSpeed };

struct Zone {
  std::string id;
  ZoneKind kind = ZoneKind::kAnchorage;
  Names name;
  Outline outline;
  std::string source;                 ///< A PackSource's id, or empty.
  std::optional<Distance> tolerance;  ///< How far the rim may lie from its source's.
  Names note;
  std::string state;   ///< Of a territorial sea: ISO 3166-1 alpha-3.
  std::string scheme;  ///< Of an inshore traffic zone: a scheme's name, or empty.
  std::optional<Distance> depth_min;
  std::optional<Distance> depth_max;
  std::optional<Restriction> restriction;
  std::optional<Speed> speed_max;
  Origin at;
};

/// A line across which passages are counted: "in" is from right to left, seen along it.
struct Gate {
  std::string id;
  Names name;
  std::vector<LatLon> line;
  Names in;
  Names out;
  bool ends_on_land = true;
  Origin at;
  Origin line_at;
};

enum class PlaceKind : std::uint8_t { kPort, kIsland, kLand };
inline constexpr std::array<std::string_view, 3> kPlaceKindNames{"port", "island", "land"};

/// A place of orientation; a port with what the World Port Index says of it.
struct Place {
  Names name;
  PlaceKind kind = PlaceKind::kLand;
  LatLon position;
  std::string source;
  std::string state;  ///< ISO 3166-1 alpha-3.
  std::string locode;
  std::optional<std::int64_t> wpi;
  std::string harbour_size;
  std::optional<Distance> channel_depth;
  std::optional<Distance> anchorage_depth;
  std::optional<Distance> cargo_pier_depth;
  std::optional<Distance> oil_terminal_depth;
  std::optional<Distance> vessel_draught_max;
  Origin at;
};

/// Where content of the pack comes from.
struct PackSource {
  std::string id;
  std::string text;
  std::string licence;
  std::string url;
  Origin at;
};

struct AreaPack {
  std::string name;
  Names title;
  std::vector<std::string> languages;
  Box bbox;
  LatLon view;
  double view_zoom = 0.0;
  std::string time_zone;
  std::string attribution;
  std::vector<PackSource> sources;
  std::vector<Names> notes;
  std::vector<Place> places;
  std::vector<Scheme> schemes;
  std::vector<Zone> zones;
  std::vector<Gate> gates;
};

/// One file of a pack; `file` is how findings call it. An empty text is an absent file.
struct PackText {
  std::string file;
  std::string text;
};
struct PackTexts {
  PackText pack;
  PackText tss;
  PackText zones;
};

/// What could be read; what could not is left out and told in `findings`.
AreaPack read_area_pack(const PackTexts& texts, std::vector<Finding>& findings);
/// The same for one who can go on only with a sound pack: the first finding is the error.
Result<AreaPack> read_area_pack(const PackTexts& texts);

/// The [[zone]]s of a file of its own that are territorial seas: a node's own statement of whose
/// waters are whose. Zones of another kind, and gates, are findings.
std::vector<Zone> read_waters(const PackText& text, std::vector<Finding>& findings);

/// What lies at a place. Immutable: any number of threads may ask.
class AreaIndex {
 public:
  enum class Kind : std::uint8_t { kLane, kSeparationZone, kZone };
  struct Lying {
    Kind kind;
    std::size_t scheme;  ///< Of a lane or separation zone.
    std::size_t item;  ///< Place in its scheme's lanes or separation_zones, or in the pack's zones.
  };

  explicit AreaIndex(AreaPack pack);

  const AreaPack& pack() const { return pack_; }
  /// All that has an outline, in the order in which for_each_at tells it.
  std::span<const Lying> items() const { return items_; }
  const MultiPolygon& outline(const Lying& lying) const;
  /// Lanes first, then separation zones, then zones, each in the order of the files.
  void for_each_at(LatLon place, FunctionRef<void(const Lying&)> found) const;

  const Lane& lane(const Lying& lying) const {
    return pack_.schemes[lying.scheme].lanes[lying.item];
  }
  const Zone& zone(const Lying& lying) const { return pack_.zones[lying.item]; }
  /// The first zone of that kind there, or none.
  const Zone* zone_at(LatLon place, ZoneKind kind) const;

 private:
  AreaPack pack_;
  std::vector<Lying> items_;
  PolygonIndex index_;
};

/// Which of several areas a stream of positions is about: the one whose box holds most of them,
/// that is more than half; of two that hold as many, the smaller box.
class AreaVote {
 public:
  explicit AreaVote(std::vector<Box> boxes) : boxes_{std::move(boxes)}, votes_(boxes_.size()) {}

  void add(LatLon position);
  std::size_t positions() const { return positions_; }
  /// Place of the area among the boxes; nothing when none holds more than half.
  std::optional<std::size_t> winner() const;

 private:
  std::vector<Box> boxes_;
  std::vector<std::size_t> votes_;
  std::size_t positions_ = 0;
};

}  // namespace narrows::geo
