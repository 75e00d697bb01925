#pragma once
/// \file
/// # Evidence: why a number lies where it is said to lie
/// A node names a rule, says in words what follows, and points to the premises it follows from. Nodes are immutable and
/// shared, so evidence is an acyclic graph by construction: premises exist before what rests on them. A payload holds
/// the exact data a certificate needs (a witness, a matrix, an interval).

#include <any>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lemmata {

class Evidence {
 public:
  /// The rule `rule` yields `statement` from `premises`.
  explicit Evidence(std::string rule, std::string statement = {}, std::vector<Evidence> premises = {},
                    std::any payload = {});

  /// Something taken for granted; every report prints it.
  [[nodiscard]] static Evidence assume(std::string statement) { return Evidence("assume", std::move(statement)); }

  [[nodiscard]] const std::string& rule() const noexcept;
  [[nodiscard]] const std::string& statement() const noexcept;
  [[nodiscard]] std::span<const Evidence> premises() const noexcept;

  /// The payload when it is a P, otherwise null; lives as long as this evidence.
  template <class P>
  [[nodiscard]] const P* payload() const noexcept {
    return std::any_cast<P>(&any_payload());
  }

  /// Equality is identity of the node.
  friend bool operator==(const Evidence&, const Evidence&) = default;

 private:
  struct Node;
  [[nodiscard]] const std::any& any_payload() const noexcept;
  std::shared_ptr<const Node> node_;
};

/// Every node that `root` rests on, once, premises before conclusions, root last. Linear, without recursion.
[[nodiscard]] std::vector<Evidence> topological_order(const Evidence& root);

/// The statements of all `assume` nodes under `root`, in topological order, each node once.
[[nodiscard]] std::vector<std::string> assumptions(const Evidence& root);

}  // namespace lemmata
