#include "theory/model/kernel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lemmata::theory {
namespace {

using I = Interval<Mp<100>>;

/// The whole enclosure mid + lo +- r_i r_j of entry (i, j), times 2^exponent.
I entry(const ScaledBox& gram, std::size_t i, std::size_t j) {
  const SymmetricBox& box = gram.box;
  const I centre = I(Mp<100>(box.mid()(i, j))) + I(Mp<100>(box.lo()(i, j)));
  const I radius = I(Mp<100>(box.r()[i])) * I(Mp<100>(box.r()[j]));
  const I scale(Mp<100>(ldexp(Mp<100>(1), gram.exponent)));
  return scale * (centre + I(Mp<100>(-radius.sup()), radius.sup()));
}

/// Every entry encloses the 100-digit one; `tightness` bounds the radius relative to |x_i||x_j|/2.
void expect_enclosed(const Matrix<double>& inputs, Normalization normalization, double tightness) {
  const Expected<ScaledBox> gram = relu_gram(inputs, normalization, 2);
  ASSERT_TRUE(gram) << gram.error().message;
  const Matrix<I> reference = relu_gram_multiprecision<100>(inputs, normalization);
  for (std::size_t i = 0; i < inputs.rows(); ++i) {
    for (std::size_t j = 0; j < inputs.rows(); ++j) {
      const I found = entry(*gram, i, j);
      EXPECT_TRUE(reference(i, j).subset_of(found))
          << i << "," << j << ": " << found.inf() << " " << found.sup() << " misses " << reference(i, j).mid();
      const Mp<100> size = sqrt(Mp<100>(reference(i, i).mid() * reference(j, j).mid()));
      EXPECT_LE(found.width(), size * Mp<100>(tightness)) << i << "," << j;
    }
  }
}

Matrix<double> random_rows(std::size_t n, std::size_t d, unsigned seed) {
  std::mt19937_64 engine(seed);
  Matrix<double> rows(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    for (double& x : rows.row(i)) x = static_cast<double>(static_cast<std::int64_t>(engine())) * 0x1p-60;
  }
  return rows;
}

TEST(kernel, entries_of_random_rows_are_enclosed) {
  for (const std::size_t d : {1U, 2U, 7U, 8U, 9U, 60U}) {
    expect_enclosed(random_rows(12, d, static_cast<unsigned>(d)), Normalization::unit, 1e-26);
    expect_enclosed(random_rows(12, d, static_cast<unsigned>(d)), Normalization::none, 1e-26);
  }
}

TEST(kernel, entries_of_near_parallel_and_near_antipodal_rows_are_enclosed) {
  for (const double t : {1e-1, 2e-2, 1.5e-2, 1e-3, 1e-6, 1e-9, 1e-12, 1e-15, 1e-30, 1e-100}) {
    for (const double sign : {1.0, -1.0}) {
      const Matrix<double> rows(4, 3, {1, 2, 3, sign, 2 * sign + t, 3 * sign, 3, -1, 0, 1 + t, 2, 3});
      expect_enclosed(rows, Normalization::unit, 1e-27);
      expect_enclosed(rows, Normalization::none, 1e-27);
    }
  }
}

TEST(kernel, exactly_parallel_rows_have_the_limit_entry) {
  const Matrix<double> rows(4, 2, {3, 4, 6, 8, -3, -4, 0.3, 0.4});
  expect_enclosed(rows, Normalization::unit, 1e-27);
}

TEST(kernel, entries_at_every_grid_angle_are_enclosed) {
  // Angles k/128: on the grid of relu_entries and half way between its points, where the guess may go either way.
  Matrix<double> rows(404, 2);
  for (std::size_t k = 0; k < 404; ++k) {
    rows(k, 0) = std::cos(static_cast<double>(k) / 128);
    rows(k, 1) = std::sin(static_cast<double>(k) / 128);
  }
  const Expected<ScaledBox> gram = relu_gram(rows, Normalization::unit);
  ASSERT_TRUE(gram);
  const Matrix<double> first(2, 2);
  for (std::size_t k = 0; k < 404; ++k) {
    const Matrix<double> pair(2, 2, {rows(0, 0), rows(0, 1), rows(k, 0), rows(k, 1)});
    EXPECT_TRUE(relu_gram_multiprecision<100>(pair, Normalization::unit)(0, 1).subset_of(entry(*gram, 0, k))) << k;
  }
}

TEST(kernel, integer_rows_have_exact_dot_products) {
  Matrix<double> rows(20, 50);
  std::mt19937_64 engine(5);
  for (std::size_t i = 0; i < 20; ++i) {
    for (double& x : rows.row(i)) x = static_cast<double>(engine() % 256);
  }
  expect_enclosed(rows, Normalization::unit, 1e-28);
  expect_enclosed(rows, Normalization::none, 1e-28);
}

TEST(kernel, scales_do_not_matter) {
  for (const double scale : {0x1p-1000, 0x1p-300, 0x1p300, 0x1p1000}) {
    Matrix<double> rows = random_rows(6, 5, 9);
    for (std::size_t i = 0; i < rows.rows(); ++i) {
      for (double& x : rows.row(i)) x *= scale;
    }
    expect_enclosed(rows, Normalization::unit, 1e-27);
    expect_enclosed(rows, Normalization::none, 1e-27);
    for (double& x : rows.row(2)) x /= scale;
    expect_enclosed(rows, Normalization::unit, 1e-27);
  }
}

TEST(kernel, refuses_rows_that_span_too_many_binades) {
  EXPECT_FALSE(relu_gram(Matrix<double>(2, 2, {1, 0x1p-500, 1, 1}), Normalization::unit));
  EXPECT_FALSE(relu_gram(Matrix<double>(2, 2, {0, 0, 1, 1}), Normalization::unit));
  EXPECT_FALSE(relu_gram(Matrix<double>(2, 2, {0x1p-500, 0, 1, 1}), Normalization::none));
}

TEST(kernel, thread_counts_give_the_same_bits) {
  const Matrix<double> rows = random_rows(70, 13, 3);
  const Expected<ScaledBox> one = relu_gram(rows, Normalization::unit, 1);
  const Expected<ScaledBox> three = relu_gram(rows, Normalization::unit, 3);
  ASSERT_TRUE(one && three);
  EXPECT_EQ(one->box, three->box);
}

TEST(kernel, cosines_are_enclosed) {
  const Matrix<double> rows = random_rows(10, 6, 4);
  const Expected<SymmetricBox> cosines = cosine_gram(rows);
  ASSERT_TRUE(cosines);
  for (std::size_t i = 0; i < 10; ++i) {
    for (std::size_t j = 0; j < 10; ++j) {
      I dot;
      I first;
      I second;
      for (std::size_t k = 0; k < 6; ++k) {
        dot += I(Mp<100>(rows(i, k))) * I(Mp<100>(rows(j, k)));
        first += sqr(I(Mp<100>(rows(i, k))));
        second += sqr(I(Mp<100>(rows(j, k))));
      }
      const I rho = dot / sqrt(first * second);
      const Mp<100> radius = Mp<100>(cosines->r()[i]) * cosines->r()[j];
      EXPECT_LE(abs(rho - I(Mp<100>(cosines->mid()(i, j)))).sup(), radius);
    }
  }
}

}  // namespace
}  // namespace lemmata::theory
