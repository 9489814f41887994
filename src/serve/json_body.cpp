#include "serve/json_body.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace narrows::serve {

namespace {

/// A list of texts, or nothing.
std::optional<std::vector<std::string>> texts_of(const nlohmann::json& json) {
  std::vector<std::string> out;
  for (const auto& item : json) {
    if (!item.is_string()) return std::nullopt;
    out.push_back(item.get<std::string>());
  }
  return out;
}

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text + ".";
}

}  // namespace

Result<JsonBody> JsonBody::read(const Request& request,
                                std::initializer_list<std::string_view> keys) {
  const auto type = request.content_type.substr(0, request.content_type.find(';'));
  if (type != "application/json")
    return fail(Fault::kWrongType, "the body must be JSON, and Content-Type application/json");
  const auto json = nlohmann::json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return fail(Fault::kMalformed, "the body must be one JSON object");
  JsonBody body;
  for (const auto& [key, value] : json.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      return fail(Fault::kMalformed, fmt::format("the body has a key '{}'; it may have {}", key,
                                                 fmt::join(keys.begin(), keys.end(), ", ")));
    }
    if (value.is_string()) {
      body.values_.emplace(key, value.get<std::string>());
    } else if (value.is_boolean()) {
      body.values_.emplace(key, value.get<bool>());
    } else if (auto texts = value.is_array() ? texts_of(value) : std::nullopt) {
      body.values_.emplace(key, std::move(*texts));
    } else if (!value.is_null()) {
      return fail(Fault::kMalformed, fmt::format("'{}' has a value of the wrong kind", key));
    }
  }
  return body;
}

template <class T>
Result<std::optional<T>> JsonBody::get(std::string_view key, std::string_view kind) const {
  const auto found = values_.find(key);
  if (found == values_.end()) return std::optional<T>{};
  const auto* value = std::get_if<T>(&found->second);
  if (value == nullptr) return fail(Fault::kMalformed, fmt::format("'{}' must be {}", key, kind));
  return std::optional<T>{*value};
}

Result<std::optional<std::string>> JsonBody::text(std::string_view key) const {
  return get<std::string>(key, "text");
}

Result<std::optional<bool>> JsonBody::flag(std::string_view key) const {
  return get<bool>(key, "true or false");
}

Result<std::optional<std::vector<std::string>>> JsonBody::texts(std::string_view key) const {
  return get<std::vector<std::string>>(key, "a list of texts");
}

Result<std::string> JsonBody::needed(std::string_view key) const {
  auto value = text(key);
  if (!value) return tl::unexpected(value.error());
  auto& said = *value;
  if (!said) return fail(Fault::kMalformed, fmt::format("the body needs '{}'", key));
  return std::move(*said);
}

Response problem_of(const Error& error) {
  const auto detail = capital(error.what);
  switch (error.fault) {
    case Fault::kWrongType:
      return problem(415, "Unsupported media type", detail);
    case Fault::kNotFound:
      return problem(404, "Not found", detail);
    case Fault::kRefused:
      return problem(409, "Conflict", detail);
    case Fault::kOutOfRange:
      return problem(422, "Not acceptable", detail);
    case Fault::kIo:
    case Fault::kFull:
      return problem(503, "Not written down", "Nothing was changed: " + error.what + ".");
    default:
      return problem(400, "Bad request", detail);
  }
}

}  // namespace narrows::serve
