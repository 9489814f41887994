#include "serve/client_words.hpp"

#include <array>
#include <string>

#include <nlohmann/json.hpp>

#include "serve/picture_frames.hpp"

namespace narrows::serve {

namespace {

Result<ClientWords> parse_box_words(const nlohmann::json& view) {
  if (!view.is_object() || !view.contains("bbox") || !view["bbox"].is_array() ||
      view["bbox"].size() != 4)
    return fail(Fault::kMalformed, "view.bbox must be [west,south,east,north]");
  std::array<double, 4> degrees{};
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    const auto& number = view["bbox"][i];
    if (!number.is_number()) return fail(Fault::kMalformed, "view.bbox must hold four numbers");
    degrees[i] = number.get<double>();
  }
  auto box = make_box(degrees);
  if (!box) return tl::unexpected(std::move(box.error()));
  return *box;
}

Result<ClientWords> parse_replay_words(const nlohmann::json& replay) {
  if (!replay.is_object()) return fail(Fault::kMalformed, "replay must be an object");
  ReplayWish wish;
  for (const auto& [key, value] : replay.items()) {
    if (key == "at") {
      const auto at = value.is_string() ? parse_rfc3339(value.get<std::string>()) : std::nullopt;
      if (!at) return fail(Fault::kMalformed, "replay.at must be a time as 2026-01-01T12:00:00Z");
      wish.at = *at;
    } else if (key == "speed") {
      const double speed = value.is_number() ? value.get<double>() : -1;
      if (speed != 0 && !(speed >= 1 && speed <= kReplaySpeedMax))
        return fail(Fault::kOutOfRange, "replay.speed must be 0 (paused) or 1 to 3600");
      wish.speed = speed;
    } else {
      return fail(Fault::kMalformed, "replay has at and speed, and nothing else");
    }
  }
  return wish;
}

}  // namespace

Result<ClientWords> parse_client_words(std::string_view text) {
  if (text.size() > kClientTextMax) return fail(Fault::kMalformed, "the message is too long");
  const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_object() && json.size() == 1) {
    if (json.contains("view")) return parse_box_words(json["view"]);
    if (json.contains("replay")) return parse_replay_words(json["replay"]);
    if (json.contains("live") && json["live"] == true) return GoLive{};
  }
  return fail(Fault::kMalformed,
              "a client may send {\"view\":{\"bbox\":[w,s,e,n]}}, {\"replay\":{…}}, "
              "{\"live\":true}");
}

}  // namespace narrows::serve
