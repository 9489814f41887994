// The AVX2 form of the kernels. The whole file is compiled for AVX2 function by function (target
// attribute), so that nothing of it leaks into code that runs on older machines.

#include "decode/nmea/plain_layout.hpp"

#if defined(__x86_64__)

#include <array>
#include <bit>

#include <immintrin.h>

namespace narrows::decode::nmea {

namespace {

#define NARROWS_AVX2 [[gnu::target("avx2,bmi,bmi2,lzcnt,popcnt")]]

/// 32 bytes of 0xFF, then 32 of 0: a load at 32 - n keeps the first n bytes of a vector.
alignas(32) constexpr auto kKeep = [] {
  std::array<std::uint8_t, 96> table{};
  for (std::size_t i = 0; i < 32; ++i) table[i] = 0xFF;
  return table;
}();

NARROWS_AVX2 inline __m256i load(const void* at) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(at));
}

NARROWS_AVX2 inline __m256i keep_first(__m256i v, unsigned count) {  // count <= 32
  return _mm256_and_si256(v, load(kKeep.data() + 32 - count));
}

NARROWS_AVX2 inline std::uint32_t where(__m256i v, char c) {
  return static_cast<std::uint32_t>(
      _mm256_movemask_epi8(_mm256_cmpeq_epi8(v, _mm256_set1_epi8(c))));
}

NARROWS_AVX2 inline std::uint8_t fold(__m256i v) {
  const __m128i half = _mm_xor_si128(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  auto x = static_cast<std::uint64_t>(_mm_cvtsi128_si64(half)) ^
           static_cast<std::uint64_t>(_mm_extract_epi64(half, 1));
  x ^= x >> 32;
  x ^= x >> 16;
  x ^= x >> 8;
  return static_cast<std::uint8_t>(x);
}

NARROWS_AVX2 inline bool unarmour(const char* text, std::size_t count, std::uint8_t* out) {
  const __m256i order = _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,  //
                                         2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
  const __m256i join = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7);
  std::uint32_t outside = 0;
  for (std::size_t done = 0; done < count; done += 32, out += 24) {
    const __m256i offset = _mm256_sub_epi8(load(text + done), _mm256_set1_epi8('0'));
    // Unsigned compares by max: '0'-'W' is 0 to 39, '`'-'w' is 48 to 71.
    const __m256i upper = _mm256_cmpeq_epi8(_mm256_max_epu8(offset, _mm256_set1_epi8(48)), offset);
    const __m256i codes = _mm256_sub_epi8(offset, _mm256_and_si256(upper, _mm256_set1_epi8(8)));
    const __m256i gap = _mm256_andnot_si256(
        upper, _mm256_cmpeq_epi8(_mm256_max_epu8(offset, _mm256_set1_epi8(40)), offset));
    const __m256i beyond = _mm256_cmpeq_epi8(_mm256_max_epu8(offset, _mm256_set1_epi8(72)), offset);
    const auto wrong =
        static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_or_si256(gap, beyond)));
    const std::size_t left = count - done;
    outside |= left < 32 ? _bzhi_u32(wrong, static_cast<unsigned>(left)) : wrong;
    // Two codes to 12 bits, two of those to 24, then the three bytes of each four in order.
    const __m256i kept = keep_first(codes, left < 32 ? static_cast<unsigned>(left) : 32);
    const __m256i twelve = _mm256_maddubs_epi16(kept, _mm256_set1_epi16(0x0140));
    const __m256i twenty_four = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x00011000));
    const __m256i bytes =
        _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(twenty_four, order), join);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), bytes);
  }
  return outside == 0;
}

/// Place of the first '*' after text[0], and the XOR of what is between; 0 when it is not in the
/// first 128 bytes.
NARROWS_AVX2 inline unsigned find_star(const char* text, std::uint8_t& sum) {
  const __m256i a = load(text);
  const __m256i b = load(text + 32);
  const auto first = static_cast<std::uint8_t>(text[0]);
  const std::uint64_t stars = static_cast<std::uint64_t>(where(b, '*')) << 32 | where(a, '*');
  if (stars != 0) [[likely]] {
    const auto star = static_cast<unsigned>(std::countr_zero(stars));
    const __m256i kept =
        star < 32 ? keep_first(a, star) : _mm256_xor_si256(a, keep_first(b, star - 32));
    sum = static_cast<std::uint8_t>(fold(kept) ^ first);
    return star;
  }
  const __m256i c = load(text + 64);
  const __m256i d = load(text + 96);
  const std::uint64_t more = static_cast<std::uint64_t>(where(d, '*')) << 32 | where(c, '*');
  if (more == 0) return 0;
  const auto star = static_cast<unsigned>(std::countr_zero(more));
  const __m256i kept =
      star < 32 ? keep_first(c, star) : _mm256_xor_si256(c, keep_first(d, star - 32));
  sum = static_cast<std::uint8_t>(fold(_mm256_xor_si256(_mm256_xor_si256(a, b), kept)) ^ first);
  return star + 64;
}

NARROWS_AVX2 bool plain(const char* text, Plain& out, std::uint8_t* payload) {
  if (!read_head(text, out)) return false;  // Its first character is '!', so star is not 0.
  std::uint8_t sum = 0;
  const unsigned star = find_star(text, sum);
  if (star == 0 || !read_tail(text, star, sum, out)) return false;
  return unarmour(text + out.payload_at, out.count, payload);
}

}  // namespace

const Kernels* avx2_kernels() {
  static constexpr Kernels kKernels{"avx2", &plain, &unarmour};
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? &kKernels : nullptr;
}

}  // namespace narrows::decode::nmea

#else

namespace narrows::decode::nmea {
const Kernels* avx2_kernels() {
  return nullptr;
}
}  // namespace narrows::decode::nmea

#endif
