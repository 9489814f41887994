#include "arguments.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include <fmt/format.h>

namespace narrows::cli {

namespace {

// Levenshtein's distance: how many letters to add, drop or change.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::size_t, 64> row{};
  b = b.substr(0, row.size() - 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above + 1, row[j - 1] + 1, changed});
      diagonal = above;
    }
  }
  return row[b.size()];
}

const Option* find(const CommandAbout& about, std::string_view name) {
  for (const Option& option : about.options)
    if (option.name == name) return &option;
  return nullptr;
}

const Option* find(const CommandAbout& about, char letter) {
  for (const Option& option : about.options)
    if (option.letter == letter) return &option;
  return nullptr;
}

tl::unexpected<Error> unknown_option(const CommandAbout& about, std::string_view name) {
  std::vector<std::string_view> known{"help"};
  for (const Option& option : about.options) known.push_back(option.name);
  std::string sentence = fmt::format("there is no option --{}", name);
  if (const auto meant = nearest(name, known))
    sentence += fmt::format("; did you mean --{}?", *meant);
  return fail(Fault::kMalformed, sentence);
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> known) {
  std::optional<std::string_view> best;
  std::size_t best_distance = std::min<std::size_t>(2, word.size() / 2) + 1;
  std::optional<std::string_view> begun;
  int begun_count = 0;
  for (const std::string_view candidate : known) {
    const std::size_t d = distance(word, candidate);
    if (d < best_distance) {
      best_distance = d;
      best = candidate;
    }
    if (!word.empty() && candidate.starts_with(word)) {
      begun = candidate;
      ++begun_count;
    }
  }
  return begun_count == 1 ? begun : best;
}

Result<Arguments> Arguments::parse(const CommandAbout& about,
                                   std::span<const std::string_view> words) {
  Arguments out;
  bool only_operands = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (only_operands || word == "-" || !word.starts_with('-')) {
      if (about.operands.empty()) {
        return fail(Fault::kMalformed, fmt::format("'{}' is one word too many", word));
      }
      out.operands_.emplace_back(word);
      continue;
    }
    if (word == "--") {
      only_operands = true;
      continue;
    }
    if (word == "-h" || word == "--help") {
      out.help_ = true;
      return out;
    }
    const bool is_long = word.starts_with("--");
    const std::size_t equals = is_long ? word.find('=') : std::string_view::npos;
    const std::string_view name =
        is_long ? word.substr(2, equals == std::string_view::npos ? equals : equals - 2)
                : word.substr(1, 1);
    const Option* option = is_long ? find(about, name) : find(about, name.front());
    if (option == nullptr && is_long) return unknown_option(about, name);
    if (option == nullptr)
      return fail(Fault::kMalformed, fmt::format("there is no option -{}", name));

    std::optional<std::string_view> value;
    if (equals != std::string_view::npos) value = word.substr(equals + 1);
    if (!is_long && word.size() > 2) value = word.substr(2);
    if (option->value.empty()) {
      if (value) return fail(Fault::kMalformed, fmt::format("--{} takes no value", option->name));
      out.options_.emplace_back(option->name, "");
      continue;
    }
    if (!value && i + 1 < words.size()) value = words[++i];
    if (!value) {
      return fail(Fault::kMalformed,
                  fmt::format("--{} wants a value, {}", option->name, option->value));
    }
    out.options_.emplace_back(option->name, *value);
  }
  return out;
}

std::optional<std::string_view> Arguments::value(std::string_view option) const {
  for (auto at = options_.rbegin(); at != options_.rend(); ++at)
    if (at->first == option) return at->second;
  return std::nullopt;
}

tl::unexpected<Error> Arguments::out_of_range(std::string_view option, std::string_view said,
                                              std::string least, std::string most) {
  for (std::string* number : {&least, &most}) {  // std::to_string(0.1) is "0.100000".
    if (number->find('.') == std::string::npos) continue;
    number->erase(number->find_last_not_of('0') + 1);
    if (number->back() == '.') number->pop_back();
  }
  return fail(Fault::kOutOfRange, fmt::format("--{} must be a number from {} to {}, not '{}'",
                                              option, least, most, said));
}

}  // namespace narrows::cli
