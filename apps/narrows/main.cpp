// The command line of Narrows: finds the command, and turns whatever goes wrong into one sentence
// and an exit code. Nothing else in the tree does that.

#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "command.hpp"
#include "help.hpp"

namespace narrows::cli {
namespace {

constexpr int kCouldNotStart = 2;

int print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (std::fflush(stdout) == 0) return 0;
  return errno == EPIPE ? 0 : kCouldNotStart;
}

int complain(std::string_view who, std::string_view sentence) {
  fmt::print(stderr, "{}: {}\n", who, sentence);
  return kCouldNotStart;
}

const CommandEntry* find(std::string_view name) {
  for (const CommandEntry& entry : commands())
    if (entry.about->name == name) return &entry;
  return nullptr;
}

int unknown_command(std::string_view name) {
  std::vector<std::string_view> known{"help"};
  for (const CommandEntry& entry : commands()) known.push_back(entry.about->name);
  std::string sentence = fmt::format("there is no command '{}'", name);
  if (const auto meant = nearest(name, known)) {
    sentence += fmt::format("; did you mean '{}'?", *meant);
  } else {
    sentence += "; 'narrows --help' lists them";
  }
  return complain("narrows", sentence);
}

int help(std::span<const std::string_view> words) {
  if (words.empty()) return print(help_overview());
  const CommandEntry* entry = find(words.front());
  return entry == nullptr ? unknown_command(words.front()) : print(help_of(*entry->about));
}

int run_command(const CommandEntry& entry, std::span<const std::string_view> words) {
  const std::string who = fmt::format("narrows {}", entry.about->name);
  const auto arguments = Arguments::parse(*entry.about, words);
  if (!arguments) return complain(who, arguments.error().what);
  if (arguments->help()) return print(help_of(*entry.about));
  const auto command = entry.make();
  if (const auto ready = command->setup(*arguments); !ready)
    return complain(who, ready.error().what);
  const auto outcome = command->run();
  return outcome ? static_cast<int>(*outcome) : complain(who, outcome.error().what);
}

int run(std::span<const std::string_view> words) {
  if (words.empty()) {
    fmt::print(stderr, "{}", help_overview());
    return kCouldNotStart;
  }
  const std::string_view first = words.front();
  if (first == "--version" || first == "-V") return print("narrows " NARROWS_VERSION "\n");
  if (first == "--help" || first == "-h") return print(help_overview());
  if (first == "help") return help(words.subspan(1));
  if (first.starts_with('-')) {
    return complain("narrows", fmt::format("a command comes first, not '{}'; 'narrows --help' "
                                           "lists them",
                                           first));
  }
  const CommandEntry* entry = find(first);
  return entry == nullptr ? unknown_command(first) : run_command(*entry, words.subspan(1));
}

}  // namespace
}  // namespace narrows::cli

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // A reader that has gone shows as EPIPE where we write.
  try {
    const std::vector<std::string_view> words{argv + (argc > 0 ? 1 : 0), argv + argc};
    return narrows::cli::run(words);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "narrows: %s\n", error.what());
    return 2;
  }
}
