#pragma once

// sensor_health: a receiver or radar that does not do what it did.
//
// Definition, one situation for each sensor and failure (its `object`):
//   silent     nothing heard for `silent_s`, and for as long as twenty of its messages take, or it
//              is not connected. From the last message to the next; or, when a minute after that it
//              hears less than `rate_share` of what it did, until it hears as before.
//   rate       fewer than `rate_share` of the messages of its last half hour (and of its last six),
//              over two minutes in which `rate_least` were to be expected; and, where it is known
//              whose they were, fewer of each vessel, not of fewer vessels. From the first ten
//              seconds below to the first minute that is not.
//   clock      the median of its stamps lies more than `clock_s` off the node's clock for
//              `clock_reports` reports in a row. Until so many in a row do not.
//   checksum   more than `checksum_share` of its sentences damaged over two minutes in which 50
//              came.
//   bias       a radar's plots lie `bias_m` off those of AIS (as track/ measures it; not told yet).
// There are no vessels; `sensor` names whose failure it is: a source as it is configured, a file,
// or, where its tag blocks name them, one station behind it. Of a source with stations the rate and
// the clock are theirs.
//
// Inputs: SensorReport, one each ten seconds. Parameters: ours.
// Known wrongs: in a CSV, which does not say who was heard twice, a fleet that leaves within the
// hour looks like a fallen rate; a sensor that was
// never heard is not missed; a file that is read has only the stamps it was written with, so that a
// wrong clock is seen in it only where three stations or more stamp.
// Results: bench/watch, docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kSensorHealthRule;

}  // namespace narrows::watch
