#include "theory/statement/registry.hpp"

namespace lemmata::theory {

bool matches_glob(std::string_view text, std::string_view pattern) {
  // Greedy with one backtracking point: linear for one star, quadratic at worst.
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::vector<Entry> matching(std::span<const Entry> entries, std::string_view pattern) {
  std::vector<Entry> found;
  for (const Entry& entry : entries) {
    if (matches_glob(entry.id, pattern) || matches_glob(entry.theorem.statement().dossier, pattern)) {
      found.push_back(entry);
    }
  }
  return found;
}

}  // namespace lemmata::theory
