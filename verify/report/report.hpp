#pragma once
/// \file
/// # Reports: what a command answers, before it has a format
/// A command builds one Report: a JSON document for programs and blocks for people. Every format is rendered
/// from it, so no two formats can disagree.

#include "numerics/base/expected.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace lemmata::verify {

using Json = nlohmann::ordered_json;

enum class Format { text, json, markdown, latex, csv, html };

/// The format called `name`, or nothing.
[[nodiscard]] std::optional<Format> format_named(std::string_view name);

struct Heading {
  std::string text;
};
struct Paragraph {
  std::string text;
};
/// Cells are plain text; a verdict word alone in a cell is coloured. Numeric cells are right-aligned.
struct Table {
  std::string title;                 ///< caption, may be empty
  std::vector<std::string> columns;  ///< header, may be empty
  std::vector<std::vector<std::string>> rows;
};
/// A picture: shown in HTML only, its caption elsewhere.
struct Figure {
  std::string caption;
  std::string svg;
};
using Block = std::variant<Heading, Paragraph, Table, Figure>;

struct Report {
  std::string title;
  std::string answer;         ///< the one sentence that answers the question
  std::string verdict;        ///< proved, supported, undecided, vacuous, refuted, or empty
  std::vector<Block> blocks;  ///< for people; CSV prints the first table
  Json document;              ///< for programs; `interface` section 4
  int exit_status = 0;
  std::string page{};  ///< HTML made by the command itself, instead of one of the blocks
};

/// The report in `format`. `color` uses ANSI colours (text only); `quiet` leaves the answer only (text only).
[[nodiscard]] std::string render(const Report& report, Format format, bool color = false, bool quiet = false);

namespace detail {
[[nodiscard]] std::string render_html(const Report& report);
/// Whether `text` is a number, a fraction or an interval: such cells are right-aligned.
[[nodiscard]] bool is_numeric(std::string_view text);
/// `text` cut into lines of at most `width` columns (UTF-8 code points) at blanks.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);
/// Columns that `text` takes (UTF-8 code points).
[[nodiscard]] std::size_t width(std::string_view text);
}  // namespace detail

}  // namespace lemmata::verify
