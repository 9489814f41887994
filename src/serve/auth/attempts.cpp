#include "serve/auth/attempts.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <arpa/inet.h>

namespace narrows::serve {

std::string site_of(std::string_view address) {
  std::string text{address};
  in6_addr bytes{};
  if (inet_pton(AF_INET6, text.c_str(), &bytes) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&bytes)) return text;
  std::fill(std::begin(bytes.s6_addr) + 8, std::end(bytes.s6_addr), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(AF_INET6, &bytes, out.data(), out.size());
  return std::string{out.data()} + "/64";
}

Attempts::Bucket& Attempts::bucket(Buckets& buckets, const std::string& key, std::uint32_t burst,
                                   Duration every, Time now) {
  auto found = buckets.find(key);
  if (found == buckets.end()) {
    if (buckets.size() >= kBucketsMax) make_room(buckets);
    found = buckets.emplace(key, Bucket{RateLimit{burst, every}, now}).first;
  }
  found->second.used = std::max(found->second.used, now);
  return found->second;
}

/// The tenth that was used longest ago goes: those have had the most time to fill up again.
void Attempts::make_room(Buckets& buckets) {
  std::vector<Time> used;
  used.reserve(buckets.size());
  for (const auto& [key, one] : buckets) used.push_back(one.used);
  const auto tenth = used.begin() + static_cast<std::ptrdiff_t>(used.size() / 10);
  std::nth_element(used.begin(), tenth, used.end());
  const auto limit = *tenth;
  auto left = used.size() / 10 + 1;
  std::erase_if(buckets, [&](const auto& item) {
    if (left == 0 || item.second.used > limit) return false;
    --left;
    return true;
  });
}

bool Attempts::allow(std::string_view account, std::string_view address, Time now) {
  const auto site = site_of(address);
  if (!bucket(by_address_, site, kAddressBurst, kAddressEvery, now).limit.allow(now)) return false;
  if (const auto known = known_.find(std::string{account} + ' ' + site); known != known_.end()) {
    known->second.used = std::max(known->second.used, now);
    return known->second.limit.allow(now);
  }
  return bucket(by_account_, std::string{account}, kAccountBurst, kAccountEvery, now)
      .limit.allow(now);
}

void Attempts::succeeded(std::string_view account, std::string_view address, Time now) {
  bucket(known_, std::string{account} + ' ' + site_of(address), kAccountBurst, kKnownEvery, now);
}

}  // namespace narrows::serve
