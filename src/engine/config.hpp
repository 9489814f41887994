#pragma once

// The configuration of a node: one TOML file, laid down in docs/formats/node-config.md. Everything
// that can be checked without opening anything is checked here, each error naming line and key.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "engine/duplicates.hpp"
#include "engine/nmea_out.hpp"
#include "history/retention.hpp"
#include "watch/parameters.hpp"

namespace narrows::engine {

struct SourceConfig {
  std::string name;
  std::string input;     ///< An address as source::open_source takes it.
  std::string exercise;  ///< The exercise it belongs to; empty: the real world.
};

struct WatchConfig {
  bool enabled = true;
  watch::Preset preset = watch::Preset::kNarrows;
  std::filesystem::path rules;                  ///< Over the preset's and the area's; empty: none.
  std::filesystem::path routes;                 ///< Learned by `narrows flow learn`; empty: none.
  std::filesystem::path port_calls;             ///< Papers of port calls; empty: none.
  std::vector<std::filesystem::path> interest;  ///< Lists of vessels of interest.
  /// Read again from the raw log after a start; zero: nothing.
  Duration anew_from = Duration::hours(2);
  Duration escalate_after = Duration::minutes(15);  ///< Zero: never.
};

struct Config {
  std::string node = "narrows";  ///< How this node is called, to people and to its neighbours.
  std::string area = "none";     ///< An area pack's name.
  std::filesystem::path areas;   ///< Where area packs are; empty: looked for.
  std::string waters = "pack";   ///< Whose waters are whose: as the pack has it, "none", or a file.
  std::filesystem::path data = "data";
  std::filesystem::path web;  ///< The built console; empty: looked for.
  Duration tick = Duration::seconds(1);

  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any free one.
  std::vector<std::string> names;
  std::uint32_t connections_max = 512;
  std::uint32_t connections_per_address_max = 128;
  bool insecure = false;  ///< Listens beyond loopback without TLS: said by name or not at all.

  bool sign_in = true;  ///< False only on loopback: whoever reaches the node sees the picture.
  bool demo = false;    ///< The printed link signs in, see Config::is_demo().
  bool new_administrator = false;  ///< Print a set-up link although there are users.
  Duration session_idle = Duration::minutes(30);
  Duration session_absolute = Duration::hours(12);

  std::filesystem::path tls_certificate;  ///< PEM, with its chain; empty: no TLS.
  std::filesystem::path tls_key;

  std::size_t vessels_max = 200'000;
  std::int64_t lost_after_intervals = 12;
  Duration removed_after = Duration::hours(1);

  Duplicates::Limits duplicates;          ///< Copies of one transmission from several receivers.
  std::optional<NmeaOutConfig> nmea_out;  ///< Absent: nothing is passed on.

  WatchConfig watch;

  bool history = true;
  bool compress_raw_log = true;   ///< Its closed segments, in the background.
  std::filesystem::path archive;  ///< Where closed days go as Parquet; empty: nowhere.
  history::Retention retention;
  std::size_t replays_max = 8;  ///< Clients that see a time of their own, at once.
  std::vector<SourceConfig> sources;

  /// Whether a recording is played: then it is the only source, and its clock the node's.
  bool replay() const;
  /// Whether the node shows no real traffic and only to this machine: then a printed link lets
  /// people in, without accounts.
  bool is_demo() const;
  bool on_loopback() const;
  /// The one exercise that all sources belong to; empty: the real world.
  std::string exercise() const { return sources.empty() ? std::string{} : sources[0].exercise; }
};

/// `file` is what errors name: "node.toml:12: …".
Result<Config> parse_config(std::string_view text, std::string_view file);
Result<Config> read_config(const std::filesystem::path& file);

/// What must hold of sources together, wherever they come from: distinct names, addresses that make
/// sense, one world, a recording alone.
Result<void> check_sources(const std::vector<SourceConfig>& sources);

/// What must hold of who is let in, wherever it was said: TLS or loopback, sign-in or loopback.
Result<void> check_access(const Config& config);

}  // namespace narrows::engine
