#pragma once

// The inside of StoreReader, shared by the files that make it up.

#include <memory>
#include <mutex>

#include "history/database.hpp"
#include "history/sentences_table.hpp"
#include "history/store_reader.hpp"

namespace narrows::history {

struct StoreReader::State : Connections {
  const duckdb::Api* api = nullptr;
  int held_directory = -1;  // flock()ed, so that no node begins to write.
  std::unique_ptr<Database> database;
  std::unique_ptr<SentencesSource> sentences;

  std::mutex running_mutex;
  Connection* running = nullptr;  // GUARDED_BY(running_mutex): what interrupt() ends.

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() override;

  Result<void> with(FunctionRef<Result<void>(Connection&)> work) const override;
  /// The same, on a connection that interrupt() reaches and that sees one world.
  Result<void> run(const Select& select, FunctionRef<Result<void>(Connection&)> work);
};

}  // namespace narrows::history
