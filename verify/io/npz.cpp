#include "verify/io/npz.hpp"

#include "verify/io/message.hpp"
#include "verify/io/source.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace lemmata::verify::io {
namespace {

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Member = std::unique_ptr<zip_file_t, Discard>;

std::string text_of(zip_error_t& error) {
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

Expected<Archive> open(std::string_view path, std::string_view content) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(content.data(), content.size(), 0, &error);
  if (source == nullptr) return malformed(path, {}, fmt::format("not a ZIP archive: {}", text_of(error)));
  Archive archive(zip_open_from_source(source, ZIP_RDONLY, &error));
  if (!archive) {
    zip_source_free(source);
    return malformed(path, {}, fmt::format("damaged or truncated ZIP archive: {}", text_of(error)));
  }
  zip_error_fini(&error);
  return archive;
}

/// The name of an array: that of its member, without `.npy`.
std::string array_name(const char* member) {
  std::string name = member == nullptr ? "" : member;
  constexpr std::string_view extension = ".npy";
  if (name.size() > extension.size() && name.ends_with(extension)) name.resize(name.size() - extension.size());
  return name;
}

std::string all_names(zip_t* archive) {
  std::string names;
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  for (zip_int64_t k = 0; k < count && k < 20; ++k) {
    const std::string name = array_name(zip_get_name(archive, static_cast<zip_uint64_t>(k), ZIP_FL_ENC_RAW));
    names += fmt::format("{}{}", k == 0 ? "" : ", ", printable(name));
  }
  return count > 20 ? names + ", ..." : names;
}

}  // namespace

Expected<std::vector<std::string>> npz_names(std::string_view path, std::string_view content) {
  const Expected<Archive> archive = open(path, content);
  if (!archive) return archive.error();
  std::vector<std::string> names;
  const zip_int64_t count = zip_get_num_entries(archive->get(), 0);
  for (zip_int64_t k = 0; k < count; ++k) {
    names.push_back(array_name(zip_get_name(archive->get(), static_cast<zip_uint64_t>(k), ZIP_FL_ENC_RAW)));
  }
  return names;
}

Expected<std::string> npz_member(std::string_view path, std::string_view content, std::string_view name) {
  const Expected<Archive> archive = open(path, content);
  if (!archive) return archive.error();
  std::optional<zip_uint64_t> index;
  const zip_int64_t count = zip_get_num_entries(archive->get(), 0);
  for (zip_int64_t k = 0; k < count; ++k) {
    const auto at = static_cast<zip_uint64_t>(k);
    if (array_name(zip_get_name(archive->get(), at, ZIP_FL_ENC_RAW)) != name) continue;
    if (index) return malformed(path, {}, "several arrays of one name", name);
    index = at;
  }
  if (!index) {
    return Failure{FailureKind::usage, fmt::format("{}: no array \"{}\"; it holds: {}", printable(path, 200),
                                                   printable(name), all_names(archive->get()))};
  }
  zip_stat_t status;
  zip_stat_init(&status);
  constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
  if (zip_stat_index(archive->get(), *index, 0, &status) != 0 || (status.valid & needed) != needed) {
    return malformed(path, {}, "damaged ZIP archive: no size for the array", name);
  }
  if (status.encryption_method != ZIP_EM_NONE) return malformed(path, {}, "encrypted array", name);
  const auto size = static_cast<std::size_t>(status.size);
  if (constexpr ExpansionLimit limit; !limit.allows(size, content.size())) {
    return malformed(
        path, {}, fmt::format("array expands to more than {} times its size; decompress it first", limit.ratio), name);
  }
  const Member member(zip_fopen_index(archive->get(), *index, 0));
  if (!member) return malformed(path, {}, fmt::format("array cannot be read: {}", zip_strerror(archive->get())), name);
  // The claimed size is believed only as far as bytes really come.
  std::string bytes;
  std::size_t used = 0;
  while (true) {
    if (used == bytes.size()) {
      if (used > size) return malformed(path, {}, "array is longer than the archive says", name);
      bytes.resize(std::min(size + 1, std::max(used * 2, std::size_t{1} << 16)));
    }
    const zip_int64_t got = zip_fread(member.get(), bytes.data() + used, bytes.size() - used);
    if (got < 0) {
      zip_error_t* const error = zip_file_get_error(member.get());
      return malformed(path, {}, fmt::format("damaged array: {}", zip_error_strerror(error)), name);
    }
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  if (used != size) return malformed(path, {}, "array is shorter than the archive says", name);
  bytes.resize(used);
  return bytes;
}

}  // namespace lemmata::verify::io
