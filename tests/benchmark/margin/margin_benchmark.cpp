/// \file
/// # Certified margins side by side with LIBSVM and LIBLINEAR at hard margin
/// For each data set: the time of `max_margin` (an exact answer) and of the peers with C = 1e9 (a float answer), the
/// margin that the peer's separator reaches, evaluated exactly, and whether it separates at all. Runs are interleaved;
/// times are medians. `--format json` prints the list for scripts. A peer that is not installed is left out.

#include "numerics/margin/direction.hpp"
#include "numerics/margin/max_margin.hpp"
#include "verify/io/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#if LEMMATA_HAS_LIBSVM
#include <libsvm/svm.h>
#endif
#if LEMMATA_HAS_LIBLINEAR
#include <linear.h>
#endif

namespace lemmata {
namespace {

[[maybe_unused]] constexpr double hard = 1e9;  // the peers' price of a violation
constexpr int rounds = 3;

struct Work {
  std::string name;
  Matrix<double> inputs;  ///< with the column of ones when there is a bias
  Vector<int> labels;
  bool bias;
};

Work load(const std::string& name, const std::string& source, const std::string& positive, const std::string& negative,
          bool bias) {
  verify::io::DataRequest request;
  request.source = source;
  const auto loaded = verify::io::read_dataset(request);
  expects(loaded.has_value(), "benchmark data: " + source);
  const theory::Dataset& data = loaded->data;
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (negative.empty() || data.labels[i] == positive || data.labels[i] == negative) rows.push_back(i);
  }
  Work work{name, Matrix<double>(rows.size(), data.dimension() + (bias ? 1U : 0U)), {}, bias};
  for (std::size_t k = 0; k < rows.size(); ++k) {
    std::copy(data.inputs.row(rows[k]).begin(), data.inputs.row(rows[k]).end(), work.inputs.row(k).begin());
    if (bias) work.inputs(k, data.dimension()) = 1.0;
    work.labels.push_back(data.labels[rows[k]] == positive ? 1 : -1);
  }
  return work;
}

/// What a peer returned: w for the columns of `inputs`.
using Peer = std::function<Vector<double>(const Work&)>;

#if LEMMATA_HAS_LIBSVM
Vector<double> libsvm(const Work& work) {
  const std::size_t n = work.inputs.rows();
  const std::size_t d = work.inputs.columns();
  std::vector<std::vector<svm_node>> nodes(n);
  std::vector<svm_node*> rows(n);
  std::vector<double> labels(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < d; ++j) {
      if (work.inputs(i, j) != 0.0) nodes[i].push_back({static_cast<int>(j + 1), work.inputs(i, j)});
    }
    nodes[i].push_back({-1, 0.0});
    rows[i] = nodes[i].data();
    labels[i] = work.labels[i];
  }
  const svm_problem problem{static_cast<int>(n), labels.data(), rows.data()};
  svm_parameter parameter{};
  parameter.svm_type = C_SVC;
  parameter.kernel_type = LINEAR;
  parameter.C = hard;
  parameter.eps = 1e-3;
  parameter.cache_size = 200;
  parameter.shrinking = 1;
  svm_set_print_string_function([](const char*) {});
  svm_model* model = svm_train(&problem, &parameter);
  Vector<double> w(d, 0.0);
  for (int s = 0; s < model->l; ++s) {
    for (const svm_node* node = model->SV[s]; node->index != -1; ++node) {
      w[static_cast<std::size_t>(node->index - 1)] += model->sv_coef[0][s] * node->value;
    }
  }
  w[d - 1] -= model->rho[0];  // its free intercept joins the column of ones
  const bool flipped = model->label[0] != 1;
  svm_free_and_destroy_model(&model);
  for (double& entry : w) entry = flipped ? -entry : entry;
  return w;
}
#endif

#if LEMMATA_HAS_LIBLINEAR
Vector<double> liblinear(const Work& work) {
  const std::size_t n = work.inputs.rows();
  const std::size_t d = work.inputs.columns();
  std::vector<std::vector<feature_node>> nodes(n);
  std::vector<feature_node*> rows(n);
  std::vector<double> labels(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < d; ++j) {
      if (work.inputs(i, j) != 0.0) nodes[i].push_back({static_cast<int>(j + 1), work.inputs(i, j)});
    }
    nodes[i].push_back({-1, 0.0});
    rows[i] = nodes[i].data();
    labels[i] = work.labels[i];
  }
  const problem data{static_cast<int>(n), static_cast<int>(d), labels.data(), rows.data(), -1.0};
  parameter settings{};
  settings.solver_type = L2R_L1LOSS_SVC_DUAL;
  settings.C = hard;
  settings.eps = 1e-3;
  set_print_string_function([](const char*) {});
  model* trained = train(&data, &settings);
  Vector<double> w(trained->w, trained->w + d);
  const bool flipped = trained->label[0] != 1;
  free_and_destroy_model(&trained);
  for (double& entry : w) entry = flipped ? -entry : entry;
  return w;
}
#endif

double seconds(const std::function<void()>& run) {
  const auto start = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// min_i z_i.w / |w|, evaluated exactly and then rounded for the table.
double reached(const Matrix<double>& rows, const Vector<double>& w) {
  const IntegerMatrix exact_w(Matrix<double>(1, w.size(), w));
  Vector<Integer> integers;
  bool zero = true;
  for (std::size_t j = 0; j < w.size(); ++j) {
    integers.push_back(exact_w.entry(0, j));
    zero = zero && integers.back() == 0;
  }
  if (zero) return 0.0;
  return static_cast<double>(normalized_margin(IntegerMatrix(rows), MarginNorm::l2, integers).mid());
}

int compare(const std::string& folder, bool json) {
  const std::string digits = folder + "/t10k-images-idx3-ubyte.gz," + folder + "/t10k-labels-idx1-ubyte.gz";
  const std::vector<Work> works = {load("sonar, bias", folder + "/sonar.csv", "M", "", true),
                                   load("sonar, no bias", folder + "/sonar.csv", "M", "", false),
                                   load("iris setosa", folder + "/iris.csv", "Iris-setosa", "", true),
                                   load("iris virginica", folder + "/iris.csv", "Iris-virginica", "", true),
                                   load("digits 0 and 1", digits, "0", "1", true),
                                   load("digits 4 and 9", digits, "4", "9", true)};
  std::vector<std::pair<std::string, Peer>> peers;
#if LEMMATA_HAS_LIBSVM
  peers.emplace_back("LIBSVM", libsvm);
#endif
#if LEMMATA_HAS_LIBLINEAR
  peers.emplace_back("LIBLINEAR", liblinear);
#endif
  if (peers.empty()) peers.emplace_back("none installed", Peer());
  std::string list;
  if (!json) {
    fmt::print("{:<16}{:>7}{:>6}  {:<12}{:>10}{:>10}{:>8}  {:<24}{:<24}{}\n", "work", "n", "d", "peer", "ours s",
               "peer s", "ratio", "margin (ours, proved)", "margin (peer)", "peer separates");
  }
  for (const Work& work : works) {
    const Matrix<double> rows = signed_rows(work.inputs, work.labels, false);
    for (const auto& [name, peer] : peers) {
      if (name == "LIBSVM" && !work.bias) continue;  // it always has an intercept
      std::vector<double> ours;
      std::vector<double> theirs;
      MaxMargin found;
      Vector<double> w(rows.columns(), 0.0);
      for (int round = 0; round < rounds; ++round) {
        ours.push_back(seconds([&] { found = max_margin(rows); }));
        theirs.push_back(peer ? seconds([&, &run = peer] { w = run(work); }) : 0.0);
      }
      const double own = median(ours);
      const double other = median(theirs);
      const double value = static_cast<double>(enclosure(found).mid());
      const double peer_margin = reached(rows, w);
      const std::string ours_text = found.separable == Truth::yes ? fmt::format("{:.15g}", value) : "not separable";
      if (json) {
        list += fmt::format(
            "{}{{\"work\": \"{}\", \"n\": {}, \"threads\": 1, \"peer\": \"{}\", \"ours_seconds\": {:.6g}, "
            "\"peer_seconds\": {:.6g}, \"ratio\": {:.6g}, \"ours_exact\": {}, \"approximate_ours_margin\": {:.17g}, "
            "\"approximate_peer_margin\": {:.17g}, \"peer_separates\": {}}}",
            list.empty() ? "" : ",\n  ", work.name, rows.rows(), name, own, other, other > 0.0 ? own / other : 0.0,
            found.is_exact(), value, peer_margin, peer_margin > 0.0);
      } else {
        fmt::print("{:<16}{:>7}{:>6}  {:<12}{:>10.4f}{:>10.4f}{:>8.2f}  {:<24}{:<24.15g}{}\n", work.name, rows.rows(),
                   rows.columns(), name, own, other, other > 0.0 ? own / other : 0.0, ours_text, peer_margin,
                   peer_margin > 0.0 ? "yes" : "no");
        std::fflush(stdout);
      }
    }
  }
  if (json) fmt::print("[\n  {}\n]\n", list);
  return 0;
}

}  // namespace
}  // namespace lemmata

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  bool json = false;
  for (std::size_t k = 0; k + 1 < words.size(); ++k) json = json || (words[k] == "--format" && words[k + 1] == "json");
  return lemmata::compare(LEMMATA_BENCHMARK_DATA, json);
}
