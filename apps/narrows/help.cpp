#include "help.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace narrows::cli {

namespace {

constexpr std::size_t kWidth = 80;

// Characters, not bytes: the help has an ellipsis and dashes.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Appends `text` from column `at` on, wrapped at kWidth with `indent` blanks before each new line.
void append_wrapped(std::string& out, std::string_view text, std::size_t indent, std::size_t at) {
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (at > indent && at + 1 + width(word) > kWidth) {
      out += '\n';
      out.append(indent, ' ');
      at = indent;
    } else if (at > indent) {
      out += ' ';
      ++at;
    }
    out += word;
    at += width(word);
  }
  out += '\n';
}

// A term on the left, what it means on the right.
void append_entry(std::string& out, std::string_view term, std::string_view meaning,
                  std::size_t column) {
  out += "  ";
  out += term;
  std::size_t at = 2 + width(term);
  if (at + 2 > column) {
    out += '\n';
    at = 0;
  }
  out.append(column - at, ' ');
  append_wrapped(out, meaning, column, column);
}

void append_paragraphs(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    append_wrapped(out, line, 0, 0);
  }
}

}  // namespace

std::string help_overview() {
  std::string out =
      "Narrows: one picture of a strait, shared by the authorities on its shores.\n\n"
      "Usage: narrows COMMAND [OPTIONS]\n";
  std::string_view group;
  for (const CommandEntry& entry : commands()) {
    if (entry.about->group != group) {
      group = entry.about->group;
      out += fmt::format("\n{}\n", group);
    }
    append_entry(out, entry.about->name, entry.about->purpose, 12);
  }
  out +=
      "\nMore\n"
      "  narrows help COMMAND   what a command does, its options, examples\n"
      "  narrows --version      the version\n\n"
      "Exit codes: 0 done, 1 the input had errors that were reported and the rest was\n"
      "done, 2 could not start.\n";
  return out;
}

std::string help_of(const CommandAbout& about) {
  std::string out = fmt::format("Usage: narrows {} ", about.name);
  if (!about.operands.empty()) out += fmt::format("{} ", about.operands);
  out += "[OPTIONS]\n\n";
  append_paragraphs(out, about.description);
  out += "\nOptions\n";
  const auto term = [](const Option& option) {
    std::string text =
        option.letter != 0 ? fmt::format("-{}, ", option.letter) : std::string{"    "};
    text += fmt::format("--{}", option.name);
    if (!option.value.empty()) text += fmt::format(" {}", option.value);
    return text;
  };
  constexpr std::size_t kColumn = 28;
  for (const Option& option : about.options) append_entry(out, term(option), option.help, kColumn);
  append_entry(out, "-h, --help", "this text", kColumn);
  if (!about.examples.empty()) out += "\nExamples\n";
  for (const Example& example : about.examples) {
    out += fmt::format("  {}\n      ", example.command);
    append_wrapped(out, example.does, 6, 6);
  }
  out += fmt::format("\nThe man page says more: man narrows-{}\n", about.name);
  return out;
}

}  // namespace narrows::cli
