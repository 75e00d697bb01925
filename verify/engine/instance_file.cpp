#include "verify/engine/instance_file.hpp"

#include <algorithm>

namespace lemmata::verify {
namespace {

constexpr std::string_view schema = "lemmata/instance/1";

Failure malformed(std::string message) { return {FailureKind::malformed, std::move(message)}; }

// One field of the "instance" object; throws Json::exception on a wrong shape.
theory::RecordField field_from(const std::string& name, const Json& value) {
  theory::RecordField field;
  field.name = name;
  field.type = value.at("type").get<std::string>();
  field.shape = value.at("shape").get<std::vector<std::size_t>>();
  field.entries = value.at("entries").get<std::vector<std::string>>();
  return field;
}

}  // namespace

Json instance_document(const theory::Entry& entry, const theory::AnyInstance& instance, const Origin& origin) {
  Json members = Json::object();
  for (const theory::RecordField& field : entry.theorem.record(instance)) {
    members[field.name] = {{"type", field.type}, {"shape", field.shape}, {"entries", field.entries}};
  }
  Json from = {{"how", origin.how}};
  if (origin.seed) from["seed"] = *origin.seed;
  if (origin.index) from["index"] = *origin.index;
  return {{"schema", schema},
          {"theorem", entry.id},
          {"theorem_version", entry.theorem.statement().version},
          {"origin", from},
          {"instance", members}};
}

Expected<ReadInstance> read_instance(std::string_view text, std::span<const theory::Entry> known) {
  const Json document = Json::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_object()) return malformed("not a JSON document");
  try {
    if (document.at("schema") != schema) return malformed("not an instance file (schema " + std::string(schema) + ")");
    const auto id = document.at("theorem").get<std::string>();
    const auto entry = std::find_if(known.begin(), known.end(), [&](const theory::Entry& e) { return e.id == id; });
    if (entry == known.end()) return malformed("no theorem " + id + " here (lemmata list)");
    theory::Record record;
    for (const auto& [name, value] : document.at("instance").items()) record.push_back(field_from(name, value));
    const Expected<theory::AnyInstance> instance = entry->theorem.instance(record);
    if (!instance) return malformed("theorem " + id + ": " + instance.error().message);
    return ReadInstance{*entry, *instance, document.at("theorem_version").get<int>()};
  } catch (const Json::exception& error) {
    return malformed(std::string("an instance file with a member missing or of the wrong type: ") + error.what());
  }
}

std::string instance_file_name(const theory::Entry& entry, const std::string& what) {
  std::string name = entry.id + "." + what + ".json";
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

}  // namespace lemmata::verify
