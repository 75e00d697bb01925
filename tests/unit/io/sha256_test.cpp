// Known answers: FIPS 180-4 examples and the NIST long message.
#include "verify/io/sha256.hpp"

#include <gtest/gtest.h>

namespace lemmata::verify::io {
namespace {

TEST(Sha256, KnownAnswers) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PiecesOfAnySizeGiveTheSameDigest) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += static_cast<char>(i * 7 + i / 11);
  for (std::size_t length = 0; length <= text.size(); ++length) {
    const std::string_view whole = std::string_view(text).substr(0, length);
    Sha256 pieces;
    for (std::size_t at = 0; at < length; at += 1 + length % 67) pieces.update(whole.substr(at, 1 + length % 67));
    EXPECT_EQ(pieces.hexadecimal(), sha256(whole)) << length;
  }
}

}  // namespace
}  // namespace lemmata::verify::io
