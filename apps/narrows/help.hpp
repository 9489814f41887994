#pragma once

// What `narrows --help` and `narrows COMMAND --help` print.

#include <string>

#include "command.hpp"

namespace narrows::cli {

std::string help_overview();
std::string help_of(const CommandAbout& about);

}  // namespace narrows::cli
