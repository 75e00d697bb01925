#include "numerics/enclosure/evidence.hpp"

#include <unordered_set>

namespace lemmata {

struct Evidence::Node {
  std::string rule;
  std::string statement;
  std::vector<Evidence> premises;
  std::any payload;

  Node(std::string r, std::string s, std::vector<Evidence> p, std::any data)
      : rule(std::move(r)), statement(std::move(s)), premises(std::move(p)), payload(std::move(data)) {}
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  /// A chain of a million sums must not be released by a million nested destructors: a node that dies while another one
  /// releases its premises on this thread only hands its own over.
  ~Node() {
    thread_local std::vector<Evidence>* pending = nullptr;
    if (pending != nullptr) {
      for (Evidence& premise : premises) pending->push_back(std::move(premise));
      return;
    }
    std::vector<Evidence> mine = std::move(premises);
    pending = &mine;
    while (!mine.empty()) {
      const Evidence last = std::move(mine.back());
      mine.pop_back();
    }
    pending = nullptr;
  }
};

Evidence::Evidence(std::string rule, std::string statement, std::vector<Evidence> premises, std::any payload)
    : node_(std::make_shared<const Node>(std::move(rule), std::move(statement), std::move(premises),
                                         std::move(payload))) {}

const std::string& Evidence::rule() const noexcept { return node_->rule; }
const std::string& Evidence::statement() const noexcept { return node_->statement; }
std::span<const Evidence> Evidence::premises() const noexcept { return node_->premises; }
const std::any& Evidence::any_payload() const noexcept { return node_->payload; }

std::vector<Evidence> topological_order(const Evidence& root) {
  struct Visit {
    Evidence node;
    std::size_t next_premise;
  };
  std::vector<Evidence> order;
  std::vector<Visit> path{{root, 0}};
  std::unordered_set<const void*> seen{&root.rule()};
  while (!path.empty()) {
    const auto premises = path.back().node.premises();
    if (path.back().next_premise == premises.size()) {
      order.push_back(path.back().node);
      path.pop_back();
      continue;
    }
    const Evidence& premise = premises[path.back().next_premise++];
    if (seen.insert(&premise.rule()).second) path.push_back({premise, 0});
  }
  return order;
}

std::vector<std::string> assumptions(const Evidence& root) {
  std::vector<std::string> statements;
  for (const Evidence& step : topological_order(root)) {
    if (step.rule() == "assume") statements.push_back(step.statement());
  }
  return statements;
}

}  // namespace lemmata
