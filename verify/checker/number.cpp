#include "verify/checker/number.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace lemmata::checker {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Integer power_of_ten(std::size_t exponent) {
  return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(exponent));
}

/// Digits only, no more than the text holds; halves long ones so that the cost follows that of multiplication.
Integer parse_digits(std::string_view digits) {
  constexpr std::size_t chunk = 18;  // below 2^63
  if (digits.size() <= chunk) {
    std::uint64_t value = 0;
    for (const char c : digits) value = 10 * value + static_cast<std::uint64_t>(c - '0');
    return value;
  }
  if (digits.size() > 40 * chunk) {
    const std::size_t low = digits.size() / 2;
    return parse_digits(digits.substr(0, digits.size() - low)) * power_of_ten(low) +
           parse_digits(digits.substr(digits.size() - low));
  }
  const std::size_t first = digits.size() % chunk == 0 ? chunk : digits.size() % chunk;
  Integer value = parse_digits(digits.substr(0, first));
  for (std::size_t i = first; i < digits.size(); i += chunk) {
    value *= std::uint64_t{1'000'000'000'000'000'000};
    value += parse_digits(digits.substr(i, chunk));
  }
  return value;
}

/// floor or ceiling of numerator/denominator, denominator > 0.
Integer quotient(const Integer& numerator, const Integer& denominator, Direction direction) {
  Integer q, r;
  boost::multiprecision::divide_qr(numerator, denominator, q, r);
  if (direction == Direction::down && r < 0) --q;
  if (direction == Direction::up && r > 0) ++q;
  return q;
}

}  // namespace

std::optional<Integer> parse_integer(std::string_view text) {
  const bool minus = text.starts_with('-');
  const std::string_view digits = text.substr(minus ? 1 : 0);
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  if (digits.front() == '0' && text.size() > 1) return std::nullopt;
  Integer value = parse_digits(digits);
  if (minus) value = -value;
  return value;
}

std::optional<double> parse_hexadecimal(std::string_view text) {
  std::string_view rest = text;
  const bool minus = rest.starts_with('-');
  if (minus) rest.remove_prefix(1);
  if (!rest.starts_with("0x")) return std::nullopt;
  rest.remove_prefix(2);
  if (rest.empty() || (rest.front() != '0' && rest.front() != '1')) return std::nullopt;
  std::uint64_t mantissa = static_cast<std::uint64_t>(rest.front() - '0');
  rest.remove_prefix(1);
  int places = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    for (; !rest.empty() && rest.front() != 'p'; rest.remove_prefix(1), ++places) {
      const char c = rest.front();
      const bool letter = c >= 'a' && c <= 'f';
      if ((!is_digit(c) && !letter) || places == 13) return std::nullopt;
      mantissa = 16 * mantissa + static_cast<std::uint64_t>(letter ? c - 'a' + 10 : c - '0');
    }
    if (places == 0) return std::nullopt;
  }
  if (!rest.starts_with('p')) return std::nullopt;
  rest.remove_prefix(1);
  const bool down = rest.starts_with('-');
  if (down || rest.starts_with('+')) rest.remove_prefix(1);
  if (rest.empty() || rest.size() > 4 || !std::all_of(rest.begin(), rest.end(), is_digit)) return std::nullopt;
  int exponent = 0;
  for (const char c : rest) exponent = 10 * exponent + (c - '0');
  exponent = (down ? -exponent : exponent) - 4 * places;
  const auto magnitude = static_cast<double>(mantissa);  // below 2^53: exact
  const double value = std::ldexp(magnitude, exponent);
  if (!std::isfinite(value) || std::ldexp(value, -exponent) != magnitude)
    return std::nullopt;  // rounded: not this number
  return minus ? -value : value;
}

std::size_t bits(const Integer& x) {
  if (x == 0) return 0;
  return static_cast<std::size_t>(msb(x < 0 ? Integer(-x) : x)) + 1;
}

Integer inner(const Row& x, const Row& y) {
  Integer sum = 0;
  for (std::size_t k = 0; k < x.size(); ++k) sum += x[k] * y[k];
  return sum;
}

Integer shifted(const Integer& x, long shift) {
  if (shift >= 0) return x << static_cast<unsigned long>(shift);
  const auto right = static_cast<unsigned long>(-shift);
  if (x >= 0) return x >> right;
  return -((-x + (Integer(1) << right) - 1) >> right);
}

Dyadic exact(double x) {
  if (x == 0) return {0, 0};
  int exponent = 0;
  const double mantissa = std::frexp(x, &exponent);
  return {Integer(static_cast<std::int64_t>(std::ldexp(mantissa, 53))), exponent - 53};
}

std::string fraction(const Integer& numerator, const Integer& denominator) {
  const Integer common = gcd(numerator, denominator);
  if (common == denominator) return Integer(numerator / denominator).str();
  return Integer(numerator / common).str() + "/" + Integer(denominator / common).str();
}

std::string decimal(const Integer& numerator, const Integer& denominator, Direction direction) {
  constexpr long digits = 20;
  if (numerator == 0) return "0";
  // bits(p) - bits(q) is within 1 of log2 |p/q|, so this exponent is never too large and at most 2 too small: corrected
  // below.
  const double log2_value = static_cast<double>(bits(numerator)) - static_cast<double>(bits(denominator));
  long exponent = static_cast<long>(std::floor(log2_value * 0.30102999566398120)) - 1;
  Integer scaled;
  for (;; ++exponent) {
    const long shift = digits - 1 - exponent;
    scaled = shift >= 0 ? quotient(numerator * power_of_ten(static_cast<std::size_t>(shift)), denominator, direction)
                        : quotient(numerator, denominator * power_of_ten(static_cast<std::size_t>(-shift)), direction);
    if (abs(scaled) < power_of_ten(static_cast<std::size_t>(digits))) break;
  }
  std::string text = Integer(abs(scaled)).str();
  while (text.size() > 1 && text.back() == '0') text.pop_back();
  const std::string sign = numerator < 0 ? "-" : "";
  const long length = static_cast<long>(text.size());
  if (exponent >= 0 && exponent < digits) {
    if (length <= exponent + 1) return sign + text + std::string(static_cast<std::size_t>(exponent + 1 - length), '0');
    return sign + text.substr(0, static_cast<std::size_t>(exponent + 1)) + "." +
           text.substr(static_cast<std::size_t>(exponent + 1));
  }
  if (exponent < 0 && exponent >= -5)
    return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + text;
  return sign + text.substr(0, 1) + (length > 1 ? "." + text.substr(1) : "") + "e" + std::to_string(exponent);
}

Int128 to_int128(const Integer& x) {
  const Integer magnitude = abs(x);
  const auto low = static_cast<std::uint64_t>(magnitude & std::numeric_limits<std::uint64_t>::max());
  const auto high = static_cast<std::uint64_t>(Integer(magnitude >> 64) & std::numeric_limits<std::uint64_t>::max());
  const Uint128 value = Uint128{high} << 64 | low;
  return static_cast<Int128>(x < 0 ? ~value + 1 : value);
}

Wide to_wide(const Integer& x) {
  const Integer magnitude = abs(x);
  Uint128 halves[2] = {0, 0};
  for (unsigned i = 0; i < 4; ++i) {
    const Integer limb = Integer(magnitude >> (64 * i)) & std::numeric_limits<std::uint64_t>::max();
    halves[i / 2] |= Uint128{static_cast<std::uint64_t>(limb)} << (64 * (i % 2));
  }
  const Wide value{halves[0], static_cast<Int128>(halves[1])};
  return x < 0 ? -value : value;
}

Integer to_integer(Int128 x) {
  const Uint128 magnitude = x < 0 ? ~static_cast<Uint128>(x) + 1 : static_cast<Uint128>(x);
  Integer value = static_cast<std::uint64_t>(magnitude >> 64);
  value <<= 64;
  value += static_cast<std::uint64_t>(magnitude);
  return x < 0 ? Integer(-value) : value;
}

Integer to_integer(const Wide& x) {
  if (negative(x)) return -to_integer(-x);
  Integer value = to_integer(x.high);
  value <<= 64;
  value += static_cast<std::uint64_t>(x.low >> 64);
  value <<= 64;
  value += static_cast<std::uint64_t>(x.low);
  return value;
}

}  // namespace lemmata::checker
