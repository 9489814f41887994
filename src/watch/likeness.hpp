#pragma once

// Names as people and transponders spell them, made comparable.

#include <cstddef>
#include <string>
#include <string_view>

namespace narrows::watch {

/// Upper case letters and digits alone; what stands before them as a ship's prefix ("M/V") is gone.
std::string plain(std::string_view name);
/// plain(), with letters that are taken for digits made those: O and Q 0, I and L 1, S 5, B 8, Z 2.
std::string confusable(std::string_view name);
/// How many letters must be put in, taken out, exchanged or swapped with their neighbour.
std::size_t edits(std::string_view a, std::string_view b);

}  // namespace narrows::watch
