#include "theory/model/normal_numbers.hpp"

namespace lemmata::theory {
namespace {

class Uniforms {
 public:
  explicit Uniforms(const RandomStream& stream) : stream_(stream) {}
  // In (0, 1): an odd multiple of 2^-53.
  double next() { return (static_cast<double>(stream_.at(index_++) >> 12) + 0.5) * 0x1p-52; }
  bool coin() { return stream_.at(index_++) >> 63 == 1; }
  // True with probability exp(-p), 0 <= p <= 1.
  bool decays(double p) {
    bool even = true;
    for (double last = p;; even = !even) {
      const double u = next();
      if (!(u < last)) return even;
      last = u;
    }
  }

 private:
  const RandomStream& stream_;
  std::uint64_t index_ = 0;
};

}  // namespace

double standard_normal(const RandomStream& stream) {
  Uniforms uniforms(stream);
  for (;;) {
    int k = 0;
    while (uniforms.decays(0.5)) ++k;
    bool kept = true;
    for (int i = 0; kept && i < k * (k - 1); ++i) kept = uniforms.decays(0.5);  // exp(-1/2), k (k-1) times
    if (!kept) continue;
    const double x = uniforms.next();
    const double share = x * (2 * k + x) / (2.0 * (k + 1));
    for (int i = 0; kept && i <= k; ++i) kept = uniforms.decays(share);
    if (kept) return uniforms.coin() ? k + x : -(k + x);
  }
}

}  // namespace lemmata::theory
