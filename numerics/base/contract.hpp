#pragma once
/// \file
/// # Contracts
/// A broken precondition is a defect of the caller; it is thrown as ContractViolation and caught in
/// `main` and in tests only. Contracts stay on in release builds.

#include <stdexcept>
#include <string>
#include <string_view>

namespace lemmata {

class ContractViolation : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws ContractViolation that names `what` and the call site unless `condition` holds.
/// The call site comes from the compilers' builtins: Clang 14 lacks std::source_location.
inline void expects(bool condition, std::string_view what, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
  if (condition) [[likely]] {
    return;
  }
  throw ContractViolation(std::string(file) + ":" + std::to_string(line) + ": contract violated: " + std::string(what));
}

}  // namespace lemmata
