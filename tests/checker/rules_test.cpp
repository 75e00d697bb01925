/// \file
/// # Every exact kind: accepted examples, and every sabotage that must be rejected (exit status 1)

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/checker/certificate_text.hpp"
#include "verify/checker/check.hpp"

namespace lemmata::checker {
namespace {

TEST(Rules, AcceptsEveryKind) {
  for (const CertificateText& certificate : accepted_certificates) {
    const Result result = check(certificate.text()).back();
    EXPECT_EQ(result.outcome, Outcome::accepted) << certificate.text() << result.reason;
    EXPECT_FALSE(result.statement.empty());
    EXPECT_EQ(result.data_digest, sha256(certificate.data));
  }
}

TEST(Rules, SaysExactlyWhatIsProved) {
  EXPECT_EQ(check(lmin_ge.text()).back().statement,
            "the symmetric 3 x 3 matrix of these data has lambda_min >= 14/25, so lambda_min >= 0.56");
  EXPECT_EQ(check(lmin_le_box.text()).back().statement,
            "every symmetric 3 x 3 matrix in the box of these data has lambda_min <= 31/50, so lambda_min <= 0.62");
  EXPECT_EQ(check(lmax_le.text()).back().statement, "the symmetric 3 x 3 matrix of these data has lambda_max <= 4");
  EXPECT_EQ(check(infeasible.text()).back().statement,
            "the system of these 2 inequalities g_k.x <= h_k in dimension 1 has no solution");
}

TEST(Rules, StatesAssumptions) {
  EXPECT_TRUE(check(lmin_ge.text()).back().assumptions.empty());
  EXPECT_EQ(check(lmin_ge_box.text()).back().assumptions.size(), 1u);
  const std::string digest = sha256("some file");
  const std::string text = replaced(lmin_ge_box.text(), "data sha256", "input sha256:" + digest + "\ndata sha256");
  const Result result = check(text).back();
  ASSERT_EQ(result.outcome, Outcome::accepted);
  EXPECT_EQ(result.input_digest, digest);
  EXPECT_EQ(result.assumptions.front(), "the matrix of the data with sha256 " + digest + " lies in this box");
  EXPECT_NE(check(null_zero.text()).back().assumptions.front().find("nullity theorem"), std::string::npos);
}

TEST(Rules, RoundsDecimalsSoThatTheyStayTrue) {
  CertificateText third{"lmin_ge", "q 3\na 1\n1\nd 0\n", "c 1\ns 1\nw 1\n0\n"};
  EXPECT_NE(check(third.text()).back().statement.find(">= 1/3, so lambda_min >= 0.33333333333333333333"),
            std::string::npos);
  CertificateText upper{"lmin_le", "q 3\na 1\n2\nd 0\n", "u 2\nv 1\n1\n"};
  EXPECT_NE(check(upper.text()).back().statement.find("<= 2/3, so lambda_min <= 0.66666666666666666667"),
            std::string::npos);
  CertificateText negative{"lmin_ge", "q 3\na 1\n-2\nd 0\n", "c 1\ns -2\nw 1\n0\n"};
  EXPECT_NE(check(negative.text()).back().statement.find(">= -0.66666666666666666667"), std::string::npos);
}

struct Sabotage {
  std::string name;
  CertificateText certificate;
};

CertificateText in_rest(CertificateText c, const std::string& from, const std::string& to) {
  c.rest = replaced(c.rest, from, to);
  return c;
}
CertificateText in_data(CertificateText c, const std::string& from, const std::string& to) {
  c.data = replaced(c.data, from, to);
  return c;
}

TEST(Rules, RejectsSabotage) {
  // With the column of ones the points (0, 1), (1, 1) labelled -1, 1 are separable, without it they are not.
  const CertificateText biased{"svm_lo", "q 1\nx 2 2\n0 1\n2 1\ny 2\n-1 1\n", "norm l2\nw 2\n1 -1\nt 1\nlo 7\nr 10\n"};
  ASSERT_EQ(outcome(biased), Outcome::accepted);
  const std::vector<Sabotage> cases = {
      {"c zero", in_rest(lmin_ge, "c 5000", "c 0")},
      {"c negative", in_rest(lmin_ge, "c 5000", "c -5000")},
      {"2 c", in_rest(lmin_ge_box, "c 1", "c 2")},
      {"q zero", in_data(lmin_ge, "q 2", "q 0")},
      {"q negative", in_data(lmin_ge, "q 2", "q -2")},
      {"a diagonal entry down", in_data(lmin_ge, "a 3\n4\n", "a 3\n3\n")},
      {"an entry moved", in_data(lmin_ge, "-2 4\n0", "-3 4\n0")},
      {"an entry moved the other way", in_data(lmin_ge, "-2 4\n0", "-1 4\n0")},
      {"a sign in w", in_rest(lmin_ge, "2 -84 85", "2 84 85")},
      {"index without V", in_rest(index_one, "V 3 1\n3\n0\n0\n", "V 3 0\n")},
      {"index with V cut", in_rest(index_one, "1\n3\n0", "1\n0\n0")},
      {"negative radius", in_data(lmin_ge_box, "d 3\n2\n", "d 3\n-2\n")},
      {"negative radius off the diagonal", in_data(lmin_le_box, "2\n2 2\n2", "2\n-2 2\n2")},
      {"radius up", in_data(lmin_ge_box, "d 3\n2\n2 2\n", "d 3\n2\n2 9\n")},
      {"u - 1", in_rest(lmin_le, "u 59", "u 58")},
      {"u - 1 in a box", in_rest(lmin_le_box, "u 124", "u 123")},
      {"v zero", in_rest(lmin_le, "5 7 5", "0 0 0")},
      {"n zero", {"lmin_ge", "q 1\na 0\nd 0\n", "c 1\ns 1\nw 0\n"}},
      {"n zero, by a vector", {"lmin_le", "q 1\na 0\nd 0\n", "u -1\nv 0\n"}},
      {"s too large for lambda_max", in_rest(lmax_le, "s -8", "s -7")},
      {"u too small for lambda_max", in_rest(lmax_ge, "u -341", "u -342")},
      {"lambda_min as lambda_max", {"lmax_le", lmin_ge.data, lmin_ge.rest}},
      {"alpha negative", in_rest(svm_hi, "0 0 1", "0 -1 2")},
      {"S + 1", in_rest(svm_hi, "S 1", "S 2")},
      {"S zero", in_rest(svm_hi, "S 1", "S 0")},
      {"Z2 - 1", in_rest(svm_hi, "Z2 2", "Z2 1")},
      {"hi lowered", in_rest(svm_hi, "hi 7072", "hi 7071")},
      {"hi lowered, l1", in_rest(svm_hi_l1, "r 2", "r 3")},
      {"hi lowered, linf", in_rest(svm_hi_linf, "r 1", "r 2")},
      {"Z - 1, linf", in_rest(svm_hi_linf, "Z 2", "Z 1")},
      {"hi and r negative", in_rest(svm_hi, "hi 7072\nr 10000", "hi -7072\nr -10000")},
      {"r negative", in_rest(svm_hi, "r 10000", "r -10000")},
      {"hi negative", in_rest(svm_hi, "hi 7072", "hi -7072")},
      {"r zero", in_rest(svm_hi, "r 10000", "r 0")},
      {"label 2", in_data(svm_hi, "1 1 -1", "1 1 -2")},
      {"label 0", in_data(svm_lo, "1 1 -1", "1 1 0")},
      {"a label turned", in_data(svm_lo, "1 1 -1", "1 -1 -1")},
      {"lo raised", in_rest(svm_lo, "lo 7071", "lo 7072")},
      {"lo raised, l1", in_rest(svm_lo_l1, "lo 1", "lo 2")},
      {"lo raised, linf", in_rest(svm_lo_linf, "lo 1", "lo 2")},
      {"lo negative", in_rest(svm_lo, "lo 7071", "lo -7071")},
      {"t + 1", in_rest(svm_lo, "t 2", "t 3")},
      {"t zero", in_rest(svm_lo, "t 2", "t 0")},
      {"w zero", in_rest(svm_lo, "1 1\nt 2", "0 0\nt 0")},
      {"w zero, positive t", in_rest(svm_lo, "1 1\nt", "0 0\nt")},
      {"no points", {"svm_lo", "q 1\nx 0 2\ny 0\n", "norm l2\nw 2\n1 1\nt 1\nlo 1\nr 1\n"}},
      {"no points above", {"svm_hi", "q 1\nx 0 2\ny 0\n", "norm l2\nalpha 0\nS 1\nZ2 0\nhi 0\nr 1\n"}},
      {"no coordinates", {"svm_hi", "q 1\nx 1 0\ny 1\n1\n", "norm l2\nalpha 1\n1\nS 1\nZ2 0\nhi 0\nr 1\n"}},
      {"the column of ones removed", {"svm_lo", "q 1\nx 2 1\n0\n2\ny 2\n-1 1\n", "norm l2\nw 1\n1\nt 1\nlo 7\nr 10\n"}},
      {"the column of ones zero", in_data(biased, "0 1\n2 1", "0 0\n2 0")},
      {"lam negative", in_rest(entail, "4 4", "4 -4")},
      {"mu zero", {"entail", entail.data, "target_g 2\n0 0\ntarget_h -1\nlam 2\n0 0\nmu 0\n"}},
      {"mu negative", in_rest(infeasible, "mu 1", "mu -1")},
      {"target moved", in_rest(entail, "target_g 2\n2 2", "target_g 2\n2 3")},
      {"target_h lowered", in_rest(entail, "target_h 6", "target_h 5")},
      {"not infeasible", in_data(infeasible, "0 -1", "0 0")},
      {"row not zero", in_rest(null_zero, "zero 1", "zero 0")},
      {"row out of range", in_rest(null_zero, "zero 1", "zero 2")},
      {"a row with itself", in_rest(null_parallel, "0 2 2 3", "0 0 1 1")},
      {"wrong ratio", in_rest(null_parallel, "2 3", "3 2")},
      {"negative ratio", in_rest(null_parallel, "2 3", "-2 -3")},
      {"parallel to a zero row", {"gram_null", null_zero.data, "kernel relu-infinite\nparallel 1 1 1 1\n"}},
      {"antipodal is not parallel", {"gram_null", "q 1\nx 2 1\n1\n-1\n", "kernel relu-infinite\nparallel 0 1 -1 1\n"}},
      {"one coefficient", in_rest(null_antipodal, " 75\n", " 74\n")},
      {"all coefficients zero", {"gram_null", "q 1\nx 2 1\n1\n-1\n", "kernel relu-infinite\nantipodal 1\n0 1 1 1 0\n"}},
      {"one pair alone", {"gram_null", "q 1\nx 2 1\n1\n-1\n", "kernel relu-infinite\nantipodal 1\n0 1 1 1 1\n"}},
      {"a pair twice",
       {"gram_null", "q 1\nx 2 1\n1\n-1\n", "kernel relu-infinite\nantipodal 2\n0 1 1 1 1\n0 1 1 1 -1\n"}},
      {"a pair and its mirror",
       {"gram_null", "q 1\nx 2 1\n1\n-1\n", "kernel relu-infinite\nantipodal 2\n0 1 1 1 1\n1 0 1 1 1\n"}},
      {"zero rows as a pair", {"gram_null", "q 1\nx 2 1\n0\n0\n", "kernel relu-infinite\nantipodal 1\n0 1 1 1 1\n"}},
      {"equal rows as a pair",
       {"gram_null", "q 1\nx 4 1\n1\n1\n2\n2\n", "kernel relu-infinite\nantipodal 2\n0 1 1 1 2\n2 3 1 1 -1\n"}},
      {"no pair", {"gram_null", "q 1\nx 2 1\n1\n-1\n", "kernel relu-infinite\nantipodal 0\n"}},
  };
  for (const Sabotage& sabotage : cases) {
    const Result result = check(sabotage.certificate.text()).back();
    EXPECT_EQ(result.outcome, Outcome::rejected) << sabotage.name << "\n"
                                                 << sabotage.certificate.text() << result.reason;
    EXPECT_FALSE(result.reason.empty()) << sabotage.name;
  }
}

TEST(Rules, RejectsEveryBoundBeyondTheBestOfItsWitness) {
  const Rows a = {{4}, {-2, 4}, {0, -2, 4}};
  const Rows w = {{119}, {-84, 85}, {0, -118, 15}};
  const Integer best = best_s(a, {}, 5000, w);
  EXPECT_EQ(best, 5685);
  EXPECT_EQ(outcome(in_rest(lmin_ge, "s 5600", "s " + best.str())), Outcome::accepted);
  EXPECT_EQ(outcome(in_rest(lmin_ge, "s 5600", "s " + Integer(best + 1).str())), Outcome::rejected);
  const Rows hundred = {{200}, {-100, 200}, {0, -100, 200}};
  EXPECT_EQ(best_u(hundred, {}, {5, 7, 5}), 59);
  const Rows radii = {{2}, {2, 2}, {2, 2, 2}};
  const Rows box = {{400}, {-200, 400}, {0, -200, 400}};
  const Integer best_box = best_u(box, radii, {5, 7, 5});
  EXPECT_EQ(outcome(in_rest(lmin_le_box, "u 124", "u " + best_box.str())), Outcome::accepted);
  EXPECT_EQ(outcome(in_rest(lmin_le_box, "u 124", "u " + Integer(best_box - 1).str())), Outcome::rejected);
}

TEST(Rules, RejectsAnyOtherDigest) {
  for (const CertificateText& certificate : accepted_certificates) {
    const std::string digest = sha256(certificate.data);
    const std::string other = (digest.front() == '0' ? "1" : "0") + digest.substr(1);
    EXPECT_EQ(status(replaced(certificate.text(), digest, other)), 1);
    // data changed, digest kept
    EXPECT_EQ(status(replaced(certificate.text(), "\nq ", "\nq 1")), 1);
  }
}

TEST(Rules, TheSumsAgreeInAllThreeArithmetics) {
  // Scaling the witness by a power of two moves the same numbers through 128 bits, 256 bits and big integers.
  const Rows a = {{7}, {-3, 9}, {2, -4, 8}, {1, 0, -2, 6}};
  const Rows d = {{1}, {0, 2}, {1, 1, 0}, {2, 0, 1, 1}};
  const Rows w = {{5}, {-2, 6}, {1, -3, 5}, {0, 1, -1, 4}};
  const Rows v = {{1, 2}, {-1, 3}, {0, 1}, {2, 2}};
  const Row small = row_sums(a, d, 3, w, v);
  for (const unsigned shift : {20u, 40u, 60u, 62u, 90u, 124u, 126u, 130u, 300u}) {
    const Integer factor = Integer(1) << shift;
    const auto times = [](Rows rows, const Integer& f) {
      for (Row& row : rows) {
        for (Integer& x : row) x *= f;
      }
      return rows;
    };
    const Row large = row_sums(a, d, 3 * factor * factor, times(w, factor), times(v, factor));
    for (std::size_t i = 0; i < small.size(); ++i) EXPECT_EQ(large[i], small[i] * factor * factor) << shift;
  }
}

TEST(Rules, SeveralBlocksAndTheWorstAnswerCounts) {
  EXPECT_EQ(status(lmin_ge.text() + lmin_le.text() + svm_hi.text()), 0);
  EXPECT_EQ(check(lmin_ge.text() + lmin_le.text()).size(), 2u);
  EXPECT_EQ(status(lmin_ge.text() + in_rest(lmin_le, "u 59", "u 58").text() + svm_hi.text()), 1);
  EXPECT_EQ(status(in_rest(lmin_le, "u 59", "u 58").text() + "rest\n"), 2);
}

}  // namespace
}  // namespace lemmata::checker
