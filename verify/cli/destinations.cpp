#include "verify/cli/destinations.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 5> writing{"--output", "--certificate", "--plot", "--density", "--junit"};

struct Destination {
  std::string_view option;
  std::string path;
};

/// Whether both name one regular file, or one that does not exist yet.
bool same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  const auto whole = [&](const std::string& path) { return fs::weakly_canonical(fs::absolute(path, error), error); };
  if (!fs::exists(a, error)) return whole(a) == whole(b) && !error;
  return fs::is_regular_file(a, error) && fs::equivalent(a, b, error) && !error;
}

/// The paths that a word may name: itself, what follows a '=', the parts of a list, what stands before a ':'.
std::vector<std::string> paths_in(std::string_view word) {
  std::vector<std::string> paths{std::string(word)};
  const auto add = [&](std::string_view part) { paths.emplace_back(part); };
  if (const std::size_t sign = word.find('='); sign != std::string_view::npos) add(word.substr(sign + 1));
  if (const std::size_t comma = word.find(','); comma != std::string_view::npos) {
    add(word.substr(0, comma));
    add(word.substr(comma + 1));
  }
  if (const std::size_t colon = word.rfind(':'); colon != std::string_view::npos) add(word.substr(0, colon));
  return paths;
}

}  // namespace

std::optional<Failure> overwritten(std::span<const char* const> words) {
  std::vector<Destination> destinations;
  std::vector<std::string> others;
  for (std::size_t k = 0; k < words.size(); ++k) {
    const std::string_view word = words[k];
    const std::size_t sign = word.find('=');
    const std::string_view option = word.substr(0, sign);
    if (std::ranges::find(writing, option) == writing.end()) {
      for (std::string& path : paths_in(word)) others.push_back(std::move(path));
    } else if (sign != std::string_view::npos) {
      destinations.push_back({option, std::string(word.substr(sign + 1))});
    } else if (k + 1 < words.size()) {
      destinations.push_back({option, words[++k]});
    }
  }
  for (std::size_t k = 0; k < destinations.size(); ++k) {
    const std::string_view option = destinations[k].option;
    const std::string& path = destinations[k].path;
    const auto refused = [&](const std::string& why) {
      return Failure{FailureKind::usage, std::string(option) + " " + path + ": " + why};
    };
    if (path.empty()) return refused("an empty file name");
    const auto is_same = [&](const std::string& other) { return !other.empty() && same_file(path, other); };
    if (std::ranges::any_of(others, is_same)) return refused("would write over a file that this command reads");
    for (std::size_t l = 0; l < k; ++l)
      if (destinations[l].path == path ? path != "/dev/null" : is_same(destinations[l].path))
        return refused("is also where " + std::string(destinations[l].option) + " goes");
  }
  return std::nullopt;
}

}  // namespace lemmata::verify::cli
