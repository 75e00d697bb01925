#include "verify/io/source.hpp"

#include "verify/io/message.hpp"
#include "verify/io/sha256.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace lemmata::verify::io {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ > STDIN_FILENO) ::close(value_);
  }
  [[nodiscard]] int get() const noexcept { return value_; }

 private:
  int value_;
};

Failure unreadable(const std::string& path, std::string_view why) {
  return {FailureKind::unreadable, fmt::format("{}: {}", printable(path, 200), why)};
}

std::string reason(int error) { return std::strerror(error); }  // NOLINT(concurrency-mt-unsafe)

/// All bytes of a descriptor; a regular file's size only helps to allocate.
Expected<std::string> slurp(const std::string& path, int descriptor, std::size_t expected_size) {
  constexpr std::size_t step = std::size_t{1} << 16;
  std::string bytes;
  std::size_t used = 0;
  bytes.resize(expected_size + 1);
  while (true) {
    if (used == bytes.size()) bytes.resize(std::max(used + step, used + used / 2));
    const ssize_t count = ::read(descriptor, bytes.data() + used, std::min(bytes.size() - used, std::size_t{1} << 30));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(path, fmt::format("cannot be read: {}", reason(errno)));
    if (count == 0) break;
    used += static_cast<std::size_t>(count);
  }
  bytes.resize(used);
  return bytes;
}

Expected<std::string> read_bytes(const std::string& path) {
  const Descriptor file(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return unreadable(path, fmt::format("cannot be opened: {}", reason(errno)));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return unreadable(path, fmt::format("cannot be read: {}", reason(errno)));
  if (S_ISDIR(status.st_mode)) return unreadable(path, "is a directory");
  if (S_ISBLK(status.st_mode)) return unreadable(path, "is a device");
  if (S_ISCHR(status.st_mode) && ::isatty(file.get()) == 0) {
    // An endless device would fill the memory; /dev/null reads as empty.
    char first = 0;
    if (::read(file.get(), &first, 1) > 0) return unreadable(path, "is a device");
    return std::string{};
  }
  return slurp(path, file.get(), S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0);
}

bool is_gzip(std::string_view bytes) noexcept { return bytes.size() >= 2 && bytes.substr(0, 2) == "\x1f\x8b"; }

/// The content of concatenated gzip members (RFC 1952); zero padding behind the last one is ignored.
Expected<std::string> gunzip(const std::string& path, std::string_view stored, const ExpansionLimit& limit) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return unreadable(path, "zlib cannot start");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, inflateEnd);
  std::string content;
  std::size_t used = 0;
  std::size_t taken = 0;
  int state = Z_OK;
  while (true) {
    if (stream.avail_in == 0 && taken < stored.size()) {
      const std::size_t piece = std::min(stored.size() - taken, std::size_t{1} << 30);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(stored.data() + taken));  // zlib does not write
      stream.avail_in = static_cast<uInt>(piece);
      taken += piece;
    }
    if (used == content.size()) content.resize(std::max(used + (std::size_t{1} << 16), used + used / 2));
    const std::size_t room = std::min(content.size() - used, std::size_t{1} << 30);
    stream.next_out = reinterpret_cast<Bytef*>(content.data() + used);
    stream.avail_out = static_cast<uInt>(room);
    state = inflate(&stream, Z_NO_FLUSH);
    used += room - stream.avail_out;
    if (!limit.allows(used, stored.size())) {
      return malformed(path, {},
                       fmt::format("gzip expands to more than {} times its size; decompress it first", limit.ratio));
    }
    if (state == Z_STREAM_END) {
      const std::string_view rest = stored.substr(taken - stream.avail_in);
      if (rest.find_first_not_of('\0') == std::string_view::npos) break;
      if (!is_gzip(rest)) return malformed(path, {}, "bytes that are not gzip follow the compressed data");
      if (inflateReset(&stream) != Z_OK) return unreadable(path, "zlib cannot start");
    } else if (state == Z_BUF_ERROR && stream.avail_in == 0 && taken == stored.size()) {
      return malformed(path, {}, "truncated gzip");
    } else if (state != Z_OK && state != Z_BUF_ERROR) {
      return malformed(path, {}, fmt::format("damaged gzip: {}", stream.msg != nullptr ? stream.msg : "bad data"));
    }
  }
  content.resize(used);
  return content;
}

}  // namespace

Expected<Source> load(const std::string& path, const ExpansionLimit& limit) {
  Expected<std::string> stored = read_bytes(path);
  if (!stored) return stored.error();
  if (stored->empty()) return malformed(path, {}, "empty file");
  Source source{path, sha256(*stored), {}};
  if (!is_gzip(*stored)) {
    source.content = std::move(stored).value();
    return source;
  }
  Expected<std::string> content = gunzip(path, *stored, limit);
  if (!content) return content.error();
  if (content->empty()) return malformed(path, {}, "empty file inside gzip");
  source.content = std::move(content).value();
  return source;
}

bool is_file(const std::string& path) {
  struct stat status {};
  return path == "-" || (::stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode));
}

}  // namespace lemmata::verify::io
