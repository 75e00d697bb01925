#include "verify/campaign/journal.hpp"

#include "verify/io/sha256.hpp"
#include "verify/report/output.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace lemmata::verify {
namespace {

namespace files = std::filesystem;

std::optional<std::string> content_of(const files::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::ostringstream text;
  text << stream.rdbuf();
  if (stream.bad()) return std::nullopt;
  return std::move(text).str();
}

files::path chunk_path(const std::string& folder, const Task& task) {
  return files::path(folder) / "chunks" / (task.name + ".jsonl");
}

std::string written(const Task& task, const Result& result, const std::string& digest) {
  std::string content;
  for (const std::string& line : result.lines) content += line + "\n";
  const Json seal = {{"part", task.name},  {"lines", result.lines.size()},  {"of", task.lines},
                     {"campaign", digest}, {"sha256", io::sha256(content)}, {"seconds", result.seconds}};
  return content + seal.dump() + "\n";
}

// The lines, or why the file is not one of ours.
Expected<Result> parsed(const Task& task, const std::string& text, const std::string& digest) {
  const auto damaged = [](const std::string& why) { return Failure{FailureKind::malformed, why}; };
  if (text.empty() || text.back() != '\n') return damaged("cut short");
  const std::size_t before = text.find_last_of('\n', text.size() - 2);
  const std::size_t start = before == std::string::npos ? 0 : before + 1;
  const Json seal = Json::parse(text.substr(start), nullptr, false);
  if (!seal.is_object()) return damaged("no last line");
  const std::string content = text.substr(0, start);
  const auto says = [&](const char* key, const std::string& value) {
    const auto found = seal.find(key);
    return found != seal.end() && found->is_string() && found->get<std::string>() == value;
  };
  if (!says("campaign", digest)) return damaged("of another campaign");
  if (!says("part", task.name)) return damaged("of another part");
  if (!says("sha256", io::sha256(content))) return damaged("the content does not match its digest");
  Result result;
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) result.lines.push_back(line);
  if (result.lines.size() > task.lines) return damaged("too many lines");
  const auto seconds = seal.find("seconds");
  if (seconds != seal.end() && seconds->is_number()) result.seconds = seconds->get<double>();
  return result;
}

// What an older campaign left: its chunks and the instances it exhibited.
void remove_results(const std::string& folder) {
  std::error_code ignored;
  files::remove_all(files::path(folder) / "chunks", ignored);
  for (const files::directory_entry& file : files::directory_iterator(folder, ignored)) {
    const std::string name = file.path().filename().string();
    if (name.ends_with(".worst.json") || name.ends_with(".counterexample.json") || name == "check.json") {
      files::remove(file.path(), ignored);
    }
  }
}

}  // namespace

std::string manifest_path(const std::string& folder) { return (files::path(folder) / "campaign.json").string(); }

Expected<bool> Journal::open(const std::string& folder, const Plan& plan, Opening opening,
                             std::span<const theory::Entry> known) {
  std::error_code error;
  files::create_directories(files::path(folder) / "chunks", error);
  if (error) return Failure{FailureKind::unwritable, folder + ": " + error.message()};
  folder_ = folder;
  const std::string text = manifest(plan).dump(1) + "\n";
  digest_ = io::sha256(text);
  const std::optional<std::string> existing = content_of(manifest_path(folder));
  if (existing && opening == Opening::join && *existing != text) {
    return Failure{FailureKind::usage, folder +
                                           ": holds another campaign (campaign.json says which theorems, seed and "
                                           "sizes); use the same options, or another folder"};
  }
  if (existing && opening == Opening::fresh) {
    const std::string now = digest_;
    digest_ = io::sha256(*existing);
    const Expected<Plan> old = plan_from(*existing, known);
    const auto unfinished = [&](const Task& task) { return read(task).lines.size() < task.lines; };
    const bool finished = old.has_value() && std::ranges::none_of(tasks_of(*old), unfinished);
    digest_ = now;
    if (!finished && !files::is_empty(files::path(folder) / "chunks", error)) {
      return Failure{FailureKind::usage,
                     folder + ": holds an unfinished campaign; --resume goes on with it, or choose another folder"};
    }
    remove_results(folder);
    files::create_directories(files::path(folder) / "chunks", error);
    if (error) return Failure{FailureKind::unwritable, folder + ": " + error.message()};
  }
  const Expected<std::string> kept = write_output(manifest_path(folder), text);
  if (!kept) return kept.error();
  return true;
}

Expected<Plan> Journal::open(const std::string& folder, std::span<const theory::Entry> known) {
  const std::optional<std::string> text = content_of(manifest_path(folder));
  if (!text) {
    return Failure{FailureKind::unreadable,
                   folder + ": no campaign there (lemmata check --out DIR makes one; it begins with campaign.json)"};
  }
  folder_ = folder;
  digest_ = io::sha256(*text);
  const Expected<Plan> plan = plan_from(*text, known);
  if (!plan) return Failure{plan.error().kind, manifest_path(folder) + ": " + plan.error().message};
  return plan;
}

Result Journal::read(const Task& task) const {
  if (folder_.empty()) {
    const std::lock_guard lock(guard_);
    const auto known = memory_.find(task.name);
    return known == memory_.end() ? Result{} : known->second;
  }
  const files::path path = chunk_path(folder_, task);
  const std::optional<std::string> text = content_of(path);
  if (!text) return {};
  const Expected<Result> result = parsed(task, *text, digest_);
  if (result) return *result;
  const std::lock_guard lock(guard_);
  damaged_[task.name] = path.string() + ": " + result.error().message;
  return {};
}

Expected<bool> Journal::commit(const Task& task, const Result& result) {
  if (folder_.empty()) {
    const std::lock_guard lock(guard_);
    memory_[task.name] = result;
    return true;
  }
  if (read(task).lines.size() > result.lines.size()) return true;
  const Expected<std::string> path = write_output(chunk_path(folder_, task).string(), written(task, result, digest_));
  if (!path) return path.error();
  return true;
}

std::vector<std::string> Journal::damaged() const {
  const std::lock_guard lock(guard_);
  std::vector<std::string> list;
  for (const auto& [name, why] : damaged_) list.push_back(why);
  return list;
}

}  // namespace lemmata::verify
