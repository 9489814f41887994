#include "watch/sensor_health.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace narrows::watch {
namespace {

constexpr std::array kParameters{
    ParameterSpec{"silent_s", 60, 10, 3'600, "default", "without a message"},
    ParameterSpec{"rate_share", 0.4, 0.05, 0.9, "default", "of the usual rate"},
    ParameterSpec{"rate_least", 30, 5, 10'000, "default", "messages to be expected in two minutes"},
    ParameterSpec{"clock_s", 10, 1, 3'600, "default", "off the node's clock"},
    ParameterSpec{"clock_reports", 3, 1, 60, "default", "in a row, right or wrong"},
    ParameterSpec{"checksum_share", 0.05, 0.001, 1, "default", "of the sentences damaged"},
    ParameterSpec{"bias_m", 200, 10, 10'000, "default", "between radar and AIS"}};

enum class Failure : std::uint8_t { kSilent, kRate, kClock, kChecksum, kBias };
constexpr std::array<std::string_view, 5> kFailureNames{"silent", "rate", "clock", "checksum",
                                                        "bias"};
constexpr std::size_t kSteps = 12;  // Reports that the short rate is measured over.
constexpr std::size_t kBackSteps = 6;
constexpr double kMemory = 1.0 / 180.0;        // Of the usual rate, a report: half an hour.
constexpr double kLongMemory = 1.0 / 2'160.0;  // The same: six hours.
constexpr double kEachShare = 0.6;
constexpr double kEachAgain = 0.8;
constexpr double kSentencesLeast = 50.0;
constexpr std::size_t kSensorsMax = 4'096;

class SensorHealth final : public Detector {
 public:
  explicit SensorHealth(const Parameters& parameters) { SensorHealth::configure(parameters); }

  void configure(const Parameters& parameters) override {
    silent_ = parameters.seconds("silent_s");
    rate_share_ = parameters.number("rate_share");
    rate_least_ = parameters.number("rate_least");
    clock_ = parameters.seconds("clock_s");
    clock_reports_ = static_cast<int>(parameters.number("clock_reports"));
    checksum_share_ = parameters.number("checksum_share");
    bias_m_ = parameters.number("bias_m");
  }

  Reports wants(const Knowledge&) const override { return Reports::kNobodys; }
  void on_sensor(Scene& scene, const SensorReport& report) override {
    if (sensors_.size() >= kSensorsMax && !sensors_.contains(report.sensor)) return;
    Sensor& sensor = sensors_[report.sensor];
    if (sensor.reports++ == 0) {
      sensor.before = report;
      return;
    }
    look_at_silence(scene, report, sensor);
    const double count = count_rate(report, sensor);
    look_at_return(scene, report, sensor);
    look_at_rate(scene, report, sensor, count);
    if (!report.by_station) look_at_clock(scene, report, sensor);
    look_at_checksums(scene, report, sensor);
    look_at_bias(scene, report, sensor);
    sensor.before = report;
  }

 private:
  struct Sensor {
    std::uint64_t reports = 0;
    SensorReport before;
    std::array<double, kSteps> counts{};  // Messages of the last reports, a ring.
    std::array<double, kSteps> damaged{};
    std::size_t head = 0;
    std::size_t filled = 0;
    double usual = 0.0;       // Messages a report, of half an hour,
    double usual_long = 0.0;  // and of hours.
    double usual_each = 0.0;  // Of one vessel in two minutes.
    double known_each = 0.0;  // Reports that it rests on.
    double known = 0.0;       // Reports that the usual rests on.
    Time low_since;
    std::size_t back = 0;    // Reports since a silence was over; 0: it is known how it hears since.
    std::size_t hardly = 0;  // Of those in which it hears hardly anything since.
    int clock_wrong = 0;     // In a row; negative: right.
    Time clock_since;
    struct Open {
      SituationId id;
      Time begin;
      bool on = false;
    };
    std::array<Open, kFailureNames.size()> open;
  };

  static double sum(const std::array<double, kSteps>& ring, const Sensor& s, std::size_t steps) {
    double all = 0.0;
    for (std::size_t i = 0; i < steps; ++i) all += ring[(s.head + kSteps - i) % kSteps];
    return all;
  }

  static void raise(Scene& scene, const SensorReport& report, Sensor& sensor, Failure failure,
                    Time begin, std::string why, model::AlertMargin margin) {
    auto& open = sensor.open[static_cast<std::size_t>(failure)];
    if (open.on) return;
    Situation s;
    s.kind = kSensorHealthRule.kind;
    s.sensor = report.sensor;
    s.object = kFailureNames[static_cast<std::size_t>(failure)];
    s.begin = begin;
    s.why = std::move(why);
    s.margins = {std::move(margin)};
    s.confidence = failure == Failure::kRate ? 0.75 : 0.95;
    open.id = scene.raise(std::move(s));
    open.on = true;
    open.begin = begin;
  }
  static void end(Scene& scene, Sensor& sensor, Failure failure, Time at) {
    auto& open = sensor.open[static_cast<std::size_t>(failure)];
    if (!open.on) return;
    scene.end(open.id, std::max(at, open.begin));
    open.on = false;
  }

  void look_at_silence(Scene& scene, const SensorReport& report, Sensor& sensor) const {
    if (!report.last_heard_at) return;
    const bool heard = report.sentences > sensor.before.sentences;
    if (heard) {
      if (!sensor.open[static_cast<std::size_t>(Failure::kSilent)].on || sensor.hardly > 0) return;
      sensor.filled = 0;  // Its rate is measured from here on.
      sensor.low_since = {};
      sensor.back = 1;
      return end(scene, sensor, Failure::kSilent, *report.last_heard_at);
    }
    // One that is heard seldom is given its time.
    const double per_s = sensor.usual / 10.0;
    const double least = std::max(silent_.seconds(), per_s > 0.0 ? 20.0 / per_s : 0.0);
    const double silent = (report.at - *report.last_heard_at).seconds();
    // One that hears little pauses as well.
    const bool hears_little = sensor.open[static_cast<std::size_t>(Failure::kRate)].on;
    if (report.connected && hears_little && silent < 3.0 * least) return;
    if (report.connected && (silent < least || sensor.known < 3.0)) return;
    sensor.back = 0;
    raise(scene, report, sensor, Failure::kSilent, *report.last_heard_at,
          report.connected ? fmt::format("{} has been silent for {:.0f} s.", report.sensor, silent)
                           : fmt::format("{} is not connected.", report.sensor),
          {"silent_s", silent, least});
  }

  /// Whoever hears a word now and then after a silence is still as good as silent: a minute later
  /// it is known.
  void look_at_return(Scene& scene, const SensorReport& report, Sensor& sensor) const {
    constexpr double kExpectedLeast = 5.0;
    constexpr std::size_t kHardlyMost = 180;  // Half an hour; then it is the rate's affair.
    if (sensor.hardly == 0 && (sensor.back == 0 || sensor.back++ < kBackSteps)) return;
    const double heard = sum(sensor.counts, sensor, kBackSteps);
    const double expected =
        std::min(sensor.usual, sensor.usual_long) * static_cast<double>(kBackSteps);
    const double share = heard / std::max(1.0, expected);
    const double minutes = static_cast<double>(kSteps) / static_cast<double>(kBackSteps);
    const bool each = report.vessels && *report.vessels > 0 &&
                      minutes * heard / *report.vessels >= kEachAgain * sensor.usual_each;
    if (sensor.hardly > 0) {
      if (share < 0.5 * (1.0 + rate_share_) && !each && sensor.hardly++ < kHardlyMost) return;
      sensor.hardly = 0;
      sensor.filled = 0;
      sensor.low_since = {};
      return end(scene, sensor, Failure::kSilent, report.at - Duration::seconds(10 * kBackSteps));
    }
    sensor.back = 0;
    if (report.by_station || each || expected < kExpectedLeast || share >= rate_share_) return;
    sensor.hardly = 1;
    raise(scene, report, sensor, Failure::kSilent,
          sensor.open[static_cast<std::size_t>(Failure::kSilent)].begin,
          fmt::format("{} was silent and hears {:.0f} % of what it usually does since.",
                      report.sensor, 100.0 * share),
          {"rate_share", share, rate_share_});
  }

  /// Messages since the report before.
  static double count_rate(const SensorReport& report, Sensor& sensor) {
    const double count = report.sentences >= sensor.before.sentences
                             ? static_cast<double>(report.sentences - sensor.before.sentences)
                             : 0.0;  // It began anew.
    sensor.head = (sensor.head + 1) % kSteps;
    sensor.counts[sensor.head] = count;
    sensor.damaged[sensor.head] =
        report.bad_checksums >= sensor.before.bad_checksums
            ? static_cast<double>(report.bad_checksums - sensor.before.bad_checksums)
            : 0.0;
    sensor.filled = std::min(sensor.filled + 1, kSteps);
    return count;
  }

  void look_at_rate(Scene& scene, const SensorReport& report, Sensor& sensor, double count) const {
    const double all = sum(sensor.counts, sensor, kSteps);
    // Of half an hour or of hours, whichever is less: what came for a while only is not missed.
    const double usual = std::min(sensor.usual, sensor.usual_long);
    const double expected = usual * static_cast<double>(kSteps);
    // Whether vessels are heard less, or fewer of them.
    const double each = report.vessels ? all / *report.vessels : 0.0;
    const bool fewer_of_each = !report.vessels || each < kEachShare * sensor.usual_each;
    const bool silent = sensor.open[static_cast<std::size_t>(Failure::kSilent)].on;
    auto& rate = sensor.open[static_cast<std::size_t>(Failure::kRate)];
    const bool known = sensor.known >= 2.0 * kSteps && expected >= rate_least_;
    if (rate.on) {
      const double share = sum(sensor.counts, sensor, kBackSteps) /
                           std::max(1.0, usual * static_cast<double>(kBackSteps));
      const bool each_again = report.vessels && each >= kEachAgain * sensor.usual_each;
      if (share >= 0.5 * (1.0 + rate_share_) || each_again)
        end(scene, sensor, Failure::kRate, report.at - Duration::seconds(10 * kBackSteps));
      return;
    }
    if (silent) return;
    // With stations behind it, theirs are judged; its own is learned all the same.
    const bool low = known && !report.by_station && count < 0.5 * (1.0 + rate_share_) * usual;
    if (!low) sensor.low_since = {};
    if (low && sensor.low_since == Time{}) sensor.low_since = sensor.before.at;
    if (low && (fewer_of_each || sensor.filled < kSteps)) {
      if (all < rate_share_ * expected && sensor.filled == kSteps && count > 0.0) {
        const Time oldest = report.at - Duration::seconds(10 * kSteps);
        raise(scene, report, sensor, Failure::kRate, std::max(oldest, sensor.low_since),
              fmt::format("{} hears {:.0f} % of what it usually does.", report.sensor,
                          100.0 * all / expected),
              {"rate_share", all / expected, rate_share_});
      }
      return;  // What may be a failure is not learned.
    }
    sensor.known += 1.0;
    sensor.usual += (count - sensor.usual) * std::max(kMemory, 1.0 / sensor.known);
    sensor.usual_long += (count - sensor.usual_long) * std::max(kLongMemory, 1.0 / sensor.known);
    if (!report.vessels || sensor.filled < kSteps) return;
    sensor.known_each += 1.0;
    sensor.usual_each += (each - sensor.usual_each) * std::max(kMemory, 1.0 / sensor.known_each);
  }

  void look_at_clock(Scene& scene, const SensorReport& report, Sensor& sensor) const {
    if (!report.clock_behind) return;
    const double off = report.clock_behind->seconds();
    const bool wrong = std::abs(off) > clock_.seconds();
    if (wrong != (sensor.clock_wrong > 0) || sensor.clock_wrong == 0) {
      sensor.clock_wrong = 0;
      sensor.clock_since = sensor.before.at;
    }
    sensor.clock_wrong += wrong ? 1 : -1;
    if (std::abs(sensor.clock_wrong) < clock_reports_) return;
    if (!wrong) return end(scene, sensor, Failure::kClock, sensor.clock_since);
    raise(scene, report, sensor, Failure::kClock, sensor.clock_since,
          fmt::format("The clock of {} is {:.0f} s {}.", report.sensor, std::abs(off),
                      off > 0 ? "behind" : "ahead"),
          {"clock_s", off, clock_.seconds()});
  }

  void look_at_checksums(Scene& scene, const SensorReport& report, Sensor& sensor) const {
    const double all = sum(sensor.counts, sensor, kSteps);
    const double damaged = sum(sensor.damaged, sensor, kSteps);
    if (all < kSentencesLeast) return;
    if (damaged > checksum_share_ * all) {
      raise(scene, report, sensor, Failure::kChecksum,
            report.at - Duration::seconds(10 * static_cast<std::int64_t>(sensor.filled)),
            fmt::format("{:.0f} % of the sentences of {} are damaged.", 100.0 * damaged / all,
                        report.sensor),
            {"checksum_share", damaged / all, checksum_share_});
    } else if (damaged < 0.5 * checksum_share_ * all) {
      end(scene, sensor, Failure::kChecksum, report.at);
    }
  }

  void look_at_bias(Scene& scene, const SensorReport& report, Sensor& sensor) const {
    if (!report.bias_m) return;
    if (*report.bias_m > bias_m_) {
      raise(scene, report, sensor, Failure::kBias, report.at,
            fmt::format("{} sees vessels {:.0f} m from where they say they are.", report.sensor,
                        *report.bias_m),
            {"bias_m", *report.bias_m, bias_m_});
    } else if (*report.bias_m < 0.8 * bias_m_) {
      end(scene, sensor, Failure::kBias, report.at);
    }
  }

  Duration silent_;
  double rate_share_ = 0.4;
  double rate_least_ = 30.0;
  Duration clock_;
  int clock_reports_ = 3;
  double checksum_share_ = 0.05;
  double bias_m_ = 200.0;
  std::map<std::string, Sensor, std::less<>> sensors_;
};

}  // namespace

const RuleSpec kSensorHealthRule{
    .kind = "sensor_health",
    .version = "1.1.0",
    .title = "Health of the sensors",
    .definition =
        "a receiver or radar is silent, hears less, or has a wrong clock or damaged words",
    .priority = 2,
    .gate = RuleSpec::Gate::kNever,
    .rejoin = Duration::minutes(5),
    .parameters = kParameters,
    .per_class = false,
    .make = [](const Parameters& p) -> std::unique_ptr<Detector> {
      return std::make_unique<SensorHealth>(p);
    }};

}  // namespace narrows::watch
