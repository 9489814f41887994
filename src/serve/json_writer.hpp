#pragma once

// Writes JSON text straight into a string: no tree, no exceptions. Commas are its business.
//
//     JsonWriter json;
//     json.object([&] { json.member("mmsi", 800000001); json.member("name", name); });

#include <cmath>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace narrows::serve {

class JsonWriter {
 public:
  template <class Body>
  void object(Body&& body) {
    nest('{', '}', std::forward<Body>(body));
  }
  template <class Body>
  void array(Body&& body) {
    nest('[', ']', std::forward<Body>(body));
  }
  template <class Body>
  void object(std::string_view key, Body&& body) {
    name(key);
    object(std::forward<Body>(body));
  }
  template <class Body>
  void array(std::string_view key, Body&& body) {
    name(key);
    array(std::forward<Body>(body));
  }

  template <class T>
  void member(std::string_view key, const T& v) {
    name(key);
    value(v);
  }
  /// Nothing at all when absent.
  template <class T>
  void member(std::string_view key, const std::optional<T>& v) {
    if (v) member(key, *v);
  }
  /// A number with a fixed number of decimals.
  void member(std::string_view key, double v, int decimals) {
    name(key);
    value(v, decimals);
  }

  void value(std::string_view text) {
    separate();
    quote(text);
  }
  void value(const char* text) { value(std::string_view{text}); }
  void value(bool v) {
    separate();
    text_ += v ? "true" : "false";
  }
  void value(std::integral auto v) {
    separate();
    fmt::format_to(std::back_inserter(text_), "{}", v);
  }
  void value(double v) {
    separate();
    if (std::isfinite(v)) {
      fmt::format_to(std::back_inserter(text_), "{}", v);
    } else {
      text_ += "null";  // JSON has no other word for it.
    }
  }
  void value(double v, int decimals) {
    separate();
    fmt::format_to(std::back_inserter(text_), "{:.{}f}", v, decimals);
  }
  void null(std::string_view key) {
    name(key);
    separate();
    text_ += "null";
  }

  /// JSON that was made elsewhere.
  void raw(std::string_view key, std::string_view json) {
    name(key);
    separate();
    text_ += json;
  }

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  template <class Body>
  void nest(char open, char close, Body&& body) {
    separate();
    text_ += open;
    comma_ = false;
    body();
    text_ += close;
    comma_ = true;
  }
  void name(std::string_view key) {
    separate();
    quote(key);
    text_ += ':';
    comma_ = false;
  }
  void separate() {
    if (comma_) text_ += ',';
    comma_ = true;
  }
  // AIS text is ASCII, but names from files, peers and configuration are anything: what is not
  // valid UTF-8 becomes U+FFFD, so that the whole stays readable.
  void quote(std::string_view text);

  std::string text_;
  bool comma_ = false;
};

/// The length of the valid UTF-8 sequence at the start of `text`, 0 if there is none.
std::size_t utf8_length(std::string_view text);

}  // namespace narrows::serve
