#include "verify/io/matrix_market.hpp"

#include "verify/io/lines.hpp"
#include "verify/io/number.hpp"
#include "verify/io/table.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace lemmata::verify::io {
namespace {

enum class Symmetry { general, symmetric, skew };

struct Banner {
  bool coordinate = false;
  bool pattern = false;
  bool integer = false;
  Symmetry symmetry = Symmetry::general;
};

struct Triplet {
  std::size_t i = 0;
  std::size_t j = 0;
  double value = 1;
  std::size_t line = 0;
};

/// Beyond it `too_large` refuses in any case; below it products of sizes cannot overflow.
constexpr std::size_t most_cells = std::size_t{1} << 29;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

class MatrixMarketReader {
 public:
  explicit MatrixMarketReader(const Source& source)
      : path_(source.path), text_(without_mark(source.content)), lines_(text_) {}

  Expected<MarketMatrix> read() {
    if (auto failure = not_text(path_, text_)) return *failure;
    if (auto failure = banner()) return *failure;
    if (auto failure = sizes()) return *failure;
    if (auto failure = banner_.coordinate ? coordinates() : array()) return *failure;
    while (lines_.next()) {
      if (content_line()) return at("more entries than the size line says", lines_.line());
    }
    return fill();
  }

 private:
  using Problem = std::optional<Failure>;

  [[nodiscard]] Failure at(std::string_view what, std::string_view value, std::size_t column = 0) const {
    return malformed(path_, {lines_.number(), 0, column, {}}, what, value);
  }

  [[nodiscard]] bool content_line() const {
    const std::string_view line = trimmed(lines_.line());
    return !line.empty() && line.front() != '%';
  }

  /// The words of the next line that is neither blank nor a comment; exactly `count` of them.
  template <std::size_t Count>
  Expected<std::array<Word, Count>> words(std::string_view expected) {
    do {
      if (!lines_.next()) {
        return malformed(path_, {lines_.number(), 0, 0, {}},
                         fmt::format("truncated: the file ends after {} of {} entries", entries_.size(), expected_));
      }
    } while (!content_line());
    std::array<Word, Count> found;
    Words words(lines_.line());
    for (Word& word : found) {
      if (!words.next()) return at(fmt::format("expected {}", expected), lines_.line());
      word = words.word();
    }
    if (words.next()) return at(fmt::format("more words than {}", expected), words.word().text, words.word().number);
    return found;
  }

  Problem banner() {
    lines_.next();
    std::array<std::string, 5> word;
    Words words(lines_.line());
    for (std::string& w : word) {
      if (!words.next()) return at("expected %%MatrixMarket matrix FORMAT FIELD SYMMETRY", lines_.line());
      w = lower(words.word().text);
    }
    if (word[0] != "%%matrixmarket") return at("not a Matrix Market file", word[0], 1);
    if (word[1] != "matrix") return at("not a matrix", word[1], 2);
    if (word[2] != "coordinate" && word[2] != "array") return at("neither coordinate nor array", word[2], 3);
    banner_.coordinate = word[2] == "coordinate";
    banner_.pattern = word[3] == "pattern";
    banner_.integer = word[3] == "integer";
    if (word[3] != "real" && word[3] != "double" && word[3] != "integer" && !(banner_.pattern && banner_.coordinate)) {
      return at("field that is not read (real, integer, or pattern with coordinate)", word[3], 4);
    }
    if (word[4] == "symmetric") {
      banner_.symmetry = Symmetry::symmetric;
    } else if (word[4] == "skew-symmetric" && !banner_.pattern) {
      banner_.symmetry = Symmetry::skew;
    } else if (word[4] != "general") {
      return at("symmetry that is not read (general, symmetric or skew-symmetric)", word[4], 5);
    }
    return std::nullopt;
  }

  Expected<std::size_t> whole(const Word& word) const {
    std::size_t value = 0;
    const char* const last = word.text.data() + word.text.size();
    const auto [end, error] = std::from_chars(word.text.data(), last, value);
    if (error != std::errc{} || end != last) return at("not a whole number", word.text, word.number);
    return value;
  }

  Problem sizes() {
    std::array<std::size_t, 3> size{};
    const auto read = [&](const auto& line) -> Problem {
      if (!line) return line.error();
      for (std::size_t k = 0; k < line->size(); ++k) {
        const Expected<std::size_t> value = whole((*line)[k]);
        if (!value) return value.error();
        size[k] = *value;
      }
      return std::nullopt;
    };
    Problem failure = banner_.coordinate ? read(words<3>("ROWS COLUMNS ENTRIES")) : read(words<2>("ROWS COLUMNS"));
    if (failure) return failure;
    rows_ = size[0];
    columns_ = size[1];
    if (rows_ == 0 || columns_ == 0) return at("no entries", lines_.line());
    if (banner_.symmetry != Symmetry::general && rows_ != columns_)
      return at("symmetric but not square", lines_.line());
    if (rows_ > most_cells / columns_) return too_large(path_, rows_, columns_, size[2]);
    expected_ = size[2];
    if (!banner_.coordinate) {
      const std::size_t lower_triangle =
          banner_.symmetry == Symmetry::skew ? rows_ * (rows_ - 1) / 2 : rows_ * (rows_ + 1) / 2;
      expected_ = banner_.symmetry == Symmetry::general ? rows_ * columns_ : lower_triangle;
    }
    // Each entry takes a line of at least two bytes, four with its coordinates (the last may lack its end).
    if (expected_ > (text_.size() + 1) / (banner_.coordinate ? 4 : 2)) {
      return at("truncated: more entries than the file has room for", lines_.line());
    }
    if (banner_.coordinate) {
      if (auto large = too_large(path_, rows_, columns_, expected_)) return large;
    }
    entries_.reserve(expected_);
    return std::nullopt;
  }

  Problem value(const Word& word, double& out) const {
    const Number number = parse_number(word.text);
    if (number.issue != NumberIssue::none) return at(describe(number.issue), word.text, word.number);
    if (banner_.integer && std::trunc(number.value) != number.value) {
      return at("not an integer, in a matrix of the field integer", word.text, word.number);
    }
    out = number.value;
    return std::nullopt;
  }

  Problem array() {
    for (std::size_t j = 0; j < columns_; ++j) {
      const std::size_t below = banner_.symmetry == Symmetry::skew ? j + 1 : j;
      for (std::size_t i = banner_.symmetry == Symmetry::general ? 0 : below; i < rows_; ++i) {
        const auto line = words<1>("VALUE");
        if (!line) return line.error();
        Triplet entry{i, j, 0, lines_.number()};
        if (auto failure = value((*line)[0], entry.value)) return failure;
        entries_.push_back(entry);
      }
    }
    return std::nullopt;
  }

  Problem coordinates() {
    for (std::size_t k = 0; k < expected_; ++k) {
      const auto add = [&](const auto& line) -> Problem {
        if (!line) return line.error();
        const Expected<std::size_t> i = whole((*line)[0]);
        if (!i) return i.error();
        const Expected<std::size_t> j = whole((*line)[1]);
        if (!j) return j.error();
        if (*i == 0 || *i > rows_) return at("row outside the matrix", (*line)[0].text, 1);
        if (*j == 0 || *j > columns_) return at("column outside the matrix", (*line)[1].text, 2);
        Triplet entry{*i - 1, *j - 1, 1, lines_.number()};
        if constexpr (std::tuple_size_v<typename std::decay_t<decltype(line)>::value_type> == 3) {
          if (auto failure = value((*line)[2], entry.value)) return failure;
        }
        if (banner_.symmetry != Symmetry::general && entry.i < entry.j) {
          return at("entry above the diagonal of a file that stores the lower triangle", lines_.line());
        }
        if (banner_.symmetry == Symmetry::skew && entry.i == entry.j) {
          return at("diagonal entry of a skew-symmetric matrix", lines_.line());
        }
        entries_.push_back(entry);
        return std::nullopt;
      };
      Problem failure = banner_.pattern ? add(words<2>("ROW COLUMN")) : add(words<3>("ROW COLUMN VALUE"));
      if (failure) return failure;
    }
    return std::nullopt;
  }

  Expected<MarketMatrix> fill() const {
    MarketMatrix matrix{Matrix<double>(rows_, columns_), banner_.symmetry == Symmetry::skew};
    std::vector<bool> seen(banner_.coordinate ? rows_ * columns_ : 0, false);
    for (const Triplet& entry : entries_) {
      if (banner_.coordinate) {
        if (seen[entry.i * columns_ + entry.j]) {
          return malformed(path_, {entry.line, 0, 0, {}}, "entry given twice",
                           fmt::format("{} {}", entry.i + 1, entry.j + 1));
        }
        seen[entry.i * columns_ + entry.j] = true;
      }
      matrix.values(entry.i, entry.j) = entry.value;
      if (banner_.symmetry == Symmetry::symmetric) matrix.values(entry.j, entry.i) = entry.value;
      if (matrix.skew) matrix.values(entry.j, entry.i) = -entry.value;
    }
    return matrix;
  }

  const std::string& path_;
  std::string_view text_;
  Lines lines_;
  Banner banner_;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  std::size_t expected_ = 0;
  std::vector<Triplet> entries_;
};

}  // namespace

Expected<MarketMatrix> read_matrix_market(const Source& source) { return MatrixMarketReader(source).read(); }

}  // namespace lemmata::verify::io
