// Campaigns on theorems whose truth is known: the result is the same for any number of threads, shards, chunks and
// interruptions; what is damaged is done again and never counted.

#include "tests/unit/verify/toys.hpp"
#include "verify/campaign/runner.hpp"
#include "verify/engine/check.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>

namespace lemmata::verify {
namespace {

namespace files = std::filesystem;
using Opening = Journal::Opening;
using theory::Entry;

class Folder {
 public:
  Folder() {
    std::string name = (files::temp_directory_path() / "lemmata-campaign-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    files::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  files::path path_;
};

const std::vector<Entry>& known() {
  static const std::vector<Entry> entries{toys::entry<toys::Bounded>("toy/bounded"),
                                          toys::entry<toys::Often>("toy/often"), toys::entry<toys::Slow>("toy/slow")};
  return entries;
}

Plan plan(std::size_t instances = 60, std::size_t chunk = 7) {
  Plan p;
  p.theorems = {known()[0], known()[1]};
  p.instances = instances;
  p.chunk = chunk;
  p.search = 20;
  p.sharpen = true;
  return p;
}

// Everything that is kept, task by task.
std::map<std::string, std::vector<std::string>> lines_of(const Plan& p, const Journal& journal) {
  std::map<std::string, std::vector<std::string>> lines;
  for (const Task& task : tasks_of(p)) lines[task.name] = journal.read(task).lines;
  return lines;
}

std::map<std::string, std::vector<std::string>> straight(const Plan& p, unsigned threads = 1) {
  Journal journal;
  RunnerOptions options;
  options.threads = threads;
  EXPECT_TRUE(run_tasks(p, tasks_of(p), journal, options).has_value());
  return lines_of(p, journal);
}

std::string brief(const Outcome& outcome) {
  std::string text;
  for (const TheoremSummary& theorem : outcome.theorems) {
    text += theorem.id + " " + std::to_string(theorem.instances);
    for (const ClaimSummary& claim : theorem.claims) {
      text += "; " + claim.id + " " + std::string(name(claim.verdict));
      for (const std::size_t count : claim.counts) text += " " + std::to_string(count);
      text += " worst " + std::to_string(claim.worst_index.value_or(999999));
      if (claim.least_slack) text += " " + *Ends(*claim.least_slack).lower + " " + *Ends(*claim.median_slack).upper;
    }
    text += "\n";
  }
  for (const ControlOutcome& control : outcome.controls) {
    text +=
        control.id + (control.refuted ? " refuted " : " survived ") + std::to_string(control.after_instances) + "\n";
  }
  for (const Sharpness& s : outcome.sharpness) text += s.id + " " + std::to_string(s.survived) + "\n";
  return text;
}

std::string brief(const Plan& p, const Journal& journal) {
  const Expected<Outcome> outcome = collect(p, tasks_of(p), journal, Shard{}, 1);
  EXPECT_TRUE(outcome.has_value());
  return brief(*outcome);
}

TEST(Plan, TasksCoverEveryInstanceOnce) {
  const Plan p = plan(60, 7);
  std::set<std::string> names;
  std::map<std::size_t, std::set<std::uint64_t>> indices;
  for (const Task& task : tasks_of(p)) {
    EXPECT_TRUE(names.insert(task.name).second) << task.name;
    EXPECT_EQ(task.name.find('/'), std::string::npos);
    if (task.kind != TaskKind::instances) continue;
    for (std::size_t k = 0; k < task.lines; ++k) EXPECT_TRUE(indices[task.theorem].insert(task.first + k).second);
  }
  for (std::size_t t = 0; t < 2; ++t) {
    EXPECT_EQ(indices[t].size(), 60u);
    EXPECT_EQ(*indices[t].rbegin(), 59u);
  }
}

TEST(Plan, ManifestRoundTripAndRefusals) {
  const Plan p = plan();
  const std::string text = manifest(p).dump();
  const Expected<Plan> back = plan_from(text, known());
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(manifest(*back).dump(), text);
  EXPECT_FALSE(plan_from(text, std::span(known()).first(1)).has_value()) << "a theorem that is not here";
  EXPECT_FALSE(plan_from("{}", known()).has_value());
  EXPECT_FALSE(plan_from("no", known()).has_value());
  Json other = Json::parse(text);
  other["theorems"][0]["version"] = 7;
  EXPECT_FALSE(plan_from(other.dump(), known()).has_value()) << "another version of a theorem";
}

TEST(Row, RoundTripAndRefusals) {
  const InstanceRow row = judged_row(known()[1], 1, 3, {});
  const Expected<InstanceRow> back = row_from(row_line(row));
  ASSERT_TRUE(back.has_value()) << back.error().message;
  EXPECT_EQ(row_line(*back), row_line(row));
  EXPECT_EQ(back->claims.at(0).slack, row.claims.at(0).slack);
  ASSERT_TRUE(back->claims.at(0).failure_probability.has_value());
  for (const char* broken : {"", "{}", "[]", R"({"instance":1,"claims":[{"verdict":"true"}]})"}) {
    EXPECT_FALSE(row_from(broken).has_value()) << broken;
  }
  std::string line = row_line(row);
  line.replace(line.find("\"slack\":[\""), 10, "\"slack\":[\"x");
  EXPECT_FALSE(row_from(line).has_value());
}

TEST(Row, SlackIsEnclosed) {
  const Interval<Real> third = Interval<Real>(1) / Interval<Real>(3);
  EXPECT_TRUE(third.subset_of(Ends(third).set()));
  EXPECT_LT(Ends(third).set().width(), Real(1e-23));
  EXPECT_TRUE(Ends(Interval<Real>::whole()).set().is_whole());
}

TEST(Campaign, SameLinesForAnyNumberOfThreads) {
  const Plan p = plan();
  const auto one = straight(p, 1);
  EXPECT_TRUE(one == straight(p, 4));
  std::size_t lines = 0;
  for (const auto& [name, list] : one) lines += list.size();
  EXPECT_GT(lines, 120u);
}

TEST(Campaign, ShardsAndChunkSizesGiveOneResult) {
  Journal whole;
  const Plan p = plan();
  ASSERT_TRUE(run_tasks(p, tasks_of(p), whole, {}).has_value());
  for (const auto& [chunk, shards] : {std::pair{7U, 3U}, std::pair{60U, 2U}, std::pair{1U, 5U}}) {
    const Folder folder;
    const Plan q = plan(60, chunk);
    // The last shard first; each in a journal of its own, as on hosts of their own.
    for (std::size_t i = shards; i >= 1; --i) {
      Journal journal;
      ASSERT_TRUE(journal.open(folder / "c", q, Opening::join, known()).has_value());
      RunnerOptions options;
      options.shard = {i, shards};
      ASSERT_TRUE(run_tasks(q, tasks_of(q), journal, options).has_value());
      const Expected<Outcome> so_far = collect(q, tasks_of(q), journal, Shard{}, 1);
      ASSERT_TRUE(so_far.has_value());
      EXPECT_EQ(so_far->missing.empty(), i == 1);
    }
    Journal merged;
    const Expected<Plan> read = merged.open(folder / "c", known());
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(brief(*read, merged), brief(p, whole)) << "chunks of " << chunk << ", " << shards << " shards";
  }
}

TEST(Campaign, StoppedAnywhereItGoesOn) {
  const Plan p = plan();
  const auto expected = straight(p);
  for (const std::size_t after : {1U, 5U, 23U, 60U, 120U}) {
    const Folder folder;
    Journal journal;
    ASSERT_TRUE(journal.open(folder / "c", p, Opening::fresh, known()).has_value());
    std::atomic<std::size_t> asked{0};
    RunnerOptions options;
    options.cancelled = [&] { return ++asked > after; };
    ASSERT_TRUE(run_tasks(p, tasks_of(p), journal, options).has_value());
    EXPECT_FALSE(lines_of(p, journal) == expected);
    Journal again;
    ASSERT_TRUE(again.open(folder / "c", p, Opening::join, known()).has_value());
    ASSERT_TRUE(run_tasks(p, tasks_of(p), again, {}).has_value());
    EXPECT_TRUE(lines_of(p, again) == expected) << "stopped after " << after << " looks";
  }
}

TEST(Campaign, KilledAtAnyMomentNothingIsLostOrCountedTwice) {
  Plan p;
  p.theorems = {known()[2]};
  p.instances = 120;
  p.chunk = 10;
  const auto expected = straight(p);
  const Folder folder;
  std::map<std::string, std::size_t> kept;
  int kills = 0;
  for (int round = 0; round < 60; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      Journal journal;
      RunnerOptions options;
      options.commit_every = std::chrono::milliseconds(3);
      const bool good = journal.open(folder / "c", p, Opening::join, known()).has_value() &&
                        run_tasks(p, tasks_of(p), journal, options).has_value();
      ::_exit(good ? 0 : 1);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(4 + 7 * (round % 5)));
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    kills += WIFSIGNALED(status) ? 1 : 0;
    Journal journal;
    ASSERT_TRUE(journal.open(folder / "c", p, Opening::join, known()).has_value());
    for (const auto& [name, lines] : lines_of(p, journal)) {
      EXPECT_GE(lines.size(), kept[name]) << name << ": what was recorded is there";
      kept[name] = lines.size();
      const std::vector<std::string>& all = expected.at(name);
      ASSERT_LE(lines.size(), all.size());
      EXPECT_TRUE(std::equal(lines.begin(), lines.end(), all.begin()));
    }
    EXPECT_TRUE(journal.damaged().empty());
    if (WIFEXITED(status)) break;
  }
  EXPECT_GE(kills, 2) << "the test has to kill in the middle";
  Journal journal;
  ASSERT_TRUE(journal.open(folder / "c", p, Opening::join, known()).has_value());
  ASSERT_TRUE(run_tasks(p, tasks_of(p), journal, {}).has_value());
  EXPECT_TRUE(lines_of(p, journal) == expected);
}

TEST(Campaign, ADamagedFileIsDoneAgain) {
  const Plan p = plan();
  const auto expected = straight(p);
  const Folder folder;
  {
    Journal journal;
    ASSERT_TRUE(journal.open(folder / "c", p, Opening::fresh, known()).has_value());
    ASSERT_TRUE(run_tasks(p, tasks_of(p), journal, {}).has_value());
  }
  std::vector<files::path> chunks;
  for (const auto& file : files::directory_iterator(folder / "c/chunks")) chunks.push_back(file.path());
  std::sort(chunks.begin(), chunks.end());
  ASSERT_GE(chunks.size(), 8u);
  const auto damage = [](const files::path& path, const std::function<void(std::string&)>& change) {
    std::string text((std::istreambuf_iterator<char>(std::ifstream(path).rdbuf())), {});
    change(text);
    std::ofstream(path, std::ios::trunc) << text;
  };
  damage(chunks[0], [](std::string& text) { text.resize(text.size() / 2); });
  damage(chunks[1], [](std::string& text) { text.clear(); });
  damage(chunks[2], [](std::string& text) { text[text.size() / 3] ^= 1; });
  damage(chunks[3], [](std::string& text) { text.insert(0, text.substr(0, text.find('\n') + 1)); });
  files::copy_file(chunks[5], chunks[4], files::copy_options::overwrite_existing);
  Journal journal;
  ASSERT_TRUE(journal.open(folder / "c", p, Opening::join, known()).has_value());
  static_cast<void>(lines_of(p, journal));
  EXPECT_EQ(journal.damaged().size(), 5u);
  ASSERT_TRUE(run_tasks(p, tasks_of(p), journal, {}).has_value());
  EXPECT_TRUE(lines_of(p, journal) == expected);
}

TEST(Campaign, AnotherCampaignIsNotJoinedAndUnfinishedWorkIsNotReplaced) {
  const Folder folder;
  const Plan p = plan();
  {
    Journal journal;
    ASSERT_TRUE(journal.open(folder / "c", p, Opening::fresh, known()).has_value());
    RunnerOptions options;
    options.shard = {1, 4};
    ASSERT_TRUE(run_tasks(p, tasks_of(p), journal, options).has_value());
  }
  Plan other = p;
  other.seed = 2;
  EXPECT_FALSE(Journal().open(folder / "c", other, Opening::join, known()).has_value());
  EXPECT_FALSE(Journal().open(folder / "c", other, Opening::fresh, known()).has_value());
  EXPECT_FALSE(Journal().open(folder / "c", p, Opening::fresh, known()).has_value());
  {
    Journal journal;
    ASSERT_TRUE(journal.open(folder / "c", p, Opening::join, known()).has_value());
    ASSERT_TRUE(run_tasks(p, tasks_of(p), journal, {}).has_value());
  }
  EXPECT_TRUE(Journal().open(folder / "c", other, Opening::fresh, known()).has_value()) << "finished: replaced";
  EXPECT_FALSE(Journal().open(folder / "nowhere", known()).has_value());
}

TEST(Campaign, TimeOverLeavesWholeLines) {
  const Plan p = plan();
  Journal journal;
  RunnerOptions options;
  options.deadline = std::chrono::steady_clock::now();
  ASSERT_TRUE(run_tasks(p, tasks_of(p), journal, options).has_value());
  const Expected<Outcome> outcome = collect(p, tasks_of(p), journal, Shard{}, 1);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->missing.size(), tasks_of(p).size());
  EXPECT_EQ(exit_status(outcome->theorems, outcome->controls, false), 3) << "nothing was judged";
}

}  // namespace
}  // namespace lemmata::verify
