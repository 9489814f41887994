#pragma once

// How often a station is expected to report: what "silent for too long" is measured by.

#include "base/time.hpp"
#include "picture/vessel.hpp"

namespace narrows::picture {

/// The nominal interval between position reports in the state of the last one. ITU-R M.1371-5
/// annex 1, tables 1 and 2. Course changes (which shorten it) are not considered, so that the
/// interval is never judged too short. A station of unknown kind is taken for a class A vessel;
/// one that has sent nothing but static messages is expected every 6 minutes.
Duration reporting_interval(const Vessel& vessel);

}  // namespace narrows::picture
