#pragma once

// unusual_route: she sails where, how or how fast hardly any of her class ever did.
//
// Definition: the mean log-likelihood of her last half hour (a sample a minute, at least eight over
// twenty minutes, half of them under way) by the routes learned of her class lies below the value
// below which one half hour in a thousand lay in the past (route/route_model.hpp), and has for
// `held_min`: the past was asked each ten minutes, she is each minute, and a mean that dips for one
// of them is not one in a thousand. It begins with the first minute that was below, ends when the
// mean is `clear_above` better than that, or she is no longer heard.
//
// Parameters: margin (how much further below, natural logarithm; default 0: the 0.1 %
// quantile as it is), held_min (default 5, ours), clear_above (default 0.5, ours). The threshold is
// the model's own, of each class; `narrows flow learn` prints it.
//
// Known wrongs: one half hour in a thousand of honest traffic is below by definition, so it is a
// low priority; a class of which fewer than a thousand half hours were learned is never judged, nor
// is who has not said a type known to the model; a port or lane newly opened is unusual until the
// routes are learned anew; reports late by more than a minute are not looked at.
//
// Measured: unusual_route_test; recall on generated traffic is in docs/results.md.

#include "watch/detector.hpp"

namespace narrows::watch {

extern const RuleSpec kUnusualRouteRule;

}  // namespace narrows::watch
