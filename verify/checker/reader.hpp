#pragma once
/// \file
/// # Reading the lines of a certificate
/// The lexical rules of section 1 of the format. The first thing that is not as it must be makes the reader fail for
/// good: `ok()` is false, `error()` says where and what, everything read from then on is empty. Memory grows with the
/// text only, never with a count in it.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "verify/checker/check.hpp"

namespace lemmata::checker {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool ok() const { return error_.empty(); }
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }

  /// Records the first failure, with the number of the line read last.
  void fail(std::string_view what);

  /// The next line begins with `keyword` and a blank, or is `keyword`. Reads nothing.
  [[nodiscard]] bool next_is(std::string_view keyword) const;

  /// One line that must read `text`.
  void expect(std::string_view text);
  /// "keyword rest": the rest of the line, any bytes but a line feed, not empty.
  std::string_view rest(std::string_view keyword);
  /// "keyword sha256:<64 digits>": the digits.
  std::string digest(std::string_view keyword);
  /// "keyword token ... token" with `count` tokens.
  std::vector<std::string_view> fields(std::string_view keyword, std::size_t count);
  /// A line of `count` tokens without a keyword.
  std::vector<std::string_view> entries(std::size_t count);
  /// As `fields`, each a count below 2^32.
  std::vector<std::size_t> counts(std::string_view keyword, std::size_t count);
  /// As `fields`, one integer.
  Integer integer(std::string_view keyword);
  /// A count followed by its one line of integers, "keyword m" and the list; m must be `size`.
  Row list(std::string_view keyword, std::size_t size);
  /// One line of `size` integers; no line when size = 0.
  Row row(std::size_t size);
  /// One line "<len> <len integers>".
  Row counted_row();
  /// `rows` lines of `columns` integers; none at all when columns = 0.
  Rows matrix(std::size_t rows, std::size_t columns);
  /// Rows of 1, 2, ..., n integers.
  Rows triangle(std::size_t n);
  /// One line of `size` binary64 numbers; no line when size = 0.
  std::vector<double> floats(std::size_t size);
  double number(std::string_view keyword);

  /// The data lines are those between the two calls.
  void begin_data() { data_begin_ = position_; }
  void end_data() { data_end_ = position_; }
  [[nodiscard]] std::string_view data() const { return text_.substr(data_begin_, data_end_ - data_begin_); }

  static Integer to_integer(Reader& in, std::string_view token);
  static std::size_t to_count(Reader& in, std::string_view token);

 private:
  std::string_view line();
  /// The tokens of one line, at most `limit` + 1 of them.
  std::vector<std::string_view> tokens(std::size_t limit);

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_number_ = 0;
  std::size_t data_begin_ = 0;
  std::size_t data_end_ = 0;
  std::string error_;
};

}  // namespace lemmata::checker
