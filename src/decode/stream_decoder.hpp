#pragma once

// Bytes from a receiver to AIS messages: framing, tag blocks, reassembly, typed records, accounts.
//
// One decoder serves one source, or many (`Feed::source` keeps their groups apart). It owns no
// thread, reads no clock and prints nothing. In steady state it does not touch the heap.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/function_ref.hpp"
#include "base/time.hpp"
#include "decode/accounts.hpp"
#include "decode/ais/decode.hpp"
#include "decode/ais/message.hpp"
#include "decode/nmea/sentence.hpp"
#include "model/ids.hpp"

namespace narrows::decode {

/// What is known about a message besides its bits. Views are good only during the call.
struct Envelope {
  std::span<const std::string_view> sentences;  ///< As received, from '!' or '$' to the checksum.
  std::uint32_t bits = 0;                       ///< Length of the payload without fill bits.
  ais::PayloadView payload{};  ///< The bits; fill bits of the last character follow.
  ais::Verdict verdict = ais::Verdict::kGood;  ///< kGood, kTruncated or kOverlong.
  char channel = 0;                            ///< As sent: 'A', 'B', '1', '2', …; 0 when empty.
  bool own_ship = false;                       ///< VDO: the receiver's own transmission.
  bool tag_block_distrusted = false;           ///< A tag block was there, its checksum was wrong.
  model::SourceId source;                      ///< As given to feed().
  std::string_view station;                    ///< Tag block `s:`, trailer station or Gatehouse id.
  std::optional<Time> observed_at;             ///< The first sentence's stamp.
  TimeOrigin time_origin = TimeOrigin::kNone;
  std::uint64_t line = 0;  ///< Number of the line that completed it, from 1.

  /// The channel as a person names it, 'A' or 'B' (`1` and `2` are A and B), else 0.
  char channel_letter() const {
    if (channel == 'A' || channel == '1') return 'A';
    if (channel == 'B' || channel == '2') return 'B';
    return 0;
  }
};

/// A line that could not be used, for the log: why, which, where.
struct Rejected {
  Drop reason;
  std::string_view text;  ///< The sentence (or the line), cut at 200 bytes.
  std::uint64_t line;
};

class StreamDecoder {
 public:
  struct Options {
    bool require_checksum = false;  ///< Drop sentences whose checksum is wrong or missing.
    Duration group_timeout = Duration::seconds(10);  ///< By the stream's own time.
    std::uint32_t group_timeout_lines = 1'000;       ///< Where the stream has no time.
    std::uint32_t open_groups_max = 4'096;  ///< Per source; the oldest is given up when full.
  };
  using OnMessage = FunctionRef<void(const ais::Message&, const Envelope&)>;
  using OnRejected = FunctionRef<void(const Rejected&)>;

  StreamDecoder();
  explicit StreamDecoder(Options options);
  ~StreamDecoder();
  StreamDecoder(const StreamDecoder&) = delete;
  StreamDecoder& operator=(const StreamDecoder&) = delete;
  StreamDecoder(StreamDecoder&&) noexcept;
  StreamDecoder& operator=(StreamDecoder&&) noexcept;

  /// Any piece of a stream: it may begin and end in the middle of a line; the rest is kept for the
  /// next call with the same source. A datagram is fed as it is, then `end_of_datagram`.
  void feed(std::string_view bytes, model::SourceId source, OnMessage on_message);
  void feed(std::string_view bytes, OnMessage on_message) { feed(bytes, {}, on_message); }
  /// The source's last line has no line end.
  void end_of_datagram(model::SourceId source, OnMessage on_message);
  /// End of input: the last line, then everything still held is given up and counted.
  void finish(OnMessage on_message);

  /// Called for each sentence that is dropped. Default: nobody. Borrowed: it must outlive its use.
  void on_rejected(std::optional<OnRejected> callback);

  /// In = used + dropped + held, always.
  const Accounts& accounts() const;

  // For decoding the pieces of one stream on several threads (engine/parallel_decode): parts are
  // counted where they are met and handed on; one more decoder joins them in the stream's order.

  /// One sentence of a message of several: well-formed, not yet joined. Views are borrowed.
  struct Part {
    nmea::Sentence sentence;
    nmea::Stamp stamp;
    std::uint64_t line = 0;
    std::optional<Time> stream_time;  ///< The latest stamp before it; none before the first.
  };
  using OnPart = FunctionRef<void(const Part&)>;
  /// From now on parts go to `callback`; here they are counted in `sentences` only. Borrowed.
  void on_part(std::optional<OnPart> callback);
  /// Joins a part that another decoder handed on; counts where it ends, but not in `sentences`.
  void join(const Part& part, model::SourceId source, OnMessage on_message);
  /// The latest stamp of the source so far.
  std::optional<Time> stream_time(model::SourceId source);

 private:
  struct State;
  struct Sink;
  std::unique_ptr<State> state_;
};

}  // namespace narrows::decode
