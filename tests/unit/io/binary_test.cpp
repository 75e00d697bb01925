#include "tests/unit/io/files.hpp"
#include "tests/unit/io/makers.hpp"
#include "verify/io/read.hpp"
#include "verify/io/source.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace lemmata::verify::io {
namespace {

using Numbers = std::vector<double>;
using Words = std::vector<std::string>;

class Binary : public ::testing::Test {
 protected:
  Expected<LoadedTable> read(std::string_view content) const { return read_matrix(folder_.write("f", content)); }
  std::string refuse(std::string_view content) const { return refusal(read(content), folder_.path("")); }
  Numbers entries(std::string_view content) const {
    const auto table = read(content);
    EXPECT_TRUE(table) << table.error().message;
    if (!table) return {};
    const auto all = table->values.entries();
    return {all.begin(), all.end()};
  }
  Folder folder_;
};

using Npy = Binary;
using Npz = Binary;
using Idx = Binary;

TEST_F(Npy, EveryElementType) {
  const Numbers expected{1, -2};
  const Numbers unsigned_expected{1, 254};
  for (const std::size_t size : {1u, 2u, 4u, 8u}) {
    for (const bool big : {false, true}) {
      const char order = big ? '>' : '<';
      const std::string data = bytes_of(1, size, big) + bytes_of(static_cast<std::uint64_t>(-2), size, big);
      EXPECT_EQ(entries(npy(fmt::format("{}i{}", order, size), "(1, 2)", data)), expected) << size << big;
      const std::string natural = bytes_of(1, size, big) + bytes_of(254, size, big);
      EXPECT_EQ(entries(npy(fmt::format("{}u{}", order, size), "(1, 2)", natural)), unsigned_expected) << size << big;
    }
  }
  EXPECT_EQ(entries(npy("|i1", "(1, 2)", "\x01\xfe")), expected);
  EXPECT_EQ(entries(npy("|b1", "(1, 2)", std::string_view("\x01\0", 2))), (Numbers{1, 0}));
  for (const bool big : {false, true}) {
    const std::string order = big ? ">" : "<";
    EXPECT_EQ(entries(npy(order + "f8", "(1, 2)", doubles({0.1, -5e-324}, big))), (Numbers{0.1, -5e-324}));
    const std::string floats =
        bytes_of(std::bit_cast<std::uint32_t>(0.1f), 4, big) + bytes_of(std::bit_cast<std::uint32_t>(-1e-45f), 4, big);
    EXPECT_EQ(entries(npy(order + "f4", "(1, 2)", floats)), (Numbers{double{0.1f}, double{-1e-45f}}));
    std::string halves;
    for (const std::uint64_t bits : {0x3c00u, 0xc000u, 0x7bffu, 0x0001u, 0x3555u, 0x0400u})
      halves += bytes_of(bits, 2, big);
    EXPECT_EQ(entries(npy(order + "f2", "(1, 6)", halves)),
              (Numbers{1, -2, 65504, std::ldexp(1, -24), 0.333251953125, std::ldexp(1, -14)}));
  }
}

TEST_F(Npy, IntegersThatAreNoDoublesAreRefused) {
  const std::uint64_t limit = std::uint64_t{1} << 53;
  EXPECT_EQ(entries(npy("<i8", "(1, 3)",
                        bytes_of(limit, 8, false) + bytes_of(0 - limit - 2, 8, false) +
                            bytes_of(std::uint64_t{1} << 63, 8, false))),
            (Numbers{0x1p53, -0x1p53 - 2, -0x1p63}));
  EXPECT_EQ(refuse(npy("<i8", "(2, 1)", bytes_of(3, 8, false) + bytes_of(limit + 1, 8, false))),
            "f: row 2, column 1: integer that is no double: \"9007199254740993\"");
  EXPECT_EQ(refuse(npy("<i8", "(1, 1)", bytes_of(0 - limit - 1, 8, false))),
            "f: row 1, column 1: integer that is no double: \"-9007199254740993\"");
  EXPECT_EQ(refuse(npy(">u8", "(1, 1)", std::string(8, '\xff'))),
            "f: row 1, column 1: integer that is no double: \"18446744073709551615\"");
}

TEST_F(Npy, OrdersVersionsAndShapes) {
  const std::string six = doubles({1, 2, 3, 4, 5, 6});
  EXPECT_EQ(read(npy("<f8", "(2, 3)", six))->values(1, 0), 4);
  EXPECT_EQ(read(npy("<f8", "(2, 3)", six, true))->values(1, 0), 2);
  EXPECT_EQ(read(npy("<f8", "(2, 3)", six, true))->values(0, 1), 3);
  EXPECT_EQ(read(npy("<f8", "(2, 3)", six, false, 2))->values(1, 2), 6);
  EXPECT_EQ(read(npy("<f8", "(2L, 3L)", six, false, 3))->values(1, 2), 6);
  const auto images = read_dataset({.source = folder_.write("f", npy("<f8", "(3, 2, 1)", six))});
  ASSERT_TRUE(images);
  EXPECT_EQ(images->data.dimension(), 2u);
  EXPECT_EQ(images->label, "none");
  EXPECT_EQ(images->format, Format::npy);
  const auto vector = read_vector(folder_.write("f", npy("<f8", "(6,)", six)));
  ASSERT_TRUE(vector);
  EXPECT_EQ(vector->values, (Numbers{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(refusal(read_dataset({.source = folder_.path("f")}), folder_.path("")),
            "f: a one-dimensional array where rows and columns belong");
  EXPECT_EQ(refuse(npy("<f8", "(3, 2, 1)", six)), "f: array is not two-dimensional");
  EXPECT_EQ(refuse(npy("<f8", "(3, 2, 1)", six, true)), "f: shape (3, 2, 1) in Fortran order; save it in C order");
  EXPECT_EQ(refuse(npy("<f8", "()", doubles({1}))), "f: a scalar, shape (), where an array belongs");
  EXPECT_EQ(refuse(npy("<f8", "(0, 3)", "")), "f: no entries: 0 rows of 0 columns");
  EXPECT_EQ(refuse(npy("<f8", "(3, 0)", "")), "f: no entries: 3 rows of 0 columns");
  EXPECT_EQ(refusal(read_vector(folder_.write("f", npy("<f8", "(2, 3)", six))), folder_.path("")),
            "f: not a vector: 2 rows of 3 columns");
}

TEST_F(Npy, Selection) {
  const std::string six = doubles({1, 2, 3, 4, 5, std::numeric_limits<double>::quiet_NaN()});
  const std::string path = folder_.write("f", npy("<f8", "(2, 3)", six));
  const auto data = read_dataset({.source = path, .rows = RowRange{0, 1}, .columns = "1:3", .label = "0"});
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->data.labels, Words{"1"});
  EXPECT_EQ(data->data.inputs, Matrix<double>(1, 2, {2, 3}));
  EXPECT_EQ(data->label, "column 1");
  EXPECT_EQ(data->files[0].rows, 2u);
  EXPECT_EQ(refusal(read_dataset({.source = path}), folder_.path("")),
            "f: row 2, column 3: not a finite number: \"nan\"");
}

TEST_F(Npy, Refusals) {
  const std::string good = npy("<f8", "(2, 3)", doubles({1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(refuse(good.substr(0, good.size() - 1)), "f: truncated: shape (2, 3) needs 48 bytes, 47 are there");
  EXPECT_EQ(refuse(good + "x"), "f: 1 bytes follow the array of shape (2, 3)");
  EXPECT_EQ(refuse(good.substr(0, 40)), "f: truncated NPY header");
  EXPECT_EQ(refuse(good.substr(0, 8)), "f: truncated NPY header");
  for (const std::string_view type :
       {"|O", "<c16", "<U3", "|S4", "<f16", "<M8[ns]", "|V8", "=f8", "<b1x", "<i3", "<f1"}) {
    EXPECT_EQ(refuse(npy(type, "(1, 1)", doubles({1}))),
              fmt::format("f: element type that does not convert exactly to double: \"{}\"", type));
  }
  for (const std::string_view shape : {"(2 3)", "2, 3", "(2, -3)", "(2, 3", "(2.0, 3)", "(99999999999999999999,)"}) {
    EXPECT_NE(refuse(npy("<f8", shape, "")).find("f: malformed NPY header"), std::string::npos) << shape;
  }
  EXPECT_EQ(refuse(npy("<f8", "(4611686018427387904, 4611686018427387904)", "")),
            "f: truncated: shape (4611686018427387904, 4611686018427387904) needs more than 2^64 bytes, 0 are there");
  EXPECT_EQ(refuse(npy("<f8", "(1000000000, 1000000000)", "12345678")),
            "f: truncated: shape (1000000000, 1000000000) needs 8000000000000000000 bytes, 8 are there");
  EXPECT_EQ(refuse(npy("<f8", "(1, 1)", doubles({-INFINITY}))), "f: row 1, column 1: not a finite number: \"-inf\"");
  EXPECT_EQ(refuse(npy("<f2", "(1, 1)", bytes_of(0x7c00, 2, false))),
            "f: row 1, column 1: not a finite number: \"inf\"");
  std::string unknown = good;
  unknown[6] = 9;
  EXPECT_EQ(refuse(unknown), "f: NPY version 9 is not known");
}

TEST_F(Npy, ForcedFormatIsNotGuessed) {
  const std::string path = folder_.write("f", "1,2\n3,4\n");
  EXPECT_EQ(refusal(read_matrix(path, Format::npy), folder_.path("")),
            "f: not an NPY file: its first bytes are not \\x93NUMPY");
  EXPECT_EQ(refusal(read_matrix(path, Format::idx), folder_.path("")),
            "f: not an IDX file: its first two bytes are not 0");
  EXPECT_NE(refusal(read_matrix(path, Format::npz), folder_.path("")).find("f: damaged or truncated ZIP archive"),
            std::string::npos);
  EXPECT_EQ(refusal(format_named("xls")), "format \"xls\": expected one of csv, npy, npz, libsvm, idx, matrix-market");
  EXPECT_EQ(*format_named("matrix-market"), Format::matrix_market);
}

TEST_F(Npz, MembersByName) {
  const std::string path = folder_.path("f.npz");
  const std::string a = npy("<f8", "(1, 2)", doubles({1, 2}));
  const std::string b = npy("<f8", "(2, 1)", doubles({3, 4}));
  for (const bool deflated : {false, true}) {
    write_zip(path, {{"a.npy", a}, {"b.npy", b}}, deflated);
    const auto data = read_dataset({.source = path + ":b"});
    ASSERT_TRUE(data) << data.error().message;
    EXPECT_EQ(data->data.inputs, Matrix<double>(2, 1, {3, 4}));
    EXPECT_EQ(data->files[0].path, path + ":b");
    EXPECT_EQ(data->format, Format::npz);
  }
  EXPECT_EQ(refusal(read_matrix(path), folder_.path("")), "f.npz: 2 arrays; say which as FILE.npz:NAME, one of a, b");
  EXPECT_EQ(refusal(read_matrix(path + ":c"), folder_.path("")), "f.npz: no array \"c\"; it holds: a, b");
  write_zip(path, {{"a.npy", a}});
  EXPECT_EQ(read_matrix(path)->values, Matrix<double>(1, 2, {1, 2}));
  write_zip(path, {{"a.npy", a.substr(0, a.size() - 3)}});
  EXPECT_EQ(refusal(read_matrix(path), folder_.path("")),
            "f.npz:a: truncated: shape (1, 2) needs 16 bytes, 13 are there");
  EXPECT_EQ(refusal(read_matrix(folder_.write("f.npy", a) + ":a"), folder_.path("")),
            "f.npy:a: :NAME does not go with the format npy");
}

TEST_F(Npz, DamageIsRefused) {
  const std::string path = folder_.path("f.npz");
  write_zip(path, {{"a.npy", npy("<f8", "(1, 2)", doubles({1, 2}))}}, false);
  std::ifstream file(path, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  const std::size_t data = whole.find("\x93NUMPY") + 128;
  std::string flipped = whole;
  flipped[data + 3] = static_cast<char>(flipped[data + 3] ^ 1);
  EXPECT_EQ(refusal(read_matrix(folder_.write("g.npz", flipped)), folder_.path("")),
            "g.npz: damaged array: CRC error: \"a\"");
  for (std::size_t size = 4; size < whole.size(); ++size) {
    EXPECT_FALSE(read_matrix(folder_.write("g.npz", whole.substr(0, size)))) << size;
  }
}

TEST_F(Npz, ClaimedSizesAllocateNothing) {
  const std::string path = folder_.path("f.npz");
  write_zip(path, {{"a.npy", npy("<f8", "(1, 2)", doubles({1, 2}))}});
  std::ifstream file(path, std::ios::binary);
  std::string archive{std::istreambuf_iterator<char>(file), {}};
  const std::size_t size_field = archive.find("PK\x01\x02") + 24;  // of the central directory
  archive.replace(size_field, 4, bytes_of(0xfffffffe, 4, false));
  EXPECT_EQ(refusal(read_matrix(folder_.write("g.npz", archive)), folder_.path("")),
            "g.npz: array expands to more than 256 times its size; decompress it first: \"a\"");
  for (const std::uint64_t claimed : {0x3fffffffu, 100u, 0u}) {
    archive.replace(size_field, 4, bytes_of(claimed, 4, false));
    EXPECT_NE(refusal(read_matrix(folder_.write("g.npz", archive))), "accepted") << claimed;
  }
}

TEST_F(Idx, EveryElementType) {
  const Numbers expected{1, -2};
  EXPECT_EQ(entries(idx(0x08, {1, 2}, "\x01\xfe")), (Numbers{1, 254}));
  EXPECT_EQ(entries(idx(0x09, {1, 2}, "\x01\xfe")), expected);
  EXPECT_EQ(entries(idx(0x0b, {1, 2}, bytes_of(1, 2, true) + bytes_of(0xfffe, 2, true))), expected);
  EXPECT_EQ(entries(idx(0x0c, {1, 2}, bytes_of(1, 4, true) + bytes_of(0xfffffffe, 4, true))), expected);
  EXPECT_EQ(entries(idx(0x0d, {1, 2}, bytes_of(0x3f800000, 4, true) + bytes_of(0xc0000000, 4, true))), expected);
  EXPECT_EQ(entries(idx(0x0e, {1, 2}, doubles({1, -2}, true))), expected);
  EXPECT_EQ(entries(gzip(idx(0x0e, {1, 2}, doubles({1, -2}, true)))), expected);
}

TEST_F(Idx, ImagesWithLabels) {
  const std::string images = folder_.write("images", gzip(idx(0x08, {3, 2, 2}, "abcdefghijkl")));
  const std::string labels = folder_.write("labels", idx(0x08, {3}, std::string_view("\x07\x00\x09", 3)));
  const auto data = read_dataset({.source = images + "," + labels, .rows = RowRange{1, 3}});
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->data.inputs, Matrix<double>(2, 4, {'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'}));
  EXPECT_EQ(data->data.labels, (Words{"0", "9"}));
  EXPECT_EQ(data->label, "of the file");
  ASSERT_EQ(data->files.size(), 2u);
  EXPECT_EQ(data->files[1].path, labels);
  EXPECT_EQ(data->files[1].rows, 3u);
  EXPECT_TRUE(read_dataset({.source = images + "," + labels, .label = "none"})->data.labels.empty());
  EXPECT_TRUE(read_dataset({.source = images})->data.labels.empty());
  EXPECT_EQ(refusal(read_dataset({.source = images + "," + labels, .label = "last"}), folder_.path("")),
            "images: --label last: this format keeps its labels apart from the columns; only none is possible");
  const std::string two = folder_.write("two", idx(0x08, {2}, "\x07\x08"));
  EXPECT_EQ(refusal(read_dataset({.source = images + "," + two}), folder_.path("")),
            "two: labels are 2 rows of 1 where the inputs are 3 rows; expected one label a row");
  EXPECT_EQ(refusal(read_dataset({.source = images + "," + folder_.path("absent")}), folder_.path("")),
            "absent: cannot be opened: No such file or directory");
}

TEST_F(Idx, Mnist) {
  const std::string data = LEMMATA_TEST_DATA;
  const auto digits =
      read_dataset({.source = data + "/t10k-images-idx3-ubyte.gz," + data + "/t10k-labels-idx1-ubyte.gz"});
  ASSERT_TRUE(digits) << digits.error().message;
  EXPECT_EQ(digits->data.size(), 10000u);
  EXPECT_EQ(digits->data.dimension(), 784u);
  EXPECT_EQ(digits->data.labels[0], "7");
  EXPECT_EQ(digits->data.inputs(0, 202), 84);  // the first stroke of the first digit, a seven: row 7, column 6
}

TEST_F(Idx, Refusals) {
  const std::string good = idx(0x0c, {2, 1}, "12345678");
  EXPECT_EQ(refuse(good.substr(0, 19)), "f: truncated: shape (2, 1) needs 8 bytes, 7 are there");
  EXPECT_EQ(refuse(good + "9"), "f: 1 bytes follow the array of shape (2, 1)");
  EXPECT_EQ(refuse(good.substr(0, 7)), "f: truncated IDX header");
  EXPECT_EQ(refuse(idx(0x08, {0xffffffff, 0xffffffff, 0xffffffff}, "")),
            "f: truncated: shape (4294967295, 4294967295, 4294967295) needs more than 2^64 bytes, 0 are there");
  EXPECT_EQ(refuse(idx(0x0e, {1, 1}, doubles({NAN}, true))), "f: row 1, column 1: not a finite number: \"nan\"");
}

TEST_F(Idx, DamagedGzip) {
  const std::string whole = gzip(idx(0x0c, {2, 1}, "12345678"));
  for (std::size_t size = 2; size < whole.size(); ++size) {
    EXPECT_EQ(refuse(whole.substr(0, size)), "f: truncated gzip") << size;
  }
  std::string flipped = whole;
  flipped[flipped.size() - 6] = static_cast<char>(flipped[flipped.size() - 6] ^ 1);
  EXPECT_EQ(refuse(flipped), "f: damaged gzip: incorrect data check");
  EXPECT_EQ(refuse(whole + "more"), "f: bytes that are not gzip follow the compressed data");
  EXPECT_EQ(entries(whole + std::string(9, '\0')).size(), 2u);
  const std::string content = idx(0x0c, {2, 1}, "12345678");
  EXPECT_EQ(entries(gzip(content.substr(0, 9)) + gzip(content.substr(9))).size(), 2u);
  EXPECT_EQ(refuse(gzip("")), "f: empty file inside gzip");
}

TEST_F(Idx, GzipBombsDoNotExpand) {
  const std::string path = folder_.write("f", gzip(std::string(std::size_t{3} << 20, '\0')));
  EXPECT_EQ(refusal(load(path, {std::size_t{1} << 20, 256}), folder_.path("")),
            "f: gzip expands to more than 256 times its size; decompress it first");
  EXPECT_TRUE(load(path));
  EXPECT_TRUE(load(path, {std::size_t{1} << 20, 2000}));
}

}  // namespace
}  // namespace lemmata::verify::io
