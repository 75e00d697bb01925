#include "numerics/scalar/floating.hpp"
#include "verify/io/load.hpp"
#include "verify/io/npz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lemmata::verify::io {
namespace {

double add_up(double a, double b) { return Rounding<double>::add_up(a, b); }

/// |a - b| rounded up.
double distance_up(double a, double b) { return a < b ? add_up(b, -a) : add_up(a, -b); }

/// One entry as the set of reals within rad of mid + lo.
struct Ball {
  double mid = 0;
  double lo = 0;
  double rad = 0;
  friend bool operator==(const Ball&, const Ball&) = default;
};

/// A ball that holds both. Where the high words agree the low words keep their meaning.
Ball hull(const Ball& a, const Ball& b) {
  if (a.mid == b.mid && a.lo == b.lo) return {a.mid, a.lo, std::max(a.rad, b.rad)};
  if (a.mid == b.mid) {
    const double lo = a.lo / 2 + b.lo / 2;
    return {a.mid, lo, std::max(add_up(distance_up(a.lo, lo), a.rad), add_up(distance_up(b.lo, lo), b.rad))};
  }
  const double mid = a.mid / 2 + b.mid / 2;
  const auto reach = [mid](const Ball& x) { return add_up(distance_up(x.mid, mid), add_up(std::fabs(x.lo), x.rad)); };
  return {mid, 0, std::max(reach(a), reach(b))};
}

class Balls {
 public:
  Balls(LoadedMatrix& matrix, std::vector<std::size_t> lines) : matrix_(matrix), lines_(std::move(lines)) {}

  [[nodiscard]] Ball operator()(std::size_t i, std::size_t j) const {
    return {matrix_.mid(i, j), matrix_.lo.empty() ? 0 : matrix_.lo(i, j), matrix_.rad.empty() ? 0 : matrix_.rad(i, j)};
  }

  void set(std::size_t i, std::size_t j, const Ball& ball) {
    const std::size_t n = matrix_.mid.rows();
    if (matrix_.rad.empty()) matrix_.rad = Matrix<double>(n, n);
    matrix_.mid(i, j) = ball.mid;
    if (!matrix_.lo.empty()) matrix_.lo(i, j) = ball.lo;
    matrix_.rad(i, j) = ball.rad;
  }

  [[nodiscard]] Place place(std::size_t i, std::size_t j) const {
    return lines_.empty() ? Place{0, i + 1, j + 1, {}} : Place{lines_[i], 0, j + 1, {}};
  }

 private:
  LoadedMatrix& matrix_;
  std::vector<std::size_t> lines_;
};

std::string text_of(const Ball& ball) {
  std::string text = fmt::format("{}", ball.mid);
  if (ball.lo != 0) text += fmt::format(" + {}", ball.lo);
  if (ball.rad != 0) text += fmt::format(" +- {}", ball.rad);
  return text;
}

/// Checks or makes symmetry; `lines` are the lines of the rows in a text file.
Expected<LoadedMatrix> symmetric(LoadedMatrix matrix, Symmetrize rule, std::vector<std::size_t> lines) {
  const std::string& path = matrix.files.front().path;
  const std::size_t n = matrix.mid.rows();
  if (!matrix.mid.square()) {
    return malformed(path, {}, fmt::format("not square: {} rows of {} columns", n, matrix.mid.columns()));
  }
  Balls entry(matrix, std::move(lines));
  for (std::size_t i = 0; i < n; ++i) {
    if (const Ball diagonal = entry(i, i); diagonal.rad < 0) {
      return malformed(path, entry.place(i, i), "negative radius", fmt::format("{}", diagonal.rad));
    }
    for (std::size_t j = i + 1; j < n; ++j) {
      const Ball upper = entry(i, j);
      const Ball lower = entry(j, i);
      if (upper.rad < 0) return malformed(path, entry.place(i, j), "negative radius", fmt::format("{}", upper.rad));
      if (lower.rad < 0) return malformed(path, entry.place(j, i), "negative radius", fmt::format("{}", lower.rad));
      if (upper == lower) continue;
      if (rule == Symmetrize::none) {
        return malformed(
            path, entry.place(i, j),
            fmt::format("not exactly symmetric (--symmetrize hull accepts it): {} here, {} at row {}, column {}",
                        text_of(upper), text_of(lower), j + 1, i + 1));
      }
      const Ball both = hull(upper, lower);
      if (!std::isfinite(both.rad) || !std::isfinite(both.mid)) {
        return malformed(path, entry.place(i, j), "the hull of the two entries overflows", text_of(upper));
      }
      entry.set(i, j, both);
      entry.set(j, i, both);
      matrix.symmetrized = true;
    }
  }
  return matrix;
}

DataRequest plain(const MatrixRequest& request) {
  DataRequest plain;
  plain.source = request.source;
  plain.format = request.format;
  plain.label = "none";
  return plain;
}

/// An NPZ with `mid`, and `lo` and `rad` of the same shape where they are given, and nothing else.
Expected<LoadedMatrix> read_balls(const MatrixRequest& request, const Source& source,
                                  const std::vector<std::string>& names) {
  LoadedMatrix matrix;
  matrix.format = Format::npz;
  const auto part = [&](const std::string& name, Matrix<double>& into) -> std::optional<Failure> {
    if (std::find(names.begin(), names.end(), name) == names.end()) return std::nullopt;
    Expected<LoadedFile> read = load_table(plain(request), false, {source.path, name, {}}, source);
    if (!read) return read.error();
    LoadedFile loaded = std::move(read).value();
    if (loaded.table.dimensions != 2) return malformed(loaded.files.front().path, {}, "array is not two-dimensional");
    into = std::move(loaded.table.data.inputs);
    if (matrix.files.empty()) {
      matrix.files = std::move(loaded.files);
      matrix.files.front().path = source.path;
    }
    if (into.rows() == matrix.mid.rows() && into.columns() == matrix.mid.columns()) return std::nullopt;
    return malformed(source.path, {},
                     fmt::format("array {} is {} x {} where mid is {} x {}", name, into.rows(), into.columns(),
                                 matrix.mid.rows(), matrix.mid.columns()));
  };
  // A radius under another name would be a proof about another matrix.
  for (const std::string& name : names)
    if (name != "mid" && name != "lo" && name != "rad")
      return malformed(
          source.path, {},
          fmt::format("array {} beside mid: a box has mid, lo and rad; {}:mid reads mid alone", name, source.path));
  if (auto failure = part("mid", matrix.mid)) return *failure;
  if (auto failure = part("lo", matrix.lo)) return *failure;
  if (auto failure = part("rad", matrix.rad)) return *failure;
  return symmetric(std::move(matrix), request.symmetrize, {});
}

}  // namespace

Expected<LoadedMatrix> read_symmetric_matrix(const MatrixRequest& request) {
  const SourceName name = split_source(request.source);
  const Expected<Source> source = load(name.path);
  if (!source) return source.error();
  if (name.member.empty() && request.format.value_or(recognise(source->content)) == Format::npz) {
    const Expected<std::vector<std::string>> names = npz_names(source->path, source->content);
    if (!names) return names.error();
    if (std::find(names->begin(), names->end(), "mid") != names->end()) return read_balls(request, *source, *names);
  }
  Expected<LoadedFile> read = load_table(plain(request), false, name, *source);
  if (!read) return read.error();
  LoadedFile loaded = std::move(read).value();
  const std::string& path = loaded.files.front().path;
  if (loaded.skew) return malformed(path, {}, "a skew-symmetric matrix where a symmetric one belongs");
  if (loaded.table.dimensions != 2) return malformed(path, {}, "array is not two-dimensional");
  LoadedMatrix matrix;
  matrix.mid = std::move(loaded.table.data.inputs);
  matrix.files = std::move(loaded.files);
  matrix.format = loaded.format;
  return symmetric(std::move(matrix), request.symmetrize, std::move(loaded.table.data.source_lines));
}

}  // namespace lemmata::verify::io
