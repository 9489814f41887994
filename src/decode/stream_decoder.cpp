#include "decode/stream_decoder.hpp"

#include <vector>

#include "decode/message_decoder.hpp"
#include "decode/nmea/framer.hpp"
#include "decode/nmea/reassembler.hpp"

namespace narrows::decode {

struct StreamDecoder::State {
  explicit State(const Options& o) : options{o} {}

  struct Source {
    model::SourceId id;
    nmea::Framer framer;
    nmea::Reassembler reassembler;
  };

  Source& source(model::SourceId id) {
    if (last < sources.size() && sources[last]->id == id) return *sources[last];
    for (last = 0; last < sources.size(); ++last) {
      if (sources[last]->id == id) return *sources[last];
    }
    sources.push_back(std::make_unique<Source>(
        Source{id, nmea::Framer{},
               nmea::Reassembler{{options.group_timeout, options.group_timeout_lines,
                                  options.open_groups_max}}}));
    return *sources.back();
  }

  void reject(Drop why, std::string_view text, std::uint64_t line) {
    if (rejected) (*rejected)({why, text.substr(0, 200), line});
  }
  void drop(Drop why, std::string_view text, std::uint64_t line) {
    ++accounts.dropped[static_cast<std::size_t>(why)];
    reject(why, text, line);
  }

  void plain(Source& from, const char* text, const nmea::Plain& plain, std::uint64_t line,
             const OnMessage& on_message);
  void sentence(Source& from, const nmea::Framer::Framed& framed, const OnMessage& on_message);
  void part(Source& from, const nmea::Sentence& s, const nmea::Stamp& stamp, std::uint64_t line,
            const OnMessage& on_message);
  void whole(Source& from, const nmea::Reassembler::Whole& whole, const OnMessage& on_message);
  void message(const OnMessage& on_message);

  Options options;
  Accounts accounts;
  MessageDecoder decoder;
  Envelope envelope;
  std::string_view single;  // What envelope.sentences shows for a message of one sentence.
  std::vector<std::unique_ptr<Source>> sources;
  std::size_t last = 0;
  std::optional<OnRejected> rejected;
  std::optional<OnPart> handed_on;
};

/// What the framer feeds, bound to one source and one caller.
struct StreamDecoder::Sink {
  State& state;
  State::Source& from;
  const OnMessage& on_message;

  std::uint8_t* payload() { return state.decoder.room(); }
  void plain(const char* text, const nmea::Plain& plain, std::uint64_t line) {
    state.plain(from, text, plain, line, on_message);
  }
  void framed(const nmea::Framer::Framed& framed) { state.sentence(from, framed, on_message); }
  void rejected(Drop why, std::string_view text, std::uint64_t line) {
    state.reject(why, text, line);
  }
};

/// The hot path: nothing around the sentence says anything about it.
inline void StreamDecoder::State::plain(Source& from, const char* text, const nmea::Plain& plain,
                                        std::uint64_t line, const OnMessage& on_message) {
  if (!plain.checksum_good) [[unlikely]] {
    ++accounts.checksum_wrong;
    if (options.require_checksum) return drop(Drop::kChecksum, {text, plain.star + 3U}, line);
  }
  if (plain.total > 1) [[unlikely]] {
    return part(from, nmea::Framer::sentence_of(text, plain), {}, line, on_message);
  }
  if (const auto bad = decoder.decode_room(plain.count * 6U - plain.fill)) [[unlikely]] {
    return drop(*bad, {text, plain.star + 3U}, line);
  }
  single = {text, plain.star + 3U};
  envelope.sentences = {&single, 1};
  envelope.channel = plain.channel;
  envelope.own_ship = plain.own_ship;
  envelope.tag_block_distrusted = false;
  envelope.source = from.id;
  envelope.station = {};
  envelope.observed_at.reset();
  envelope.time_origin = TimeOrigin::kNone;
  envelope.line = line;
  ++accounts.used;
  message(on_message);
}

void StreamDecoder::State::part(Source& from, const nmea::Sentence& s, const nmea::Stamp& stamp,
                                std::uint64_t line, const OnMessage& on_message) {
  if (handed_on) {
    (*handed_on)({s, stamp, line, from.reassembler.time()});
    return from.reassembler.clock(stamp.at);
  }
  from.reassembler.add(
      s, stamp, line, accounts,
      [&](const nmea::Reassembler::Whole& w) { whole(from, w, on_message); },
      [&](Drop why, std::string_view text, std::uint64_t at) { reject(why, text, at); });
}

void StreamDecoder::State::sentence(Source& from, const nmea::Framer::Framed& framed,
                                    const OnMessage& on_message) {
  const nmea::Sentence& s = framed.sentence;
  if (s.checksum != nmea::Checksum::kGood) [[unlikely]] {
    ++(s.checksum == nmea::Checksum::kWrong ? accounts.checksum_wrong : accounts.checksum_missing);
    if (options.require_checksum) return drop(Drop::kChecksum, s.text, framed.line);
  }
  if (s.total > 1) {
    if (const auto bad = decoder.check_part(s)) return drop(*bad, s.text, framed.line);
    return part(from, s, framed.stamp, framed.line, on_message);
  }
  from.reassembler.clock(framed.stamp.at);
  if (const auto bad = decoder.decode_single(s)) [[unlikely]] {
    return drop(*bad, s.text, framed.line);
  }
  single = s.text;
  envelope.sentences = {&single, 1};
  envelope.channel = s.channel;
  envelope.own_ship = s.own_ship;
  envelope.tag_block_distrusted = framed.stamp.distrusted;
  envelope.source = from.id;
  envelope.station = framed.stamp.station;
  envelope.observed_at = framed.stamp.at;
  envelope.time_origin = framed.stamp.origin;
  envelope.line = framed.line;
  ++accounts.used;
  message(on_message);
}

void StreamDecoder::State::whole(Source& from, const nmea::Reassembler::Whole& whole,
                                 const OnMessage& on_message) {
  if (const auto bad = decoder.decode_whole(whole)) {
    for (std::size_t i = 0; i < whole.parts; ++i) drop(*bad, whole.sentences[i], whole.line);
    return;
  }
  envelope.sentences = std::span{whole.sentences}.first(whole.parts);
  envelope.channel = whole.channel;
  envelope.own_ship = whole.own_ship;
  envelope.tag_block_distrusted = whole.distrusted;
  envelope.source = from.id;
  envelope.station = whole.station;
  envelope.observed_at = whole.at;
  envelope.time_origin = whole.origin;
  envelope.line = whole.line;
  accounts.used += whole.parts;
  message(on_message);
}

void StreamDecoder::State::message(const OnMessage& on_message) {
  envelope.payload = decoder.payload();
  envelope.bits = static_cast<std::uint32_t>(envelope.payload.bits);
  envelope.verdict = decoder.verdict();
  ++accounts.messages;
  ++accounts.messages_by_type[envelope.payload.bytes[0] >> 2];
  if (envelope.verdict != ais::Verdict::kGood) [[unlikely]] {
    ++(envelope.verdict == ais::Verdict::kOverlong ? accounts.overlong : accounts.truncated);
  }
  on_message(decoder.message(), envelope);
}

StreamDecoder::StreamDecoder() : StreamDecoder{Options{}} {}
StreamDecoder::StreamDecoder(Options options) : state_{std::make_unique<State>(options)} {}
StreamDecoder::~StreamDecoder() = default;
StreamDecoder::StreamDecoder(StreamDecoder&&) noexcept = default;
StreamDecoder& StreamDecoder::operator=(StreamDecoder&&) noexcept = default;

void StreamDecoder::feed(std::string_view bytes, model::SourceId source, OnMessage on_message) {
  State& state = *state_;
  Sink sink{state, state.source(source), on_message};
  sink.from.framer.feed_to(bytes, state.accounts, sink);
}

void StreamDecoder::end_of_datagram(model::SourceId source, OnMessage on_message) {
  State& state = *state_;
  Sink sink{state, state.source(source), on_message};
  sink.from.framer.end_line_to(state.accounts, sink);
}

void StreamDecoder::finish(OnMessage on_message) {
  State& state = *state_;
  for (auto& from : state.sources) {
    end_of_datagram(from->id, on_message);
    from->reassembler.finish(
        state.accounts,
        [&](const nmea::Reassembler::Whole& w) { state.whole(*from, w, on_message); },
        [&](Drop why, std::string_view text, std::uint64_t line) {
          state.reject(why, text, line);
        });
  }
}

void StreamDecoder::on_rejected(std::optional<OnRejected> callback) {
  state_->rejected = callback;
}

const Accounts& StreamDecoder::accounts() const {
  return state_->accounts;
}

void StreamDecoder::on_part(std::optional<OnPart> callback) {
  state_->handed_on = callback;
}

void StreamDecoder::join(const Part& part, model::SourceId source, OnMessage on_message) {
  auto& from = state_->source(source);
  from.reassembler.clock(part.stream_time);
  state_->part(from, part.sentence, part.stamp, part.line, on_message);
}

std::optional<Time> StreamDecoder::stream_time(model::SourceId source) {
  return state_->source(source).reassembler.time();
}

}  // namespace narrows::decode
