#pragma once

// Ctrl-C and a polite kill end the work, not the process: what was begun is flushed and counted.
// The second Ctrl-C ends the process.

namespace narrows::cli {

/// From now on SIGINT and SIGTERM are heard. They also end a waiting read().
void listen_for_interrupt();
bool interrupted();

/// From now on SIGHUP does not end the process: it asks for files to be read anew.
void listen_for_hang_up();
/// Whether one came since this was last asked.
bool take_hang_up();

}  // namespace narrows::cli
