#pragma once

// Invented transmissions as what a shore station would send on: tag block and AIS sentences. From
// here on simulated traffic takes the same way as any other.

#include <string>

#include "exercise/transmission.hpp"

namespace narrows::engine {

/// One line (or several, for a message in several sentences), each with its line end. `sequence`
/// is the sequential message id, counted up where it was used.
std::string sentences_of(const exercise::Transmission& sent, unsigned& sequence);

}  // namespace narrows::engine
