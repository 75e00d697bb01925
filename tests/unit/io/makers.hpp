#pragma once
// Writers of the binary formats, for tests only: each makes the bytes of a file from what should be read back.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <zip.h>
#include <zlib.h>

namespace lemmata::verify::io {

/// The `size` low bytes of `bits`.
inline std::string bytes_of(std::uint64_t bits, std::size_t size, bool big_endian) {
  std::string text;
  for (std::size_t k = 0; k < size; ++k) {
    text += static_cast<char>(bits >> (8 * (big_endian ? size - 1 - k : k)) & 0xff);
  }
  return text;
}

inline std::string bytes_of(double value, bool big_endian = false) {
  return bytes_of(std::bit_cast<std::uint64_t>(value), 8, big_endian);
}

inline std::string doubles(const std::vector<double>& values, bool big_endian = false) {
  std::string text;
  for (const double value : values) text += bytes_of(value, big_endian);
  return text;
}

inline std::string npy(std::string_view descr, std::string_view shape, std::string_view data, bool fortran = false,
                       char version = 1) {
  std::string header =
      fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}", descr, fortran ? "True" : "False", shape);
  header += std::string((64 - (header.size() + 11) % 64) % 64, ' ') + "\n";
  std::string text = "\x93NUMPY";
  text += version;
  text += '\0';
  text += bytes_of(header.size(), version == 1 ? 2 : 4, false);
  return text + header + std::string(data);
}

inline std::string idx(unsigned type, const std::vector<std::uint32_t>& shape, std::string_view data) {
  std::string text{'\0', '\0', static_cast<char>(type), static_cast<char>(shape.size())};
  for (const std::uint32_t size : shape) text += bytes_of(size, 4, true);
  return text + std::string(data);
}

inline std::string gzip(std::string_view content) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::runtime_error("zlib");
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("zlib");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// A ZIP archive at `path`; `deflated` or stored.
inline void write_zip(const std::string& path, const std::vector<std::pair<std::string, std::string>>& members,
                      bool deflated = true) {
  int error = 0;
  zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr) throw std::runtime_error("libzip");
  for (const auto& [name, content] : members) {
    zip_source_t* const source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_OVERWRITE);
    if (index < 0) throw std::runtime_error("libzip");
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  if (zip_close(archive) != 0) throw std::runtime_error("libzip");
}

}  // namespace lemmata::verify::io
