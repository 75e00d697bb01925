/// \file
/// # The checker's own readers and decompression
#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "verify/checker/inflate.hpp"
#include "verify/checker/table.hpp"

namespace lemmata::checker {
namespace {

/// zlib's compression: raw DEFLATE (bits -15) or gzip (31).
std::string compressed(const std::string& bytes, int level, int window, int strategy = Z_DEFAULT_STRATEGY) {
  z_stream stream{};
  deflateInit2(&stream, level, Z_DEFLATED, window, 8, strategy);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::vector<std::string> texts() {
  std::mt19937_64 random(1);
  std::string noise, words;
  for (int i = 0; i < 70000; ++i) noise += static_cast<char>(random() & 0xff);
  for (int i = 0; i < 30000; ++i) words += "ab cd\n"[random() % 6];
  return {"", "a", std::string(100000, 'x'), noise, words, words + noise + words};
}

TEST(Inflate, AgreesWithZlib) {
  for (const std::string& text : texts()) {
    for (const int level : {0, 1, 6, 9}) {
      for (const int strategy : {Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY}) {
        const std::optional<Inflated> raw = inflate(compressed(text, level, -15, strategy));
        ASSERT_TRUE(raw);
        EXPECT_EQ(raw->bytes, text);
        const std::string packed = compressed(text, level, 31, strategy);
        EXPECT_EQ(gunzip(packed), text);
        EXPECT_EQ(gunzip(packed + packed), text + text);
      }
    }
  }
}

TEST(Inflate, RefusesDamage) {
  const std::string packed = compressed(texts()[4], 6, 31);
  for (std::size_t length = 0; length < packed.size(); length += 7)
    EXPECT_FALSE(gunzip(packed.substr(0, length)) && length > 0) << length;
  for (std::size_t i = 0; i < packed.size(); i += 11) {
    if (i >= 4 && i < 10) continue;  // time, flags and system of the header mean nothing
    std::string damaged = packed;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    const std::optional<std::string> bytes = gunzip(damaged);
    EXPECT_TRUE(!bytes || *bytes == texts()[4]) << i;
  }
}

TEST(Table, CsvDialects) {
  const Format plain = {"csv", "comma", "plain"};
  const Table t = read_table(
      "\xef\xbb\xbf"
      "1, 2.5,a\r\n\r\n\"-3\",+4e2,\"b, \"\"c\"\"\"\r\n",
      plain, 0, 2);
  ASSERT_EQ(t.failure, "");
  EXPECT_EQ(t.columns, 3u);
  EXPECT_EQ(t.values[0], 1);
  EXPECT_EQ(t.values[1], 2.5);
  EXPECT_TRUE(std::isnan(t.values[2]));
  EXPECT_EQ(t.values[3], -3);
  EXPECT_EQ(t.values[4], 400);
  const Table s = read_table("x;y\n0.1;0.2\n0.3;0.4", {"csv", "semicolon", "header"}, 1, 2);
  ASSERT_EQ(s.failure, "");
  EXPECT_EQ(s.values, (std::vector<double>{0.3, 0.4}));
  EXPECT_NE(read_table("1,2\n3\n", plain, 0, 2).failure, "");
  EXPECT_NE(read_table("1,2\n", plain, 0, 2).failure, "");
  EXPECT_NE(read_table("", plain, 0, 1).failure, "");
  for (const std::string cell : {"1e400", "1e-400", "nan", "inf", "0x1p3", "1.5.2", "--1", "+-1", "1 2", "1,5"}) {
    const Table bad = read_table("\"" + cell + "\"\n7\n", plain, 0, 1);
    EXPECT_TRUE(bad.failure != "" || std::isnan(bad.values[0])) << cell;
  }
}

std::string npy(const std::string& descr, bool fortran, const std::string& shape, const std::string& body) {
  std::string header =
      "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
  while ((header.size() + 11) % 64 != 0) header += ' ';
  header += '\n';
  return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size() & 0xff) +
         static_cast<char>(header.size() >> 8) + header + body;
}

template <class T>
std::string bytes_of(const std::vector<T>& values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

TEST(Table, BinaryFormats) {
  const std::vector<double> want = {1, 2, 3, 4, 5, 6};
  EXPECT_EQ(read_table(npy("<f8", false, "(2, 3)", bytes_of(want)), {"npy"}, 0, 2).values, want);
  EXPECT_EQ(read_table(npy("<f8", true, "(2, 3)", bytes_of<double>({1, 4, 2, 5, 3, 6})), {"npy"}, 0, 2).values, want);
  EXPECT_EQ(read_table(npy("<f4", false, "(2, 3)", bytes_of<float>({1, 2, 3, 4, 5, 6})), {"npy"}, 0, 2).values, want);
  EXPECT_EQ(read_table(npy("<i8", false, "(6,)", bytes_of<std::int64_t>({1, 2, 3, 4, 5, 6})), {"npy"}, 0, 6).values,
            want);
  EXPECT_EQ(read_table(npy("|u1", false, "(2, 3)", bytes_of<std::uint8_t>({1, 2, 3, 4, 5, 6})), {"npy"}, 1, 2).values,
            (std::vector<double>{4, 5, 6}));
  EXPECT_NE(read_table(npy(">f8", false, "(2, 3)", bytes_of(want)), {"npy"}, 0, 2).failure, "");
  EXPECT_NE(read_table(npy("<f8", false, "(2, 4)", bytes_of(want)), {"npy"}, 0, 2).failure, "");
  EXPECT_NE(read_table(npy("<f8", false, "(4294967295, 4294967295)", bytes_of(want)), {"npy"}, 0, 2).failure, "");
  EXPECT_NE(read_table(npy("<f8", false, "(2, 3)", bytes_of(want).substr(1)), {"npy"}, 0, 2).failure, "");

  const std::string idx = std::string("\0\0\x08\x03\0\0\0\x02\0\0\0\x01\0\0\0\x03", 16) + "\x01\x02\x03\x04\x05\x06";
  EXPECT_EQ(read_table(idx, {"idx"}, 0, 2).values, want);
  EXPECT_EQ(read_table(compressed(idx, 6, 31), {"idx"}, 0, 2).values, want);
  EXPECT_NE(read_table(idx.substr(0, idx.size() - 1), {"idx"}, 0, 2).failure, "");
  EXPECT_NE(read_table(idx + "x", {"idx"}, 0, 2).failure, "");
  const std::string big_endian = std::string("\0\0\x0b\x01\0\0\0\x02\x01\x02\xff\xff", 12);
  EXPECT_EQ(read_table(big_endian, {"idx"}, 0, 2).values, (std::vector<double>{258, -1}));
}

TEST(Table, TextFormats) {
  EXPECT_EQ(read_table("+1 1:0.5 3:2 # x\n\n-1 2:-1\n", {"libsvm"}, 0, 2).values,
            (std::vector<double>{0.5, 0, 2, 0, -1, 0}));
  for (const std::string text : {"1 0:1\n", "1 2:1 1:1\n", "1 x\n", "1 1\n"})
    EXPECT_NE(read_table(text, {"libsvm"}, 0, 1).failure, "") << text;
  EXPECT_EQ(
      read_table("%%MatrixMarket matrix array real general\n% c\n2 3\n1\n4\n2\n5\n3\n6\n", {"matrix_market"}, 0, 2)
          .values,
      (std::vector<double>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(
      read_table("%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 1 3\n2 1 -1.5\n", {"matrix_market"}, 0, 2)
          .values,
      (std::vector<double>{3, -1.5, -1.5, 0}));
  EXPECT_EQ(read_table("%%MatrixMarket matrix array integer symmetric\n2 2\n1\n2\n3\n", {"matrix_market"}, 1, 2).values,
            (std::vector<double>{2, 3}));
  for (const std::string text :
       {"%%MatrixMarket matrix coordinate complex general\n1 1 1\n1 1 1\n",
        "%%MatrixMarket matrix coordinate real general\n1 1 2\n1 1 1\n1 1 1\n",
        "%%MatrixMarket matrix coordinate real general\n1 1 1\n2 1 1\n",
        "%%MatrixMarket matrix array real general\n2 1\n1\n", "%%MatrixMarket matrix array real general\n1 1\n1\n2\n",
        "%%MatrixMarket matrix array real general\n4294967295 4294967295\n1\n"}) {
    EXPECT_NE(read_table(text, {"matrix_market"}, 0, 1).failure, "") << text;
  }
}

std::string little(std::uint32_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

TEST(Table, NpzMembers) {
  const std::vector<double> want = {1, 2, 3, 4};
  for (const int method : {0, 8}) {
    std::string archive, directory;
    for (const std::string& name : {std::string("other.npy"), std::string("x.npy")}) {
      const std::string file =
          npy("<f8", false, "(2, 2)", bytes_of(name == "x.npy" ? want : std::vector<double>{0, 0, 0, 0}));
      const std::string stream = method == 0 ? file : compressed(file, 6, -15);
      const auto crc = static_cast<std::uint32_t>(
          ::crc32(0, reinterpret_cast<const Bytef*>(file.data()), static_cast<uInt>(file.size())));
      const std::string common = little(20, 2) + little(0, 2) + little(static_cast<std::uint32_t>(method), 2) +
                                 little(0, 4) + little(crc, 4) + little(static_cast<std::uint32_t>(stream.size()), 4) +
                                 little(static_cast<std::uint32_t>(file.size()), 4) +
                                 little(static_cast<std::uint32_t>(name.size()), 2) + little(0, 2);
      directory += "PK\x01\x02" + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) +
                   little(static_cast<std::uint32_t>(archive.size()), 4) + name;
      archive += "PK\x03\x04" + common + name + stream;
    }
    const auto start = static_cast<std::uint32_t>(archive.size());
    archive += directory + "PK\x05\x06" + little(0, 4) + little(2, 2) + little(2, 2) +
               little(static_cast<std::uint32_t>(directory.size()), 4) + little(start, 4) + little(0, 2);
    EXPECT_EQ(read_table(archive, {"npz", "x"}, 0, 2).values, want) << read_table(archive, {"npz", "x"}, 0, 2).failure;
    EXPECT_NE(read_table(archive, {"npz", "y"}, 0, 2).failure, "");
    for (std::size_t length = 0; length < archive.size(); length += 5)
      (void)read_table(archive.substr(0, length), {"npz", "x"}, 0, 2);
  }
}

TEST(Table, TheImagesOfThisRepository) {
  std::ifstream file(std::string(LEMMATA_TEST_DATA) + "/t10k-images-idx3-ubyte.gz", std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  const Table table = read_table(bytes, {"idx"}, 9990, 10000);
  ASSERT_EQ(table.failure, "");
  EXPECT_EQ(table.rows, 10u);
  EXPECT_EQ(table.columns, 784u);
  EXPECT_NE(read_table(bytes, {"idx"}, 9990, 10001).failure, "");
  EXPECT_NE(read_table(bytes.substr(0, bytes.size() / 2), {"idx"}, 0, 10).failure, "");
}

}  // namespace
}  // namespace lemmata::checker
