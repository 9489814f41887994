#include "picture/identity_merge.hpp"

namespace narrows::picture {

bool IdentityMerge::offer(const model::StaticObservation& said, Time at) {
  bool news = false;
  news |= imo_.offer(said.imo, at);
  news |= name_.offer(said.name, at);
  news |= call_sign_.offer(said.call_sign, at);
  news |= ship_type_.offer(said.ship_type, at);
  news |= dimensions_.offer(said.to_bow_stern_port_starboard_m, at);
  news |= draught_m_.offer(said.draught_m, at);
  news |= destination_.offer(said.destination, at);
  news |= mother_ship_.offer(said.mother_ship, at);
  return news;
}

Identity IdentityMerge::identity() const {
  return {.imo = imo_.value(),
          .name = name_.value(),
          .call_sign = call_sign_.value(),
          .name_confirmed = name_.confirmed(),
          .call_sign_confirmed = call_sign_.confirmed(),
          .imo_confirmed = imo_.confirmed(),
          .ship_type = ship_type_.value(),
          .to_bow_stern_port_starboard_m = dimensions_.value(),
          .draught_m = draught_m_.value(),
          .destination = destination_.value(),
          .mother_ship = mother_ship_.value()};
}

}  // namespace narrows::picture
