#pragma once
/// \file
/// # The numbers of a certificate as Coq definitions
/// Every list of the text format becomes one definition. Matrices are named `m_<keyword>`, vectors `l_<keyword>`,
/// numbers `z_<keyword>`.

#include "verify/coq/kernel_route.hpp"

#include <cstddef>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace lemmata::verify {

/// Thrown by `Definitions` where the text is not what the format asks for.
struct Malformed {
  std::string what;
};

/// Long rows that have a name already: where it was defined, by the text of the row.
using KnownRows = std::map<std::string, std::string>;

/// The Coq text that `Definitions` needs before it: `integer`, `toZ`, `operations`, `operations_ok` and the functions
/// that make lists.
[[nodiscard]] std::string definitions_preamble(KernelIntegers integers);

/// Reads the lines of a block and writes definitions.
class Definitions {
 public:
  Definitions(std::string_view text, std::string module, KernelIntegers integers, KnownRows& known)
      : text_(text), module_(std::move(module)), integers_(integers), known_(known) {}

  using Tokens = std::vector<std::string_view>;
  /// Reads a line.
  Tokens line();
  [[nodiscard]] bool next_is(std::string_view word) const;
  [[nodiscard]] bool at_end() const { return text_.empty(); }
  /// A line of `keyword` and `count` tokens: the tokens.
  [[nodiscard]] Tokens fields(std::string_view keyword, std::size_t count);
  [[nodiscard]] static std::size_t count(std::string_view token);
  [[nodiscard]] std::size_t count_line(std::string_view keyword) { return count(fields(keyword, 1).front()); }

  /// Definition of one integer.
  void number(const std::string& keyword) { constant("z_" + keyword, fields(keyword, 1).front()); }
  void constant(const std::string& name, std::string_view token);
  void natural(const std::string& name, std::size_t value);
  /// Definition of a list from a line "keyword size" and the line of its integers.
  void vector(const std::string& keyword, std::size_t size);
  /// Definition of `rows` lists; size_of(i) integers in row i.
  template <class Size>
  void matrix(const std::string& name, std::size_t rows, const Size& size_of) {
    for (std::size_t i = 0; i < rows; ++i) list(row_name(name, i), size_of(i));
    collect(name, rows);
  }
  /// The same from a line "keyword rows" and lines that begin with their length.
  void counted_rows(const std::string& keyword, std::size_t rows);

  void write(const std::string& text) { out_ << text; }
  [[nodiscard]] std::string text() const { return out_.str(); }

 private:
  [[nodiscard]] static std::string row_name(const std::string& name, std::size_t i) {
    return name + "_" + std::to_string(i);
  }
  /// The empty list has no line.
  void list(const std::string& name, std::size_t size) { define_row(name, size == 0 ? Tokens{} : line(), size); }
  [[nodiscard]] std::string list_text(const Tokens& tokens) const;
  void define_row(const std::string& name, const Tokens& tokens, std::size_t size);
  void collect(const std::string& name, std::size_t rows);

  std::string_view text_;
  std::string module_;
  KernelIntegers integers_;
  KnownRows& known_;
  std::ostringstream out_;
};

}  // namespace lemmata::verify
