#include "tests/formal/random_certificates.hpp"

#include "numerics/linalg/matrix.hpp"
#include "verify/certificate/gram_relu.hpp"
#include "verify/checker/check.hpp"
#include "verify/io/sha256.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace lemmata::verify::test {
namespace {

using checker::Integer;
using checker::Row;
using checker::Rows;

std::string line(const Row& row) {
  std::string text;
  append_row(text, row);
  return row.empty() ? "" : text;
}
std::string lines(const Rows& rows) {
  std::string text;
  for (const Row& row : rows) text += line(row);
  return text;
}
std::string number(std::size_t n) { return std::to_string(n); }

std::string block(const std::string& kind, const std::string& data, const std::string& rest) {
  return "lemmata certificate 1\nkind " + kind + "\ndata sha256:" + io::sha256(data) + "\n" + data + rest + "end\n";
}

Integer entry(Source& source) {
  const long size = source.pick(std::vector<long>{1, 3, 10, 1000, 1000000000});
  Integer x = source.integer(-size, size);
  if (source.chance(1, 30)) x <<= 100;
  return x;
}

Row random_row(Source& source, std::size_t n) {
  Row row(n);
  for (Integer& x : row) x = entry(source);
  return row;
}

Rows triangle(Source& source, std::size_t n, bool radii) {
  Rows rows;
  for (std::size_t i = 0; i < n; ++i) {
    rows.push_back(random_row(source, i + 1));
    for (Integer& x : rows.back())
      if (radii) x = source.chance(1, 2) ? Integer(0) : Integer(abs(x) / 7);
  }
  return rows;
}

Rows negated(Rows rows) {
  for (Row& row : rows)
    for (Integer& x : row) x = -x;
  return rows;
}

std::string eigenvalue_block(Source& source) {
  const std::string kind = source.pick(std::vector<std::string>{"lmin_ge", "lmin_le", "lmax_ge", "lmax_le", "index"});
  const auto n = static_cast<std::size_t>(source.integer(1, 5));
  const Rows a = triangle(source, n, false);
  const Rows d = source.chance(1, 2) ? Rows() : triangle(source, n, true);
  const std::string data = "q " + number(static_cast<std::size_t>(source.integer(1, 1000))) + "\na " + number(n) +
                           "\n" + lines(a) + "d " + number(d.size()) + "\n" + lines(d);
  const bool of_negative = kind.starts_with("lmax");
  const Rows turned = of_negative ? negated(a) : a;
  const Integer offset = source.chance(2, 3) ? Integer(0) : Integer(source.integer(-2, 2));
  if (kind == "lmin_le" || kind == "lmax_ge") {
    Row v = random_row(source, n);
    if (std::ranges::all_of(v, [](const Integer& x) { return x == 0; })) v.front() = 1;
    return block(kind, data,
                 "u " + Integer(checker::best_u(turned, d, v) + offset).str() + "\nv " + number(n) + "\n" + line(v));
  }
  Rows w, v;
  const auto k = static_cast<std::size_t>(source.integer(0, 2));
  for (std::size_t i = 0; i < n; ++i) {
    w.push_back(random_row(source, static_cast<std::size_t>(source.integer(0, static_cast<long>(n) + 1))));
    if (kind == "index") v.push_back(random_row(source, k));
  }
  const Integer c = source.pick(std::vector<Integer>{1, 2, 100, Integer(1) << 40});
  const Integer s = checker::best_s(turned, d, c, w, v) + offset;
  std::string rest = "c " + c.str() + "\ns " + s.str() + "\nw " + number(n) + "\n";
  for (const Row& row : w) {
    rest += number(row.size()) + (row.empty() ? "" : " ");
    append_row(rest, row);
  }
  if (kind == "index") rest += "V " + number(n) + " " + number(k) + "\n" + lines(v);
  return block(kind, data, rest);
}

/// floor(sqrt) of a quotient, for bounds near the truth.
Integer floor_root(const Integer& x) { return x <= 0 ? Integer(0) : Integer(sqrt(x)); }

std::string margin_block(Source& source) {
  const auto n = static_cast<std::size_t>(source.integer(1, 5));
  const auto m = static_cast<std::size_t>(source.integer(1, 3));
  const std::string norm = source.pick(std::vector<std::string>{"l2", "l1", "linf"});
  const Row w = random_row(source, m);
  const Integer q = source.integer(1, 20);
  Rows x;
  Row y;
  Integer least = 0;
  for (std::size_t i = 0; i < n; ++i) {
    x.push_back(random_row(source, m));
    Integer value = 0;
    for (std::size_t l = 0; l < m; ++l) value += x[i][l] * w[l];
    y.emplace_back(value >= 0 ? 1 : -1);
    value = abs(value);
    least = i == 0 || value < least ? value : least;
  }
  const std::string data =
      "q " + q.str() + "\nx " + number(n) + " " + number(m) + "\n" + lines(x) + "y " + number(n) + "\n" + line(y);
  const Integer r = Integer(1) << static_cast<unsigned>(source.integer(0, 40));
  const Integer offset = source.chance(2, 3) ? Integer(0) : Integer(source.integer(-2, 2));
  const auto norms = [&](const Row& z, bool dual) {  // l1, linf, square of l2
    Integer one = 0, most = 0, square = 0;
    for (const Integer& value : z) {
      one += abs(value);
      most = std::max(most, Integer(abs(value)));
      square += value * value;
    }
    return norm == "l2" ? square : (norm == "l1") == dual ? most : one;
  };
  if (source.chance(1, 2)) {
    const Integer size = norms(w, false);
    Integer lo = 0;
    if (size > 0)
      lo = norm == "l2" ? floor_root(least * least * r * r / (q * q * size)) : Integer(least * r / (q * size));
    return block("svm_lo", data,
                 "norm " + norm + "\nw " + number(m) + "\n" + line(w) + "t " + least.str() + "\nlo " +
                     Integer(lo + offset).str() + "\nr " + r.str() + "\n");
  }
  Row alpha = random_row(source, n), z(m);
  Integer S = 0;
  for (std::size_t i = 0; i < n; ++i) {
    alpha[i] = abs(alpha[i]);
    S += alpha[i];
    for (std::size_t l = 0; l < m; ++l) z[l] += alpha[i] * y[i] * x[i][l];
  }
  const Integer size = norms(z, true);
  Integer hi = 0;
  if (S > 0)
    hi = norm == "l2" ? Integer(floor_root(r * r * size / (S * S * q * q)) + 1) : Integer(r * size / (S * q) + 1);
  return block("svm_hi", data,
               "norm " + norm + "\nalpha " + number(n) + "\n" + line(alpha) + "S " + S.str() + "\n" +
                   (norm == "l2" ? "Z2 " : "Z ") + size.str() + "\nhi " + Integer(hi + offset).str() + "\nr " +
                   r.str() + "\n");
}

std::string entail_block(Source& source) {
  const auto n = static_cast<std::size_t>(source.integer(1, 4));
  const auto m = static_cast<std::size_t>(source.integer(1, 3));
  Rows g;
  Row lam = random_row(source, n), target(m);
  const Row h = random_row(source, n);
  Integer bound = source.chance(2, 3) ? Integer(0) : Integer(source.integer(-2, 2));
  for (std::size_t i = 0; i < n; ++i) {
    g.push_back(random_row(source, m));
    lam[i] = abs(lam[i]);
    for (std::size_t l = 0; l < m; ++l) target[l] += lam[i] * g[i][l];
    bound += lam[i] * h[i];
  }
  const std::string data = "q " + number(static_cast<std::size_t>(source.integer(1, 9))) + "\ng " + number(n) + " " +
                           number(m) + "\n" + lines(g) + "h " + number(n) + "\n" + line(h);
  return block("entail", data,
               "target_g " + number(m) + "\n" + line(target) + "target_h " + bound.str() + "\nlam " + number(n) + "\n" +
                   line(lam) + "mu 1\n");
}

std::string gram_relu_block_of(Source& source) {
  const auto n = static_cast<std::size_t>(source.integer(1, 4));
  const auto m = static_cast<std::size_t>(source.integer(1, 3));
  Matrix<double> inputs(n, m);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t l = 0; l < m; ++l) inputs(i, l) = static_cast<double>(source.integer(-9, 9));
  for (const double target : {0x1p-3, 0x1p-7}) {
    for (std::size_t i = 0; i < n; ++i)
      if (std::ranges::all_of(inputs.row(i), [](double x) { return x == 0; })) inputs(i, 0) = 1;
    const Expected<EigenvalueBlock> made = gram_relu_block(inputs, Real(target), "");
    if (made) return made->text;
  }
  return eigenvalue_block(source);  // parallel rows: another kind instead
}

const std::vector<std::string> strange_tokens{
    "0",          "-0",       "+1",        "01",  "1.0", "-",  "",   "1e3", "-1",   "1",  "2",         "x",      "0x10",
    "4294967296", "99999999", "100000000", "-00", "1 ",  " 1", "\t", "end", "kind", "l3", "gram_null", "1000001"};

std::string changed_number(Source& source, const std::string& token) {
  const Integer x(token);
  switch (source.integer(0, 8)) {
    case 0:
      return Integer(x + 1).str();
    case 1:
      return Integer(x - 1).str();
    case 2:
      return Integer(-x).str();
    case 3:
      return "0";
    case 4:
      return Integer(x * 2).str();
    case 5:
      return Integer(x / 2).str();
    case 6:
      return Integer(x << 70).str();
    case 7:
      return Integer(source.integer(-5, 5)).str();
    default:
      return Integer(x + source.integer(-1000, 1000)).str();
  }
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream in(text);
  for (std::string one; std::getline(in, one);) result.push_back(one);
  return result;
}

void change_token(Source& source, std::string& row) {
  std::vector<std::pair<std::size_t, std::size_t>> tokens;  // begin, length
  for (std::size_t begin = 0; begin <= row.size();) {
    const std::size_t end = std::min(row.find(' ', begin), row.size());
    tokens.emplace_back(begin, end - begin);
    begin = end + 1;
  }
  const auto [begin, length] = source.pick(tokens);
  const std::string token = row.substr(begin, length);
  const bool numeric = !token.empty() && token != "-" && token.find_first_not_of("-0123456789") == std::string::npos &&
                       token.rfind('-') + 1 <= 1;
  row.replace(begin, length,
              numeric && !source.chance(1, 12) ? changed_number(source, token) : source.pick(strange_tokens));
}

}  // namespace

std::string random_block(Source& source) {
  switch (source.integer(0, 9)) {
    case 0:
      return entail_block(source);
    case 1:
    case 2:
    case 3:
      return margin_block(source);
    case 4:
    case 5:
      return gram_relu_block_of(source);
    default:
      return eigenvalue_block(source);
  }
}

std::string with_fitting_digest(const std::string& text) {
  const std::size_t stated = text.find("\ndata sha256:");
  if (stated == std::string::npos) return text;
  const std::size_t begin = text.find('\n', stated + 1);
  std::size_t end = std::string::npos;
  for (const char* const first : {"\nc ", "\nu ", "\nnorm ", "\ntarget_g ", "\nM "})
    end = std::min(end, text.find(first, begin));
  if (end == std::string::npos) return text;
  const std::string data = text.substr(begin + 1, end - begin);
  return text.substr(0, stated) + "\ndata sha256:" + io::sha256(data) + text.substr(begin);
}

std::string altered(Source& source, std::string text) {
  for (long changes = source.pick(std::vector<long>{1, 1, 1, 2, 3}); changes > 0; --changes) {
    std::vector<std::string> rows = split(text);
    const auto at = static_cast<std::size_t>(source.integer(0, static_cast<long>(rows.size()) - 1));
    const auto other = static_cast<std::size_t>(source.integer(0, static_cast<long>(rows.size()) - 1));
    switch (source.integer(0, 24)) {
      case 0:
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 1:
        rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at), rows[other]);
        break;
      case 2:
        std::swap(rows[at], rows[other]);
        break;
      case 3:
        rows[at] += source.pick(strange_tokens);
        break;
      default:
        change_token(source, rows[at]);
    }
    text.clear();
    for (const std::string& row : rows) text += row + "\n";
    if (rows.empty()) break;
  }
  if (source.chance(1, 40) && !text.empty()) text.pop_back();
  if (source.chance(1, 40) && !text.empty())
    text[static_cast<std::size_t>(source.integer(0, static_cast<long>(text.size()) - 1))] =
        static_cast<char>(source.integer(0, 255));
  return source.chance(1, 20) ? text : with_fitting_digest(text);
}

std::string hostile(Source& source) {
  const std::string huge =
      source.pick(std::vector<std::string>{"99999999", "4294967295", "18446744073709551616", "-1"});
  switch (source.integer(0, 7)) {
    case 0:
      return block("lmin_ge", "q 1\na 0\nd 0\n", "c 1\ns 5\nw 0\n");
    case 1:
      return block("lmin_ge", "q 1\na " + huge + "\n1\nd 0\n", "c 1\ns 0\nw 1\n0\n");
    case 2:
      return block("svm_hi", "q 1\nx " + huge + " 0\ny 0\n", "norm l2\nalpha 0\nS 1\nZ2 0\nhi 0\nr 1\n");
    case 3:
      return block("svm_lo", "q 1\nx 0 " + huge + "\ny 0\n", "norm l2\nw 1\n1\nt 1\nlo 1\nr 1\n");
    case 4:
      return block("gram_relu", "x 2 0\nkernel relu-infinite\nnormalize unit\n",
                   "M 1\nK 1\nP 3\nN 2\n1 1\nt 2\n0\nq 2\na 2\n1\n0 1\nd 0\nc 1\ns 0\nw 2\n0\n0\n");
    case 5:
      return block("entail", "q 1\ng 0 0\nh 0\n", "target_g 0\ntarget_h -1\nlam 0\nmu 1\n");
    case 6:
      return random_block(source) + random_block(source) +
             (source.chance(1, 2) ? altered(source, random_block(source)) : "");
    default:
      return block("index", "q 1\na 1\n-5\nd 0\n", "c 1\ns 1\nw 1\n0\nV 1 " + huge + "\n3\n");
  }
}

}  // namespace lemmata::verify::test
