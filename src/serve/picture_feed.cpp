#include "serve/picture_feed.hpp"

#include "serve/picture_frames.hpp"

namespace narrows::serve {

void PictureFeed::publish(std::shared_ptr<const Published> published) {
  published_ = std::move(published);
  cells_.clear();
  identities_.clear();
  tick_ = std::make_shared<const std::string>(tick_text(*published_));
}

const PictureFeed::Bytes& PictureFeed::cell(const picture::Cell& cell) {
  auto& bytes = cells_[cell.id];
  if (!bytes) {
    const auto& snapshot = *published_->snapshot;
    bytes = std::make_shared<const std::string>(cell_frame(cell, snapshot.tick, snapshot.now));
    ++frames_encoded_;
  }
  return bytes;
}

const PictureFeed::Bytes& PictureFeed::identities(const picture::Cell& cell, std::uint64_t since) {
  auto& bytes = identities_[{cell.id, since}];
  if (!bytes) {
    bytes = std::make_shared<const std::string>(identities_frame(cell, since));
    ++frames_encoded_;
  }
  return bytes;
}

Frame PictureFeed::hello() const {
  const auto speed = published_ ? published_->status.speed : 1.0;
  return {false, std::make_shared<const std::string>(hello_text(about_, speed))};
}

std::vector<Frame> PictureFeed::due(Subscriber& client) {
  std::vector<Frame> frames;
  if (!published_) return frames;
  const auto& snapshot = *published_->snapshot;
  if (client.synced_ == snapshot.tick && !client.in_full_) return frames;
  const bool first = client.synced_ == 0;
  std::vector<const picture::Cell*> news;
  for (const auto& cell : snapshot.cells) {
    if (cell->id == picture::CellId::nowhere()) continue;
    if (client.view_ && !client.view_->touches(cell->id)) continue;
    const bool changed = !first && cell->changed_in > client.synced_;
    if (changed || (client.in_full_ && !cell->vessels.empty())) news.push_back(cell.get());
  }
  const auto since = client.in_full_ ? 0 : client.synced_;
  for (const auto* c : news) frames.push_back({true, cell(*c)});
  for (const auto* c : news) {
    if (const auto& bytes = identities(*c, since); !bytes->empty()) frames.push_back({true, bytes});
  }
  frames.push_back({false, tick_});
  client.synced_ = snapshot.tick;
  client.in_full_ = false;
  return frames;
}

bool PictureFeed::too_far_behind(const Subscriber& client) const {
  if (!published_ || client.synced_ == 0) return false;
  return published_->snapshot->tick - client.synced_ >= picture::kEmptyCellKeptTicks;
}

}  // namespace narrows::serve
