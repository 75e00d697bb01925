#include "numerics/base/random.hpp"

#include "numerics/base/contract.hpp"

#include <Random123/philox.h>

namespace lemmata {

std::array<std::uint64_t, 4> philox_block(std::array<std::uint64_t, 2> key,
                                          std::array<std::uint64_t, 4> counter) noexcept {
  const r123::Philox4x64::ctr_type position = {{counter[0], counter[1], counter[2], counter[3]}};
  const r123::Philox4x64::key_type secret = {{key[0], key[1]}};
  const r123::Philox4x64::ctr_type block = r123::Philox4x64()(position, secret);
  return {block[0], block[1], block[2], block[3]};
}

std::uint64_t RandomStream::at(std::uint64_t index) const noexcept {
  return philox_block({seed_, tag_}, {index / 4, id_, 0, 0})[index % 4];
}

std::uint64_t random_tag(std::string_view name) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

std::uint64_t uniform_below(std::uint64_t word, std::uint64_t count) {
  expects(count >= 1, "uniform_below: at least one value");
  // The high word of word * count, by 32-bit halves.
  const std::uint64_t half = 0xffffffffu;
  const std::uint64_t low = (word & half) * (count & half);
  const std::uint64_t middle = (word >> 32) * (count & half) + (low >> 32);
  const std::uint64_t other = (word & half) * (count >> 32) + (middle & half);
  return (word >> 32) * (count >> 32) + (middle >> 32) + (other >> 32);
}

}  // namespace lemmata
