/// \file
/// # Ours and the peers, side by side
/// eigen_benchmark [--format text|json] [--threads T] [--repeat R] [--size N]...
/// Same process, same matrix, same thread count; repetitions interleaved; medians. Work: the two-sided lambda_min of
/// random unit data's kernel matrix, the same with a tiny eigenvalue in the low words, our Cholesky, the full spectrum.

#include "numerics/linalg/cholesky.hpp"
#include "numerics/linalg/extreme_eigenvalues.hpp"
#include "numerics/linalg/kernels.hpp"
#include "numerics/linalg/spectrum.hpp"
#include "tests/benchmark/eigen/peers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <random>

namespace {

using namespace lemmata;

struct Line {
  std::string work;
  std::size_t n;
  int threads;
  std::string peer;
  double ours, theirs;
  std::string remark;
};

double seconds(const std::function<void()>& f) {
  const auto start = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> t) {
  std::sort(t.begin(), t.end());
  return t[t.size() / 2];
}

/// ReLU kernel of n random unit vectors in dimension 64: x.y (pi - arccos x.y) / (2 pi).
Matrix<double> random_kernel(std::size_t n) {
  constexpr std::size_t d = 64;
  std::mt19937_64 generator(n);
  std::normal_distribution<double> normal;
  std::vector<double> x(n * d);
  for (std::size_t i = 0; i < n; ++i) {
    double size = 0;
    for (std::size_t k = 0; k < d; ++k) {
      x[i * d + k] = normal(generator);
      size += x[i * d + k] * x[i * d + k];
    }
    for (std::size_t k = 0; k < d; ++k) x[i * d + k] /= std::sqrt(size);
  }
  Matrix<double> m(n, n);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double c = i == j ? 1 : kernels().dot(d, &x[i * d], &x[j * d]);
      m(i, j) = m(j, i) = c * (std::acos(-1.0) - std::acos(std::clamp(c, -1.0, 1.0))) / (2 * std::acos(-1.0));
    }
  return m;
}

/// The matrix made nearly singular: A - (theta - tiny) x x^T with hi + lo entries, theta, x the smallest pair.
std::pair<Matrix<double>, Matrix<double>> nearly_singular(const Matrix<double>& a, const ExtremeEigenvalue& least,
                                                          double tiny) {
  const std::size_t n = a.rows();
  Matrix<double> hi = a, lo(n, n);
  double size = 0;
  for (double e : least.x) size += e * e;
  const double weight = (static_cast<double>(least.value.mid()) - tiny) / size;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double p = weight * least.x[i] * least.x[j], s = a(i, j) - p;
      hi(i, j) = hi(j, i) = s;
      const double e = (a(i, j) - s) - p;
      lo(i, j) = lo(j, i) = e;
    }
  return {hi, lo};
}

void measure(std::size_t n, int threads, int repeat, std::vector<Line>& lines) {
  const Matrix<double> a = random_kernel(n);
  const SymmetricBox box = SymmetricBox::make(a).value();
  EigenvalueOptions options;
  options.threads = static_cast<unsigned>(threads);
  std::vector<bench::Peer> peers = bench::library_peers(threads);
  if (threads == 1) {
    peers.push_back({"Eigen SelfAdjointEigenSolver", 2000, bench::eigen_selfadjoint});
    peers.push_back({"Spectra smallest", 4000, bench::spectra_smallest});
    peers.push_back({"Spectra shift-invert", 4000, bench::spectra_shift_invert});
  }
  std::erase_if(peers, [&](const bench::Peer& p) { return n > p.largest_order; });
  const int rounds = n >= 4000 ? std::min(repeat, 3) : repeat;
  std::vector<double> ours, cholesky, gemm, spectrum;
  std::vector<std::vector<double>> theirs(peers.size());
  ExtremeEigenvalue least;
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(seconds([&] { least = min_eigenvalue(box, options).value(); }));
    for (std::size_t p = 0; p < peers.size(); ++p) {
      if (round > 0 && theirs[p][0] > 5) continue;
      theirs[p].push_back(seconds([&] { peers[p].run(n, a.data()); }));
    }
  }
  Team team(static_cast<unsigned>(threads));
  const BlockKernel<double>& kernel = kernels().binary64;
  PackedLower<double> l(layout_for(kernel, n));
  const double flops = std::pow(static_cast<double>(n), 3) / 3;
  for (int round = 0; round < rounds; ++round) {
    std::fill_n(l.data(), l.layout().size(), 0.0);
    for (std::size_t i = 0; i < l.layout().padded; ++i)
      for (std::size_t j = 0; j <= i; ++j)
        l.data()[l.layout().at(i, j)] = i < n && j < n ? a(i, j) + (i == j ? 1 : 0) : i == j ? 1 : 0;
    cholesky.push_back(seconds([&] { factor(kernel, l, team); }));
    if (const double rate = bench::gemm_rate(); rate > 0) gemm.push_back(flops / rate);
  }
  const Real width = least.value.width() / abs(least.value.mid());
  const auto speed = [&](const std::vector<double>& t) { return fmt::format("{:.1f} GF/s", flops / median(t) * 1e-9); };
  const std::string remark = fmt::format("relative width {:.1e}, {}", static_cast<double>(width), name(least.tier));
  for (std::size_t p = 0; p < peers.size(); ++p) {
    lines.push_back({"lambda_min, two-sided", n, threads, peers[p].name, median(ours), median(theirs[p]), remark});
    if (peers[p].name == "OpenBLAS dpotrf")
      lines.push_back(
          {"own Cholesky", n, threads, peers[p].name, median(cholesky), median(theirs[p]), speed(cholesky)});
  }
  if (!gemm.empty())
    lines.push_back({"own Cholesky", n, threads, "OpenBLAS dgemm, same flops", median(cholesky), median(gemm),
                     fmt::format("{}; {} of the peer", speed(cholesky), speed(gemm))});
  for (const double tiny : {1e-12, 1e-18}) {
    const auto [hi, lo] = nearly_singular(a, least, tiny);
    const auto near = SymmetricBox::make(hi, lo);
    if (!near) continue;
    std::vector<double> tiny_time, plain_time;
    ExtremeEigenvalue found;
    for (int round = 0; round < rounds; ++round) {
      plain_time.push_back(seconds([&] { static_cast<void>(min_eigenvalue(box, options)); }));
      tiny_time.push_back(seconds([&] { found = min_eigenvalue(*near, options).value(); }));
    }
    lines.push_back({fmt::format("lambda_min near {:.0e}, hi + lo", tiny), n, threads, "ours, well-conditioned",
                     median(tiny_time), median(plain_time),
                     fmt::format("[{:.3e}, {:.3e}] width {:.1e}", static_cast<double>(found.value.inf()),
                                 static_cast<double>(found.value.sup()), static_cast<double>(found.value.width()))});
  }
  if (n > 2000) return;
  for (int round = 0; round < std::min(rounds, 3); ++round)
    spectrum.push_back(seconds([&] { static_cast<void>(all_eigenvalues(box, options)); }));
  for (std::size_t p = 0; p < peers.size(); ++p)
    if (peers[p].name == "LAPACK dsyevd, vectors")
      lines.push_back({"full spectrum", n, threads, peers[p].name, median(spectrum), median(theirs[p]), ""});
}

void print_text(const std::vector<Line>& lines) {
  fmt::print("kernels: ours {}, OpenBLAS {}\n{:<32} {:>6} {:>3} {:<30} {:>10} {:>10} {:>7}  {}\n", kernels().name,
             bench::library_kernels(), "work", "n", "thr", "peer", "ours s", "peer s", "ratio", "remark");
  for (const Line& l : lines)
    fmt::print("{:<32} {:>6} {:>3} {:<30} {:>10.5f} {:>10.5f} {:>7.3f}  {}\n", l.work, l.n, l.threads, l.peer, l.ours,
               l.theirs, l.ours / l.theirs, l.remark);
}

void print_json(const std::vector<Line>& lines) {
  fmt::print("[");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& l = lines[i];
    fmt::print(
        "{}\n  {{\"work\": \"{}\", \"n\": {}, \"threads\": {}, \"peer\": \"{}\", \"ours_seconds\": {:.6g}, "
        "\"peer_seconds\": {:.6g}, \"ratio\": {:.6g}}}",
        i > 0 ? "," : "", l.work, l.n, l.threads, l.peer, l.ours, l.theirs, l.ours / l.theirs);
  }
  fmt::print("\n]\n");
}

}  // namespace

int main(int argc, char** argv) {
  bench::choose_library_kernels(std::string_view(kernels().name) == "x86-64-v4", argv);
  bool json = false;
  int threads = 1, repeat = 5;
  std::vector<std::size_t> sizes;
  for (int i = 1; i < argc; ++i) {
    const bool more = i + 1 < argc;
    if (std::strcmp(argv[i], "--format") == 0 && more)
      json = std::strcmp(argv[++i], "json") == 0;
    else if (std::strcmp(argv[i], "--threads") == 0 && more)
      threads = std::atoi(argv[++i]);
    else if (std::strcmp(argv[i], "--repeat") == 0 && more)
      repeat = std::atoi(argv[++i]);
    else if (std::strcmp(argv[i], "--size") == 0 && more)
      sizes.push_back(static_cast<std::size_t>(std::atol(argv[++i])));
    else {
      fmt::print(stderr, "usage: eigen_benchmark [--format text|json] [--threads T] [--repeat R] [--size N]...\n");
      return 2;
    }
  }
  if (threads < 1 || repeat < 1 || std::find(sizes.begin(), sizes.end(), 0U) != sizes.end()) return 2;
  if (sizes.empty()) sizes = {200, 500, 1000, 2000, 4000, 8000};
  std::vector<Line> lines;
  for (const std::size_t n : sizes) {
    measure(n, threads, repeat, lines);
    fmt::print(stderr, "n = {} done\n", n);
  }
  json ? print_json(lines) : print_text(lines);
  return 0;
}
