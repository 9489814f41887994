// The one list of commands: parser, help, man-page check and golden tests read it.

#include <array>

#include "command.hpp"

namespace narrows::cli {

std::span<const CommandEntry> commands() {
  static constexpr std::array kCommands{
      CommandEntry{&kDecodeAbout, &make_decode_command},
      CommandEntry{&kEncodeAbout, &make_encode_command},
      CommandEntry{&kWatchAbout, &make_watch_command},
      CommandEntry{&kImportAbout, &make_import_command},
      CommandEntry{&kSimulateAbout, &make_simulate_command},
      CommandEntry{&kScoreAbout, &make_score_command},
      CommandEntry{&kNodeAbout, &make_node_command},
      CommandEntry{&kAreaAbout, &make_area_command},
      CommandEntry{&kQueryAbout, &make_query_command},
      CommandEntry{&kFlowAbout, &make_flow_command},
      CommandEntry{&kExportAbout, &make_export_command},
      CommandEntry{&kHistoryAbout, &make_history_command},
  };
  return kCommands;
}

}  // namespace narrows::cli
