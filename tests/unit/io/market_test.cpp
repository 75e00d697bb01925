#include "tests/unit/io/files.hpp"
#include "tests/unit/io/makers.hpp"
#include "verify/io/read.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace lemmata::verify::io {
namespace {

const std::string banner = "%%MatrixMarket matrix ";

class Market : public ::testing::Test {
 protected:
  Expected<LoadedTable> read(std::string_view content) const { return read_matrix(folder_.write("f", content)); }
  std::string refuse(std::string_view content) const { return refusal(read(content), folder_.path("")); }
  Expected<LoadedMatrix> symmetric(std::string_view content, Symmetrize rule = Symmetrize::none) const {
    return read_symmetric_matrix({.source = folder_.write("f", content), .symmetrize = rule});
  }
  Folder folder_;
};
using SymmetricMatrix = Market;

TEST_F(Market, EveryKind) {
  EXPECT_EQ(read(banner + "array real general\n% c\n\n2 3\n1\n2\n3\n4\n5\n6e-1\n")->values,
            Matrix<double>(2, 3, {1, 3, 5, 2, 4, 0.6}));
  EXPECT_EQ(read(banner + "array integer symmetric\n2 2\n1\n2\n3")->values, Matrix<double>(2, 2, {1, 2, 2, 3}));
  EXPECT_EQ(read(banner + "array real skew-symmetric\r\n2 2\r\n5\r\n")->values, Matrix<double>(2, 2, {0, -5, 5, 0}));
  EXPECT_EQ(read(banner + "coordinate real general\n2 3 2\n1 3 .5\n2 1 -1\n")->values,
            Matrix<double>(2, 3, {0, 0, 0.5, -1, 0, 0}));
  EXPECT_EQ(read(banner + "coordinate pattern symmetric\n2 2 2\n1 1\n2 1\n")->values,
            Matrix<double>(2, 2, {1, 1, 1, 0}));
  EXPECT_EQ(read("%%matrixmarket MATRIX Coordinate Real Skew-Symmetric\n2 2 1\n2 1 4\n\n")->values,
            Matrix<double>(2, 2, {0, -4, 4, 0}));
  const auto data = read_dataset({.source = folder_.path("f"), .label = "last"});
  EXPECT_EQ(data->data.labels, (std::vector<std::string>{"-4", "0"}));
}

TEST_F(Market, Refusals) {
  EXPECT_EQ(refuse("%%MatrixMarket matrix array complex general\n1 1\n1 1\n"),
            "f: line 1, column 4: field that is not read (real, integer, or pattern with coordinate): \"complex\"");
  EXPECT_EQ(refuse(banner + "array pattern general\n1 1\n"),
            "f: line 1, column 4: field that is not read (real, integer, or pattern with coordinate): \"pattern\"");
  EXPECT_EQ(refuse(banner + "array real hermitian\n1 1\n"),
            "f: line 1, column 5: symmetry that is not read (general, symmetric or skew-symmetric): \"hermitian\"");
  EXPECT_EQ(refuse(banner + "array real\n"),
            "f: line 1: expected %%MatrixMarket matrix FORMAT FIELD SYMMETRY: \"%%MatrixMarket matrix array real\"");
  EXPECT_EQ(refuse(banner + "array real general\n2 2\n1\n2\n3\n"),
            "f: line 5: truncated: the file ends after 3 of 4 entries");
  EXPECT_EQ(refuse(banner + "array real general\n1 1\n1\n2\n"),
            "f: line 4: more entries than the size line says: \"2\"");
  EXPECT_EQ(refuse(banner + "array real general\n1 1\n1 2\n"), "f: line 3, column 2: more words than VALUE: \"2\"");
  EXPECT_EQ(refuse(banner + "array real general\n1 1\nNaN\n"), "f: line 3, column 1: not a finite number: \"NaN\"");
  EXPECT_EQ(refuse(banner + "array real general\n1 1\n1e400\n"),
            "f: line 3, column 1: overflows double precision: \"1e400\"");
  EXPECT_EQ(refuse(banner + "array real general\n1 1\nx\n"), "f: line 3, column 1: text where a number belongs: \"x\"");
  EXPECT_EQ(refuse(banner + "array integer general\n1 1\n1.5\n"),
            "f: line 3, column 1: not an integer, in a matrix of the field integer: \"1.5\"");
  EXPECT_EQ(refuse(banner + "array real general\n1 x\n1\n"), "f: line 2, column 2: not a whole number: \"x\"");
  EXPECT_EQ(refuse(banner + "array real general\n0 1\n1\n"), "f: line 2: no entries: \"0 1\"");
  EXPECT_EQ(refuse(banner + "array real symmetric\n1 2\n1\n"), "f: line 2: symmetric but not square: \"1 2\"");
  EXPECT_EQ(refuse(banner + "coordinate real general\n2 2 1\n3 1 1\n"),
            "f: line 3, column 1: row outside the matrix: \"3\"");
  EXPECT_EQ(refuse(banner + "coordinate real general\n2 2 1\n1 0 1\n"),
            "f: line 3, column 2: column outside the matrix: \"0\"");
  EXPECT_EQ(refuse(banner + "coordinate real general\n2 2 2\n1 1 1\n1 1 1\n"), "f: line 4: entry given twice: \"1 1\"");
  EXPECT_EQ(refuse(banner + "coordinate real general\n2 2 1\n1 1\n"), "f: line 3: expected ROW COLUMN VALUE: \"1 1\"");
  EXPECT_EQ(refuse(banner + "coordinate real symmetric\n2 2 1\n1 2 3\n"),
            "f: line 3: entry above the diagonal of a file that stores the lower triangle: \"1 2 3\"");
  EXPECT_EQ(refuse(banner + "coordinate real skew-symmetric\n2 2 1\n1 1 3\n"),
            "f: line 3: diagonal entry of a skew-symmetric matrix: \"1 1 3\"");
  EXPECT_EQ(refuse(banner + "array real general\n1 1\n\xe9\n"), "f: line 3, column 1: not UTF-8 text: \"\\xe9\"");
}

TEST_F(Market, AbsurdSizesAllocateNothing) {
  EXPECT_EQ(refuse(banner + "array real general\n20000 20000\n1\n"),
            "f: line 2: truncated: more entries than the file has room for: \"20000 20000\"");
  EXPECT_EQ(refuse(banner + "coordinate real general\n2 2 999999999\n1 1 1\n"),
            "f: line 2: truncated: more entries than the file has room for: \"2 2 999999999\"");
  EXPECT_EQ(refuse(banner + "coordinate real general\n1000000000 1000000000 1\n1 1 1\n"),
            "f: 1000000000 rows of 1000000000 columns with 1 entries are too many for a dense table (4 GiB, and 32768 "
            "times the entries)");
  EXPECT_EQ(refuse(banner + "coordinate real general\n20000 20000 1\n1 1 1\n"),
            "f: 20000 rows of 20000 columns with 1 entries are too many for a dense table (4 GiB, and 32768 times the "
            "entries)");
  EXPECT_NE(refuse(banner + "array real general\n18446744073709551615 18446744073709551615\n1\n"), "accepted");
}

TEST_F(SymmetricMatrix, ExactSymmetryIsRequired) {
  const auto good = symmetric("1,2,3\n2,4,5\n3,5,6\n");
  ASSERT_TRUE(good) << good.error().message;
  EXPECT_EQ(good->mid, Matrix<double>(3, 3, {1, 2, 3, 2, 4, 5, 3, 5, 6}));
  EXPECT_TRUE(good->lo.empty());
  EXPECT_TRUE(good->rad.empty());
  EXPECT_FALSE(good->symmetrized);
  EXPECT_EQ(
      refusal(symmetric("1,2,3\n2,4,0.1\n3,0.10000000000000002,6\n"), folder_.path("")),
      "f: line 2, column 3: not exactly symmetric (--symmetrize hull accepts it): 0.1 here, 0.10000000000000002 at "
      "row 3, column 2");
  EXPECT_EQ(refusal(symmetric("1,2,3\n2,4,5\n"), folder_.path("")), "f: not square: 2 rows of 3 columns");
  EXPECT_EQ(refusal(symmetric(npy("<f8", "(2, 2)", doubles({1, 2, 3, 4}))), folder_.path("")),
            "f: row 1, column 2: not exactly symmetric (--symmetrize hull accepts it): 2 here, 3 at row 2, column 1");
  EXPECT_EQ(refusal(symmetric(banner + "array real skew-symmetric\n2 2\n5\n"), folder_.path("")),
            "f: a skew-symmetric matrix where a symmetric one belongs");
  EXPECT_EQ(refusal(symmetric(npy("<f8", "(2, 2, 1)", doubles({1, 2, 3, 4}))), folder_.path("")),
            "f: array is not two-dimensional");
  EXPECT_TRUE(symmetric(banner + "coordinate real symmetric\n3 3 2\n1 1 1\n3 1 2\n"));
}

TEST_F(SymmetricMatrix, HullHoldsBothEntries) {
  const double a = 0.1;
  const double b = std::nextafter(0.1, 1);
  const auto near = symmetric(npy("<f8", "(2, 2)", doubles({1, a, b, 1})), Symmetrize::hull);
  ASSERT_TRUE(near) << near.error().message;
  EXPECT_TRUE(near->symmetrized);
  EXPECT_EQ(near->mid(0, 1), near->mid(1, 0));
  EXPECT_EQ(near->rad(0, 1), b - a);  // one unit in the last place: exact
  EXPECT_EQ(near->rad(0, 0), 0);
  const auto far = symmetric(npy("<f8", "(2, 2)", doubles({1, -3, 1e-30, 1})), Symmetrize::hull);
  ASSERT_TRUE(far) << far.error().message;
  EXPECT_EQ(far->mid(0, 1), -1.5);
  EXPECT_EQ(far->rad(0, 1), std::nextafter(1.5, 2));  // 1e-30 + 1.5 is no double: outward
  EXPECT_EQ(refusal(symmetric(npy("<f8", "(2, 2)", doubles({1, -1.7e308, 1.7e308, 1})), Symmetrize::hull)), "accepted");
  const auto same = symmetric("1,2\n2,1\n", Symmetrize::hull);
  EXPECT_FALSE(same->symmetrized);
  EXPECT_TRUE(same->rad.empty());
}

TEST_F(SymmetricMatrix, DoubleDoubleAndIntervalArchives) {
  const std::string path = folder_.path("f.npz");
  const auto array = [](const std::vector<double>& values) { return npy("<f8", "(2, 2)", doubles(values)); };
  const std::string mid = array({1, 2, 2, 3});
  write_zip(path,
            {{"mid.npy", mid}, {"lo.npy", array({0, 1e-20, 1e-20, 0})}, {"rad.npy", array({0, 1e-30, 1e-30, 0})}});
  const auto full = read_symmetric_matrix({.source = path});
  ASSERT_TRUE(full) << full.error().message;
  EXPECT_EQ(full->mid, Matrix<double>(2, 2, {1, 2, 2, 3}));
  EXPECT_EQ(full->lo(0, 1), 1e-20);
  EXPECT_EQ(full->rad(1, 0), 1e-30);
  EXPECT_EQ(full->files[0].path, path);
  EXPECT_EQ(full->files[0].rows, 2u);
  write_zip(path, {{"mid.npy", mid}, {"lo.npy", array({0, 1e-20, 2e-20, 0})}});
  EXPECT_EQ(
      refusal(read_symmetric_matrix({.source = path}), folder_.path("")),
      "f.npz: row 1, column 2: not exactly symmetric (--symmetrize hull accepts it): 2 + 1e-20 here, 2 + 2e-20 at "
      "row 2, column 1");
  const auto hull = read_symmetric_matrix({.source = path, .symmetrize = Symmetrize::hull});
  ASSERT_TRUE(hull);
  EXPECT_EQ(hull->mid(0, 1), 2);
  EXPECT_LE(hull->lo(0, 1) - hull->rad(0, 1), 1e-20);
  EXPECT_GE(hull->lo(0, 1) + hull->rad(0, 1), 2e-20);
  EXPECT_LE(hull->rad(0, 1), 0.51e-20);
  write_zip(path, {{"mid.npy", mid}, {"rad.npy", array({0, -1, -1, 0})}});
  EXPECT_EQ(refusal(read_symmetric_matrix({.source = path}), folder_.path("")),
            "f.npz: row 1, column 2: negative radius: \"-1\"");
  write_zip(path, {{"mid.npy", mid}, {"rad.npy", npy("<f8", "(1, 2)", doubles({0, 0}))}});
  EXPECT_EQ(refusal(read_symmetric_matrix({.source = path}), folder_.path("")),
            "f.npz: array rad is 1 x 2 where mid is 2 x 2");
  EXPECT_TRUE(read_symmetric_matrix({.source = path + ":mid"})->rad.empty());
  write_zip(path, {{"mid.npy", mid}, {"Rad.npy", mid}});
  EXPECT_EQ(refusal(read_symmetric_matrix({.source = path}), folder_.path("")),
            "f.npz: array Rad beside mid: a box has mid, lo and rad; f.npz:mid reads mid alone");
  write_zip(path, {{"x.npy", mid}, {"y.npy", mid}});
  EXPECT_EQ(refusal(read_symmetric_matrix({.source = path}), folder_.path("")),
            "f.npz: 2 arrays; say which as FILE.npz:NAME, one of x, y");
}

}  // namespace
}  // namespace lemmata::verify::io
