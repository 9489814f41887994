// CSV files as they are published, and as hands make them: what is read, what is absent, what is
// rejected and why. Rows of the published forms are those of the recordings in ../shared.

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decode/csv/csv_decoder.hpp"
#include "decode/csv/number.hpp"
#include "decode/csv/random_number_for_test.hpp"
#include "decode/csv/words.hpp"

namespace narrows::decode::csv {
namespace {

using model::PositionObservation;
using model::StaticObservation;
using testing::ElementsAre;
using testing::HasSubstr;

struct Read {
  std::vector<PositionObservation> positions;
  std::vector<StaticObservation> statics;
  std::vector<std::string> rejected;  // "7: mmsi".
  Accounts accounts;
  std::string failure;
};

Read read(std::string_view text, std::size_t piece = 1 << 20) {
  Read out;
  CsvDecoder decoder{{{3}, {}}};
  const auto keep = [&](const model::Observation& o) {
    if (const auto* p = std::get_if<PositionObservation>(&o)) out.positions.push_back(*p);
    if (const auto* s = std::get_if<StaticObservation>(&o)) out.statics.push_back(*s);
  };
  const auto reject = [&](const RejectedRow& row) {
    out.rejected.push_back(std::to_string(row.line) + ": " +
                           std::string{kRejectNames.at(static_cast<std::size_t>(row.reason))});
  };
  Result<void> done;
  for (std::size_t at = 0; at < text.size() && done; at += piece)
    done = decoder.feed(text.substr(at, piece), keep, reject);
  if (done) done = decoder.finish(keep, reject);
  if (!done) out.failure = done.error().what;
  out.accounts = decoder.accounts();
  EXPECT_TRUE(out.accounts.balanced());
  return out;
}

TEST(CsvLine, IsCutAlikeWhateverItsLengthAndWithAQuoteElsewhere) {
  std::mt19937 random{7};
  constexpr std::string_view kOf = ",, ab.\x80\xac";
  for (int i = 0; i < 50'000; ++i) {
    std::vector<char> line(random() % 40);
    for (char& c : line) c = kOf[random() % kOf.size()];
    const std::string_view text{line.data(), line.size()};
    const std::string quoted = std::string{text} + ",\"q\"";
    Splitter splitter{','};
    std::vector<std::string_view> plain;
    std::vector<std::string_view> slow;
    ASSERT_TRUE(splitter.split(text, plain));
    ASSERT_TRUE(splitter.split(quoted, slow));
    ASSERT_EQ(slow.back(), "q");
    slow.pop_back();
    EXPECT_EQ(plain, slow) << quoted;
  }
}

TEST(CsvHeader, NamesDecideWhateverTheirOrderAndSpelling) {
  const auto columns = read_header("Course Over Ground;LONGITUDE;x;Latitude;MMSI;Time Stamp");
  ASSERT_TRUE(columns) << columns.error().what;
  EXPECT_EQ(columns->delimiter, ';');
  using enum Field;
  EXPECT_THAT(columns->fields, ElementsAre(kCog, kLon, kNothing, kLat, kMmsi, kTime));
  // Of two columns that say the same, the first.
  EXPECT_THAT(read_header("mmsi,t,time,lat,lon")->fields,
              ElementsAre(kMmsi, kTime, kNothing, kLat, kLon));
}

TEST(CsvHeader, SaysWhatIsMissing) {
  EXPECT_THAT(read_header("t,lat,lon").error().what, HasSubstr("no column 'mmsi'"));
  EXPECT_THAT(read_header("mmsi,lat,lon").error().what, HasSubstr("no column for the time"));
  EXPECT_THAT(read_header("mmsi,t,lat").error().what, HasSubstr("'lat' or 'lon', but not both"));
  EXPECT_THAT(read_header("mmsi,t").error().what, HasSubstr("nothing but MMSI and time"));
  EXPECT_THAT(read_header("\"mmsi,t").error().what, HasSubstr("no column 'mmsi'"));
  EXPECT_EQ(read("").failure, "there is no header: the file is empty");
  EXPECT_EQ(read("\n\nfoo,bar\n1,2\n").failure, "line 3: the header has no column 'mmsi'");
}

constexpr const char* kDmaHeader =
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational "
    "status,ROT,SOG,COG,Heading,IMO,"
    "Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,"
    "Destination,ETA,Data source type\n";

TEST(Csv, DanishMaritimeAuthority) {
  const auto got =
      read(std::string{kDmaHeader} +
           "01/06/2018 00:00:00,Class A,215810000,55.921028,17.320418,Constrained by her "
           "draught,-5.4,12.5,255.5,256,9000001,CALL,SIM \"ONE\",Tanker,Category X,32,180,"
           "GPS,9.5,SIM PORT,,AIS\n"
           "01/06/2018 00:00:01,Class B,220012000,91.0,0.0,Unknown value,,,,,Unknown,,,"
           "Undefined,,,,Undefined, , ,,AIS\n"
           "01/06/2018 00:00:02,Base Station,2190045,57.602225,11.644943,Unknown value,,,"
           ",,Unknown,,,Undefined,,,,Undefined,,,,AIS\n");
  EXPECT_THAT(got.rejected, ElementsAre("3: nothing"));
  ASSERT_EQ(got.positions.size(), 2U);
  const auto& p = got.positions[0];
  EXPECT_EQ(p.mmsi.value, 215'810'000U);
  EXPECT_EQ(p.kind, model::StationKind::kClassA);
  EXPECT_EQ(p.source.value, 3);
  EXPECT_EQ(p.observed_at, from_utc(2018, 6, 1));
  EXPECT_EQ(p.received_at, p.observed_at);
  EXPECT_EQ(p.position->lat_e7(), 559'210'280);
  EXPECT_EQ(p.position->lon_e7(), 173'204'180);
  EXPECT_EQ(p.nav_status, 4);
  EXPECT_DOUBLE_EQ(p.turn_deg_per_min.value(), -5.4);
  EXPECT_DOUBLE_EQ(p.sog->knots(), 12.5);
  EXPECT_DOUBLE_EQ(p.cog->degrees_true(), 255.5);
  EXPECT_DOUBLE_EQ(p.heading->degrees_true(), 256.0);
  EXPECT_EQ(got.positions[1].kind, model::StationKind::kBaseStation);
  EXPECT_FALSE(got.positions[1].sog);
  EXPECT_FALSE(got.positions[1].nav_status);
  ASSERT_EQ(got.statics.size(), 1U);
  const auto& s = got.statics[0];
  EXPECT_EQ(s.imo, 9'000'001U);
  EXPECT_EQ(s.call_sign, "CALL");
  EXPECT_EQ(s.name, "SIM \"ONE\"");
  EXPECT_EQ(s.ship_type, 80);
  EXPECT_EQ(s.draught_m, 9.5);
  EXPECT_EQ(s.destination, "SIM PORT");
  EXPECT_THAT(s.to_bow_stern_port_starboard_m.value(), ElementsAre(0, 180, 0, 32));
}

TEST(Csv, DanishTimesAreDayFirstThereAndNowhereElse) {
  EXPECT_EQ(read("# Timestamp,MMSI,Latitude,Longitude\n02/01/2026 00:00:00,219000001,55,12\n")
                .positions.at(0)
                .observed_at,
            from_utc(2026, 1, 2));
  EXPECT_THAT(read("t,mmsi,lat,lon\n02/01/2026 00:00:00,219000001,55,12\n").rejected,
              ElementsAre("2: time"));
}

TEST(Csv, MarineCadastreOldAndNew) {
  const std::string rows =
      "2020-06-30T00:00:00,-74.07157,40.64409,367000140,-20.4,-60.6,246.0,SAMUEL,IMO7702774,"
      "WYR3371,"
      "60.0,0.0,94.0,21.0,,69.0,B,2020-06-30T12:01:00\n"
      "2020-06-30T00:00:01,-74.02433,40.54291,366999618,102.3,-49.6,511,,,,1012,15,,,,,A,\n";
  const std::string old_header =
      "BaseDateTime,LON,LAT,MMSI,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,"
      "Width,Draft,Cargo,TranscieverClass,ETA\n";
  const std::string new_header =
      "base_date_time,longitude,latitude,mmsi,sog,cog,heading,vessel_name,imo,call_sign,vessel_"
      "type,"
      "status,length,width,draft,cargo,transceiver,eta\n";
  for (const auto& header : {old_header, new_header}) {
    const auto got = read(header + rows);
    EXPECT_THAT(got.rejected, ElementsAre());
    ASSERT_EQ(got.positions.size(), 2U);
    const auto& p = got.positions[0];
    EXPECT_EQ(p.observed_at, from_utc(2020, 6, 30));
    EXPECT_EQ(p.kind, model::StationKind::kClassB);
    EXPECT_DOUBLE_EQ(p.sog->knots(), 82.0);          // Ran over its field.
    EXPECT_DOUBLE_EQ(p.cog->degrees_true(), 349.0);  // Likewise.
    EXPECT_EQ(p.nav_status, 0);
    ASSERT_EQ(got.statics.size(), 1U);
    EXPECT_EQ(got.statics[0].imo, 7'702'774U);
    EXPECT_EQ(got.statics[0].name, "SAMUEL");
    EXPECT_EQ(got.statics[0].ship_type, 60);
    EXPECT_THAT(got.statics[0].to_bow_stern_port_starboard_m.value(), ElementsAre(0, 94, 0, 21));
    const auto& absent = got.positions[1];
    EXPECT_FALSE(absent.sog);
    EXPECT_FALSE(absent.cog);  // -49.6 was 360.0, not available.
    EXPECT_FALSE(absent.heading);
    EXPECT_FALSE(absent.nav_status);
    EXPECT_EQ(got.accounts.left_out, 1U);  // A vessel type of its own, above 255.
  }
}

TEST(Csv, ThePlainForm) {
  const auto got = read(
      "mmsi,t,lat,lon,sog,cog,heading,nav_status,ship_type,length,name\n"
      "499000001,1767225600.25,26.5,56.5,12.3,270.0,271,0,70,120,\"SIM, ONE\"\n"
      "499000002,2026-01-01T00:00:00.5Z,-26.5,-56.5,,,,,,,\n");
  EXPECT_THAT(got.rejected, ElementsAre());
  ASSERT_EQ(got.positions.size(), 2U);
  EXPECT_EQ(got.positions[0].observed_at, from_utc(2026, 1, 1) + Duration::milliseconds(250));
  EXPECT_EQ(got.positions[1].observed_at, from_utc(2026, 1, 1) + Duration::milliseconds(500));
  EXPECT_EQ(got.positions[1].position->lat_e7(), -265'000'000);
  EXPECT_EQ(got.positions[1].position->lon_e7(), -565'000'000);
  EXPECT_FALSE(got.positions[1].sog);
  ASSERT_EQ(got.statics.size(), 1U);
  EXPECT_EQ(got.statics[0].name, "SIM, ONE");
}

TEST(Csv, OrderDelimiterQuotesMarkAndLineEndsDoNotMatter) {
  const auto plain = read("mmsi,t,lat,lon,sog\n499000001,1767225600,26.5,56.25,12.3\n").positions;
  ASSERT_EQ(plain.size(), 1U);
  for (const std::string text :
       {"\xEF\xBB\xBFmmsi,t,lat,lon,sog\r\n499000001,1767225600,26.5,56.25,12.3\r\n",
        "sog;lon;lat;t;mmsi\n12,3;56,25;26,5;1767225600;499000001",
        "\"sog\"\t\"lon\"\tlat\tt\tmmsi\textra\n\"12.3\"\t56.25\t26."
        "5\t\"1767225600\"\t499000001\tx\n",
        "SOG_knots|Longitude_degrees|Latitude_degrees|Time|MMSI\n12.3|56.25|26.5|2026-01-01|"
        "499000001\n",
        "mmsi,ts_ms,lat,lon,sog\n\n499000001,1767225600000,26.5,56.25,12.3,,\n\n",
        "mmsi , t , lat , lon , sog\n 499000001 , 1767225600 , 26.5 , 56.25 , \"12.3\" \n",
        "# made by hand\nmmsi,t,lat,lon,sog\n499000001,1767225600,26.5,56.25,12.3\n"}) {
    const auto got = read(text).positions;
    if (text.starts_with("# made")) {  // The first line is the header: no comment before it.
      EXPECT_TRUE(got.empty());
      continue;
    }
    ASSERT_EQ(got.size(), 1U) << text;
    EXPECT_EQ(got[0].observed_at, plain[0].observed_at) << text;
    EXPECT_EQ(got[0].position, plain[0].position) << text;
    EXPECT_EQ(got[0].sog, plain[0].sog) << text;
    EXPECT_EQ(got[0].mmsi, plain[0].mmsi) << text;
  }
}

/// All that a position says, to compare.
std::string all_of(const PositionObservation& p) {
  const auto number = [](const auto& value) { return value ? fmt::format("{}", *value) : "-"; };
  return fmt::format(
      "{} kind {} type {} at {} got {} sog {} cog {} heading {} turn {} status {} place {}",
      p.mmsi.value, static_cast<int>(p.kind), p.message_type, p.observed_at.unix_microseconds(),
      p.received_at.unix_microseconds(), p.sog ? p.sog->metres_per_second() : -1.0,
      p.cog ? p.cog->degrees_true() : -1.0, p.heading ? p.heading->degrees_true() : -1.0,
      number(p.turn_deg_per_min), number(p.nav_status),
      p.position ? fmt::format("{} {}", p.position->lat_e7(), p.position->lon_e7()) : "-");
}

/// Fields in quotes are cut and read one by one, plain ones while the line is cut.
TEST(Csv, ARowSaysTheSameWithItsFieldsInQuotes) {
  std::mt19937 random{20'261'127};
  std::uint64_t used = 0;
  std::uint64_t rejected = 0;
  for (int i = 0; i < 40'000; ++i) {
    const char delimiter = ",;\t|"[random() % 4];
    std::vector<std::string> names{"mmsi", "t",       "lat",        "lon", "sog",
                                   "cog",  "heading", "nav_status", "rot", "type",
                                   "name", "other",   "received_at"};
    std::ranges::shuffle(names, random);
    std::string header;
    std::string plain;
    std::string quoted;
    const bool bare = random() % 8 == 0;  // A short line.
    for (const auto& name : names) {
      std::string field = random_number(random, 2, 8);
      if (name == "mmsi") field = std::to_string(bare ? random() % 10 : 200'000'000 + random() % 7);
      if (name == "t" || name == "received_at") {
        field = bare ? "1" : std::to_string(1'767'225'600 + random() % 100);
        if (!bare && random() % 2 == 0) field += "." + std::to_string(random() % 1'000'000);
        if (!bare && random() % 8 == 0) field = "2026-01-01T00:00:00.5Z";
      }
      if ((bare && name != "mmsi" && name != "t") || (name != "t" && random() % 16 == 0))
        field.clear();
      if (random() % 64 == 0) spoil(field, random);
      std::erase_if(field, [&](char c) { return c == ' ' || c == delimiter; });
      const std::string cut = header.empty() ? "" : std::string(1, delimiter);
      header += cut + name;
      plain += cut + field;
      quoted += cut + "\"" + field + "\"";
    }
    // Too few fields, or too many.
    if (random() % 32 == 0) plain += delimiter, quoted += delimiter;
    if (random() % 32 == 0)
      plain += delimiter + std::string{"5"}, quoted += delimiter + std::string{"5"};
    if (random() % 32 == 0)
      plain.erase(plain.rfind(delimiter)), quoted.erase(quoted.rfind(delimiter));
    const auto a = read(header + "\n" + plain + "\n");
    const auto b = read(header + "\n" + quoted + (random() % 2 == 0 ? "\r\n" : ""));
    ASSERT_EQ(a.rejected, b.rejected) << header << "\n" << plain;
    ASSERT_EQ(a.accounts.left_out, b.accounts.left_out) << plain;
    ASSERT_EQ(a.statics.size(), b.statics.size()) << plain;
    ASSERT_EQ(a.positions.size(), b.positions.size()) << plain;
    for (std::size_t k = 0; k < a.positions.size(); ++k)
      ASSERT_EQ(all_of(a.positions[k]), all_of(b.positions[k])) << header << "\n" << plain;
    used += a.accounts.used;
    rejected += a.rejected.size();
  }
  EXPECT_GT(used, 10'000U);
}

TEST(Csv, WhatIsNotThereIsAbsentNeverASentinel) {
  for (const char* nothing : {"", "Unknown", "null", "NaN", "N/A", "\\N", "None", "-"}) {
    const auto got =
        read("mmsi,t,lat,lon,sog,cog,heading,nav_status,rot\n499000001,1767225600,26,56," +
             std::string{nothing} + "," + nothing + "," + nothing + "," + nothing + "," + nothing +
             "\n");
    ASSERT_EQ(got.positions.size(), 1U) << nothing;
    const auto& p = got.positions[0];
    EXPECT_FALSE(p.sog || p.cog || p.heading || p.nav_status || p.turn_deg_per_min) << nothing;
    EXPECT_EQ(got.accounts.left_out, 0U) << nothing;
  }
  const auto got = read(
      "mmsi,t,lat,lon,sog,cog,heading,nav_status,rot\n"
      "499000001,1767225600,91,181,5,5,511,15,\n"
      "499000001,1767225600,26,56,102.3,360,511,15,\n"
      "499000001,1767225600,26,56,-1,400,360,16,-731\n");
  ASSERT_EQ(got.positions.size(), 3U);
  EXPECT_FALSE(got.positions[0].position);
  EXPECT_TRUE(got.positions[0].sog);
  for (const auto i : {1U, 2U}) {
    const auto& p = got.positions[i];
    EXPECT_FALSE(p.sog || p.cog || p.heading || p.nav_status || p.turn_deg_per_min);
  }
  EXPECT_EQ(got.accounts.left_out, 5U);  // Of the third row: each means nothing.
}

TEST(Csv, MoreFieldsThanTheHeaderHasMustAllBeEmpty) {
  const auto got = read(
      "mmsi,t,lat,lon,sog,name\n"
      "499000001,1767225600,26,56,1,A,,,\n"
      "499000001,1767225601,26,56,1,A,B,\n"
      "499000001,1767225602,26,56,1,A,,B\n"
      "499000001,1767225603,26,56,1,A,\"\",\n");
  EXPECT_THAT(got.rejected, ElementsAre("3: columns", "4: columns"));
  EXPECT_EQ(got.accounts.used, 2U);
}

TEST(Csv, EachBadRowIsCountedWithItsReasonAndLine) {
  const auto got = read(
      "mmsi,t,lat,lon,sog,name\n"
      "499000001,1767225600,26,56,1,A\n"
      "499000001,1767225600,26,56,1\n"
      "499000001,1767225600,26,56,1,A,B\n"
      "499000001,1767225600,26,56,1,\"A\n"
      "499000001,1767225600,26,56,1,\"A\"B\n"
      ",1767225600,26,56,1,A\n"
      "0,1767225600,26,56,1,A\n"
      "1000000000,1767225600,26,56,1,A\n"
      "x,1767225600,26,56,1,A\n"
      "499000001,,26,56,1,A\n"
      "499000001,yesterday,26,56,1,A\n"
      "499000001,1767225600000,26,56,1,A\n"
      "499000001,-5,26,56,1,A\n"
      "499000001,1767225600,north,56,1,A\n"
      "499000001,1767225600,26,,1,A\n"
      "499000001,1767225600,90.1,56,1,A\n"
      "499000001,1767225600,26,-180.1,1,A\n"
      "499000001,1767225600,26,56,fast,A\n"
      "499000002,1767225600,,,,\n" +
      std::string(70'000, 'x') + "\n" + "499000001,1767225601,26,56,1,A\n");
  EXPECT_THAT(got.rejected,
              ElementsAre("3: columns", "4: columns", "5: quote", "6: quote", "7: mmsi", "8: mmsi",
                          "9: mmsi", "10: mmsi", "11: time", "12: time", "13: time", "14: time",
                          "15: position", "16: position", "17: position", "18: position",
                          "19: number", "20: nothing", "21: too_long"));
  EXPECT_EQ(got.accounts.rows, 21U);
  EXPECT_EQ(got.accounts.used, 2U);
  EXPECT_EQ(got.positions.size(), 2U);
}

TEST(Csv, WhoIsSaidWhenItIsNews) {
  const auto got = read(
      "mmsi,t,lat,lon,name\n"
      "499000001,1,26,56,A\n"
      "499000002,1,26,56,B\n"
      "499000001,2,26,56,A\n"
      "499000001,3,26,56,\n"
      "499000001,4,26,56,A\n"
      "499000001,5,26,56,C\n"
      "499000001,6,,,C\n");
  std::vector<std::string> names;
  for (const auto& s : got.statics) names.push_back(s.name.value());
  EXPECT_THAT(names, ElementsAre("A", "B", "C"));
  EXPECT_EQ(got.positions.size(), 6U);
  EXPECT_EQ(got.accounts.used, 7U);  // The last says nothing new, and is no error.
}

TEST(Csv, KindsAndMessageTypes) {
  const auto got = read(
      "type,mmsi,observed_at,received_at,lat,lon,ship_type,to_bow_m,to_stern_m,to_port_m,"
      "to_starboard_m,station_kind\n"
      "18,499000001,2026-01-01T00:00:00Z,2026-01-01T00:00:02Z,26,56,37,4,3,2,1,class_b\n"
      "1,972000001,2026-01-01T00:00:00Z,,26,56,,,,,,\n"
      "99,499000003,2026-01-01T00:00:00Z,,26,56,,,,,,sar_aircraft\n");
  ASSERT_EQ(got.positions.size(), 3U);
  EXPECT_EQ(got.positions[0].message_type, 18);
  EXPECT_EQ(got.positions[0].kind, model::StationKind::kClassB);
  EXPECT_EQ(got.positions[0].received_at, from_utc(2026, 1, 1, 0, 0, 2));
  EXPECT_EQ(got.positions[1].kind, model::StationKind::kMob);
  EXPECT_EQ(got.positions[1].received_at, got.positions[1].observed_at);
  EXPECT_EQ(got.positions[2].message_type, 0);
  EXPECT_EQ(got.positions[2].kind, model::StationKind::kSarAircraft);
  EXPECT_THAT(got.statics.at(0).to_bow_stern_port_starboard_m.value(), ElementsAre(4, 3, 2, 1));
}

TEST(Csv, FilesPutOneAfterTheOtherRepeatTheirHeader) {
  const std::string one = "mmsi,t,lat,lon\n499000001,1,26,56\n";
  const auto got = read(one + one + "# a comment\n" + one);
  EXPECT_THAT(got.rejected, ElementsAre());
  EXPECT_EQ(got.accounts.rows, 3U);
}

TEST(Csv, HowTheFileIsCutChangesNothing) {
  const std::string text = std::string{kDmaHeader} +
                           "01/06/2018 00:00:00,Class A,215810000,55.921028,17.320418,,,12.5,,,,,"
                           "\"SIM, X\",,,,,,,,,AIS\r\n\r\nbad\r\n" +
                           std::string(70'000, ',') +
                           "\n01/06/2018 00:00:09,Class A,215810001,55,17,,,12.5,,,,,,,,,,,,,,AIS";
  const auto whole = read(text);
  EXPECT_EQ(whole.accounts.rows, 4U);
  for (const std::size_t piece : {1U, 2U, 7U, 64U, 1'000U, 65'536U, 65'537U}) {
    const auto cut = read(text, piece);
    EXPECT_EQ(cut.rejected, whole.rejected) << piece;
    EXPECT_EQ(cut.positions.size(), whole.positions.size()) << piece;
    EXPECT_EQ(cut.statics.size(), whole.statics.size()) << piece;
    EXPECT_EQ(cut.accounts.lines, whole.accounts.lines) << piece;
  }
}

struct Recording {
  const char* file;
  std::uint64_t rows;
  std::uint64_t used;
};

class CsvRecording : public testing::TestWithParam<Recording> {};

TEST_P(CsvRecording, IsReadWholly) {
  const std::string path = std::string{"../shared/data/tracks/"} + GetParam().file;
  std::ifstream in{path, std::ios::binary};
  if (!in) GTEST_SKIP() << path << " is not there";
  std::ostringstream text;
  text << in.rdbuf();
  const auto got = read(text.str(), 4'096);
  EXPECT_EQ(got.failure, "");
  EXPECT_EQ(got.accounts.rows, GetParam().rows);
  EXPECT_EQ(got.accounts.used, GetParam().used)
      << testing::PrintToString(got.rejected).substr(0, 500);
  EXPECT_GE(got.positions.size(), got.accounts.used * 9 / 10);
}

INSTANTIATE_TEST_SUITE_P(
    Shared, CsvRecording,
    testing::Values(Recording{"dma_denmark_decoded_from_nmea.csv", 24'686, 24'686},
                    Recording{"dma_header_20180601.csv", 138, 137},
                    Recording{"dma_sample_20180208.csv", 10, 10},
                    Recording{"nyharbor_20200630_h00.csv", 8'689, 8'689},
                    Recording{"persian_gulf_aisstream_jgm_202603.csv", 2'494, 2'494},
                    Recording{"solent_stonesoup_20160112.csv", 18'623, 18'623}));

}  // namespace
}  // namespace narrows::decode::csv
