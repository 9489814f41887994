#pragma once

// The tables and views of the store. The views are what users write SQL against (names of the
// contract: they may grow, they do not change); the tables are ours.
//
// Quantities are DECIMAL, which DuckDB holds as whole numbers: latitude and longitude are the exact
// 1e-7 degrees, and comparing a column with a number can use the column's block statistics.

#include <string>

namespace narrows::history {

/// Raised when a table changes; a store of another number is set aside and refilled.
inline constexpr int kSchemaNumber = 1;

/// What CREATE TABLE needs after the name. When a position was received is kept as the time after
/// it was observed: mostly nothing, and then it costs nothing (4.4 bytes a row otherwise, measured
/// by bench/history_bench).
inline constexpr const char* kPositionColumns =
    "(mmsi UINTEGER, observed_at TIMESTAMP, received_after_us BIGINT, lat DECIMAL(9,7),"
    " lon DECIMAL(10,7), sog_kn DECIMAL(6,2), cog_deg DECIMAL(5,2), heading_deg DECIMAL(5,2),"
    " nav_status UTINYINT, source VARCHAR, exercise VARCHAR)";
inline constexpr const char* kStaticColumns =
    "(mmsi UINTEGER, observed_at TIMESTAMP, received_at TIMESTAMP, kind VARCHAR, imo UINTEGER,"
    " name VARCHAR, call_sign VARCHAR, ship_type UTINYINT, to_bow_m USMALLINT,"
    " to_stern_m USMALLINT, to_port_m USMALLINT, to_starboard_m USMALLINT, draught_m DECIMAL(5,1),"
    " destination VARCHAR, mother_ship UINTEGER, source VARCHAR, exercise VARCHAR)";
inline constexpr const char* kTextColumns =
    "(mmsi UINTEGER, observed_at TIMESTAMP, received_at TIMESTAMP, text VARCHAR, source VARCHAR,"
    " exercise VARCHAR)";

/// Everything that is not there yet.
std::string schema_sql();

}  // namespace narrows::history
