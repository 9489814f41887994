#include "source/line_time.hpp"

#include <gtest/gtest.h>

namespace narrows::source {
namespace {

constexpr std::int64_t kNothing = -1;

std::int64_t micros(std::string_view line) {
  const auto t = line_time(line);
  return t ? t->unix_microseconds() : kNothing;
}

TEST(LineTime, ReadsTheFormsOfTheField) {
  const struct {
    const char* line;
    std::int64_t us;
  } cases[] = {
      {"\\g:1-2--001,c:1326055296*3C\\!AIVDM,2,1,3,A,E7,0*65\n", 1'326'055'296'000'000},
      {"\\s:2573105,c:1422835204123*0D\\!BSVDM,1,1,,A,1,0*00", 1'422'835'204'123'000},
      {"\\s:x*00\\\\c:1422835204*0D\\!BSVDM,1,1,,A,1,0*00", 1'422'835'204'000'000},
      {"$PGHP,1,2013,3,18,9,19,9,499,219,,2190048,1,28*23", 1'363'598'349'499'000},
      {"1550303566167726840 !AIVDM,1,1,,B,10bb,0*7F", 1'550'303'566'167'726},
      {"1550303566167726 !AIVDM,1,1,,B,10bb,0*7F", 1'550'303'566'167'726},
      {"1550303566167 !AIVDM,1,1,,B,10bb,0*7F", 1'550'303'566'167'000},
      {"1550303566,!AIVDM,1,1,,B,10bb,0*7F", 1'550'303'566'000'000},
      {"1550303566.25: !AIVDM,1,1,,B,10bb,0*7F", 1'550'303'566'250'000},
      {"[2013-03-18T09:19:09.499Z] !AIVDM,1,1,,B,10bb,0*7F", 1'363'598'349'499'000},
      {"2013-03-18 09:19:09 $AIVDM,1,1,,B,10bb,0*7F", 1'363'598'349'000'000},
      {"!AIVDM,1,1,,A,14`,0*1A,r003669987,1152921693\r\n", 1'152'921'693'000'000},
      {"!AIVDM,1,1,,A,14`,0*1A,1152921693", 1'152'921'693'000'000},
      {"!SAVDM,1,1,,A,14`,0*1A,s30,d-100,T12.3,r003669987,631152000", 631'152'000'000'000},
  };
  for (const auto& c : cases) EXPECT_EQ(micros(c.line), c.us) << c.line;
}

TEST(LineTime, SaysNothingRatherThanSomethingWrong) {
  for (const char* line : {"",
                           "\n",
                           "!AIVDM,1,1,,A,14`qQb,0*1A",
                           "# 1550303566",
                           "1550303566",
                           "c:1550303566 !AIVDM",
                           "15503035661 !AIVDM",
                           "!AIVDM,1,1,,A,14`,0*1A,12",
                           "631151999 !AIVDM,1,1,,A,1,0*00",
                           "4102444800 !AIVDM,1,1,,A,1,0*00",
                           "$PGHP,1,2013,13,18,9,19,9,499,",
                           "$PGHP,1,2013,3,18,9,19",
                           "$PGHP,1,x,3,18,9,19,9,499,",
                           "$PGHP,2,2013,3,18,9,19,9,499,",
                           "1550303566.2x !AIVDM",
                           "\\c:\\!AIVDM",
                           "\\c:",
                           "c:",
                           "$",
                           "99999999999999999999999 !AIVDM",
                           "hello !AIVDM,1,1,,A,1,0*00"})
    EXPECT_EQ(micros(line), kNothing) << line;
}

TEST(LineTime, PrefersTheTagBlock) {
  EXPECT_EQ(micros("1550303566 \\c:1326055296*3C\\!AIVDM,1,1,,A,1,0*00,1152921693"),
            1'326'055'296'000'000);
}

}  // namespace
}  // namespace narrows::source
