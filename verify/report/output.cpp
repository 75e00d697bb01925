#include "verify/report/output.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace lemmata::verify {
namespace {

Failure unwritable(const std::string& path, int error) {
  return Failure{FailureKind::unwritable, path + ": cannot be written: " + std::strerror(error)};
}

/// 0, or the error number of the first write that failed.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

Expected<std::string> write_directly(const std::string& path, std::string_view content) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return unwritable(path, errno);
  const int error = write_all(descriptor, content);
  const int closed = ::close(descriptor) == 0 ? 0 : errno;
  if (error != 0 || closed != 0) return unwritable(path, error != 0 ? error : closed);
  return path;
}

Expected<std::string> write_aside(const std::string& path, std::string_view content, mode_t mode) {
  std::string aside = path + ".XXXXXX";
  const int descriptor = ::mkstemp(aside.data());
  if (descriptor < 0) return unwritable(path, errno);
  int error = write_all(descriptor, content);
  if (error == 0 && ::fchmod(descriptor, mode) != 0) error = errno;
  if (error == 0 && ::fsync(descriptor) != 0) error = errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(aside.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return path;
  ::unlink(aside.c_str());
  return unwritable(path, error);
}

}  // namespace

Expected<std::string> write_output(const std::string& path, std::string_view content) {
  if (path == "-") {
    const int error = write_all(STDOUT_FILENO, content);
    if (error != 0) return unwritable("standard output", error);
    return path;
  }
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return unwritable(path, EISDIR);
    if (!S_ISREG(status.st_mode)) return write_directly(path, content);
    // A link is followed, so that the rename replaces the file and not the link.
    char* const resolved = ::realpath(path.c_str(), nullptr);
    const std::string target = resolved != nullptr ? resolved : path;
    std::free(resolved);
    return write_aside(target, content, status.st_mode & 07777U).transform([&](const std::string&) { return path; });
  }
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return write_aside(path, content, 0666U & ~mask);
}

}  // namespace lemmata::verify
