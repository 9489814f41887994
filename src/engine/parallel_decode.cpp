#include "engine/parallel_decode.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/bounded_queue.hpp"
#include "decode/nmea/framer.hpp"

namespace narrows::engine {

namespace {

using decode::Accounts;
using decode::Drop;
using decode::Envelope;
using decode::Rejected;
using decode::StreamDecoder;
using decode::ais::Message;
using decode::nmea::Framer;

// Lines and what became of them. Filled by the caller, worked on by one worker, read by the caller.
struct Chunk {
  struct Part {
    StreamDecoder::Part part;  // Its views are empty; their bytes stand in `kept`:
    std::size_t kept_at = 0;   // the sentence, then the station, then the group.
    std::size_t text_size = 0;
    std::size_t payload_at = 0;  // Within the sentence.
    std::size_t payload_size = 0;
    std::size_t station_size = 0;
    std::size_t group_size = 0;
    std::size_t output_at = 0;  // What it completes is written before output[output_at].
  };
  struct Reject {
    Drop reason;
    std::string text;
    std::uint64_t line;
    std::size_t parts_before;
  };

  std::string text;
  std::string output;
  std::string kept;
  std::vector<Part> parts;
  std::vector<Reject> rejects;
  std::array<int, decode::kDropCount> rejects_of{};
  Accounts accounts;
  std::optional<Time> stream_time;
  std::atomic<bool> done = false;

  void clear() {
    output.clear();
    kept.clear();
    parts.clear();
    rejects.clear();
    rejects_of = {};
    done = false;
  }
  void keep(const StreamDecoder::Part& from);
  StreamDecoder::Part part(std::size_t index) const;
};

void Chunk::keep(const StreamDecoder::Part& from) {
  const auto& sentence = from.sentence;
  const auto& stamp = from.stamp;
  parts.push_back(
      {.part = from,
       .kept_at = kept.size(),
       .text_size = sentence.text.size(),
       .payload_at = static_cast<std::size_t>(sentence.payload.data() - sentence.text.data()),
       .payload_size = sentence.payload.size(),
       .station_size = stamp.station.size(),
       .group_size = stamp.group.size(),
       .output_at = output.size()});
  kept += sentence.text;
  kept += stamp.station;
  kept += stamp.group;
}

StreamDecoder::Part Chunk::part(std::size_t index) const {
  const Part& from = parts[index];
  StreamDecoder::Part out = from.part;
  const std::string_view bytes = std::string_view{kept}.substr(from.kept_at);
  out.sentence.text = bytes.substr(0, from.text_size);
  out.sentence.payload = out.sentence.text.substr(from.payload_at, from.payload_size);
  out.stamp.station = bytes.substr(from.text_size, from.station_size);
  out.stamp.group = bytes.substr(from.text_size + from.station_size, from.group_size);
  return out;
}

void work_on(Chunk& chunk, const ParallelDecode& how, ParallelDecode::Append append) {
  StreamDecoder decoder{how.decoder};
  const auto print = [&](const Message& message, const Envelope& envelope) {
    append(chunk.output, message, envelope);
  };
  const auto hand_on = [&](const StreamDecoder::Part& part) { chunk.keep(part); };
  const auto reject = [&](const Rejected& r) {
    int& so_far = chunk.rejects_of.at(static_cast<std::size_t>(r.reason));
    if (so_far++ < how.rejected_max)
      chunk.rejects.push_back({r.reason, std::string{r.text}, r.line, chunk.parts.size()});
  };
  decoder.on_part(hand_on);
  decoder.on_rejected(reject);
  decoder.feed(chunk.text, print);
  decoder.finish(print);
  chunk.accounts = decoder.accounts();
  chunk.stream_time = decoder.stream_time({});
}

// Whether framing knows nothing after `line` that it would not know at the start of a stream: the
// line has a sentence, which uses up what lines before it said, and says nothing of the next.
bool is_clean_after(std::string_view line) {
  if (line.size() >= Framer::kLineMax) return false;
  const std::size_t gatehouse = line.rfind("$PGHP");
  if (gatehouse != std::string_view::npos) {
    if (line.find('\\') != std::string_view::npos) return false;
    line = line.substr(gatehouse);
  }
  Framer framer;
  Accounts accounts;
  framer.feed(
      line, accounts, [](const Framer::Framed&) {}, [](Drop, std::string_view, std::uint64_t) {});
  return accounts.sentences > 0;
}

// The text, cut into chunks.
class Cutter {
 public:
  Cutter(const ParallelDecode& how, ParallelDecode::NextPiece next_piece)
      : how_{how}, next_piece_{next_piece} {}

  // Fills `chunk`; false at the end.
  bool fill(std::string& chunk) {
    chunk.assign(rest_);  // Keeps its room: fresh pages cost more than the copy.
    rest_.clear();
    std::size_t enough = how_.chunk_bytes;
    while (!over_) {
      while (chunk.size() < enough && !over_) {
        const std::string_view piece = next_piece_();
        over_ = piece.empty();
        chunk += piece;
      }
      if (over_) break;
      const std::size_t cut = place_to_cut(chunk, chunk.size() >= how_.chunk_bytes_max);
      if (cut > 0) {
        rest_.assign(chunk, cut);
        chunk.resize(cut);
        return true;
      }
      enough = chunk.size() * 2;
    }
    return !chunk.empty();
  }

 private:
  // After the last line that leaves nothing behind; 0 if there is none and it need not be.
  static std::size_t place_to_cut(std::string_view text, bool must) {
    const std::size_t last_end = text.rfind('\n');
    if (last_end == std::string_view::npos) {  // As the framer cuts a line without end.
      return must ? text.size() / Framer::kLineMax * Framer::kLineMax : 0;
    }
    for (std::size_t end = last_end;;) {
      const std::size_t before = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
      const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
      if (is_clean_after(text.substr(begin, end + 1 - begin))) return end + 1;
      if (begin == 0) return must ? last_end + 1 : 0;
      end = before;
    }
  }

  const ParallelDecode& how_;
  ParallelDecode::NextPiece next_piece_;
  std::string rest_;
  bool over_ = false;
};

// Joins parts and puts everything in order, on the calling thread.
class Merger {
 public:
  Merger(const ParallelDecode& how, ParallelDecode::Append append, ParallelDecode::Write write,
         ParallelDecode::OnRejected rejected)
      : joiner_{how.decoder}, append_{append}, write_{write}, rejected_{rejected} {
    joiner_.on_rejected(rejected_);
  }

  bool take(const Chunk& chunk) {
    std::size_t written = 0;
    std::size_t reject = 0;
    for (std::size_t i = 0; i < chunk.parts.size(); ++i) {
      for (; reject < chunk.rejects.size() && chunk.rejects[reject].parts_before <= i; ++reject)
        say(chunk.rejects[reject]);
      StreamDecoder::Part part = chunk.part(i);
      part.line += lines_before_;
      if (!part.stream_time) part.stream_time = stream_time_;
      joined_.clear();
      joiner_.join(part, {},
                   [this](const Message& m, const Envelope& e) { append_(joined_, m, e); });
      if (joined_.empty()) continue;
      const std::size_t until = chunk.parts[i].output_at;
      if (!put(std::string_view{chunk.output}.substr(written, until - written)) || !put(joined_))
        return false;
      written = until;
    }
    for (; reject < chunk.rejects.size(); ++reject) say(chunk.rejects[reject]);
    accounts_ += chunk.accounts;
    lines_before_ += chunk.accounts.lines;
    if (chunk.stream_time) stream_time_ = chunk.stream_time;
    return put(std::string_view{chunk.output}.substr(written));
  }

  Accounts finish() {
    joined_.clear();
    joiner_.finish([this](const Message& m, const Envelope& e) { append_(joined_, m, e); });
    put(joined_);
    return so_far();
  }

 private:
  Accounts so_far() const {
    Accounts all = accounts_;
    all += joiner_.accounts();
    return all;
  }
  bool put(std::string_view text) { return text.empty() ? true : write_(text, accounts_); }
  void say(const Chunk::Reject& r) { rejected_({r.reason, r.text, r.line + lines_before_}); }

  StreamDecoder joiner_;
  ParallelDecode::Append append_;
  ParallelDecode::Write write_;
  ParallelDecode::OnRejected rejected_;
  Accounts accounts_;
  std::uint64_t lines_before_ = 0;
  std::optional<Time> stream_time_;
  std::string joined_;
};

}  // namespace

Accounts ParallelDecode::run(NextPiece next_piece, Append append, Write write,
                             OnRejected rejected) const {
  const std::size_t chunk_count = std::size_t{threads} * 2 + 1;
  std::vector<std::unique_ptr<Chunk>> chunks;
  std::vector<Chunk*> free;
  free.reserve(chunk_count);
  for (std::size_t i = 0; i < chunk_count; ++i)
    free.push_back(chunks.emplace_back(std::make_unique<Chunk>()).get());

  BoundedQueue<Chunk*> to_decode{"decode-chunks", chunk_count, WhenFull::kBlock};
  std::vector<std::jthread> workers;
  for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
    workers.emplace_back([&] {
      while (const auto chunk = to_decode.pop()) {
        work_on(**chunk, *this, append);
        (*chunk)->done = true;
        (*chunk)->done.notify_one();
      }
    });
  }

  Cutter cutter{*this, next_piece};
  Merger merger{*this, append, write, rejected};
  std::deque<Chunk*> under_way;  // In the stream's order; at most chunk_count.
  bool more = true;
  bool wanted = true;
  while (wanted) {
    while (more && !free.empty()) {
      Chunk* chunk = free.back();
      chunk->clear();
      more = cutter.fill(chunk->text);
      if (!more) break;
      free.pop_back();
      under_way.push_back(chunk);
      to_decode.push(chunk);
    }
    if (under_way.empty()) break;
    Chunk* chunk = under_way.front();
    under_way.pop_front();
    chunk->done.wait(false);
    wanted = merger.take(*chunk);
    free.push_back(chunk);
  }
  to_decode.close();
  workers.clear();  // Waits for each.
  return merger.finish();
}

}  // namespace narrows::engine
