#include "verify/io/csv.hpp"

#include "tests/unit/io/files.hpp"
#include "verify/io/read.hpp"
#include "verify/io/sha256.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace lemmata::verify::io {
namespace {

class Csv : public ::testing::Test {
 protected:
  Expected<LoadedData> read(std::string_view content, DataRequest request = {}) const {
    request.source = folder_.write("f.csv", content);
    return read_dataset(request);
  }
  /// The refusal of `content`, which begins with the file's name.
  std::string refuse(std::string_view content, const DataRequest& request = {}) const {
    return refusal(read(content, request), folder_.path(""));
  }
  Folder folder_;
};

std::vector<double> entries(const Expected<LoadedData>& data) {
  EXPECT_TRUE(data) << data.error().message;
  const auto all = data->data.inputs.entries();
  return {all.begin(), all.end()};
}

using Numbers = std::vector<double>;
using Words = std::vector<std::string>;

DataRequest labelled(std::string label) {
  DataRequest request;
  request.label = std::move(label);
  return request;
}

TEST_F(Csv, Plain) {
  const auto data = read("1,2.5,M\n-3e2,+.5,R\n");
  EXPECT_EQ(entries(data), (Numbers{1, 2.5, -300, 0.5}));
  EXPECT_EQ(data->data.labels, (Words{"M", "R"}));
  EXPECT_EQ(data->label, "column 3");
  EXPECT_TRUE(data->label_assumed);
  EXPECT_FALSE(data->header);
  EXPECT_EQ(data->data.source_lines, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(data->files.size(), 1u);
  EXPECT_EQ(data->files[0].rows, 2u);
  EXPECT_EQ(data->files[0].columns, 3u);
  EXPECT_EQ(data->files[0].sha256, sha256("1,2.5,M\n-3e2,+.5,R\n"));
}

TEST_F(Csv, AcceptedForms) {
  const Numbers expected{1, 2, 3, 4};
  for (const std::string_view text : {"1,2,M\n3,4,R", "1,2,M\r\n3,4,R\r\n",
                                      "\xef\xbb\xbf"
                                      "1,2,M\n3,4,R\n",
                                      "1;2;M\n3;4;R\n", "1\t2\tM\n3\t4\tR\n", "\"1\",\"2\",\"M\"\n\"3\",\"4\",\"R\"\n",
                                      " 1 , 2 , M\n 3,4 ,R \n", "1,2,M\n3,4,R\n\n\r\n  \n", "a,b,c\n1,2,M\n3,4,R\n",
                                      "\"a,1\",\"b\",c\n1,2,M\n3,4,R\n", "a;b;c\r\n1;2;M\r\n3;4;R"}) {
    const auto data = read(text);
    EXPECT_EQ(entries(data), expected) << text;
    EXPECT_EQ(data->data.labels, (Words{"M", "R"})) << text;
  }
}

TEST_F(Csv, HeaderNamesColumnsAndLabel) {
  const auto data = read("width,\"len \"\"gth\"\"\",class\n1,2,7\n3,4,8\n");
  EXPECT_TRUE(data->header);
  EXPECT_EQ(data->data.column_names, (Words{"width", "len \"gth\""}));
  EXPECT_EQ(data->data.label_name, "class");
  EXPECT_EQ(data->label, "column 3 (class)");
  EXPECT_EQ(data->data.source_rows, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(data->data.source_lines, (std::vector<std::size_t>{2, 3}));
}

TEST_F(Csv, LabelRules) {
  EXPECT_EQ(read("1,2.5\n3,4\n", labelled("none"))->data.dimension(), 2u);
  EXPECT_EQ(read("1,2.5\n3,4\n", labelled("last"))->data.labels, (Words{"2.5", "4"}));
  EXPECT_EQ(read("1,2.5\n3,4\n", labelled("0"))->data.labels, (Words{"1", "3"}));
  EXPECT_EQ(read("y,x\n1,2.5\n3,4\n", labelled("y"))->data.labels, (Words{"1", "3"}));
  EXPECT_EQ(read("1,2\n3,4.0\n")->data.labels, (Words{"2", "4.0"}));
  EXPECT_EQ(read("5,1\n6,1.0\n7,-1\n")->data.labels, (Words{"1", "1", "-1"}));
  EXPECT_EQ(refuse("1,2\n3,4.5\n"),
            "f.csv: line 2, column 2: the last column has numbers that are not integers; say --label last or --label "
            "none: \"4.5\"");
  EXPECT_EQ(refuse("1\n2\n"), "f.csv: no input column remains beside the label, column 1; say --label none to keep it");
  EXPECT_EQ(refuse("a,b\n1,2\n", labelled("c")), "f.csv: --label \"c\": no such column");
  EXPECT_EQ(refuse("1,2\n", labelled("c")), "f.csv: --label \"c\": the file has no column names");
  EXPECT_EQ(refuse("1,2\n", labelled("2")), "f.csv: --label 2: the file has columns 0 to 1");
  EXPECT_EQ(refuse("a,a,b\n1,2,3\n", labelled("a")),
            "f.csv: --label \"a\": several columns have that name; give the index");
}

TEST_F(Csv, Selection) {
  const std::string text = "id,a,b,c,class\nx1,1,2,3,M\nx2,4,5,6,R\nx3,7,8,9,M\n";
  DataRequest request;
  request.columns = "3,1,class";
  request.rows = RowRange{1, 3};
  const auto data = read(text, request);
  EXPECT_EQ(entries(data), (Numbers{6, 4, 9, 7}));
  EXPECT_EQ(data->data.labels, (Words{"R", "M"}));
  EXPECT_EQ(data->data.column_names, (Words{"c", "a"}));
  EXPECT_EQ(data->data.source_rows, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(data->data.source_lines, (std::vector<std::size_t>{3, 4}));
  request.columns = "1:";
  EXPECT_EQ(entries(read(text, request)), (Numbers{4, 5, 6, 7, 8, 9}));
  request.rows = RowRange{2, 4};
  EXPECT_EQ(refuse(text, request), "f.csv: --rows 2:4: the file has 3 rows");
  request.rows.reset();
  request.columns = "1:6";
  EXPECT_EQ(refuse(text, request), "f.csv: --columns 1:6: the file has columns 0 to 4 and J:K is half-open");
  request.columns = "1,a";
  EXPECT_EQ(refuse(text, request), "f.csv: --columns names column 1 twice");
  request.columns = "1,";
  EXPECT_EQ(refuse(text, request), "f.csv: --columns \"\": no such column");
  EXPECT_EQ(*parse_rows("3:7"), (RowRange{3, 7}));
  EXPECT_EQ(*parse_rows("3:"), (RowRange{3, RowRange::to_the_end}));
  for (const std::string_view bad :
       {"", ":", "3", "7:3", "3:3", "a:b", "1:2:3", "-1:2", "1.5:2", "99999999999999999999:"}) {
    EXPECT_FALSE(parse_rows(bad)) << bad;
  }
}

TEST_F(Csv, Dedup) {
  DataRequest request;
  request.dedup = true;
  const auto data = read("1,2,M\n0,0,M\n1,2.0,R\n-0,0,M\n1,2,M\n3,3,R\n", request);
  EXPECT_EQ(entries(data), (Numbers{1, 2, 0, 0, 3, 3}));
  EXPECT_EQ(data->data.labels, (Words{"M", "M", "R"}));
  EXPECT_EQ(data->data.source_rows, (std::vector<std::size_t>{0, 1, 5}));
  EXPECT_EQ(data->data.source_lines, (std::vector<std::size_t>{1, 2, 6}));
  EXPECT_EQ(data->dropped_duplicates, 3u);
  EXPECT_EQ(data->disagreeing_labels, 1u);
}

TEST_F(Csv, Refusals) {
  const auto none = labelled("none");
  EXPECT_EQ(refuse(""), "f.csv: empty file");
  EXPECT_EQ(refuse("\n \n"), "f.csv: no data, only blank lines");
  EXPECT_EQ(refuse("a,b\n"), "f.csv: line 1, column 1 (a): a header and no rows");
  EXPECT_EQ(refuse("1,2,M\n3,R\n"),
            "f.csv: line 2, column 2: ragged row: ends after 2 of the 3 columns of line 1: \"R\"");
  EXPECT_EQ(refuse("1,2,M\n3,4,5,R\n"),
            "f.csv: line 2, column 4: ragged row: more than the 3 columns of line 1: \"R\"");
  EXPECT_EQ(refuse("1,2,M\n3,R,5,6\n"),
            "f.csv: line 2, column 4: ragged row: more than the 3 columns of line 1: \"6\"");
  EXPECT_EQ(refuse("x,y,c\n1,2,M\n3,four,R\n"), "f.csv: line 3, column 2 (y): text where a number belongs: \"four\"");
  EXPECT_EQ(refuse("1,2x,M\n"),
            "f.csv: line 1, column 2: text where a number belongs (line 1 is no header: it has "
            "numbers): \"2x\"");
  EXPECT_EQ(refuse("1,2,M\n1,NaN,M\n"), "f.csv: line 2, column 2: not a finite number: \"NaN\"");
  EXPECT_EQ(refuse("NaN,M\n1,M\n"), "f.csv: line 1, column 1: not a finite number: \"NaN\"");
  EXPECT_EQ(refuse("1,2,M\n1,-Infinity,M\n"), "f.csv: line 2, column 2: not a finite number: \"-Infinity\"");
  EXPECT_EQ(refuse("1,2,M\n1,1e400,M\n"), "f.csv: line 2, column 2: overflows double precision: \"1e400\"");
  EXPECT_EQ(refuse("1,2,M\n1,-1e-400,M\n"), "f.csv: line 2, column 2: non-zero decimal underflows to 0: \"-1e-400\"");
  EXPECT_EQ(refuse("1,2,M\n1,,M\n"), "f.csv: line 2, column 2: empty where a number belongs: \"\"");
  EXPECT_EQ(refuse("1,2,M\n1,2,\n"), "f.csv: line 2, column 3: empty where a label belongs: \"\"");
  EXPECT_EQ(refuse("1,2,M\n\n1,2,M\n"), "f.csv: line 2: blank line between the rows");
  EXPECT_EQ(refuse("1,2,M\n1,2,\xe9t\xe9\n"), "f.csv: line 2, column 3: not UTF-8 text: \"\\xe9t\\xe9\"");
  EXPECT_EQ(refuse(std::string_view("1,2,M\n1,\0,M\n", 13)),
            "f.csv: line 2, column 2: a NUL byte, not text: \"\\x00,M\"");
  EXPECT_EQ(refuse("1,2,M\n1,\"2,M\n"), "f.csv: line 2, column 2: quote that is not closed: \"2,M\\x0a\"");
  EXPECT_EQ(refuse("1,2,M\n1,\"2\"3,M\n"), "f.csv: line 2, column 2: text behind a closing quote: \"2\"");
  EXPECT_EQ(refuse("1,2\n1,0x10\n", none), "f.csv: line 2, column 2: text where a number belongs: \"0x10\"");
  EXPECT_EQ(refuse("1,5;2;M\n"),
            "f.csv: line 1, column 1: text where a number belongs (line 1 is no header: it has "
            "numbers): \"1,5\"");
  EXPECT_EQ(refuse("1,2,M\n1," + std::string(100, 'z') + ",M\n"),
            "f.csv: line 2, column 2: text where a number belongs: \"" + std::string(40, 'z') + "...\"");
  EXPECT_EQ(refuse("1 2 3\n4 5 6\n"),
            "f.csv: line 1, column 1: columns are separated by blanks; comma, semicolon and tab are read: \"1 2 3\"");
  EXPECT_EQ(refuse("1,2,1\n1,2,nan\n"), "f.csv: line 2, column 3: not a finite number: \"nan\"");
}

TEST_F(Csv, FilesThatCannotBeRead) {
  EXPECT_EQ(refusal(read_dataset({.source = folder_.path("")})), folder_.path("") + ": is a directory");
  EXPECT_EQ(refusal(read_dataset({.source = folder_.path("absent")})),
            folder_.path("absent") + ": cannot be opened: No such file or directory");
  EXPECT_EQ(refusal(read_dataset({.source = "/dev/null"})), "/dev/null: empty file");
  EXPECT_EQ(refusal(read_dataset({.source = "/dev/zero"})), "/dev/zero: is a device");
  EXPECT_EQ(refusal(read_dataset({.source = "a\nb\x01"})), "a\\x0ab\\x01: cannot be opened: No such file or directory");
}

TEST_F(Csv, RealDataSets) {
  const std::string data = LEMMATA_TEST_DATA;
  const auto sonar = read_dataset({.source = data + "/sonar.csv"});
  ASSERT_TRUE(sonar);
  EXPECT_EQ(sonar->data.size(), 208u);
  EXPECT_EQ(sonar->data.dimension(), 60u);
  EXPECT_EQ(sonar->data.inputs(0, 1), 0.0371);
  const auto iris = read_dataset({.source = data + "/iris.csv", .dedup = true});
  ASSERT_TRUE(iris);
  EXPECT_EQ(iris->data.size(), 147u);
  EXPECT_EQ(iris->dropped_duplicates, 3u);
  EXPECT_EQ(iris->disagreeing_labels, 0u);
  EXPECT_EQ(iris->files[0].rows, 150u);
}

TEST_F(Csv, AMillionColumns) {
  constexpr std::size_t columns = 1'000'000;
  std::string text;
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < columns; ++j) text += j % 2 == i ? "0.5," : "-1,";
    text += i == 0 ? "A\n" : "B\n";
  }
  const auto data = read(text);
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->data.dimension(), columns);
  EXPECT_EQ(data->data.inputs(1, columns - 1), 0.5);
}

}  // namespace
}  // namespace lemmata::verify::io
