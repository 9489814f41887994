#pragma once

// Ctrl-C and a polite kill end the work, not the process: what was begun is flushed and counted.
// The second Ctrl-C ends the process.

namespace narrows::cli {

/// From now on SIGINT and SIGTERM are heard. They also end a waiting read().
void listen_for_interrupt();
bool interrupted();

}  // namespace narrows::cli
