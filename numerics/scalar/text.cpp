#include "numerics/scalar/text.hpp"

#include "numerics/scalar/raw_mpfr.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>

namespace lemmata {
namespace {

using detail::load;
using detail::RawMpfr;
using detail::working_precision;

constexpr int least_plain_exponent = -7;
constexpr int greatest_plain_exponent = 20;

/// digits = "d1d2...", value 0.d1d2... x 10^exponent.
std::string laid_out(std::string digits, mpfr_exp_t exponent) {
  const bool minus = digits.front() == '-';
  if (minus) digits.erase(0, 1);
  digits.erase(std::max<std::size_t>(digits.find_last_not_of('0') + 1, 1));
  const auto scientific = exponent - 1;
  std::string text;
  if (scientific < least_plain_exponent || scientific > greatest_plain_exponent) {
    text = digits.substr(0, 1);
    if (digits.size() > 1) text += "." + digits.substr(1);
    text += "e" + std::to_string(scientific);
  } else if (exponent <= 0) {
    text = "0." + std::string(static_cast<std::size_t>(-exponent), '0') + digits;
  } else {
    const auto whole = static_cast<std::size_t>(exponent);
    if (digits.size() <= whole) {
      text = digits + std::string(whole - digits.size(), '0');
    } else {
      text = digits.substr(0, whole) + "." + digits.substr(whole);
    }
  }
  return minus ? "-" + text : text;
}

template <Scalar T>
std::string decimal(const T& x, int digits, mpfr_rnd_t direction) {
  expects(digits >= 1, "decimal: at least one digit");
  RawMpfr number(working_precision<T>());
  load(number, x, direction);
  expects(mpfr_number_p(static_cast<mpfr_srcptr>(number)) != 0, "decimal: a finite number");
  if (mpfr_zero_p(static_cast<mpfr_srcptr>(number)) != 0) return "0";
  mpfr_exp_t exponent = 0;
  const std::unique_ptr<char, void (*)(char*)> written(
      mpfr_get_str(nullptr, &exponent, 10, static_cast<std::size_t>(digits), number, direction), mpfr_free_str);
  return laid_out(written.get(), exponent);
}

std::string hexadecimal(double x) {
  expects(detail::finite(x), "hexadecimal: a finite double");
  std::array<char, 40> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(x), std::chars_format::hex).ptr;
  return (x < 0 ? "-0x" : "0x") + std::string(buffer.data(), end);
}

bool all_of_kind(std::string_view text, std::string_view kind) {
  return text.find_first_not_of(kind) == std::string_view::npos;
}

constexpr std::string_view decimal_digits = "0123456789";
constexpr std::string_view hexadecimal_digits = "0123456789abcdefABCDEF";

/// digits [. digits], at least one digit in all.
bool is_mantissa(std::string_view text, std::string_view digits) {
  const auto point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  return whole.size() + fraction.size() > 0 && all_of_kind(whole, digits) && all_of_kind(fraction, digits);
}

/// [+-] mantissa [e|p [+-] digits]: whether it is a number, and of which base.
enum class Notation { none, decimal, hexadecimal };
Notation notation(std::string_view text) {
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  const auto mark = text.find_first_of(hex ? "pP" : "eE");
  if (mark != std::string_view::npos) {
    std::string_view exponent = text.substr(mark + 1);
    if (!exponent.empty() && (exponent.front() == '+' || exponent.front() == '-')) exponent.remove_prefix(1);
    if (exponent.empty() || !all_of_kind(exponent, decimal_digits)) return Notation::none;
    text = text.substr(0, mark);
  }
  if (!is_mantissa(text, hex ? hexadecimal_digits : decimal_digits)) return Notation::none;
  return hex ? Notation::hexadecimal : Notation::decimal;
}

Failure malformed(std::string_view text, const std::string& reason) {
  return {FailureKind::malformed, "'" + std::string(text) + "' is not " + reason};
}

}  // namespace

template <Scalar T>
std::string decimal_down(const T& x, int digits) {
  return decimal(x, digits, MPFR_RNDD);
}
template <Scalar T>
std::string decimal_up(const T& x, int digits) {
  return decimal(x, digits, MPFR_RNDU);
}
template <Scalar T>
std::string hexadecimal_down(const T& x) {
  return hexadecimal(round_down<double>(x));
}
template <Scalar T>
std::string hexadecimal_up(const T& x) {
  return hexadecimal(round_up<double>(x));
}

template <Scalar T>
BoundText bound_text(const Interval<T>& x, int digits) {
  BoundText text;
  if (-infinity<T>() < x.inf()) {
    text.lower = decimal_down(x.inf(), digits);
    if (detail::finite(round_down<double>(x.inf()))) text.lower_hex = hexadecimal_down(x.inf());
  }
  if (x.sup() < infinity<T>()) {
    text.upper = decimal_up(x.sup(), digits);
    if (detail::finite(round_up<double>(x.sup()))) text.upper_hex = hexadecimal_up(x.sup());
  }
  return text;
}

template <Scalar T>
Expected<Interval<T>> parse_enclosure(std::string_view text) {
  const Notation kind = notation(text);
  if (kind == Notation::none) return malformed(text, "a decimal or hexadecimal number");
  const std::string terminated(text);
  const int base = kind == Notation::decimal ? 10 : 16;
  RawMpfr down(working_precision<T>());
  RawMpfr up(working_precision<T>());
  char* end = nullptr;
  mpfr_strtofr(down, terminated.c_str(), &end, base, MPFR_RNDD);
  const bool complete = *end == '\0';
  mpfr_strtofr(up, terminated.c_str(), &end, base, MPFR_RNDU);
  if (!complete || *end != '\0') return malformed(text, "a decimal or hexadecimal number");
  return Interval<T>(detail::store<T>(down, MPFR_RNDD), detail::store<T>(up, MPFR_RNDU));
}

Expected<double> parse_exact(std::string_view text) {
  const auto number = parse_enclosure<double>(text);
  if (!number) return number.error();
  if (!number->is_point()) return malformed(text, "exactly a double");
  return number->inf();
}

#define LEMMATA_INSTANTIATE(T)                            \
  template std::string decimal_down(const T&, int);       \
  template std::string decimal_up(const T&, int);         \
  template std::string hexadecimal_down(const T&);        \
  template std::string hexadecimal_up(const T&);          \
  template BoundText bound_text(const Interval<T>&, int); \
  template Expected<Interval<T>> parse_enclosure<T>(std::string_view);
LEMMATA_INSTANTIATE(double)
LEMMATA_INSTANTIATE(DoubleDouble)
LEMMATA_INSTANTIATE(Mp<50>)
LEMMATA_INSTANTIATE(Mp<100>)
LEMMATA_INSTANTIATE(Mp<200>)
#undef LEMMATA_INSTANTIATE

}  // namespace lemmata
