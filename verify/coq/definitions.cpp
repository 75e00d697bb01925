#include "verify/coq/definitions.hpp"

#include <algorithm>
#include <charconv>

namespace lemmata::verify {
namespace {

constexpr std::size_t worth_sharing = 40;                         // characters
constexpr std::size_t limb_digits = 18;                           // 10^18 < 2^62: a signed machine integer of Coq
constexpr std::string_view largest_limb = "4611686018427387903";  // 2^62 - 1
constexpr std::size_t many = 16;                                  // arguments of put_many

bool is_negative(std::string_view token) { return !token.empty() && token.front() == '-'; }

std::string_view digits_of(std::string_view token) { return token.substr(is_negative(token) ? 1 : 0); }

void expect_integer(std::string_view token) {
  const std::string_view digits = digits_of(token);
  const bool well_spelled =
      token == "0" || (!digits.empty() && digits.front() != '0' &&
                       std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }));
  if (!well_spelled) throw Malformed{"not an integer: " + std::string(token)};
}

std::string literal(std::string_view token) {
  expect_integer(token);
  return is_negative(token) ? "(" + std::string(token) + ")" : std::string(token);
}

/// How many limbs a decimal integer needs: one when it is a machine integer itself.
std::size_t limbs_of(std::string_view token) {
  const std::string_view digits = digits_of(token);
  if (digits.size() == largest_limb.size() && digits <= largest_limb) return 1;
  return (digits.size() + limb_digits - 1) / limb_digits;
}

/// Splits a decimal integer into limbs of `limb_digits` digits, the highest first, each with the sign of the whole.
void append_limbs(std::vector<std::string>& all, std::string_view token, std::size_t count) {
  expect_integer(token);
  if (count == 1) {
    all.push_back(literal(token));
    return;
  }
  const std::string_view digits = digits_of(token);
  for (std::size_t lower = count; lower-- > 0;) {
    const std::size_t end = digits.size() - std::min(digits.size(), lower * limb_digits);
    const std::size_t begin = end - std::min(end, limb_digits);
    std::string_view limb = digits.substr(begin, end - begin);
    limb.remove_prefix(std::min(limb.find_first_not_of('0'), limb.size()));
    if (limb.empty()) {
      all.emplace_back("0");
    } else {
      all.push_back(is_negative(token) ? "(-" + std::string(limb) + ")" : std::string(limb));
    }
  }
}

const std::string big_integers =
    "From Bignums Require Import BigZ.\nFrom Lemmata Require Import BigInst.\nFrom Coq Require Sint63.\n"
    "Open Scope list_scope.\nOpen Scope bigZ_scope.\n"
    "Notation integer := BigZ.t_.\nNotation toZ := BigZ.to_Z.\nNotation limb := PrimInt63.int.\n"
    "Notation operations := BigZ_ops.\nNotation operations_ok := BigZ_ops_ok.\n"
    "Module Literals.\nExport Sint63.\nEnd Literals.\nModule Lists.\nImport Literals.\n"
    "Definition signed (x : limb) : integer :=\n"
    "  if PrimInt63.ltb x 4611686018427387904%uint63 then BigZ.Pos (BigN.N0 x)\n"
    "  else BigZ.Neg (BigN.N0 (PrimInt63.sub 0%uint63 x)).\n"
    "(* Each 1 + lower of the limbs, base 10^18, are one integer. *)\n"
    "Fixpoint join (lower left : nat) (higher : integer) (l : list limb) : list integer :=\n"
    "  match l with\n  | nil => nil\n"
    "  | x :: l' => let value := higher * 1000000000000000000 + signed x in\n"
    "    match left with O => value :: join lower lower 0 l' | S k => join lower k value l' end\n  end.\n"
    "Definition numbers (lower : nat) (l : list limb) : list integer :=\n"
    "  match lower with O => map signed l | _ => join lower lower 0 l end.\n";
const std::string pure_integers =
    "Open Scope list_scope.\nOpen Scope Z_scope.\n"
    "Notation integer := Z.\nNotation toZ := (fun z : Z => z).\nNotation limb := Z.\n"
    "Notation operations := Z_ops.\nNotation operations_ok := Z_ops_ok.\n"
    "Module Literals.\nEnd Literals.\nModule Lists.\n"
    "Definition numbers (lower : nat) (l : list limb) : list integer := l.\n";

}  // namespace

std::string definitions_preamble(KernelIntegers integers) {
  const bool big = integers == KernelIntegers::big;
  std::string names, elements;
  for (std::size_t i = 0; i < many; ++i) {
    const std::string name = "x" + std::to_string(i);
    names += (i > 0 ? " " : "") + name;
    elements += name + " :: ";
  }
  return (big ? big_integers : pure_integers) + "Definition none : list limb := nil.\n" +
         "Definition put (x : limb) (l : list limb) : list limb := x :: l.\n" + "Definition put_many (" + names +
         " : limb) (l : list limb) : list limb := " + elements + "l.\n" +
         "Fixpoint put_equal (n : nat) (x : limb) (l : list limb) : list limb :=\n"
         "  match n with O => l | S m => x :: put_equal m x l end.\n" +
         (big ? "Arguments put x%sint63 l.\nArguments put_many (" + names +
                    ")%sint63 l.\nArguments put_equal n%nat x%sint63 l.\n"
              : "Arguments put_equal n%nat x l.\n") +
         "End Lists.\nImport Lists.\n";
}

Definitions::Tokens Definitions::line() {
  const std::size_t end = text_.find('\n');
  if (end == std::string_view::npos) throw Malformed{"the block ends early"};
  std::string_view rest = text_.substr(0, end);
  text_.remove_prefix(end + 1);
  Tokens tokens;
  for (;;) {
    const std::size_t blank = rest.find(' ');
    tokens.push_back(rest.substr(0, blank));
    if (tokens.back().empty()) throw Malformed{"a line with a blank too many"};
    if (blank == std::string_view::npos) return tokens;
    rest.remove_prefix(blank + 1);
  }
}

bool Definitions::next_is(std::string_view word) const {
  return text_.substr(0, word.size() + 1) == std::string(word) + " ";
}

Definitions::Tokens Definitions::fields(std::string_view keyword, std::size_t count) {
  Tokens tokens = line();
  if (tokens.size() != count + 1 || tokens.front() != keyword) throw Malformed{"expected " + std::string(keyword)};
  tokens.erase(tokens.begin());
  return tokens;
}

std::size_t Definitions::count(std::string_view token) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
  if (error != std::errc{} || end != token.data() + token.size()) throw Malformed{"expected a count"};
  return value;
}

void Definitions::constant(const std::string& name, std::string_view token) {
  out_ << "Definition " << name << " : integer := " << literal(token) << ".\n";
}

void Definitions::natural(const std::string& name, std::size_t value) {
  out_ << "Definition " << name << " : nat := " << value << "%nat.\n";
}

void Definitions::vector(const std::string& keyword, std::size_t size) {
  if (count_line(keyword) != size) throw Malformed{"wrong length of " + keyword};
  list("l_" + keyword, size);
}

void Definitions::counted_rows(const std::string& keyword, std::size_t rows) {
  if (count_line(keyword) != rows) throw Malformed{"wrong length of " + keyword};
  for (std::size_t i = 0; i < rows; ++i) {
    Tokens tokens = line();
    const std::size_t size = count(tokens.front());
    tokens.erase(tokens.begin());
    define_row(row_name("m_" + keyword, i), tokens, size);
  }
  collect("m_" + keyword, rows);
}

/// Applications of functions with many arguments: Coq reads them six times as fast as a list of as many numbers.
std::string Definitions::list_text(const Tokens& tokens) const {
  std::vector<std::string> limbs;
  std::size_t limbs_each = 1;
  if (integers_ == KernelIntegers::big) {
    for (const std::string_view token : tokens) limbs_each = std::max(limbs_each, limbs_of(token));
    for (const std::string_view token : tokens) append_limbs(limbs, token, limbs_each);
  } else {
    for (const std::string_view token : tokens) limbs.push_back(literal(token));
  }
  std::string text = "numbers " + std::to_string(limbs_each - 1) + "%nat (";
  std::size_t open = 1;
  for (std::size_t i = 0; i < limbs.size(); ++open) {
    std::size_t end = i + 1;
    while (end < limbs.size() && limbs[end] == limbs[i]) ++end;
    if (end - i >= many) {  // the radii of a row are often the same
      text += "put_equal " + std::to_string(end - i) + " " + limbs[i];
      i = end;
    } else {
      end = i + (limbs.size() - i >= many ? many : 1);
      text += end == i + 1 ? "put" : "put_many";
      for (; i < end; ++i) text += " " + limbs[i];
    }
    text += " (";
  }
  return text + "none" + std::string(open, ')');
}

void Definitions::define_row(const std::string& name, const Tokens& tokens, std::size_t size) {
  if (tokens.size() != size) throw Malformed{"a row of the wrong length"};
  const std::string list = list_text(tokens);
  out_ << "Definition " << name << " : list integer := ";
  if (list.size() < worth_sharing) {
    out_ << list << ".\n";
    return;
  }
  const auto [place, is_new] = known_.try_emplace(list, module_ + "." + name);
  const bool elsewhere = !is_new && place->second.compare(0, module_.size() + 1, module_ + ".") != 0;
  out_ << (elsewhere ? place->second : list) << ".\n";
}

void Definitions::collect(const std::string& name, std::size_t rows) {
  out_ << "Definition " << name << " : list (list integer) := ";
  for (std::size_t i = 0; i < rows; ++i) out_ << row_name(name, i) << " :: ";
  out_ << "nil.\n";
}

}  // namespace lemmata::verify
