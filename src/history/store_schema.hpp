#pragma once

// The tables and views of the store. The views are what users write SQL against (names of the
// contract: they may grow, they do not change); the tables are ours.
//
// Why the columns are what they are (measured by bench/history_bench, docs/adr/0012): a column is
// packed by the range of its values within some thousand rows. Milliseconds within an hour need ten
// bits less than microseconds, and the microseconds beyond them mostly are nothing. Latitude and
// longitude are DECIMAL, whole 1e-7 degrees inside: exact. Speed and angles are DOUBLE, which
// DuckDB packs as the decimal digits that are there: tenths when all are tenths.

#include <string>

namespace narrows::history {

/// Raised when a table changes; a store of another number is set aside and refilled.
inline constexpr int kSchemaNumber = 2;

/// What CREATE TABLE needs after the name. observed_at is observed_ms + observed_rest_us (0 to
/// 999). When a position was received is kept as the time after it was observed: mostly nothing,
/// and then it costs nothing.
inline constexpr const char* kPositionColumns =
    "(mmsi UINTEGER, observed_ms TIMESTAMP_MS, observed_rest_us USMALLINT,"
    " received_after_us BIGINT, lat DECIMAL(9,7), lon DECIMAL(10,7), sog_kn DOUBLE, cog_deg DOUBLE,"
    " heading_deg DOUBLE, nav_status UTINYINT, source VARCHAR, exercise VARCHAR)";
inline constexpr const char* kStaticColumns =
    "(mmsi UINTEGER, observed_at TIMESTAMP, received_at TIMESTAMP, kind VARCHAR, imo UINTEGER,"
    " name VARCHAR, call_sign VARCHAR, ship_type UTINYINT, to_bow_m USMALLINT,"
    " to_stern_m USMALLINT, to_port_m USMALLINT, to_starboard_m USMALLINT, draught_m DECIMAL(5,1),"
    " destination VARCHAR, mother_ship UINTEGER, source VARCHAR, exercise VARCHAR)";
inline constexpr const char* kTextColumns =
    "(mmsi UINTEGER, observed_at TIMESTAMP, received_at TIMESTAMP, text VARCHAR, source VARCHAR,"
    " exercise VARCHAR)";
/// The contract's alert, column by column, and when this version of it was written.
inline constexpr const char* kAlertColumns =
    "(id VARCHAR, kind VARCHAR, rule_version VARCHAR, parameters JSON, priority UTINYINT,"
    " confidence DOUBLE, vessels JSON, \"begin\" TIMESTAMP, decided TIMESTAMP, \"end\" TIMESTAMP,"
    " lat DECIMAL(9,7), lon DECIMAL(10,7), why VARCHAR, margins JSON, explanations JSON,"
    " observations JSON, state VARCHAR, exercise VARCHAR, node VARCHAR, changed_at TIMESTAMP)";
inline constexpr const char* kPortVisitColumns =
    "(id VARCHAR, mmsi UINTEGER, port VARCHAR, arrived TIMESTAMP, departed TIMESTAMP,"
    " lat DECIMAL(9,7), lon DECIMAL(10,7), confidence DOUBLE, exercise VARCHAR, node VARCHAR,"
    " changed_at TIMESTAMP)";

/// The order in which a closed hour is written: vessels near each other are near each other on the
/// disk, and in a cell of 0.1 degrees each vessel's reports follow each other. Hour, row and column
/// of the cell are one number, so that the whole key has 32 bytes: DuckDB compares longer ones as
/// strings, which takes half as long again.
inline constexpr const char* kSortedOrder =
    "((epoch_ms(observed_ms) // 3600000) * 2048 + floor(lat * 10)::BIGINT + 900) * 4096"
    " + floor(lon * 10)::BIGINT + 1800, mmsi, epoch_us(observed_ms) + observed_rest_us,"
    " received_after_us";

/// When it was observed and received, in microseconds, from the columns of a row.
inline constexpr const char* kObservedUs = "(epoch_us(observed_ms) + observed_rest_us)";
inline constexpr const char* kReceivedUs =
    "(epoch_us(observed_ms) + observed_rest_us + received_after_us)";

/// Everything that is not there yet.
std::string schema_sql();

/// 'word', 'word', … for the codes of nav_status, as a list to index with code + 1.
std::string nav_status_words();

}  // namespace narrows::history
