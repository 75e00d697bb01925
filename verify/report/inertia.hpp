#pragma once
/// \file
/// # How an inertia is reported
/// Counts of negative, zero and positive eigenvalues, each a number or a proved range.

#include "numerics/linalg/inertia.hpp"
#include "verify/report/report.hpp"

namespace lemmata::verify {

/// The table and, where a count is a range, the reason; document["inertia"] gets [least, most] of each (interface 4).
void add_inertia(Report& report, Json& document, const Inertia& inertia);

}  // namespace lemmata::verify
