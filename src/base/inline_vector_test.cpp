#include "base/inline_vector.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace narrows {
namespace {

TEST(InlineVector, TakesWhatItHasRoomFor) {
  InlineVector<int, 2> v;
  EXPECT_TRUE(v.empty());
  EXPECT_TRUE(v.push_back(4));
  EXPECT_FALSE(v.full());
  EXPECT_TRUE(v.push_back(5));
  EXPECT_TRUE(v.full());
  EXPECT_FALSE(v.push_back(6));
  EXPECT_EQ(v.size(), 2U);
  EXPECT_EQ(v[0], 4);
  EXPECT_EQ(v[1], 5);
  EXPECT_EQ(std::accumulate(v.begin(), v.end(), 0), 9);
}

TEST(InlineVector, GrowsByADefaultElementWhateverWasThereBefore) {
  InlineVector<int, 2> v;
  EXPECT_TRUE(v.push_back(9));
  v.clear();
  EXPECT_EQ(v.grow(), 0);
  v[0] = 3;
  EXPECT_EQ(v.size(), 1U);
  EXPECT_EQ(v[0], 3);
}

TEST(InlineVector, ComparesWhatItHoldsNotWhatItHeld) {
  InlineVector<int, 3> a;
  InlineVector<int, 3> b;
  EXPECT_TRUE(a.push_back(1));
  EXPECT_FALSE(a == b);
  EXPECT_TRUE(b.push_back(2));
  EXPECT_FALSE(a == b);
  b.clear();
  EXPECT_TRUE(b.push_back(1));
  EXPECT_TRUE(a == b);
  EXPECT_TRUE(a.push_back(2));
  EXPECT_FALSE(a == b);
}

static_assert([] {
  InlineVector<int, 1> v;
  return InlineVector<int, 1>::capacity() == 1 && v.push_back(1) && !v.push_back(2) && v[0] == 1;
}());

}  // namespace
}  // namespace narrows
