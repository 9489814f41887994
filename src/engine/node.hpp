#pragma once

// The node: sources, decoder, picture, history and server, each on a thread of its own, joined by
// bounded queues. This is the one place that knows them all.
//
//     sources ─▶ [decode] ─▶ decoder ─▶ [picture] ─▶ picture ─▶ server
//         └────▶ [history] ◀───┘
//
// Live input that does not fit into [decode] or [picture] pushes out the oldest: the newest is what
// counts. A recording waits instead. [history] never holds anybody up, see history_stage.hpp.

#include <memory>
#include <string>

#include "base/result.hpp"
#include "engine/config.hpp"
#include "engine/log.hpp"

namespace narrows::engine {

class Node {
 public:
  /// Opens everything, then starts the threads. Fails with one sentence, and nothing is left
  /// running.
  static Result<std::unique_ptr<Node>> start(Config config, Log& log);

  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  Node(Node&&) = delete;
  Node& operator=(Node&&) = delete;
  ~Node();  ///< Stops: sources first, then what they gave is worked off, the server last.

  /// "http://127.0.0.1:8080/"
  std::string console() const;
  /// The address that signs in to a demonstration; empty when this is none.
  std::string demo_link() const;
  /// The address where an administrator is made, once, within the hour; empty when there is one
  /// already and none more was asked for. It is kept nowhere: print it or lose it.
  std::string set_up_link();
  /// Reads the certificate and its key anew; how that went is logged.
  void reload_tls();

  struct Parts;
  explicit Node(std::unique_ptr<Parts> parts);  ///< For start().

 private:
  std::unique_ptr<Parts> parts_;
};

}  // namespace narrows::engine
