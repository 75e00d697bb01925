// What is written in any format comes back with the same bits.
#include "tests/unit/io/files.hpp"
#include "tests/unit/io/makers.hpp"
#include "verify/io/read.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <cmath>

namespace lemmata::verify::io {
namespace {

/// Any finite double: of any bits, or an ordinary one.
rc::Gen<double> finite() {
  return rc::gen::oneOf(rc::gen::map(rc::gen::inRange<std::uint64_t>(0, 0x7ff0000000000000u),
                                     [](std::uint64_t b) { return std::bit_cast<double>(b); }),
                        rc::gen::map(rc::gen::inRange<std::uint64_t>(0, 0x7ff0000000000000u),
                                     [](std::uint64_t b) { return -std::bit_cast<double>(b); }),
                        rc::gen::map(rc::gen::inRange(-1000, 1000), [](int k) { return k / 8.0; }));
}

Matrix<double> table() {
  const auto rows = *rc::gen::inRange<std::size_t>(1, 6);
  const auto columns = *rc::gen::inRange<std::size_t>(1, 6);
  return {rows, columns, *rc::gen::container<std::vector<double>>(rows * columns, finite())};
}

bool same_bits(const Matrix<double>& a, const Matrix<double>& b) {
  if (a.rows() != b.rows() || a.columns() != b.columns()) return false;
  for (std::size_t k = 0; k < a.entries().size(); ++k) {
    if (std::bit_cast<std::uint64_t>(a.entries()[k]) != std::bit_cast<std::uint64_t>(b.entries()[k])) return false;
  }
  return true;
}

std::string transposed(const Matrix<double>& m) {
  std::string data;
  for (std::size_t j = 0; j < m.columns(); ++j) {
    for (std::size_t i = 0; i < m.rows(); ++i) data += bytes_of(m(i, j));
  }
  return data;
}

class RoundTrip : public ::testing::Test {
 protected:
  void read_back(std::string_view content, const Matrix<double>& expected, Format format) const {
    const auto read = read_matrix(folder_.write("f", content));
    if (!read) RC_FAIL(read.error().message);
    RC_ASSERT(read->format == format);
    RC_ASSERT(same_bits(read->values, expected));
  }
  Folder folder_;
};

TEST_F(RoundTrip, SeparatedValues) {
  EXPECT_TRUE(rc::check("CSV", [&] {
    const Matrix<double> m = table();
    const char separator = *rc::gen::element(',', ';', '\t');
    const std::string line_end = *rc::gen::element<std::string>("\n", "\r\n");
    const bool quoted = *rc::gen::arbitrary<bool>();
    const bool header = *rc::gen::arbitrary<bool>();
    std::string text = *rc::gen::element<std::string>("", "\xef\xbb\xbf");
    for (std::size_t j = 0; header && j < m.columns(); ++j)
      text += (j == 0 ? "" : std::string(1, separator)) + "\"x;,\"";
    if (header) text += line_end;
    for (std::size_t i = 0; i < m.rows(); ++i) {
      for (std::size_t j = 0; j < m.columns(); ++j) {
        if (j > 0) text += separator;
        text += quoted ? fmt::format("\"{}\"", m(i, j)) : fmt::format("{}", m(i, j));
      }
      text += line_end;
    }
    read_back(text, m, Format::csv);
  }));
}

TEST_F(RoundTrip, Arrays) {
  EXPECT_TRUE(rc::check("NPY and IDX", [&] {
    const Matrix<double> m = table();
    const std::vector<double> entries(m.entries().begin(), m.entries().end());
    const std::string shape = fmt::format("({}, {})", m.rows(), m.columns());
    read_back(npy("<f8", shape, doubles(entries)), m, Format::npy);
    read_back(npy(">f8", shape, doubles(entries, true), false, 2), m, Format::npy);
    read_back(npy("<f8", shape, transposed(m), true, 3), m, Format::npy);
    const std::string stored = idx(
        0x0e, {static_cast<std::uint32_t>(m.rows()), static_cast<std::uint32_t>(m.columns())}, doubles(entries, true));
    read_back(stored, m, Format::idx);
    read_back(gzip(stored), m, Format::idx);
  }));
}

TEST_F(RoundTrip, MatrixMarket) {
  EXPECT_TRUE(rc::check("array and coordinate", [&] {
    const Matrix<double> m = table();
    std::string array = fmt::format("%%MatrixMarket matrix array real general\n{} {}\n", m.rows(), m.columns());
    std::string list = fmt::format("%%MatrixMarket matrix coordinate real general\n{} {} {}\n", m.rows(), m.columns(),
                                   m.entries().size());
    for (std::size_t j = 0; j < m.columns(); ++j) {
      for (std::size_t i = 0; i < m.rows(); ++i) {
        array += fmt::format("{}\n", m(i, j));
        list += fmt::format("{} {} {}\n", i + 1, j + 1, m(i, j));
      }
    }
    read_back(array, m, Format::matrix_market);
    read_back(list, m, Format::matrix_market);
  }));
}

TEST_F(RoundTrip, SparseText) {
  EXPECT_TRUE(rc::check("LIBSVM", [&] {
    const Matrix<double> m = table();
    std::string text;
    for (std::size_t i = 0; i < m.rows(); ++i) {
      text += fmt::format("{}", i);
      for (std::size_t j = 0; j < m.columns(); ++j) {
        const bool omit = m(i, j) == 0 && !std::signbit(m(i, j)) && j + 1 < m.columns();
        if (!omit) text += fmt::format(" {}:{}", j + 1, m(i, j));
      }
      text += '\n';
    }
    read_back(text, m, Format::libsvm);
  }));
}

TEST_F(RoundTrip, HullsContainBothTriangles) {
  EXPECT_TRUE(rc::check("every pair lies in its ball", [&] {
    const auto n = *rc::gen::inRange<std::size_t>(1, 5);
    const Matrix<double> m(n, n, *rc::gen::container<std::vector<double>>(n * n, finite()));
    const std::vector<double> entries(m.entries().begin(), m.entries().end());
    const std::string path = folder_.write("f", npy("<f8", fmt::format("({0}, {0})", n), doubles(entries)));
    const auto read = read_symmetric_matrix({.source = path, .symmetrize = Symmetrize::hull});
    if (!read) RC_FAIL(read.error().message);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        RC_ASSERT(read->mid(i, j) == read->mid(j, i));
        const double rad = read->rad.empty() ? 0 : read->rad(i, j);
        RC_ASSERT(rad == (read->rad.empty() ? 0 : read->rad(j, i)));
        // |m - mid| <= rad, decided exactly: the error of the rounded difference is a double.
        const double difference = m(i, j) - read->mid(i, j);
        const double part = difference - m(i, j);
        const double error = (m(i, j) - (difference - part)) - (read->mid(i, j) + part);
        const double sign = difference < 0 ? -1 : 1;
        RC_ASSERT(sign * difference < rad || (sign * difference == rad && sign * error <= 0));
      }
    }
  }));
}

}  // namespace
}  // namespace lemmata::verify::io
