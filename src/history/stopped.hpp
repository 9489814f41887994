#pragma once

// How a part of the history says that it does not run: the picture goes on, the history stops, says
// since when and why, and resumes by itself.

#include "base/result.hpp"
#include "base/time.hpp"

namespace narrows::history {

struct Stopped {
  Time since;
  Error why;  ///< kFull: no room on the disk. kNotFound: no database library. Else see the text.
};

}  // namespace narrows::history
