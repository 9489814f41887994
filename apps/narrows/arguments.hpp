#pragma once

// The words of a command line, checked against what the command says it takes.

#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace narrows::cli {

struct Option {
  char letter;             ///< 'f' for -f; 0 for none.
  std::string_view name;   ///< "format" for --format.
  std::string_view value;  ///< Name of its value, "FORMAT"; empty for a switch.
  std::string_view help;   ///< A phrase without a full stop.
};

struct Example {
  std::string_view command;
  std::string_view does;
};

struct CommandAbout {
  std::string_view name;
  std::string_view group;     ///< Heading in `narrows --help`.
  std::string_view purpose;   ///< One line.
  std::string_view operands;  ///< "[INPUT…]"; empty when it takes none.
  std::string_view description;
  std::span<const Option> options;
  std::span<const Example> examples;
};

class Arguments {
 public:
  /// Fails with a sentence that names the word, and the nearest option where there is one.
  static Result<Arguments> parse(const CommandAbout& about,
                                 std::span<const std::string_view> words);

  bool help() const { return help_; }
  bool has(std::string_view option) const { return value(option).has_value(); }
  /// Of the last time it was given; empty text for a switch.
  std::optional<std::string_view> value(std::string_view option) const;
  std::string text(std::string_view option, std::string_view otherwise) const {
    return std::string{value(option).value_or(otherwise)};
  }
  /// A number from `least` to `most`, or `otherwise` when the option is not given.
  template <class Number>
  Result<Number> number(std::string_view option, Number otherwise, Number least,
                        Number most) const {
    const auto said = value(option);
    if (!said) return otherwise;
    Number out{};
    const auto [end, error] = std::from_chars(said->data(), said->data() + said->size(), out);
    if (error == std::errc{} && end == said->data() + said->size() && out >= least && out <= most)
      return out;
    return out_of_range(option, *said, std::to_string(least), std::to_string(most));
  }
  /// What is not an option, in order.
  const std::vector<std::string>& operands() const { return operands_; }

 private:
  static tl::unexpected<Error> out_of_range(std::string_view option, std::string_view said,
                                            std::string least, std::string most);

  std::vector<std::pair<std::string_view, std::string_view>> options_;
  std::vector<std::string> operands_;
  bool help_ = false;
};

/// The one of `known` that `word` was probably meant to be: at most two letters wrong, or the
/// beginning of only one.
std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> known);

}  // namespace narrows::cli
