#include "engine/background.hpp"

#include <utility>

namespace narrows::engine {

Background::Background(std::size_t threads, std::size_t waiting_max)
    : jobs_{"background", waiting_max, WhenFull::kDropNewest} {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this](const std::stop_token& stop) {
      while (const auto job = jobs_.pop()) {
        if (!stop.stop_requested()) (*job)();
      }
    });
  }
}

void Background::stop() {
  for (auto& thread : threads_) thread.request_stop();
  jobs_.close();
  threads_.clear();
}

}  // namespace narrows::engine
