/// \file
/// # lemmata verify: certificates, by the independent checkers

#include "verify/cli/commands.hpp"
#include "verify/cli/session.hpp"
#include "verify/coq/routes.hpp"
#include "verify/io/sha256.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>

namespace lemmata::verify::cli {
namespace {

struct VerifyRequest {
  std::vector<std::string> certificates;
  std::string route = "strongest";
  RouteOptions options;
};

std::string file_digest(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return io::sha256(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::string word_of(checker::Outcome outcome) {
  switch (outcome) {
    case checker::Outcome::accepted:
      return "accepted";
    case checker::Outcome::rejected:
      return "rejected";
    case checker::Outcome::malformed:
      return "malformed";
  }
  return "malformed";
}

/// One certificate's answers, for programs and for people.
void add_result(Report& report, const std::string& path, const RouteResult& result) {
  const bool good = result.exit_status() == 0;
  // What the route stands for is said of accepted claims only.
  Table table{
      path + ", route " + std::string(name_of(result.route)) + (good ? ": " + std::string(words_of(result.route)) : ""),
      {"claim", "answer", good ? "statement" : "statement or reason"},
      {}};
  for (const checker::Result& block : result.blocks) {
    const bool accepted = block.outcome == checker::Outcome::accepted;
    Json entry = {{"certificate", path},
                  {"route", name_of(result.route)},
                  {"route_in_words", words_of(result.route)},
                  {"kind", block.kind},
                  {"accepted", accepted},
                  {"outcome", word_of(block.outcome)},
                  {"statement", accepted ? Json(block.statement) : Json(nullptr)},
                  {"reason", accepted ? Json(nullptr) : Json(block.reason)},
                  {"assumptions", block.assumptions},
                  {"data_sha256", block.data_digest.empty() ? Json(nullptr) : Json(block.data_digest)},
                  {"input_sha256", block.input_digest.empty() ? Json(nullptr) : Json(block.input_digest)}};
    if (!result.why_not_stronger.empty()) entry["why_not_stronger"] = result.why_not_stronger;
    report.document["results"].push_back(std::move(entry));
    table.rows.push_back({block.kind, word_of(block.outcome), accepted ? block.statement : block.reason});
  }
  report.blocks.emplace_back(std::move(table));
  for (const checker::Result& block : result.blocks) {
    if (!block.data_digest.empty()) report.blocks.emplace_back(Paragraph{"data sha256 " + block.data_digest});
    for (const std::string& assumption : block.assumptions)
      report.blocks.emplace_back(Paragraph{"assumes: " + assumption});
  }
  if (!result.why_not_stronger.empty())
    report.blocks.emplace_back(Paragraph{"A stronger route was not used: " + result.why_not_stronger + "."});
}

Expected<Report> verify(const VerifyRequest& request, const Session& session) {
  Report report;
  report.title = "Certificates";
  report.document = session.document("verify");
  report.document["results"] = Json::array();
  const RouteTools tools = find_route_tools();
  int status = 0;
  std::size_t accepted = 0;
  std::size_t claims = 0;
  for (const std::string& path : request.certificates) {
    const Expected<RouteResult> result = run_route(*route_named(request.route), path, request.options, tools);
    if (!result) return result.error();
    if (path != "-") report.document["input"].push_back({{"path", path}, {"sha256", file_digest(path)}});
    add_result(report, path, *result);
    status = std::max(status, result->exit_status());
    claims += result->blocks.size();
    accepted += static_cast<std::size_t>(
        std::count_if(result->blocks.begin(), result->blocks.end(),
                      [](const checker::Result& block) { return block.outcome == checker::Outcome::accepted; }));
  }
  report.verdict = status == 0 ? "proved" : "";
  report.answer =
      accepted == claims
          ? (claims == 1 ? "The claim is accepted." : "All " + std::to_string(claims) + " claims are accepted.")
          : std::to_string(accepted) + " of " + std::to_string(claims) + " claims are accepted.";
  report.exit_status = status;
  return report;
}

}  // namespace

void add_verify(CLI::App& app, Session& session) {
  const auto request = std::make_shared<VerifyRequest>();
  CLI::App* const command = app.add_subcommand("verify", "Check certificates by an independent checker");
  command->add_option("CERTIFICATE", request->certificates, "Certificate files (- is standard input)")->required();
  command
      ->add_option(
          "--route", request->route,
          "mirror (exact integers in C++), proved (extracted from Coq), kernel (coqc itself), witness (claims too\n"
          "large for exact integers), strongest (the strongest installed one that supports kind and size)")
      ->check(CLI::IsMember({"mirror", "proved", "kernel", "witness", "strongest"}))
      ->capture_default_str();
  command
      ->add_option("--data", request->options.data_file, "The data of witness claims, whatever the certificate names")
      ->type_name("FILE");
  command->add_flag("--pure", request->options.pure_integers,
                    "Kernel route on Coq's own integers: slow, trusts nothing but the kernel");
  command->footer(
      "Kinds: lmin_ge, lmin_le, lmax_ge, lmax_le, index, svm_lo, svm_hi, entail; gram_relu, where the\n"
      "checker encloses the entries of the matrix itself; gram_null and witness, without a proof in Coq.\n"
      "Exit status: 0 accepted, 1 rejected, 2 malformed.\n"
      "Example: lemmata gram iris.csv --dedup --certificate iris.cert && lemmata verify iris.cert");
  command->callback([request, &session] { session.run = [request, &session] { return verify(*request, session); }; });
}

}  // namespace lemmata::verify::cli
