/// \file
/// # What is not in the format: exit status 2, no crash, no allocation by a count in the text

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/checker/certificate_text.hpp"
#include "verify/checker/check.hpp"

namespace lemmata::checker {
namespace {

TEST(Malformed, EveryTruncation) {
  for (const CertificateText& certificate : accepted_certificates) {
    const std::string text = certificate.text();
    for (std::size_t length = 0; length < text.size(); ++length) {
      ASSERT_EQ(status(text.substr(0, length)), 2) << text.substr(0, length);
    }
  }
}

TEST(Malformed, TrailingText) {
  for (const std::string tail :
       {"x", "\n", " \n", "end\n", "lemmata certificate 1\n", "# comment\n", "lemmata certificate 2\n"}) {
    EXPECT_EQ(status(lmin_ge.text() + tail), 2) << tail;
  }
}

TEST(Malformed, EveryChangedBlankOrLineEnd) {
  for (const CertificateText& certificate : accepted_certificates) {
    const std::string text = certificate.text();
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != ' ' && text[i] != '\n') continue;
      for (const std::string other : {"  ", "\t", "\r\n", " \n", "\n\n", "\n ", ""}) {
        std::string changed = text;
        changed.replace(i, 1, other);
        if (changed == text) continue;
        ASSERT_NE(status(changed), 0) << changed;
      }
    }
  }
}

TEST(Malformed, Spellings) {
  for (const std::string number : {"5600.0", "5.6e3", "0x10", "+5600", "05600", "-0", "", "-", "5 600", "5600 ", "--1",
                                   "1_000", "NaN", "5600\r"}) {
    EXPECT_EQ(status(replaced(lmin_ge.text(), "s 5600", "s " + number)), 2) << number;
  }
}

TEST(Malformed, Structure) {
  const std::string text = lmin_ge.text();
  const std::vector<std::string> cases = {
      replaced(text, "certificate 1", "certificate 2"),
      replaced(text, "lemmata certificate 1", "LEMMATA certificate 1"),
      replaced(text, "kind lmin_ge", "kind lmin"),
      replaced(text, "kind lmin_ge", "kind"),
      replaced(text, "kind lmin_ge", "kind lmin_le"),
      replaced(text, "sha256:", "sha512:"),
      replaced(text, "sha256:", "sha256:0"),
      replaced(text, "data sha256", "input sha256"),
      replaced(text, "a 3\n", "a 2\n"),
      replaced(text, "a 3\n", "a 4\n"),
      replaced(text, "a 3\n", "a -3\n"),
      replaced(text, "a 3\n", "a 4294967296\n"),
      replaced(text, "a 3\n", "a 99999999999999999999\n"),
      replaced(text, "d 0", "d 2"),
      replaced(text, "-2 4\n0", "-2 4 5\n0"),
      replaced(text, "w 3", "w 2"),
      replaced(text, "2 -84 85", "3 -84 85"),
      replaced(text, "2 -84 85", "1 -84 85"),
      replaced(text, "c 5000\ns 5600\n", "s 5600\nc 5000\n"),
      replaced(text, "c 5000\n", ""),
      replaced(text, "end", "END"),
      replaced(index_one.text(), "V 3 1", "V 2 1"),
      replaced(index_one.text(), "V 3 1", "V 3 2"),
      replaced(svm_hi.text(), "norm l2", "norm l3"),
      replaced(svm_hi.text(), "norm l2\n", ""),
      replaced(svm_hi.text(), "norm l2", "norm l1"),  // Z2 where Z belongs
      replaced(svm_hi.text(), "alpha 3", "alpha 4"),
      replaced(svm_lo.text(), "w 2", "w 3"),
      replaced(svm_lo.text(), "y 3", "y 2"),
      replaced(entail.text(), "h 2", "h 3"),
      replaced(null_zero.text(), "kernel relu-infinite", "kernel ntk"),
      replaced(null_zero.text(), "zero 1", "one 1"),
      replaced(null_antipodal.text(), "antipodal 3", "antipodal 2"),
      replaced(null_antipodal.text(), " 75\n", "\n"),
  };
  for (const std::string& changed : cases) EXPECT_EQ(status(changed), 2) << changed;
  EXPECT_EQ(status(""), 2);
  EXPECT_EQ(status(std::string(1000, '\0')), 2);
  EXPECT_EQ(status("\xff\xfe"), 2);
}

TEST(Malformed, HostileSizesDoNotAllocate) {
  // Each would take gigabytes if a count were believed before the lines are seen.
  const std::string head = "lemmata certificate 1\nkind ";
  const std::string digest = "\ndata sha256:" + sha256("") + "\n";
  const std::vector<std::string> cases = {
      head + "lmin_ge" + digest + "q 1\na 4294967295\n1\n",
      head + "lmin_le" + digest + "q 1\na 1\n1\nd 0\nu 1\nv 4294967295\n1\n",
      head + "index" + digest + "q 1\na 1\n1\nd 0\nc 1\ns 1\nw 1\n4294967295 1\n",
      head + "index" + digest + "q 1\na 1\n1\nd 0\nc 1\ns 1\nw 1\n0\nV 1 4294967295\n1\n",
      head + "svm_hi" + digest + "q 1\nx 4294967295 0\ny 4294967295\n1\n",
      head + "svm_hi" + digest + "q 1\nx 4294967295 4294967295\n1\n",
      head + "entail" + digest + "q 1\ng 1 4294967295\n1\n",
      head + "gram_null" + digest + "q 1\nx 4294967295 0\nkernel relu-infinite\nantipodal 4294967295\n",
  };
  for (const std::string& text : cases) EXPECT_EQ(status(text), 2) << text;
  // A vector of m = 4294967295 coordinates for rows that are not there is a guard's business.
  EXPECT_EQ(outcome({"gram_null", "q 1\nx 0 4294967295\n", "kernel relu-infinite\nzero 0\n"}), Outcome::rejected);
}

TEST(Malformed, LongIntegersAreFine) {
  const std::string huge = "1" + std::string(100000, '0');
  CertificateText certificate{"lmin_le", "q " + huge + "\na 1\n" + huge + "\nd 0\n", "u " + huge + "\nv 1\n1\n"};
  EXPECT_EQ(outcome(certificate), Outcome::accepted);
}

}  // namespace
}  // namespace lemmata::checker
