#pragma once

// How often somebody may try to sign in. Three buckets, each refilling, so that nobody is locked
// out for good:
//
//  - by address (of IPv6 its /64): who guesses names as well as passwords;
//  - by account, for addresses from which that account never signed in: who guesses one account's
//    password from many places;
//  - by account and address, where it did before: a stranger's guessing, however long it goes on,
//    takes nothing from an officer at the usual desk.
//
// Memory is bounded: when there are too many buckets the fullest, which say least, go.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/rate_limit.hpp"
#include "base/time.hpp"

namespace narrows::serve {

class Attempts {
 public:
  static constexpr std::size_t kBucketsMax = 10'000;  ///< Of each kind.

  /// Whether this attempt may be made. It counts, whatever comes of it.
  bool allow(std::string_view account, std::string_view address, Time now);
  /// `account` signed in from `address`.
  void succeeded(std::string_view account, std::string_view address, Time now);

  /// How long to wait when allow() refused: the slowest refill.
  static constexpr Duration retry_after() { return kAccountEvery; }

  std::size_t buckets() const { return by_address_.size() + by_account_.size() + known_.size(); }

 private:
  static constexpr std::uint32_t kAddressBurst = 20;
  static constexpr Duration kAddressEvery = Duration::seconds(3);
  static constexpr std::uint32_t kAccountBurst = 10;
  static constexpr Duration kAccountEvery = Duration::seconds(30);
  static constexpr Duration kKnownEvery = Duration::seconds(6);

  struct Bucket {
    RateLimit limit;
    Time used;
  };
  using Buckets = std::map<std::string, Bucket, std::less<>>;
  static Bucket& bucket(Buckets& buckets, const std::string& key, std::uint32_t burst,
                        Duration every, Time now);
  static void make_room(Buckets& buckets);

  Buckets by_address_;
  Buckets by_account_;
  Buckets known_;
};

/// The address, or the /64 that an IPv6 address is in: one site has all of it.
std::string site_of(std::string_view address);

}  // namespace narrows::serve
