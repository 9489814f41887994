#include "base/function_ref.hpp"

#include <memory>
#include <type_traits>

#include <gtest/gtest.h>

namespace narrows {
namespace {

int twice(FunctionRef<int(int)> f, int x) {
  return f(f(x));
}

TEST(FunctionRef, CallsWhatItRefersTo) {
  int calls = 0;
  const auto plus = [&calls](int x) {
    ++calls;
    return x + 3;
  };
  EXPECT_EQ(twice(plus, 1), 7);
  EXPECT_EQ(calls, 2);
}

TEST(FunctionRef, ChangesTheCallableItself) {
  auto counter = [n = 0]() mutable { return ++n; };
  const FunctionRef<int()> ref{counter};
  EXPECT_EQ(ref(), 1);
  const FunctionRef<int()> copy = ref;
  EXPECT_EQ(copy(), 2);
  EXPECT_EQ(counter(), 3);
}

TEST(FunctionRef, PassesMoveOnlyArgumentsAndReferences) {
  const auto take = [](std::unique_ptr<int> value, int& out) { out = *value; };
  const FunctionRef<void(std::unique_ptr<int>, int&)> ref{take};
  int out = 0;
  ref(std::make_unique<int>(8), out);
  EXPECT_EQ(out, 8);
}

static_assert(!std::is_constructible_v<FunctionRef<int(int)>, int>);
static_assert(sizeof(FunctionRef<void()>) == 2 * sizeof(void*));

}  // namespace
}  // namespace narrows
