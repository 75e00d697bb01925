#include "verify/coq/kernel_route.hpp"

#include "verify/coq/definitions.hpp"
#include "verify/coq/process.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace lemmata::verify {
namespace {

/// The claim, its theorem and the call of the checker it is applied to.
struct Claim {
  std::string check;
  std::string statement;
  std::string proof;
};

std::size_t read_box(Definitions& in) {
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

Claim one_sided(Definitions& in, std::string_view kind) {
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
  const std::size_t k = Definitions::count(sizes[1]);
  if (Definitions::count(sizes[0]) != n) throw Malformed{"wrong length of V"};
  in.natural("k", k);
  in.matrix("m_V", n, [k](std::size_t) { return k; });
  return {"index_le operations n m_a m_d z_q z_c z_s k m_V m_w",
          every_matrix + "lambda_ge_but n k (rows toZ unit m_V) X (int toZ z_s / (int toZ z_c * int toZ z_q))",
          "index_sound operations_ok _ _ _ _ _ _ _ _ _ unit accepted eq_refl"};
}

Claim by_vector(Definitions& in, std::string_view kind) {
  const std::size_t n = read_box(in);
  in.number("u");
  in.vector("v", n);
  if (kind == "lmin_le")
    return {"lmin_le operations n m_a m_d z_q z_u l_v", every_matrix + "lambda_min_le n X (int toZ z_u / int toZ z_q)",
            "lmin_le_sound operations_ok _ _ _ _ _ _ accepted"};
  return {"lmax_ge operations n m_a m_d z_q z_u l_v", every_matrix + "lambda_max_ge n X (- int toZ z_u / int toZ z_q)",
          "lmax_ge_sound operations_ok _ _ _ _ _ _ accepted"};
}

Claim margin(Definitions& in, std::string_view kind) {
  in.number("q");
  const auto sizes = in.fields("x", 2);
  const std::size_t n = Definitions::count(sizes[0]);
  const std::size_t m = Definitions::count(sizes[1]);
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

Claim entailment(Definitions& in, std::string_view) {
  in.number("q");
  const auto sizes = in.fields("g", 2);
  const std::size_t n = Definitions::count(sizes[0]);
  const std::size_t m = Definitions::count(sizes[1]);
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

Claim gram(Definitions& in, std::string_view) {
  const auto sizes = in.fields("x", 2);
  const std::size_t rows = Definitions::count(sizes[0]);
  const std::size_t m = Definitions::count(sizes[1]);
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

using Rule = Claim (*)(Definitions&, std::string_view);
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

/// The module of one block.
std::string module_of(std::string_view block, const std::string& name, KernelIntegers integers, KnownRows& known) {
  Definitions in(block, name + ".Data", integers, known);
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

/// coqc at work on a script.
struct KernelProof {
  TemporaryFolder folder;
  RunningProgram program;

  static Expected<KernelProof> start(const std::string& script, const std::string& coqc, const std::string& theories) {
    Expected<TemporaryFolder> folder = TemporaryFolder::create();
    if (!folder) return folder.error();
    const std::filesystem::path file = folder->path() / "Claim.v";
    {
      std::ofstream out(file, std::ios::binary);
      out << script;
      out.close();
      if (!out) return Failure{FailureKind::unwritable, file.string() + " cannot be written"};
    }
    std::vector<std::string> command{coqc, "-q", "-noglob", "-R", theories, "Lemmata", "Claim.v"};
    // Most of what coqc allocates here stays: seldom collected, in a small young generation, it takes less time and a
    // third less memory.
    if (std::getenv("OCAMLRUNPARAM") == nullptr) command.insert(command.begin(), {"env", "OCAMLRUNPARAM=s=4M,o=400"});
    Expected<RunningProgram> program = RunningProgram::start(command, folder->path());
    if (!program) return program.error();
    return KernelProof{*std::move(folder), *std::move(program)};
  }
};

KernelAnswer answer_of(const ProgramRun& run) {
  KernelAnswer answer;
  if (run.status != 0) {
    answer.reason = run.output.substr(0, run.output.find_last_not_of("\n ") + 1);
    std::replace(answer.reason.begin(), answer.reason.end(), '\n', ' ');
    answer.reason =
        "coqc refuses the proof (status " + std::to_string(run.status) + "): " + answer.reason.substr(0, 400);
    return answer;
  }
  // What coqc printed last is the list of axioms, one a paragraph, the name first and at the beginning of a line.
  const std::size_t begin = run.output.find("Axioms:\n");
  const bool closed = run.output.find("Closed under the global context") != std::string::npos;
  if (begin == std::string::npos && !closed) {
    answer.reason = "coqc did not print the assumptions of the claim";
    return answer;
  }
  answer.accepted = true;
  if (begin == std::string::npos) return answer;
  std::istringstream lines(run.output.substr(begin + 8));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || std::isspace(static_cast<unsigned char>(line.front())) != 0) continue;
    answer.axioms.push_back(line.substr(0, line.find_first_of(" :")));
  }
  return answer;
}

}  // namespace

bool has_proof(std::string_view kind) { return rule_of(kind) != rules.end(); }

Expected<std::string> kernel_script(std::span<const std::string> blocks, KernelIntegers integers) {
  std::string script = preamble + definitions_preamble(integers);
  std::string together = "I";
  KnownRows known;
  try {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const std::string name = "Block" + std::to_string(i);
      script += module_of(blocks[i], name, integers, known);
      together = "conj " + name + ".claim (" + together + ")";
    }
  } catch (const Malformed& malformed) {
    return Failure{FailureKind::malformed, malformed.what};
  }
  return script + "Definition claims := " + together + ".\nPrint Assumptions claims.\n";
}

Expected<std::vector<KernelAnswer>> run_kernel(std::span<const std::string> scripts, const std::string& coqc,
                                               const std::string& theories) {
  const SignalGuard guard;
  const std::size_t together = usable_processors();
  std::vector<KernelAnswer> answers;
  while (answers.size() < scripts.size()) {
    const std::size_t count = std::min(together, scripts.size() - answers.size());
    std::vector<KernelProof> proofs;
    for (const std::string& script : scripts.subspan(answers.size(), count)) {
      Expected<KernelProof> proof = KernelProof::start(script, coqc, theories);
      if (!proof) return proof.error();
      proofs.push_back(*std::move(proof));
    }
    for (KernelProof& proof : proofs) {
      const Expected<ProgramRun> run = proof.program.wait();
      if (!run) return run.error();
      answers.push_back(answer_of(*run));
    }
  }
  return answers;
}

}  // namespace lemmata::verify
