#include "source/replay.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "source/byte_input.hpp"
#include "source/line_buffer.hpp"
#include "source/line_time.hpp"

namespace narrows::source {

namespace {

constexpr double kSpeedMin = 0.01;
constexpr double kSpeedMax = 1'000.0;

Duration scaled(Duration d, double by) {
  return Duration::microseconds(std::llround(static_cast<double>(d.microseconds()) * by));
}

// Lines of a file one after the other.
class LineReader {
 public:
  explicit LineReader(std::unique_ptr<ByteInput> input) : input_{std::move(input)} {}

  // The next line, good until the next call; nothing at the end. A broken end is in `error`.
  std::optional<Line> next(std::optional<Error>& error) {
    while (true) {
      if (auto line = lines_.next()) return line;
      if (input_->at_end()) return lines_.take_rest();
      const auto piece = input_->read();
      if (piece) {
        lines_.append(*piece);
      } else {
        error = piece.error();
      }
    }
  }

 private:
  std::unique_ptr<ByteInput> input_;
  LineBuffer lines_;
};

// Stamps of a recording to positions on the tape: how far from its beginning each line plays.
//
// One receiver with a wrong clock among many must not stop the tape, so a stamp that lies far from
// where the tape is counts only when kOutliersBelieved of them come without a fitting one between.
class Tape {
 public:
  explicit Tape(Duration gap_max) : gap_max_{gap_max} {}

  void take(Time stamp) {
    if (!reached_) {
      reached_ = stamp;
      return;
    }
    const Duration step = stamp - *reached_;
    if (step > gap_max_ || step < kBackwardsMax) {
      if (++outliers_ < kOutliersBelieved) return;
      if (step > gap_max_) position_ = position_ + gap_max_;
      reached_ = stamp;
    } else if (step > Duration{}) {
      position_ = position_ + step;
      reached_ = stamp;
    }
    outliers_ = 0;
  }
  // The recording starts again: the next stamp stands where the tape is now.
  void rewind() { reached_.reset(); }

  Duration position() const { return position_; }
  std::optional<Time> reached() const { return reached_; }

 private:
  static constexpr Duration kBackwardsMax = Duration::seconds(-60);
  static constexpr int kOutliersBelieved = 8;

  Duration gap_max_;
  Duration position_;
  std::optional<Time> reached_;
  int outliers_ = 0;
};

class ReplayFile final : public Replay {
 public:
  ReplayFile(std::string path, const ReplayOptions& options, std::unique_ptr<ByteInput> input,
             bool stamped)
      : path_{std::move(path)},
        options_{options},
        reader_{std::move(input)},
        tape_{options.gap_max},
        stamped_{stamped},
        speed_{std::clamp(options.speed, kSpeedMin, kSpeedMax)} {
    status_.phase = Phase::kLive;
    status_.counters.connects = 1;
    load_next();
  }

  Interest interest() const override {
    if (status_.phase == Phase::kEnded) return {};
    if (paused_) return {.wake_at = kNever};
    if (!started_) return {.wake_at = Time{}};
    return {.wake_at = anchor_wall_ + scaled(due_ - anchor_tape_, 1.0 / speed_)};
  }

  void receive(Time now, OnReceived on_received) override {
    if (!started_) {
      started_ = true;
      begin_wall_ = anchor_wall_ = now;
    }
    constexpr int kLinesAtOnce = 4'096;
    const Duration tape_now = tape_position(now);
    for (int i = 0; i < kLinesAtOnce && status_.phase == Phase::kLive; ++i) {
      if (paused_ || due_ > tape_now) return;
      given_ = due_;
      given_at_ = line_at_;
      ++status_.counters.received;
      status_.counters.bytes += line_.size();
      on_received({.source = options_.id, .received_at = received_at(), .text = line_});
      load_next();
    }
  }

  const Status& status() const override { return status_; }

  Time recording_time(Time now) const override {
    if (!started_ || status_.counters.received == 0) return now;
    const Duration beyond = std::min(tape_position(now), due_) - given_;
    return received_at() + std::max(beyond, Duration{});
  }

  void pause(Time now) override {
    if (paused_) return;
    anchor(now);
    paused_ = true;
  }
  void resume(Time now) override {
    if (!paused_) return;
    paused_ = false;
    anchor_wall_ = now;
  }
  bool paused() const override { return paused_; }
  void set_speed(double times, Time now) override {
    anchor(now);
    speed_ = std::clamp(times, kSpeedMin, kSpeedMax);
  }
  double speed() const override { return speed_; }
  bool stamped() const override { return stamped_; }

 private:
  static constexpr Time kNever = Time::unix_seconds(32'503'680'000);  // The year 3000.

  Duration tape_position(Time now) const {
    if (paused_ || !started_) return anchor_tape_;
    return anchor_tape_ + scaled(now - anchor_wall_, speed_);
  }
  void anchor(Time now) {
    anchor_tape_ = tape_position(now);
    anchor_wall_ = now;
  }
  // Of the line last given.
  Time received_at() const { return given_at_ ? *given_at_ : begin_wall_ + given_; }

  void load_next() {
    std::optional<Line> line = reader_.next(status_.last_error);
    if (!line && options_.loop && lines_this_round_ > 0) {
      lines_this_round_ = 0;
      auto again = ByteInput::open(path_);
      if (again) {
        reader_ = LineReader{std::move(*again)};
        tape_.rewind();
        line = reader_.next(status_.last_error);
      } else {
        status_.last_error = again.error();
      }
    }
    if (!line) {
      status_.phase = Phase::kEnded;
      return;
    }
    ++lines_this_round_;
    ++lines_;
    line_.assign(line->text);
    if (line->discarded_bytes > 0) ++status_.counters.lines_too_long;
    status_.counters.bytes_discarded += line->discarded_bytes;
    if (!stamped_) {
      due_ = Duration::microseconds(
          std::llround(static_cast<double>(lines_ - 1) * 1e6 / options_.lines_per_second));
      return;
    }
    if (const auto stamp = line_time(line_)) tape_.take(*stamp);
    due_ = tape_.position();
    line_at_ = tape_.reached();
  }

  std::string path_;
  ReplayOptions options_;
  LineReader reader_;
  Tape tape_;
  bool stamped_;
  Status status_;

  std::string line_;             // The next line,
  Duration due_;                 // its place on the tape,
  std::optional<Time> line_at_;  // and its recorded time.
  Duration given_;               // The same of the line last given.
  std::optional<Time> given_at_;
  std::uint64_t lines_ = 0;
  std::uint64_t lines_this_round_ = 0;

  // The tape stood at anchor_tape_ when the clock showed anchor_wall_, and runs at speed_.
  bool started_ = false;
  bool paused_ = false;
  double speed_;
  Time begin_wall_;
  Time anchor_wall_;
  Duration anchor_tape_;
};

// Whether one of the first lines carries a stamp.
bool is_stamped(std::unique_ptr<ByteInput> input) {
  LineReader reader{std::move(input)};
  std::optional<Error> error;
  for (int i = 0; i < Replay::kStampSearchLines; ++i) {
    const auto line = reader.next(error);
    if (!line) return false;
    if (line_time(line->text)) return true;
  }
  return false;
}

}  // namespace

Result<std::unique_ptr<Replay>> open_replay(const std::string& path, const ReplayOptions& options) {
  if (path == "-") {
    return fail(Fault::kWrongType,
                "replay:-: standard input cannot be replayed, give the recording as a file");
  }
  auto sample = ByteInput::open(path);
  if (!sample) return tl::unexpected(sample.error());
  if ((*sample)->wait_descriptor() >= 0)
    return fail(Fault::kWrongType, path + ": only a regular file can be replayed");
  const bool stamped = is_stamped(std::move(*sample));
  auto input = ByteInput::open(path);
  if (!input) return tl::unexpected(input.error());
  return std::make_unique<ReplayFile>(path, options, std::move(*input), stamped);
}

}  // namespace narrows::source
