#include "verify/campaign/plan.hpp"

#include "verify/version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace lemmata::verify {
namespace {

using theory::Entry;

constexpr std::string_view schema = "lemmata/campaign/1";
constexpr double run_false_alarm = 1e-9;
constexpr std::size_t search_start = 500;  // instances that one start of the search looks at, at most

std::string file_name(const Plan& plan, std::size_t theorem, std::string_view what) {
  std::string name = plan.theorems[theorem].id + "." + std::string(what);
  for (char& c : name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    if (!plain) c = c == '/' ? '.' : '_';
  }
  return name;
}

void add_controls(const Plan& plan, std::vector<Task>& tasks) {
  for (std::size_t t = 0; t < plan.theorems.size(); ++t) {
    const auto controls = plan.theorems[t].theorem.controls();
    for (std::size_t c = 0; c < controls.size(); ++c) {
      const std::string what = fmt::format("control.{:02}.{}", c, controls[c].name);
      tasks.push_back({TaskKind::control, t, c, 0, 1, 0, file_name(plan, t, what)});
    }
  }
}

void add_instances(const Plan& plan, std::vector<Task>& tasks) {
  const std::size_t size = plan.chunk_size();
  for (std::uint64_t first = 0, part = 0; first < plan.instances; first += size, ++part) {
    for (std::size_t t = 0; t < plan.theorems.size(); ++t) {
      const std::size_t count = std::min<std::size_t>(size, plan.instances - first);
      tasks.push_back(
          {TaskKind::instances, t, part, first, count, 0, file_name(plan, t, fmt::format("instances.{:04}", part))});
    }
  }
}

// Only exact claims are searched: of others one bad instance says nothing.
void add_searches(const Plan& plan, std::vector<Task>& tasks) {
  for (std::size_t t = 0; t < plan.theorems.size(); ++t) {
    const theory::Statement statement = plan.theorems[t].theorem.statement();
    const auto exact = [](const theory::ClaimCard& c) { return c.strength == theory::Strength::exact; };
    const auto claims = static_cast<std::size_t>(std::ranges::count_if(statement.claims, exact));
    if (claims == 0 || plan.search == 0) continue;
    const std::size_t each = std::max<std::size_t>(1, plan.search / claims);
    for (std::size_t c = 0; c < statement.claims.size(); ++c) {
      if (!exact(statement.claims[c])) continue;
      for (std::size_t done = 0, start = 0; done < each; done += search_start, ++start) {
        tasks.push_back({TaskKind::search, t, c, start, 1, std::min(search_start, each - done),
                         file_name(plan, t, fmt::format("search.{}.{:02}", statement.claims[c].name, start))});
      }
    }
  }
}

void add_sharpening(const Plan& plan, std::vector<Task>& tasks) {
  for (std::size_t t = 0; t < plan.theorems.size(); ++t) {
    const auto constants = plan.theorems[t].theorem.constants();
    for (std::size_t c = 0; c < constants.size(); ++c) {
      tasks.push_back({TaskKind::sharpen, t, c, 0, 1, 0, file_name(plan, t, "sharpen." + constants[c].name)});
    }
  }
}

}  // namespace

std::string_view name(Controls controls) {
  switch (controls) {
    case Controls::also:
      return "also";
    case Controls::only:
      return "only";
    case Controls::skip:
      break;
  }
  return "skip";
}

std::size_t Plan::chunk_size() const {
  return chunk > 0 ? chunk : std::clamp<std::size_t>((instances + 49) / 50, 1, 1000);
}

double Plan::false_alarm() const {
  std::size_t claims = 0;
  for (const Entry& entry : theorems) {
    for (const theory::ClaimCard& claim : entry.theorem.statement().claims) {
      claims += claim.strength == theory::Strength::probabilistic ? 1U : 0U;
    }
  }
  return run_false_alarm / static_cast<double>(std::max<std::size_t>(1, claims));
}

std::vector<Task> tasks_of(const Plan& plan) {
  std::vector<Task> tasks;
  if (plan.controls != Controls::skip) add_controls(plan, tasks);
  if (plan.controls == Controls::only) return tasks;
  add_instances(plan, tasks);
  add_searches(plan, tasks);
  if (plan.sharpen) add_sharpening(plan, tasks);
  return tasks;
}

Json manifest(const Plan& plan) {
  Json theorems = Json::array();
  for (const Entry& entry : plan.theorems) {
    theorems.push_back({{"id", entry.id}, {"version", entry.theorem.statement().version}});
  }
  return {{"schema", schema},
          {"version", library_version},
          {"seed", plan.seed},
          {"instances", plan.instances},
          {"chunk", plan.chunk_size()},
          {"search", plan.search},
          {"controls", name(plan.controls)},
          {"sharpen", plan.sharpen},
          {"precision",
           {{"name", plan.precision}, {"lowest", name(plan.policy.lowest)}, {"highest", name(plan.policy.highest)}}},
          {"theorems", theorems}};
}

Expected<Plan> plan_from(std::string_view text, std::span<const Entry> known) {
  const auto malformed = [](const std::string& why) { return Failure{FailureKind::malformed, why}; };
  const auto rung = [](const std::string& word) {
    for (const Precision p : ladder) {
      if (name(p) == word) return p;
    }
    throw std::invalid_argument("no precision " + word);
  };
  try {
    const Json json = Json::parse(text);
    if (json.at("schema") != schema) return malformed("not a campaign (schema " + std::string(schema) + ")");
    Plan plan;
    plan.seed = json.at("seed").get<std::uint64_t>();
    plan.instances = json.at("instances").get<std::size_t>();
    plan.chunk = json.at("chunk").get<std::size_t>();
    plan.search = json.at("search").get<std::size_t>();
    plan.sharpen = json.at("sharpen").get<bool>();
    const auto controls = json.at("controls").get<std::string>();
    plan.controls = controls == "only" ? Controls::only : controls == "skip" ? Controls::skip : Controls::also;
    plan.precision = json.at("precision").at("name").get<std::string>();
    plan.policy = {rung(json.at("precision").at("lowest").get<std::string>()),
                   rung(json.at("precision").at("highest").get<std::string>())};
    for (const Json& one : json.at("theorems")) {
      const auto id = one.at("id").get<std::string>();
      const auto entry = std::ranges::find_if(known, [&](const Entry& e) { return e.id == id; });
      if (entry == known.end()) return malformed("the campaign is about " + id + ", which this program does not have");
      const int version = entry->theorem.statement().version;
      if (version != one.at("version").get<int>()) {
        return malformed(fmt::format("the campaign is about version {} of {}; this program has version {}",
                                     one.at("version").get<int>(), id, version));
      }
      plan.theorems.push_back(*entry);
    }
    if (plan.instances == 0 || plan.chunk == 0) return malformed("a campaign without instances");
    return plan;
  } catch (const std::exception& error) {
    return malformed(std::string("not a campaign: ") + error.what());
  }
}

}  // namespace lemmata::verify
