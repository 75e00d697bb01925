#pragma once
/// \file
/// # What `lemmata hessian` says

#include "theory/problem/analysis/classify.hpp"
#include "verify/cli/session.hpp"

namespace lemmata::verify::cli {

/// The problems with their parameters.
[[nodiscard]] Report problem_list(const Session& session);

/// One judged point. Exit status 0 unless undecided.
[[nodiscard]] Report hessian_report(const theory::problem::Problem& problem, const theory::problem::Finding& finding,
                                    const Session& session);

}  // namespace lemmata::verify::cli
