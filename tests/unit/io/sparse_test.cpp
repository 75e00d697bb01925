#include "tests/unit/io/files.hpp"
#include "verify/io/read.hpp"

#include <gtest/gtest.h>

namespace lemmata::verify::io {
namespace {

using Words = std::vector<std::string>;

class Libsvm : public ::testing::Test {
 protected:
  Expected<LoadedData> read(std::string_view content, DataRequest request = {}) const {
    request.source = folder_.write("f", content);
    if (!request.format) request.format = Format::libsvm;
    return read_dataset(request);
  }
  std::string refuse(std::string_view content, const DataRequest& request = {}) const {
    return refusal(read(content, request), folder_.path(""));
  }
  Folder folder_;
};

TEST_F(Libsvm, Reads) {
  const auto data = read("+1 1:0.5 3:-2 # first\n# comment\n-1\r\n1 2:1e-3\n\n");
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->data.inputs, Matrix<double>(3, 3, {0.5, 0, -2, 0, 0, 0, 0, 1e-3, 0}));
  EXPECT_EQ(data->data.labels, (Words{"+1", "-1", "+1"}));
  EXPECT_EQ(data->data.source_lines, (std::vector<std::size_t>{1, 3, 4}));
  EXPECT_EQ(data->label, "of the file");
  EXPECT_EQ(data->files[0].columns, 3u);
}

TEST_F(Libsvm, IsRecognised) {
  for (const std::string_view text : {"1 1:2\n", "-1\n+1\n1 4:1\n",
                                      "\xef\xbb\xbf"
                                      "1\t1:2\n",
                                      "# c\n1 1:2 2:3\n", "1,2 3:4\n", "1 qid:3 1:2\n", "1 1:nan\n"}) {
    EXPECT_EQ(recognise(text), Format::libsvm) << text;
  }
  for (const std::string_view text : {"1,2\n", "1\n2\n", "12:30,1\n", "a:b c\n", "1 2 3\n", "x y\n1 1:2\n",
                                      "2011-01-01 12:30,5.0\n", "1,2\n3 1:2\n", "1 1:2x\n", "3:4 1:2\n"}) {
    EXPECT_EQ(recognise(text), Format::csv) << text;
  }
}

TEST_F(Libsvm, Selection) {
  DataRequest request;
  request.rows = RowRange{1, 3};
  request.columns = "2,0";
  const auto data = read("1 1:1 2:2 3:3\n2 1:4 2:5 3:6\n3 1:7 2:8\n", request);
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->data.inputs, Matrix<double>(2, 2, {6, 4, 0, 7}));
  EXPECT_EQ(data->data.labels, (Words{"2", "3"}));
  request = {};
  request.label = "none";
  EXPECT_TRUE(read("1 1:1\n", request)->data.labels.empty());
  request.label = "0";
  EXPECT_FALSE(read("1 1:1\n", request));
}

TEST_F(Libsvm, Refusals) {
  EXPECT_EQ(refuse("1 1:1\none 1:1\n"), "f: line 2, column 1: label is not a number: \"one\"");
  EXPECT_EQ(refuse("1,2 1:1\n"), "f: line 1, column 1: label is not a number: \"1,2\"");
  EXPECT_EQ(refuse("nan 1:1\n"), "f: line 1, column 1: not a finite number: \"nan\"");
  EXPECT_EQ(refuse("1 0:1\n"), "f: line 1, column 2: indices begin at 1: \"0:1\"");
  EXPECT_EQ(refuse("1 2:1 2:1\n"), "f: line 1, column 3: indices do not ascend: \"2:1\"");
  EXPECT_EQ(refuse("1 2:1 1:1\n"), "f: line 1, column 3: indices do not ascend: \"1:1\"");
  EXPECT_EQ(refuse("1 1:1 2\n"), "f: line 1, column 3: expected INDEX:VALUE: \"2\"");
  EXPECT_EQ(refuse("1 qid:3 1:1\n"), "f: line 1, column 2: expected INDEX:VALUE: \"qid:3\"");
  EXPECT_EQ(refuse("1 -1:1\n"), "f: line 1, column 2: expected INDEX:VALUE: \"-1:1\"");
  EXPECT_EQ(refuse("1 1:\n"), "f: line 1, column 2: empty where a number belongs: \"1:\"");
  EXPECT_EQ(refuse("1 1:2x\n"), "f: line 1, column 2: text where a number belongs: \"1:2x\"");
  EXPECT_EQ(refuse("1 1:NaN\n"), "f: line 1, column 2: not a finite number: \"1:NaN\"");
  EXPECT_EQ(refuse("1 1:1e400\n"), "f: line 1, column 2: overflows double precision: \"1:1e400\"");
  EXPECT_EQ(refuse("1 1:1e-400\n"), "f: line 1, column 2: non-zero decimal underflows to 0: \"1:1e-400\"");
  EXPECT_EQ(refuse("1 1:1\n\n1 1:1\n"), "f: line 2: blank line between the rows");
  EXPECT_EQ(refuse("1 2147483648:1\n"), "f: line 1, column 2: index beyond 2147483647: \"2147483648:1\"");
  EXPECT_EQ(refuse("1 99999999999999999999:1\n"),
            "f: line 1, column 2: index beyond 2147483647: \"99999999999999999999:1\"");
  EXPECT_EQ(refuse("1\n2\n"), "f: no row has an entry INDEX:VALUE");
  EXPECT_EQ(refuse("\n\n"), "f: no data");
  EXPECT_EQ(refuse("1 1:1\n2 1:\xff\n"), "f: line 2, column 2: not UTF-8 text: \"1:\\xff\"");
}

TEST_F(Libsvm, AbsurdIndicesAllocateNothing) {
  EXPECT_EQ(refuse("1 2147483647:1\n"),
            "f: 1 rows of 2147483647 columns with 1 entries are too many for a dense table (4 GiB, and 32768 times the "
            "entries)");
  DataRequest some;
  some.columns = "0:3";
  EXPECT_FALSE(read("1 2147483647:1\n", some));
}

}  // namespace
}  // namespace lemmata::verify::io
