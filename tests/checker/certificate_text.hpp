#pragma once
/// \file
/// # Certificates for the tests of the checker: small, exact, every kind

#include <string>
#include <vector>

#include "verify/checker/check.hpp"
#include "verify/checker/sha256.hpp"

namespace lemmata::checker {

/// A block whose data digest is computed when it is written out.
struct CertificateText {
  std::string kind;
  std::string data;
  std::string rest;

  [[nodiscard]] std::string text() const {
    return "lemmata certificate 1\nkind " + kind + "\ndata sha256:" + sha256(data) + "\n" + data + rest + "end\n";
  }
};

[[nodiscard]] inline Outcome outcome(const CertificateText& certificate) {
  return check(certificate.text()).back().outcome;
}
[[nodiscard]] inline int status(const std::string& text) { return exit_status(check(text)); }

/// `text` with the first `from` replaced; `from` must occur.
[[nodiscard]] inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

/// The path Laplacian tridiag(-1, 2, -1), n = 3: eigenvalues 2 - sqrt 2, 2, 2 + sqrt 2; over q = 2.
inline const std::string path_matrix = "q 2\na 3\n4\n-2 4\n0 -2 4\n";
inline const std::string exact_data = path_matrix + "d 0\n";
/// The same, every entry uncertain by 1/100 (q = 200).
inline const std::string box_data = "q 200\na 3\n400\n-200 400\n0 -200 400\nd 3\n2\n2 2\n2 2 2\n";

/// lambda_min >= 56/100 by w = round(100 L), L about the factor of A - 0.58 I, c q = 10^4; the best s is 5685.
inline const CertificateText lmin_ge{"lmin_ge", exact_data, "c 5000\ns 5600\nw 3\n1 119\n2 -84 85\n3 0 -118 15\n"};
/// Gershgorin: lambda_min >= -0.04 over the box.
inline const CertificateText lmin_ge_box{"lmin_ge", box_data, "c 1\ns -6\nw 3\n0\n0\n0\n"};
/// v = (5, 7, 5): v^T A v/v.v = 58/99 = 0.5859; u/q = 59/100.
inline const CertificateText lmin_le{"lmin_le", "q 100\na 3\n200\n-100 200\n0 -100 200\nd 0\n", "u 59\nv 3\n5 7 5\n"};
inline const CertificateText lmin_le_box{"lmin_le", box_data, "u 124\nv 3\n5 7 5\n"};
/// lambda_max <= 4 by Gershgorin, >= 3.41 by (5, -7, 5).
inline const CertificateText lmax_le{"lmax_le", exact_data, "c 1\ns -8\nw 3\n0\n0\n0\n"};
inline const CertificateText lmax_ge{"lmax_ge", "q 100\na 3\n200\n-100 200\n0 -100 200\nd 0\n",
                                     "u -341\nv 3\n5 -7 5\n"};
/// diag(-5, 3, 4): at most one eigenvalue below 3.
inline const CertificateText index_one{"index", "q 1\na 3\n-5\n0 3\n0 0 4\nd 0\n",
                                       "c 1\ns 3\nw 3\n0\n0\n0\nV 3 1\n3\n0\n0\n"};

/// Points (2, 1), (1, 3) labelled 1 and (-1, -1) labelled -1, halved: convex hull of y x nearest to 0 at (1, 1)/2,
/// margin sqrt(2)/2.
inline const std::string points = "q 2\nx 3 2\n2 1\n1 3\n-1 -1\ny 3\n1 1 -1\n";
inline const CertificateText svm_hi{"svm_hi", points, "norm l2\nalpha 3\n0 0 1\nS 1\nZ2 2\nhi 7072\nr 10000\n"};
inline const CertificateText svm_lo{"svm_lo", points, "norm l2\nw 2\n1 1\nt 2\nlo 7071\nr 10000\n"};
/// l1: max |z| = 1/2; linf: sum |z| = 1.
inline const CertificateText svm_hi_l1{"svm_hi", points, "norm l1\nalpha 3\n0 0 1\nS 1\nZ 1\nhi 1\nr 2\n"};
inline const CertificateText svm_lo_l1{"svm_lo", points, "norm l1\nw 2\n1 1\nt 2\nlo 1\nr 2\n"};
inline const CertificateText svm_hi_linf{"svm_hi", points, "norm linf\nalpha 3\n0 0 1\nS 1\nZ 2\nhi 1\nr 1\n"};
inline const CertificateText svm_lo_linf{"svm_lo", points, "norm linf\nw 2\n1 1\nt 2\nlo 1\nr 1\n"};

/// x <= 1, y <= 2 entails x + y <= 3; x <= 0, -x <= -1 has no solution.
inline const CertificateText entail{"entail", "q 1\ng 2 2\n1 0\n0 1\nh 2\n1 2\n",
                                    "target_g 2\n2 2\ntarget_h 6\nlam 2\n4 4\nmu 2\n"};
inline const CertificateText infeasible{"entail", "q 1\ng 2 1\n1\n-1\nh 2\n0 -1\n",
                                        "target_g 1\n0\ntarget_h -1\nlam 2\n1 1\nmu 1\n"};

inline const CertificateText null_zero{"gram_null", "q 3\nx 2 2\n1 2\n0 0\n", "kernel relu-infinite\nzero 1\n"};
inline const CertificateText null_parallel{"gram_null", "q 3\nx 3 2\n2 4\n1 1\n3 6\n",
                                           "kernel relu-infinite\nparallel 0 2 2 3\n"};
/// Lines (1, 0), (3, 4), (-7, 24) and their negatives, one of them scaled: 3 (-7, 24) - 18 (3, 4) + 75 (1, 0) = 0.
inline const CertificateText null_antipodal{"gram_null", "q 5\nx 6 2\n1 0\n-2 0\n3 4\n-3 -4\n-7 24\n7 -24\n",
                                            "kernel relu-infinite\nantipodal 3\n0 1 2 1 75\n2 3 1 1 -18\n4 5 1 1 3\n"};

/// Rows (1, 0), (3, 4), (-5, 1): lambda_min(H) = 0.2837...; angles, norms and pi to 2^-40.
inline const CertificateText gram_relu{
    "gram_relu", "x 3 2\n1 0\n3 4\n-5 1\nkernel relu-infinite\nnormalize unit\n",
    "M 1099511627776\nK 6\nP 3454217652357\nN 3\n1099511627776 5497558138880 5606431245451\nt 3\n1019571874573\n"
    "217038713325 1236610587899\nq 1000\na 3\n500\n211 500\n-31 -77 500\nd 3\n0\n1 0\n1 1 0\nc 1000\n"
    "s 279097\nw 3\n1 467\n2 452 119\n3 -66 -395 241\n"};

inline const std::vector<CertificateText> accepted_certificates = {
    lmin_ge,    lmin_ge_box, lmin_le,       lmin_le_box,    lmax_le,     lmax_ge,     index_one,
    svm_hi,     svm_lo,      svm_hi_l1,     svm_lo_l1,      svm_hi_linf, svm_lo_linf, entail,
    infeasible, null_zero,   null_parallel, null_antipodal, gram_relu};

}  // namespace lemmata::checker
