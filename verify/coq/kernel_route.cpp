#include "verify/coq/kernel_route.hpp"

#include "verify/coq/process.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

namespace lemmata::verify {
namespace {

struct Malformed {
  std::string what;
};

bool is_integer(std::string_view token) {
  if (token == "0") return true;
  if (!token.empty() && token.front() == '-') token.remove_prefix(1);
  return !token.empty() && token.front() != '0' &&
         std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Long rows that have a name already: where it was defined, by the text of the row.
using KnownRows = std::map<std::string, std::string>;
constexpr std::size_t worth_sharing = 40;  // characters

/// Reads lines and writes definitions. Every list of the format becomes one definition a line.
class Translator {
 public:
  Translator(std::string_view text, std::string module, KnownRows& known)
      : text_(text), module_(std::move(module)), known_(known) {}

  std::vector<std::string_view> line() {
    const std::size_t end = text_.find('\n');
    if (end == std::string_view::npos) throw Malformed{"the block ends early"};
    std::string_view rest = text_.substr(0, end);
    text_.remove_prefix(end + 1);
    std::vector<std::string_view> tokens;
    for (;;) {
      const std::size_t blank = rest.find(' ');
      tokens.push_back(rest.substr(0, blank));
      if (tokens.back().empty()) throw Malformed{"a line with a blank too many"};
      if (blank == std::string_view::npos) return tokens;
      rest.remove_prefix(blank + 1);
    }
  }
  [[nodiscard]] bool next_is(std::string_view word) const {
    return text_.substr(0, word.size() + 1) == std::string(word) + " ";
  }
  [[nodiscard]] bool at_end() const { return text_.empty(); }

  std::vector<std::string_view> fields(std::string_view keyword, std::size_t count) {
    std::vector<std::string_view> tokens = line();
    if (tokens.size() != count + 1 || tokens.front() != keyword) throw Malformed{"expected " + std::string(keyword)};
    tokens.erase(tokens.begin());
    return tokens;
  }
  static std::size_t count(std::string_view token) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error != std::errc{} || end != token.data() + token.size()) throw Malformed{"expected a count"};
    return value;
  }
  std::size_t count_line(std::string_view keyword) { return count(fields(keyword, 1).front()); }

  /// Definition of one integer.
  void number(const std::string& keyword) { constant("z_" + keyword, fields(keyword, 1).front()); }
  void constant(const std::string& name, std::string_view token) {
    out_ << "Definition " << name << " : integer := " << literal(token) << ".\n";
  }
  void natural(const std::string& name, std::size_t value) {
    out_ << "Definition " << name << " : nat := " << value << "%nat.\n";
  }
  /// Definition of a list from one line; the empty list has no line.
  void list(const std::string& name, std::size_t size) { define_row(name, size == 0 ? Tokens{} : line(), size); }
  void vector(const std::string& keyword, std::size_t size) {
    if (count_line(keyword) != size) throw Malformed{"wrong length of " + keyword};
    list("l_" + keyword, size);
  }
  /// Definition of `rows` lists; size_of(i) integers in row i.
  template <class Size>
  void matrix(const std::string& name, std::size_t rows, const Size& size_of) {
    for (std::size_t i = 0; i < rows; ++i) list(row_name(name, i), size_of(i));
    collect(name, rows);
  }
  void counted_rows(const std::string& keyword, std::size_t rows) {
    if (count_line(keyword) != rows) throw Malformed{"wrong length of " + keyword};
    for (std::size_t i = 0; i < rows; ++i) {
      Tokens tokens = line();
      const std::size_t size = count(tokens.front());
      tokens.erase(tokens.begin());
      define_row(row_name("m_" + keyword, i), tokens, size);
    }
    collect("m_" + keyword, rows);
  }
  void write(const std::string& text) { out_ << text; }
  [[nodiscard]] std::string text() const { return out_.str(); }

 private:
  using Tokens = std::vector<std::string_view>;

  static std::string literal(std::string_view token) {
    if (!is_integer(token)) throw Malformed{"not an integer: " + std::string(token)};
    return token.front() == '-' ? "(" + std::string(token) + ")" : std::string(token);
  }
  /// The head of a list that begins with this integer.
  static std::string element(std::string_view token) {
    const std::string number = literal(token);
    const std::string_view digits = token.substr(token.front() == '-' ? 1 : 0);
    constexpr std::string_view end = "9223372036854775808";  // 2^63
    if (digits.size() > end.size() || (digits.size() == end.size() && digits >= end)) return "put " + number;
    return (digits.size() < token.size() ? "put_neg " : "put_pos ") + std::string(digits);
  }
  static std::string row_name(const std::string& name, std::size_t i) { return name + "_" + std::to_string(i); }
  void define_row(const std::string& name, const Tokens& tokens, std::size_t size) {
    if (tokens.size() != size) throw Malformed{"a row of the wrong length"};
    // Applications of put and its like: Coq reads them three times as fast as numbers of a notation between `::`.
    std::string list;
    for (const std::string_view token : tokens) list += element(token) + " (";
    list += "none" + std::string(tokens.size(), ')');
    out_ << "Definition " << name << " : list integer := ";
    if (list.size() < worth_sharing) {
      out_ << list << ".\n";
      return;
    }
    const auto [place, is_new] = known_.try_emplace(list, module_ + "." + name);
    const bool elsewhere = !is_new && place->second.compare(0, module_.size() + 1, module_ + ".") != 0;
    out_ << (elsewhere ? place->second : list) << ".\n";
  }
  void collect(const std::string& name, std::size_t rows) {
    out_ << "Definition " << name << " : list (list integer) := ";
    for (std::size_t i = 0; i < rows; ++i) out_ << row_name(name, i) << " :: ";
    out_ << "nil.\n";
  }

  std::string_view text_;
  std::string module_;
  KnownRows& known_;
  std::ostringstream out_;
};

/// The claim, its theorem and the call of the checker it is applied to.
struct Claim {
  std::string check;
  std::string statement;
  std::string proof;
};

std::size_t read_box(Translator& in) {
  in.number("q");
  const std::size_t n = in.count_line("a");
  in.natural("n", n);
  const auto triangle = [](std::size_t i) { return i + 1; };
  in.matrix("m_a", n, triangle);
  const std::size_t d = in.count_line("d");
  if (d != 0 && d != n) throw Malformed{"expected d 0 or as many rows as a"};
  in.matrix("m_d", d, triangle);
  return n;
}

const std::string every_matrix = "forall X, box n (symmetric toZ z_q m_a) (symmetric toZ z_q m_d) X -> ";

Claim one_sided(Translator& in, std::string_view kind) {
  const std::size_t n = read_box(in);
  in.number("c");
  in.number("s");
  in.counted_rows("w", n);
  if (kind == "lmin_ge")
    return {"lmin_ge operations n m_a m_d z_q z_c z_s m_w",
            every_matrix + "lambda_min_ge n X (int toZ z_s / (int toZ z_c * int toZ z_q))",
            "lmin_ge_sound operations_ok _ _ _ _ _ _ _ accepted"};
  if (kind == "lmax_le")
    return {"lmax_le operations n m_a m_d z_q z_c z_s m_w",
            every_matrix + "lambda_max_le n X (- int toZ z_s / (int toZ z_c * int toZ z_q))",
            "lmax_le_sound operations_ok _ _ _ _ _ _ _ accepted"};
  const auto sizes = in.fields("V", 2);
  const std::size_t k = Translator::count(sizes[1]);
  if (Translator::count(sizes[0]) != n) throw Malformed{"wrong length of V"};
  in.natural("k", k);
  in.matrix("m_V", n, [k](std::size_t) { return k; });
  return {"index_le operations n m_a m_d z_q z_c z_s k m_V m_w",
          every_matrix + "lambda_ge_but n k (rows toZ unit m_V) X (int toZ z_s / (int toZ z_c * int toZ z_q))",
          "index_sound operations_ok _ _ _ _ _ _ _ _ _ unit accepted eq_refl"};
}

Claim by_vector(Translator& in, std::string_view kind) {
  const std::size_t n = read_box(in);
  in.number("u");
  in.vector("v", n);
  if (kind == "lmin_le")
    return {"lmin_le operations n m_a m_d z_q z_u l_v", every_matrix + "lambda_min_le n X (int toZ z_u / int toZ z_q)",
            "lmin_le_sound operations_ok _ _ _ _ _ _ accepted"};
  return {"lmax_ge operations n m_a m_d z_q z_u l_v", every_matrix + "lambda_max_ge n X (- int toZ z_u / int toZ z_q)",
          "lmax_ge_sound operations_ok _ _ _ _ _ _ accepted"};
}

Claim margin(Translator& in, std::string_view kind) {
  in.number("q");
  const auto sizes = in.fields("x", 2);
  const std::size_t n = Translator::count(sizes[0]);
  const std::size_t m = Translator::count(sizes[1]);
  in.natural("n", n);
  in.natural("m", m);
  in.matrix("m_x", n, [m](std::size_t) { return m; });
  in.vector("y", n);
  const std::string_view norm = in.fields("norm", 1).front();
  if (norm != "l2" && norm != "l1" && norm != "linf") throw Malformed{"unknown norm"};
  const std::string p = norm == "l2" ? "L2" : norm == "l1" ? "L1" : "Linf";
  const std::string about = p + " n m (rows toZ z_q m_x) (vector toZ unit l_y)";
  const std::string labels = "labels n (vector toZ unit l_y) /\\ ";
  if (kind == "svm_hi") {
    in.vector("alpha", n);
    in.number("S");
    in.constant("z_Z", in.fields(norm == "l2" ? "Z2" : "Z", 1).front());
    in.number("hi");
    in.number("r");
    return {"margin_le operations " + p + " n m m_x l_y z_q l_alpha z_S z_Z z_hi z_r",
            labels + "max_margin_le " + about + " (int toZ z_hi / int toZ z_r)",
            "margin_le_sound operations_ok _ _ _ _ _ _ _ _ _ _ _ unit accepted eq_refl"};
  }
  in.vector("w", m);
  in.number("t");
  in.number("lo");
  in.number("r");
  return {"margin_ge operations " + p + " n m m_x l_y z_q l_w z_t z_lo z_r",
          labels + "max_margin_ge " + about + " (int toZ z_lo / int toZ z_r)",
          "margin_ge_sound operations_ok _ _ _ _ _ _ _ _ _ _ unit accepted eq_refl"};
}

Claim entailment(Translator& in, std::string_view) {
  in.number("q");
  const auto sizes = in.fields("g", 2);
  const std::size_t n = Translator::count(sizes[0]);
  const std::size_t m = Translator::count(sizes[1]);
  in.natural("n", n);
  in.natural("m", m);
  in.matrix("m_g", n, [m](std::size_t) { return m; });
  in.vector("h", n);
  in.vector("target_g", m);
  in.number("target_h");
  in.vector("lam", n);
  in.number("mu");
  return {"entail operations n m z_q m_g l_h l_target_g z_target_h l_lam z_mu",
          "entails n m (rows toZ z_q m_g) (vector toZ z_q l_h) (vector toZ z_q l_target_g) (int toZ z_target_h / int "
          "toZ z_q)",
          "entail_sound operations_ok _ _ _ _ _ _ _ _ _ accepted"};
}

Claim gram(Translator& in, std::string_view) {
  const auto sizes = in.fields("x", 2);
  const std::size_t rows = Translator::count(sizes[0]);
  const std::size_t m = Translator::count(sizes[1]);
  in.natural("m", m);
  in.matrix("m_x", rows, [m](std::size_t) { return m; });
  if (in.line() != std::vector<std::string_view>{"kernel", "relu-infinite"}) throw Malformed{"unknown kernel"};
  if (in.line() != std::vector<std::string_view>{"normalize", "unit"}) throw Malformed{"expected normalize unit"};
  in.number("M");
  in.natural("degree", in.count_line("K"));
  in.number("P");
  in.vector("N", rows);
  if (in.count_line("t") != rows) throw Malformed{"wrong length of t"};
  in.matrix("m_t", rows, [](std::size_t i) { return i; });
  if (read_box(in) != rows) throw Malformed{"wrong length of a"};
  in.number("c");
  in.number("s");
  in.counted_rows("w", rows);
  return {"gram_relu operations n m m_x z_M z_P degree l_N m_t m_a m_d z_q z_c z_s m_w",
          "lambda_min_ge n (relu_gram m (rows toZ unit m_x)) (int toZ z_s / (int toZ z_c * int toZ z_q))",
          "gram_relu_sound operations_ok _ _ _ _ _ _ _ _ _ _ _ _ _ _ unit accepted eq_refl"};
}

using Rule = Claim (*)(Translator&, std::string_view);
constexpr std::array<std::pair<std::string_view, Rule>, 9> rules{{{"lmin_ge", one_sided},
                                                                  {"lmax_le", one_sided},
                                                                  {"index", one_sided},
                                                                  {"lmin_le", by_vector},
                                                                  {"lmax_ge", by_vector},
                                                                  {"svm_hi", margin},
                                                                  {"svm_lo", margin},
                                                                  {"entail", entailment},
                                                                  {"gram_relu", gram}}};

const auto* rule_of(std::string_view kind) {
  return std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.first == kind; });
}

const std::string preamble =
    "From Coq Require Import Reals ZArith List.\n"
    "From Lemmata Require Import Check Sound SoundMargin Statements Reals Gram ZInst.\n";
const std::string big_integers =
    "From Bignums Require Import BigZ.\nFrom Lemmata Require Import BigInst.\n"
    "Open Scope list_scope.\nOpen Scope bigZ_scope.\n"
    "Notation integer := BigZ.t_.\nNotation toZ := BigZ.to_Z.\n"
    "Notation operations := BigZ_ops.\nNotation operations_ok := BigZ_ops_ok.\n"
    "Module Literals.\nExport Uint63.\nEnd Literals.\nModule Lists.\nImport Literals.\n"
    "Definition put_pos (x : PrimInt63.int) (l : list integer) : list integer := BigZ.Pos (BigN.N0 x) :: l.\n"
    "Definition put_neg (x : PrimInt63.int) (l : list integer) : list integer := BigZ.Neg (BigN.N0 x) :: l.\n"
    "Arguments put_pos x%uint63 l. Arguments put_neg x%uint63 l.\n"
    "End Lists.\nImport Lists.\n";
const std::string pure_integers =
    "Open Scope list_scope.\nOpen Scope Z_scope.\n"
    "Notation integer := Z.\nNotation toZ := (fun z : Z => z).\n"
    "Notation operations := Z_ops.\nNotation operations_ok := Z_ops_ok.\n"
    "Module Literals.\nEnd Literals.\n"
    "Definition put_pos (x : integer) (l : list integer) : list integer := x :: l.\n"
    "Definition put_neg (x : integer) (l : list integer) : list integer := - x :: l.\n";
const std::string any_integers =
    "Definition put (x : integer) (l : list integer) : list integer := x :: l.\n"
    "Definition none : list integer := nil.\n";

/// The module of one block.
std::string module_of(std::string_view block, const std::string& name, KnownRows& known) {
  Translator in(block, name + ".Data", known);
  const auto first = in.line();
  if (first.size() != 3 || first[0] != "lemmata" || first[1] != "certificate" || first[2] != "1")
    throw Malformed{"not a certificate of version 1"};
  const std::string kind(in.fields("kind", 1).front());
  const auto* const rule = rule_of(kind);
  if (rule == rules.end()) throw Malformed{"the kind " + kind + " has no proof in Coq"};
  if (in.next_is("input")) in.line();
  const std::string digest(in.fields("data", 1).front());
  if (!std::all_of(digest.begin(), digest.end(), [](char c) { return c == ':' || std::isalnum(c & 0x7f) != 0; }))
    throw Malformed{"expected sha256:"};
  in.write("Module " + name + ". (* " + kind + ", data " + digest + " *)\n");
  // The machine integers are imported around the numbers alone: they would shadow names of the claim and axioms.
  in.write("Module Data.\nImport Literals.\n");
  in.constant("unit", "1");
  const Claim claim = rule->second(in, kind);
  if (in.line() != std::vector<std::string_view>{"end"} || !in.at_end()) throw Malformed{"expected end"};
  in.write("End Data.\nImport Data.\n");
  in.write("Lemma accepted : " + claim.check + " = true.\nProof. vm_cast_no_check (eq_refl true). Qed.\n");
  in.write("Open Scope R_scope.\nTheorem claim : " + claim.statement + ".\nProof. exact (" + claim.proof +
           "). Qed.\nEnd " + name + ".\n");
  return in.text();
}

}  // namespace

bool has_proof(std::string_view kind) { return rule_of(kind) != rules.end(); }

Expected<std::string> kernel_script(std::span<const std::string> blocks, KernelIntegers integers) {
  std::string script = preamble + (integers == KernelIntegers::big ? big_integers : pure_integers) + any_integers;
  std::string together = "I";
  KnownRows known;
  try {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const std::string name = "Block" + std::to_string(i);
      script += module_of(blocks[i], name, known);
      together = "conj " + name + ".claim (" + together + ")";
    }
  } catch (const Malformed& malformed) {
    return Failure{FailureKind::malformed, malformed.what};
  }
  return script + "Definition claims := " + together + ".\nPrint Assumptions claims.\n";
}

Expected<KernelAnswer> run_kernel(const std::string& script, const std::string& coqc, const std::string& theories) {
  const Expected<TemporaryFolder> folder = TemporaryFolder::create();
  if (!folder) return folder.error();
  const std::filesystem::path file = folder->path() / "Claim.v";
  {
    std::ofstream out(file, std::ios::binary);
    out << script;
    out.close();
    if (!out) return Failure{FailureKind::unwritable, file.string() + " cannot be written"};
  }
  const Expected<ProgramRun> run = run_program({coqc, "-q", "-R", theories, "Lemmata", "Claim.v"}, folder->path());
  if (!run) return run.error();
  KernelAnswer answer;
  if (run->status != 0) {
    answer.reason = run->output.substr(0, run->output.find_last_not_of("\n ") + 1);
    std::replace(answer.reason.begin(), answer.reason.end(), '\n', ' ');
    answer.reason =
        "coqc refuses the proof (status " + std::to_string(run->status) + "): " + answer.reason.substr(0, 400);
    return answer;
  }
  // What coqc printed last is the list of axioms, one a paragraph, the name first and at the beginning of a line.
  const std::size_t begin = run->output.find("Axioms:\n");
  const bool closed = run->output.find("Closed under the global context") != std::string::npos;
  if (begin == std::string::npos && !closed) {
    answer.reason = "coqc did not print the assumptions of the claim";
    return answer;
  }
  answer.accepted = true;
  if (begin == std::string::npos) return answer;
  std::istringstream lines(run->output.substr(begin + 8));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || std::isspace(static_cast<unsigned char>(line.front())) != 0) continue;
    answer.axioms.push_back(line.substr(0, line.find_first_of(" :")));
  }
  return answer;
}

}  // namespace lemmata::verify
