/// \file
/// # lemmata-verify: the stand-alone checker
/// Exit status: 0 every block accepted, 1 some block rejected, 2 malformed text, unreadable file or wrong usage.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verify/checker/check.hpp"

namespace {

using lemmata::checker::Outcome;
using lemmata::checker::Result;

constexpr std::string_view usage =
    "Usage: lemmata-verify [--data FILE] CERTIFICATE...\n"
    "Checks certificates in exact integer arithmetic; it shares no code with the program that wrote them.\n"
    "A CERTIFICATE of - is standard input.\n\n"
    "  --data FILE   read the data of `witness` claims from FILE, whatever name the certificate gives\n"
    "  --help        this text\n"
    "  --version     the version of the format\n\n"
    "Exit status: 0 accepted, 1 rejected, 2 malformed or unreadable.\n"
    "Example: lemmata gram iris.csv --dedup --certificate iris.cert && lemmata-verify iris.cert\n";

std::optional<std::string> contents(const std::string& path) {
  try {
    if (path == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream file(path, std::ios::binary);
    if (!file.is_open()) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
  } catch (const std::ios_base::failure&) {
    return std::nullopt;  // a directory
  }
}

void print(const Result& result) {
  switch (result.outcome) {
    case Outcome::accepted:
      std::cout << "  accepted " << result.kind
                << (result.kind == "witness" ? ", recomputed from the data file: " : ", checked in exact arithmetic: ")
                << result.statement << '\n';
      break;
    case Outcome::rejected:
      std::cout << "  rejected " << result.kind << ": " << result.reason << '\n';
      break;
    case Outcome::malformed:
      std::cout << "  malformed" << (result.kind.empty() ? "" : " " + result.kind) << ": " << result.reason << '\n';
      return;
  }
  std::cout << "    data sha256:" << result.data_digest << '\n';
  if (!result.input_digest.empty()) std::cout << "    input sha256:" << result.input_digest << '\n';
  if (result.outcome != Outcome::accepted) return;
  if (result.assumptions.empty()) std::cout << "    assumptions: none\n";
  for (const std::string& assumption : result.assumptions) std::cout << "    assumes: " << assumption << '\n';
}

int verify(const std::string& path, const std::string& data_file) {
  const std::optional<std::string> text = contents(path);
  if (!text) {
    std::cerr << path << ": cannot be read\n";
    return 2;
  }
  const std::size_t slash = path.rfind('/');
  const std::vector<Result> results =
      lemmata::checker::check(*text, {data_file, slash == std::string::npos ? "" : path.substr(0, slash)});
  std::cout << path << ":\n";
  for (const Result& result : results) print(result);
  return lemmata::checker::exit_status(results);
}

int run(const std::vector<std::string>& arguments) {
  std::vector<std::string> paths;
  std::string data_file;
  bool options = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (options && argument == "--help") return std::cout << usage, 0;
    if (options && argument == "--version") return std::cout << "lemmata-verify, lemmata certificate 1\n", 0;
    if (options && argument == "--") {
      options = false;
    } else if (options && argument == "--data" && i + 1 < arguments.size()) {
      data_file = arguments[++i];
    } else if (options && argument.size() > 1 && argument.front() == '-') {
      return std::cerr << "lemmata-verify: unknown option " << argument << '\n' << usage, 2;
    } else {
      paths.push_back(argument);
    }
  }
  if (paths.empty()) return std::cerr << usage, 2;
  int status = 0;
  for (const std::string& path : paths) status = std::max(status, verify(path, data_file));
  std::cout.flush();
  if (!std::cout) return std::cerr << "lemmata-verify: the answer cannot be written\n", 2;
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& failure) {
    std::cerr << "lemmata-verify: " << failure.what() << '\n';
    return 2;
  }
}
