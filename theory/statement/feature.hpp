#pragma once
/// \file
/// # Feature and Curve: what a report may draw
/// Approximate numbers for pictures. No verdict ever depends on one.

#include <string>
#include <vector>

namespace lemmata::theory {

/// A number that an instance has: "width m", "lambda_min". Reports draw slack, and the share of instances on which the
/// hypotheses hold, against it.
struct Feature {
  std::string name;
  double approximate_value = 0;
};

/// What a claim allows and what was found, along an axis: a bound on the residual and the residual, step by step.
/// The three vectors have one length; reports draw both as lines.
struct Curve {
  std::string across;  ///< what the axis counts: "step k"
  std::string up;      ///< what is compared: "|e_k| / |e_0|"
  std::vector<double> at;
  std::vector<double> approximate_allowed;
  std::vector<double> approximate_found;
};

}  // namespace lemmata::theory
