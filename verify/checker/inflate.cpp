#include "verify/checker/inflate.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace lemmata::checker {
namespace {

std::uint32_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }
std::uint32_t two_bytes(std::string_view bytes, std::size_t i) {
  return byte_at(bytes, i) | byte_at(bytes, i + 1) << 8;
}
std::uint32_t four_bytes(std::string_view bytes, std::size_t i) {
  return two_bytes(bytes, i) | two_bytes(bytes, i + 2) << 16;
}

/// Bits from the least significant end of each byte. Past the end `failed()` is true and bits are 0.
class Bits {
 public:
  explicit Bits(std::string_view bytes) : bytes_(bytes) {}

  std::uint32_t take(unsigned count) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < count; ++i) value |= bit() << i;
    return value;
  }
  std::uint32_t bit() {
    const std::size_t index = position_ / 8;
    if (index >= bytes_.size()) {
      failed_ = true;
      return 0;
    }
    return byte_at(bytes_, index) >> (position_++ % 8) & 1;
  }
  void align() { position_ = (position_ + 7) / 8 * 8; }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t consumed() const { return (position_ + 7) / 8; }

 private:
  std::string_view bytes_;
  std::size_t position_ = 0;
  bool failed_ = false;
};

/// A canonical Huffman code: how many codes of each length, and the symbols in order.
struct Code {
  std::array<std::uint16_t, 16> count{};
  std::vector<std::uint16_t> symbol;
};

std::optional<Code> make_code(const std::vector<std::uint8_t>& lengths) {
  Code code;
  for (const std::uint8_t length : lengths) ++code.count[length];
  code.count[0] = 0;
  int left = 1;
  for (std::size_t length = 1; length < 16; ++length) {
    left = 2 * left - code.count[length];
    if (left < 0) return std::nullopt;  // more codes than there is room for
  }
  for (std::uint8_t length = 1; length < 16; ++length) {
    for (std::size_t s = 0; s < lengths.size(); ++s) {
      if (lengths[s] == length) code.symbol.push_back(static_cast<std::uint16_t>(s));
    }
  }
  return code;
}

/// The next symbol, or a value that is no symbol.
constexpr std::uint32_t no_symbol = 1u << 16;
std::uint32_t decode(Bits& in, const Code& code) {
  std::uint32_t value = 0, first = 0, index = 0;
  for (std::size_t length = 1; length < 16; ++length) {
    value |= in.bit();
    const std::uint32_t count = code.count[length];
    if (value < first + count) return code.symbol[index + (value - first)];
    index += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  return no_symbol;
}

constexpr std::array<std::uint16_t, 29> length_base = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                                       31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<std::uint8_t, 29> length_extra = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                       2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<std::uint16_t, 30> distance_base = {1,    2,    3,    4,    5,    7,    9,    13,    17,    25,
                                                         33,   49,   65,   97,   129,  193,  257,  385,   513,   769,
                                                         1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
constexpr std::array<std::uint8_t, 30> distance_extra = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6,
                                                         6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};

bool compressed_block(Bits& in, const Code& literals, const Code& distances, std::string& out) {
  while (!in.failed()) {
    const std::uint32_t symbol = decode(in, literals);
    if (symbol < 256) {
      out.push_back(static_cast<char>(symbol));
      continue;
    }
    if (symbol == 256) return !in.failed();
    if (symbol - 257 >= length_base.size()) return false;
    const std::size_t length = length_base[symbol - 257] + in.take(length_extra[symbol - 257]);
    const std::uint32_t code = decode(in, distances);
    if (code >= distance_base.size()) return false;
    const std::size_t distance = distance_base[code] + in.take(distance_extra[code]);
    if (distance > out.size()) return false;
    for (std::size_t i = 0; i < length; ++i) out.push_back(out[out.size() - distance]);
  }
  return false;
}

bool fixed_block(Bits& in, std::string& out) {
  std::vector<std::uint8_t> lengths(288, 8);
  for (std::size_t s = 144; s < 256; ++s) lengths[s] = 9;
  for (std::size_t s = 256; s < 280; ++s) lengths[s] = 7;
  const std::optional<Code> literals = make_code(lengths);
  const std::optional<Code> distances = make_code(std::vector<std::uint8_t>(30, 5));
  return compressed_block(in, *literals, *distances, out);
}

bool dynamic_block(Bits& in, std::string& out) {
  constexpr std::array<std::size_t, 19> order = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  const std::size_t literal_count = in.take(5) + 257, distance_count = in.take(5) + 1, length_count = in.take(4) + 4;
  std::vector<std::uint8_t> meta(19);
  for (std::size_t i = 0; i < length_count; ++i) meta[order[i]] = static_cast<std::uint8_t>(in.take(3));
  const std::optional<Code> code = make_code(meta);
  if (!code) return false;
  std::vector<std::uint8_t> lengths;
  while (lengths.size() < literal_count + distance_count) {
    const std::uint32_t symbol = decode(in, *code);
    if (in.failed() || symbol > 18 || (symbol == 16 && lengths.empty())) return false;
    if (symbol < 16) {
      lengths.push_back(static_cast<std::uint8_t>(symbol));
      continue;
    }
    const std::uint8_t value = symbol == 16 ? lengths.back() : std::uint8_t{0};
    const std::size_t repeat = symbol == 16 ? 3 + in.take(2) : symbol == 17 ? 3 + in.take(3) : 11 + in.take(7);
    lengths.insert(lengths.end(), repeat, value);
  }
  if (lengths.size() != literal_count + distance_count) return false;
  const auto split = lengths.begin() + static_cast<std::ptrdiff_t>(literal_count);
  const std::optional<Code> literals = make_code({lengths.begin(), split});
  const std::optional<Code> distances = make_code({split, lengths.end()});
  return literals && distances && compressed_block(in, *literals, *distances, out);
}

bool stored_block(Bits& in, std::string& out) {
  in.align();
  const std::uint32_t length = in.take(16), complement = in.take(16);
  if (in.failed() || (length ^ complement) != 0xffff) return false;
  for (std::uint32_t i = 0; i < length; ++i) out.push_back(static_cast<char>(in.take(8)));
  return !in.failed();
}

std::uint32_t crc32(std::string_view bytes) {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
    table[i] = c;
  }
  std::uint32_t crc = 0xffffffffu;
  for (std::size_t i = 0; i < bytes.size(); ++i) crc = table[(crc ^ byte_at(bytes, i)) & 0xff] ^ (crc >> 8);
  return ~crc;
}

/// Where the DEFLATE stream of the gzip member at the front of `file` begins.
std::optional<std::size_t> gzip_header(std::string_view file) {
  if (file.size() < 18 || !is_gzip(file) || byte_at(file, 2) != 8) return std::nullopt;
  const std::uint32_t flags = byte_at(file, 3);
  std::size_t position = 10;
  if ((flags & 4) != 0) position += 2 + two_bytes(file, 10);
  for (const std::uint32_t text : {8u, 16u}) {
    if ((flags & text) == 0) continue;
    const std::size_t end = file.find('\0', position);
    if (end == std::string_view::npos) return std::nullopt;
    position = end + 1;
  }
  if ((flags & 2) != 0) position += 2;
  if (position + 8 > file.size()) return std::nullopt;
  return position;
}

}  // namespace

std::optional<Inflated> inflate(std::string_view stream) {
  Bits in(stream);
  std::string out;
  for (bool last = false; !last;) {
    last = in.bit() == 1;
    const std::uint32_t type = in.take(2);
    const bool good = type == 0   ? stored_block(in, out)
                      : type == 1 ? fixed_block(in, out)
                      : type == 2 ? dynamic_block(in, out)
                                  : false;
    if (!good || in.failed()) return std::nullopt;
  }
  return Inflated{std::move(out), in.consumed()};
}

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

std::optional<std::string> gunzip(std::string_view file) {
  std::string all;
  while (!file.empty()) {
    const std::optional<std::size_t> begin = gzip_header(file);
    if (!begin) return std::nullopt;
    std::optional<Inflated> member = inflate(file.substr(*begin));
    if (!member) return std::nullopt;
    const std::size_t end = *begin + member->consumed;
    if (end + 8 > file.size() || four_bytes(file, end) != crc32(member->bytes) ||
        four_bytes(file, end + 4) != (member->bytes.size() & 0xffffffffu)) {
      return std::nullopt;
    }
    all += member->bytes;
    file.remove_prefix(end + 8);
  }
  return all;
}

std::optional<std::string> zip_member(std::string_view archive, std::string_view name) {
  const std::size_t trailer = archive.rfind("PK\x05\x06");
  if (trailer == std::string_view::npos || trailer + 22 > archive.size()) return std::nullopt;
  std::size_t entry = four_bytes(archive, trailer + 16);
  for (std::uint32_t left = two_bytes(archive, trailer + 10); left > 0; --left) {
    if (entry + 46 > archive.size() || archive.substr(entry, 4) != "PK\x01\x02") return std::nullopt;
    const std::uint32_t method = two_bytes(archive, entry + 10), crc = four_bytes(archive, entry + 16);
    const std::size_t size = four_bytes(archive, entry + 20), full = four_bytes(archive, entry + 24);
    const std::size_t name_length = two_bytes(archive, entry + 28);
    if (archive.substr(entry + 46, name_length) != name) {
      entry += 46 + name_length + two_bytes(archive, entry + 30) + two_bytes(archive, entry + 32);
      continue;
    }
    const std::size_t local = four_bytes(archive, entry + 42);
    if (local + 30 > archive.size()) return std::nullopt;
    const std::size_t begin = local + 30 + two_bytes(archive, local + 26) + two_bytes(archive, local + 28);
    if (begin > archive.size() || size > archive.size() - begin) return std::nullopt;
    const std::string_view stream = archive.substr(begin, size);
    std::string bytes(method == 0 ? stream : std::string_view{});
    if (method == 8) {
      std::optional<Inflated> inflated = inflate(stream);
      if (!inflated) return std::nullopt;
      bytes = std::move(inflated->bytes);
    } else if (method != 0) {
      return std::nullopt;
    }
    if (bytes.size() != full || crc32(bytes) != crc) return std::nullopt;
    return bytes;
  }
  return std::nullopt;
}

}  // namespace lemmata::checker
