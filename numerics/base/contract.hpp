#pragma once
/// \file
/// # Contracts
/// A broken precondition is a defect of the caller; it is thrown as ContractViolation and caught in
/// `main` and in tests only. Contracts stay on in release builds.

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lemmata {

class ContractViolation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws ContractViolation that names `what` and the call site unless `condition` holds.
inline void expects(bool condition, std::string_view what,
                    std::source_location where = std::source_location::current()) {
  if (condition) return;
  throw ContractViolation(std::string(where.file_name()) + ":" + std::to_string(where.line()) +
                          ": contract violated: " + std::string(what));
}

}  // namespace lemmata
