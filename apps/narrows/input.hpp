#pragma once

// What reading commands share about their inputs.

#include <string>

#include "base/result.hpp"
#include "source/byte_input.hpp"

namespace narrows::cli {

/// Lets a pipe wait without deafness to Ctrl-C: false after a while without anything to read.
bool wait_for(const source::ByteInput& input);

/// True when read() would wait: the moment to flush what is ready.
bool would_wait(const source::ByteInput& input);

/// Fails when `target` ("-": standard output) is the file `input`, which would be emptied.
Result<void> check_not_overwritten(const std::string& input, const std::string& target);

}  // namespace narrows::cli
