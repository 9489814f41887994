#include "engine/past_picture.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "decode/ais/observe.hpp"

namespace narrows::engine {

namespace {

/// The world of a past picture, as its exercise's number: only ever compared with itself.
model::ExerciseId world_of(std::string_view exercise) {
  return {static_cast<std::uint16_t>(exercise.empty() ? 0 : 1)};
}

picture::Options of_world(picture::Options options, std::string_view exercise) {
  options.exercise = world_of(exercise);
  return options;
}

/// A source that is open and silent for longer is called quiet, as live ones are.
constexpr Duration kQuietAfter = Duration::seconds(30);
/// Names beyond are counted together.
constexpr std::size_t kSourcesMax = 1'024;
/// What was begun before the warm-up, as messages of several sentences, is not missed.
constexpr Duration kRunUp = Duration::seconds(30);

}  // namespace

PastPicture::PastPicture(Options options)
    : options_{std::move(options)},
      picture_{of_world(options_.picture, options_.exercise)},
      log_{options_.segments} {}

Result<void> PastPicture::seek(Time t) {
  target_ = t;
  begun_at_ = t - options_.picture.removed_after - kRunUp;
  if (auto begun = log_.begin(begun_at_); !begun) return begun;
  stands_at_ = begun_at_;
  picture_.clear();
  decoder_ = decode::StreamDecoder{};
  sources_.clear();
  source_numbers_.clear();
  primed_.clear();
  if (options_.identities) {
    options_.identities(begun_at_, begun_at_, [this](const model::StaticObservation& said) {
      primed_[said.mmsi.value].push_back(said);
    });
  }
  return {};
}

PastPicture::Reach PastPicture::step(Time until, std::size_t records) {
  for (std::size_t n = 0; n < records; ++n) {
    const auto* record = log_.next(until);
    if (record == nullptr) {
      const bool ended = !log_.goes_on_at();
      const auto last = log_.heard_to().value_or(until);
      const auto reached = ended ? std::min(until, last) : until;
      // Sought beyond the end, with nothing in the warm-up: it stands where the log ends.
      stands_at_ = stands_at_ == begun_at_ ? reached : std::max(stands_at_, reached);
      return ended ? Reach::kEnded : Reach::kReached;
    }
    take(*record);
  }
  stands_at_ = std::max(stands_at_, std::min(log_.heard_to().value_or(stands_at_), until));
  return Reach::kMore;
}

double PastPicture::warm() const {
  const double whole = (target_ - begun_at_).seconds();
  return whole <= 0 ? 1 : std::clamp((stands_at_ - begun_at_).seconds() / whole, 0.0, 1.0);
}

std::optional<serve::ReplayStatus::Hole> PastPicture::hole(Time at) const {
  const auto from = log_.heard_to().value_or(begun_at_);
  const auto to = log_.goes_on_at();
  if (to.value_or(at) - from <= history::SegmentIndex::kSilence) return std::nullopt;
  const bool off = to && log_.goes_on_in_another_segment();
  return serve::ReplayStatus::Hole{from, to, off ? "not_running" : "nothing_received"};
}

void PastPicture::take(const history::RawRecord& record) {
  if (record.exercise != options_.exercise) {
    ++counts_.other_world;
    return;
  }
  ++counts_.records;
  const auto source = source_of(record);
  const auto received_at = record.received.received_at;
  const auto on_message = [&](const decode::ais::Message& message,
                              const decode::Envelope& envelope) {
    decode::ais::observe(message, envelope, received_at,
                         [this](const model::Observation& observation) { apply(observation); });
  };
  decoder_.feed(record.received.text, source, on_message);
  decoder_.end_of_datagram(source, on_message);
}

void PastPicture::apply(const model::Observation& observation) {
  auto marked = observation;
  std::visit([this](auto& said) { said.exercise = world_of(options_.exercise); }, marked);
  if (!primed_.empty()) {
    const auto mmsi = std::visit([](const auto& said) { return said.mmsi.value; }, marked);
    if (const auto known = primed_.find(mmsi); known != primed_.end()) {
      for (auto said : known->second) {
        said.exercise = world_of(options_.exercise);
        picture_.apply(said);
        ++counts_.primed;
      }
      primed_.erase(known);
    }
  }
  picture_.apply(marked);
}

model::SourceId PastPicture::source_of(const history::RawRecord& record) {
  const auto known = source_numbers_.find(record.source_name);
  std::uint16_t number = 0;
  if (known != source_numbers_.end()) {
    number = known->second;
  } else {
    if (sources_.size() < kSourcesMax) {
      sources_.emplace_back().name = record.source_name;
      source_numbers_.emplace(record.source_name, static_cast<std::uint16_t>(sources_.size() - 1));
    }
    number = static_cast<std::uint16_t>(sources_.size() - 1);
  }
  auto& source = sources_[number];
  source.heard_at = std::max(source.heard_at, record.received.received_at);
  ++source.messages;
  source.bytes += record.received.text.size();
  return {number};
}

std::shared_ptr<const picture::Snapshot> PastPicture::snapshot(Time now) {
  picture_.age(now);
  return picture_.snapshot(now);
}

std::vector<serve::SourceStatus> PastPicture::sources(Time now) const {
  std::vector<serve::SourceStatus> list;
  for (const auto& source : sources_) {
    const auto age = std::max(now - source.heard_at, Duration{});
    list.push_back(
        {.name = source.name,
         .state = age <= kQuietAfter ? serve::SourceState::kUp : serve::SourceState::kQuiet,
         .age = age,
         .messages = source.messages,
         .bytes = source.bytes,
         .why = {}});
  }
  return list;
}

}  // namespace narrows::engine
