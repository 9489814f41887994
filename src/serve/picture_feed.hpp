#pragma once

// Which frames each client of the live picture gets. Each frame is encoded once a tick, whoever
// wants it; clients hold references to the same bytes.
//
// There is no queue per client. A client remembers the tick up to which it is right; when it can
// take more, it gets the cells that changed since. So a slow one skips what was overtaken, catches
// up in one step, and never makes the server's memory grow.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "picture/cell.hpp"
#include "picture/snapshot.hpp"
#include "serve/published.hpp"
#include "serve/target.hpp"

namespace narrows::serve {

struct Frame {
  bool binary = false;
  std::shared_ptr<const std::string> bytes;
};

/// What the server knows of one client.
class Subscriber {
 public:
  /// From now on only cells that touch `box`; all of them again, in full.
  void look_at(const Box& box) {
    view_ = box;
    in_full_ = true;
  }

 private:
  friend class PictureFeed;
  std::optional<Box> view_;   // None: everything.
  std::uint64_t synced_ = 0;  // The tick up to which the client is right; 0: never told anything.
  bool in_full_ = true;       // Every cell in view is to be told, changed or not.
};

class PictureFeed {
 public:
  explicit PictureFeed(About about) : about_{std::move(about)} {}

  /// A new tick. Frames of the one before are forgotten (clients that still send them keep them).
  void publish(std::shared_ptr<const Published> published);

  /// The first frame for every client.
  Frame hello() const;

  /// Everything that brings `subscriber` up to the present tick, in the order in which it is to be
  /// sent: cells, identities, the tick itself. Empty when it is there already.
  std::vector<Frame> due(Subscriber& subscriber);

  /// Cells that emptied long ago are forgotten; who has been stuck since before that can not be
  /// brought up to date and must connect anew.
  bool too_far_behind(const Subscriber& subscriber) const;

  std::uint64_t frames_encoded() const { return frames_encoded_; }

 private:
  using Bytes = std::shared_ptr<const std::string>;
  const Bytes& cell(const picture::Cell& cell);
  const Bytes& identities(const picture::Cell& cell, std::uint64_t since);

  const About about_;
  std::shared_ptr<const Published> published_;
  std::map<picture::CellId, Bytes> cells_;
  std::map<std::pair<picture::CellId, std::uint64_t>, Bytes> identities_;
  Bytes tick_;
  std::uint64_t frames_encoded_ = 0;
};

}  // namespace narrows::serve
