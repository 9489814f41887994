#pragma once

// Who a vessel is, beyond what it says: the flag and kind that its number tells, words for its
// type, what is odd about it, and what it said before. For the vessel's card.

#include "picture/vessel.hpp"
#include "serve/json_writer.hpp"

namespace narrows::serve {

/// Members of the vessel's object: mmsi_form, flag, ship_type_word, length_m, beam_m, remarks,
/// changes. What is not known is absent.
void put_identity_facts(JsonWriter& json, const picture::Vessel& vessel);

/// mmsi_form and flag alone: all that a number tells.
void put_number_facts(JsonWriter& json, model::Mmsi mmsi);

}  // namespace narrows::serve
