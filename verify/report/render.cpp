#include "verify/report/report.hpp"

#include <algorithm>
#include <string>

namespace lemmata::verify {
namespace {

constexpr std::size_t page_width = 96;

std::string_view color_of(std::string_view word) {
  if (word == "proved" || word == "yes" || word == "accepted" || word == "supported") return "\x1b[32m";
  if (word == "refuted" || word == "no" || word == "rejected" || word == "survived") return "\x1b[31m";
  if (word == "undecided" || word == "unknown" || word == "vacuous") return "\x1b[33m";
  return {};
}

std::string painted(const std::string& text, std::string_view word, bool color) {
  const std::string_view code = color ? color_of(word) : std::string_view{};
  return code.empty() ? text : std::string(code) + text + "\x1b[0m";
}

std::string padded(const std::string& cell, std::size_t columns, bool right) {
  const std::string blanks(columns - std::min(columns, detail::width(cell)), ' ');
  return right ? blanks + cell : cell + blanks;
}

std::vector<std::size_t> column_widths(const Table& table) {
  std::vector<std::size_t> widths;
  const auto grow = [&](const std::vector<std::string>& cells) {
    if (cells.size() > widths.size()) widths.resize(cells.size());
    for (std::size_t j = 0; j < cells.size(); ++j) widths[j] = std::max(widths[j], detail::width(cells[j]));
  };
  grow(table.columns);
  for (const auto& row : table.rows) grow(row);
  return widths;
}

/// Two columns without a header are a list of names and values: long values wrap under their column.
std::string text_of(const Table& table, bool color) {
  std::string out;
  if (!table.title.empty()) out += table.title + "\n";
  const std::vector<std::size_t> widths = column_widths(table);
  const auto line = [&](const std::vector<std::string>& cells, bool header) {
    std::string text = "  ";
    std::size_t used = 2;
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const bool last = j + 1 == cells.size();
      const bool wraps = last && j > 0 && used + detail::width(cells[j]) > page_width;
      if (wraps) {
        const std::vector<std::string> parts =
            detail::wrap(cells[j], std::max<std::size_t>(30, page_width - std::min(page_width, used)));
        for (std::size_t k = 0; k < parts.size(); ++k) {
          if (k > 0) text += "\n" + std::string(used, ' ');
          text += parts[k];
        }
        continue;
      }
      const bool right = !header && !table.columns.empty() && detail::is_numeric(cells[j]);
      std::string cell = last && !right ? cells[j] : padded(cells[j], widths[j], right);
      text += painted(cell, cells[j], color) + (last ? "" : "  ");
      used += widths[j] + 2;
    }
    out += text + "\n";
  };
  if (!table.columns.empty()) {
    line(table.columns, true);
    std::vector<std::string> rules;
    for (const std::size_t w : widths) rules.emplace_back(std::min(w, page_width), '-');
    line(rules, true);
  }
  for (const auto& row : table.rows) line(row, false);
  return out;
}

std::string render_text(const Report& report, bool color, bool quiet) {
  std::string answer;
  for (const std::string& line : detail::wrap(report.answer, page_width)) answer += line + "\n";
  answer = painted(answer.substr(0, answer.size() - 1), report.verdict, color) + "\n";
  if (quiet) return answer;
  std::string out = color ? "\x1b[1m" + report.title + "\x1b[0m\n" : report.title + "\n";
  for (const Block& block : report.blocks) {
    out += "\n";
    if (const auto* heading = std::get_if<Heading>(&block)) {
      out += (color ? "\x1b[1m" + heading->text + "\x1b[0m" : heading->text) + "\n";
    } else if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      for (const std::string& line : detail::wrap(paragraph->text, page_width)) out += line + "\n";
    } else if (const auto* table = std::get_if<Table>(&block)) {
      out += text_of(*table, color);
    } else if (const auto* figure = std::get_if<Figure>(&block)) {
      out += "[figure, in --format html] " + figure->caption + "\n";
    }
  }
  return out + "\n" + answer;
}

std::string escaped(std::string_view text, std::string_view specials) {
  std::string out;
  for (const char c : text) {
    if (specials.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string render_markdown(const Report& report) {
  const auto md = [](std::string_view text) { return escaped(text, "|*_`"); };
  std::string out = "## " + report.title + "\n\n**" + md(report.answer) + "**\n";
  for (const Block& block : report.blocks) {
    out += "\n";
    if (const auto* heading = std::get_if<Heading>(&block)) {
      out += "### " + md(heading->text) + "\n";
    } else if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      out += md(paragraph->text) + "\n";
    } else if (const auto* table = std::get_if<Table>(&block)) {
      if (!table->title.empty()) out += md(table->title) + "\n\n";
      const std::size_t columns = column_widths(*table).size();
      const auto line = [&](const std::vector<std::string>& cells) {
        out += "|";
        for (std::size_t j = 0; j < columns; ++j) out += " " + (j < cells.size() ? md(cells[j]) : "") + " |";
        out += "\n";
      };
      line(table->columns);
      line(std::vector<std::string>(columns, "---"));
      for (const auto& row : table->rows) line(row);
    } else if (const auto* figure = std::get_if<Figure>(&block)) {
      out += "*" + md(figure->caption) + "*\n";
    }
  }
  return out;
}

std::string latex(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\textbackslash{}";
        break;
      case '~':
        out += "\\textasciitilde{}";
        break;
      case '^':
        out += "\\textasciicircum{}";
        break;
      case '<':
        out += "\\textless{}";
        break;
      case '>':
        out += "\\textgreater{}";
        break;
      case '|':
        out += "\\textbar{}";
        break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        out += '\\';
        out += c;
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string render_latex(const Report& report) {
  std::string out = "% " + report.title + " (needs the package booktabs; every bound is rounded outward)\n";
  out += latex(report.answer) + "\n";
  for (const Block& block : report.blocks) {
    out += "\n";
    if (const auto* heading = std::get_if<Heading>(&block)) {
      out += "\\paragraph{" + latex(heading->text) + "}\n";
    } else if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      out += latex(paragraph->text) + "\n";
    } else if (const auto* table = std::get_if<Table>(&block)) {
      const std::size_t columns = column_widths(*table).size();
      out += "\\begin{table}[htbp]\n\\centering\n\\begin{tabular}{" + std::string(columns, 'l') + "}\n\\toprule\n";
      const auto line = [&](const std::vector<std::string>& cells) {
        for (std::size_t j = 0; j < columns; ++j) {
          out += (j > 0 ? " & " : "") + (j < cells.size() ? latex(cells[j]) : "");
        }
        out += " \\\\\n";
      };
      if (!table->columns.empty()) {
        line(table->columns);
        out += "\\midrule\n";
      }
      for (const auto& row : table->rows) line(row);
      out += "\\bottomrule\n\\end{tabular}\n";
      if (!table->title.empty()) out += "\\caption{" + latex(table->title) + "}\n";
      out += "\\end{table}\n";
    } else if (const auto* figure = std::get_if<Figure>(&block)) {
      out += "% figure: " + figure->caption + "\n";
    }
  }
  return out;
}

std::string render_csv(const Report& report) {
  const auto* found = static_cast<const Table*>(nullptr);
  for (const Block& block : report.blocks) {
    found = std::get_if<Table>(&block);
    if (found != nullptr) break;
  }
  if (found == nullptr) return {};
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells) {
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const bool quote = cells[j].find_first_of(",\"\n") != std::string::npos;
      std::string cell;
      for (const char c : cells[j]) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
      out += (j > 0 ? "," : "") + (quote ? "\"" + cell + "\"" : cell);
    }
    out += "\r\n";
  };
  if (!found->columns.empty()) line(found->columns);
  for (const auto& row : found->rows) line(row);
  return out;
}

}  // namespace

std::string render(const Report& report, Format format, bool color, bool quiet) {
  switch (format) {
    case Format::text:
      return render_text(report, color, quiet);
    case Format::json:
      return report.document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    case Format::markdown:
      return render_markdown(report);
    case Format::latex:
      return render_latex(report);
    case Format::csv:
      return render_csv(report);
    case Format::html:
      return report.page.empty() ? detail::render_html(report) : report.page;
  }
  return {};
}

}  // namespace lemmata::verify
