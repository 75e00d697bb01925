#pragma once
// Files written by a test, each in its own folder that goes with the object.

#include "verify/io/read.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace lemmata::verify::io {

class Folder {
 public:
  Folder() {
    static int count = 0;
    // Thousands of small files: in memory where the system offers that.
    const std::filesystem::path memory = "/dev/shm";
    path_ = (std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path()) /
            ("lemmata-io-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] std::string write(const std::string& name, std::string_view content) const {
    std::ofstream file(path(name), std::ios::binary);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

/// The message of a refusal without the folder's name, or "accepted".
template <class T>
std::string refusal(const Expected<T>& result, const std::string& folder = "") {
  if (result) return "accepted";
  std::string text = result.error().message;
  EXPECT_EQ(text.find('\n'), std::string::npos) << "one line: " << text;
  for (std::size_t at = text.find(folder); !folder.empty() && at != std::string::npos; at = text.find(folder)) {
    text.erase(at, folder.size());
  }
  return text;
}

}  // namespace lemmata::verify::io
