#include "verify/engine/search.hpp"

#include "numerics/base/random.hpp"

#include <algorithm>
#include <string>

namespace lemmata::verify {
namespace {

using theory::AnyInstance;
using theory::Entry;

// What is minimised; slacks of different kinds are not compared.
struct Objective {
  Real slack;
  bool absolute = false;
};

std::optional<Objective> evaluate(const Entry& entry, const AnyInstance& instance, std::size_t claim,
                                  const Policy& policy) {
  const std::vector<theory::Hypothesis> hypotheses = entry.theorem.hypotheses(instance, policy.lowest);
  if (all_hold(hypotheses) != Truth::yes) return std::nullopt;
  const std::vector<theory::Claim> claims = entry.theorem.conclude(instance, policy.lowest);
  const theory::Slack slack = theory::slack(claims.at(claim));
  return Objective{slack.value.sup(), slack.absolute};
}

// A stream of words that is consumed in order.
class Words {
 public:
  explicit Words(RandomStream stream) : stream_(stream) {}
  std::uint64_t below(std::size_t count) { return uniform_below(stream_.at(index_++), count); }
  std::size_t place(const Choices& choices) { return static_cast<std::size_t>(below(choices.size())); }

 private:
  RandomStream stream_;
  std::uint64_t index_ = 0;
};

constexpr std::uint64_t extreme = std::uint64_t{1} << 62;  // clamped to what the range allows

void change(Choices& choices, Words& words) {
  const std::size_t i = words.place(choices);
  const std::size_t j = words.place(choices);
  switch (words.below(8)) {
    case 0:
      choices[i] = choices[j];
      break;
    case 1: {  // a block repeated, one choice of it nudged
      const std::size_t most = choices.size() - std::max(i, j);
      const auto length = static_cast<std::size_t>(1 + words.below(std::min<std::size_t>(most, 12)));
      for (std::size_t k = 0; k < length; ++k) choices[i + k] = choices[j + k];
      const auto nudged = i + static_cast<std::size_t>(words.below(length));
      if (words.below(2) == 0 || choices[nudged] == 0) {
        ++choices[nudged];
      } else {
        --choices[nudged];
      }
      break;
    }
    case 2:
      choices[i] = 0;
      break;
    case 3:
      choices[i] = extreme;
      break;
    case 4:
      choices[i] += std::uint64_t{1} << words.below(24);
      break;
    case 5:
      choices[i] -= std::min(choices[i], std::uint64_t{1} << words.below(24));
      break;
    case 6:
      choices[i] = words.below(std::size_t{1} << words.below(44));
      break;
    default:
      choices[i] /= 2;
  }
}

Generated changed(const Entry& entry, const Generated& best, Words& words) {
  Choices choices = best.choices;
  for (std::uint64_t changes = 1 + words.below(3); changes > 0; --changes) change(choices, words);
  return replay_choices(entry.theorem, choices, best.size);
}

}  // namespace

SearchOutcome search_worst(const Entry& entry, std::size_t claim, std::uint64_t seed, std::uint64_t start,
                           std::size_t evaluations, const Policy& policy, const std::function<bool()>& stop) {
  const std::string tag = "search " + entry.theorem.statement().claims.at(claim).name;
  const std::size_t fresh = std::min<std::size_t>(evaluations, 4 + evaluations / 8);
  Words words(RandomStream(seed, random_tag(entry.id + "#" + tag), start));
  SearchOutcome outcome;
  std::optional<Generated> best;
  Objective least;
  while (outcome.evaluations < evaluations && !(stop && stop())) {
    const std::size_t k = outcome.evaluations++;
    const Generated candidate = k >= fresh && best && !best->choices.empty()
                                    ? changed(entry, *best, words)
                                    : generate_tagged(entry, tag, seed, start * evaluations + k);
    const std::optional<Objective> objective = evaluate(entry, candidate.instance, claim, policy);
    if (!objective || (best && (objective->absolute != least.absolute || !(objective->slack < least.slack)))) continue;
    least = *objective;
    best = candidate;
  }
  if (best) outcome.found = Found{*best, decide(entry.theorem, best->instance, policy)};
  return outcome;
}

}  // namespace lemmata::verify
