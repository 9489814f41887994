#include "serve/static_files.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace narrows::serve {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kNotBuilt =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Narrows</title>"
    "<h1>The console has not been built</h1>"
    "<p>The node runs; its picture is at <a href=\"/api/v1/tracks\">/api/v1/tracks</a>, its state "
    "at <a href=\"/healthz\">/healthz</a> and <a href=\"/metrics\">/metrics</a>.</p>"
    "<p>To build the console: <code>./run --build</code>, or in <code>web/</code>: "
    "<code>npm ci &amp;&amp; npm run build</code>. Then load this page again.</p></html>\n";

bool hidden(std::string_view path) {
  return path.find("/.") != std::string_view::npos;
}

bool inside(const fs::path& file, const fs::path& root) {
  const auto [end, ignored] = std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  return end == root.end();
}

std::optional<std::string> read_file(const fs::path& file, std::uintmax_t size) {
  std::ifstream in{file, std::ios::binary};
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) return std::nullopt;
  return bytes;
}

Response not_found(std::string_view path) {
  if (path == "/") {
    return {.status = 503,
            .content_type = "text/html; charset=utf-8",
            .body = std::make_shared<const std::string>(kNotBuilt),
            .headers = {}};
  }
  return problem(404, "Not found", "There is nothing under this path.");
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".geojson", "application/geo+json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/vnd.microsoft.icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".ttf", "font/ttf"},
      {".wasm", "application/wasm"},
      {".txt", "text/plain; charset=utf-8"},
      {".bin", "application/octet-stream"},
  }};
  for (const auto& [ending, type] : kTypes) {
    if (file_name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

Response StaticFiles::get(std::string_view path, std::string_view if_none_match) const {
  if (hidden(path)) return not_found(path);
  const auto relative = path == "/" ? std::string{"index.html"} : std::string{path.substr(1)};
  std::error_code error;
  const auto root = fs::canonical(root_, error);
  if (error) return not_found(path);
  const auto file = fs::canonical(root / relative, error);
  if (error || !inside(file, root) || !fs::is_regular_file(file, error) || error)
    return not_found(path);
  const auto size = fs::file_size(file, error);
  if (error || size > kFileBytesMax) return not_found(path);
  const auto changed = fs::last_write_time(file, error);
  if (error) return not_found(path);

  Response response{.content_type = std::string{content_type_of(relative)}, .headers = {}};
  // What the build puts into assets/ carries a hash of its content in its name.
  response.cache_control =
      path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
  const auto tag = fmt::format("\"{:x}-{:x}\"", changed.time_since_epoch().count(), size);
  response.headers.emplace_back("ETag", tag);
  if (if_none_match == tag) {
    response.status = 304;
    return response;
  }
  auto bytes = read_file(file, size);
  if (!bytes) return not_found(path);
  response.body = std::make_shared<const std::string>(std::move(*bytes));
  return response;
}

}  // namespace narrows::serve
