#pragma once

// The body of a request that says something: one flat JSON object of texts, flags and lists of
// texts. What else it holds is refused, so that a mistyped key is not silently nothing.

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "serve/http.hpp"

namespace narrows::serve {

class JsonBody {
 public:
  /// Fails with kWrongType when the request does not say that it carries JSON, with kMalformed when
  /// it is none, has another form, or holds a key that is not in `keys`.
  static Result<JsonBody> read(const Request& request,
                               std::initializer_list<std::string_view> keys);

  /// Nothing when absent or null; an error when it is something else than asked for.
  Result<std::optional<std::string>> text(std::string_view key) const;
  Result<std::optional<bool>> flag(std::string_view key) const;
  Result<std::optional<std::vector<std::string>>> texts(std::string_view key) const;
  /// The text, which must be there.
  Result<std::string> needed(std::string_view key) const;

 private:
  using Value = std::variant<std::string, bool, std::vector<std::string>>;
  template <class T>
  Result<std::optional<T>> get(std::string_view key, std::string_view kind) const;
  std::map<std::string, Value, std::less<>> values_;
};

/// What the errors above and those of accounts are answered with.
Response problem_of(const Error& error);

}  // namespace narrows::serve
