#pragma once
/// \file
/// # --kernel, --activation, --depth, --residual: which kernel `gram` speaks of

#include "theory/model/gram_spectrum.hpp"
#include "verify/report/report.hpp"

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace lemmata::verify::cli {

struct KernelOptions {
  std::string kernel = "relu-infinite";
  std::string activation = "relu";
  std::optional<unsigned> depth;  ///< 1 of relu-infinite, 2 of the others
  std::string residual = "1/2";

  /// The deep kernel that is meant, or nothing for relu-infinite. Fails (usage) on what does not go together.
  [[nodiscard]] Expected<std::optional<theory::DeepKernel>> deep(const std::string& normalize) const;
};

void add_kernel_options(CLI::App& command, KernelOptions& options);

/// What the theorems say of a deep kernel with this spectrum, added to text and document.
void add_deep_implications(Report& report, Json& document, const theory::GramSpectrum& spectrum,
                           const theory::DeepKernel& kernel);

}  // namespace lemmata::verify::cli
