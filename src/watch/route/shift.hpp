#pragma once

// When the way of the traffic changed, and by how much: a base of what is usual, charts of what is
// not, and a date.
//
// Base of a day (in the square roots of its counts, where the noise of counts is even): the middle
// mean of eight weeks that end two weeks ago, plus what is usual for the weekday, plus what the
// season did in years before. The miss, against the usual size of misses, goes into two CUSUM
// charts each way: a fast one for collapses (allowance 2, days), a slow one for lasting changes
// (allowance 0.75, weeks; only with a year of misses behind it, as a season cannot be told from a
// change before). How high each chart must stand is found from the past of the series itself: years
// are drawn from it in blocks of a quarter, so that spells of bad reception stay spells, and the
// limit is where all charts together raise one false alarm a year at most. And a shift lasts: what
// neither halved nor doubled, beyond chance, is told only after two weeks, or four when it is less
// than a third. After an alarm the series begins anew from the change. Nothing after a day judges
// that day.
//
// E. S. Page, Continuous inspection schemes, Biometrika 41 (1954); J. M. Lucas, Combined
// Shewhart-CUSUM schemes, J. Quality Technology 14 (1982); D. N. Politis and J. P. Romano, The
// stationary bootstrap, JASA 89 (1994); F. J. Anscombe, Biometrika 35 (1948).
//
// Known wrongs: in its first year a change that grows over weeks is not seen; a change that comes
// back each year is a season from the second year on; a feed that counts less (a receiver lost) is
// a shift to it: coverage must be ruled out by who reads the alarm.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace narrows::watch::route {

enum class SeriesKind : std::uint8_t {
  kCount,    ///< Passages of a day.
  kMeasure,  ///< A mean of a day: where in the gate they pass, metres.
};

struct Series {
  std::string name;
  SeriesKind kind = SeriesKind::kCount;
  std::vector<std::optional<double>> values;  ///< By day; nothing: that day was not observed.
  bool in_mix = false;                        ///< A class of which the mix is watched.
};

struct ShiftRules {
  double false_alarms_per_year = 1.0;
  double least_part = 0.2;       ///< Smaller changes of a count are not told.
  double least_measure = 185.2;  ///< Nor of a measure: a tenth of a mile.
};

/// What one series did at a shift.
struct SeriesShift {
  std::size_t series = 0;
  double before = 0.0;  ///< A day, as the base had it; metres for a measure.
  double after = 0.0;   ///< Mean from the change to four weeks after the alarm, or to the end.
  std::size_t alarm_day = 0;
  bool fast = false;  ///< By the fast chart.
  /// Less the chance that a year without a change comes so high. Nothing: it changed with the
  /// others and raised no alarm of its own.
  std::optional<double> confidence;
};

struct Shift {
  std::size_t alarm_day = 0;     ///< When it was raised: known from that day's data on.
  std::size_t changed_day = 0;   ///< The first day after the change, as estimated.
  std::size_t changed_from = 0;  ///< The change lies between these, at 95 %.
  std::size_t changed_to = 0;
  bool mix = false;                 ///< The mix of classes changed, whatever their number.
  double confidence = 0.0;          ///< Of the surest of its series.
  std::vector<SeriesShift> series;  ///< Which changed; the surest first.
};

struct ShiftReport {
  std::vector<Shift> shifts;
  /// From this day on the charts of a series stood: fast, slow. Beyond the end: never.
  struct Watched {
    std::size_t fast_from;
    std::size_t slow_from;
  };
  std::vector<Watched> watched;  ///< By series.
};

/// `weekday`: of the first day, 0 to 6. Deterministic.
ShiftReport find_shifts(const std::vector<Series>& series, unsigned weekday,
                        const ShiftRules& rules);

}  // namespace narrows::watch::route
