#include "verify/engine/property.hpp"

#include "numerics/base/random.hpp"

#include <rapidcheck/Gen.h>
#include <rapidcheck/Random.h>
#include <rapidcheck/Seq.h>
#include <rapidcheck/Shrinkable.h>
#include <rapidcheck/seq/Operations.h>
#include <rapidcheck/shrink/Shrink.h>
#include <rapidcheck/shrinkable/Create.h>

#include <algorithm>
#include <string>

namespace lemmata::verify {
namespace {

using theory::AnyInstance;
using theory::Draw;
using theory::Entry;
using theory::Theorem;

// Records what is chosen, wherever it comes from.
class RecordingDraw : public Draw {
 public:
  explicit RecordingDraw(int size) : size_(size) {}
  [[nodiscard]] Choices choices() const { return choices_; }

 private:
  [[nodiscard]] virtual std::uint64_t word() = 0;
  std::uint64_t choose(std::uint64_t count) override {
    choices_.push_back(pick_from(count));
    return choices_.back();
  }
  [[nodiscard]] virtual std::uint64_t pick_from(std::uint64_t count) { return uniform_below(word(), count); }
  [[nodiscard]] int size() const override { return size_; }
  int size_;
  Choices choices_;
};

class CounterDraw final : public RecordingDraw {
 public:
  CounterDraw(RandomStream stream, int size) : RecordingDraw(size), stream_(stream) {}

 private:
  std::uint64_t word() override { return stream_.at(index_++); }
  RandomStream stream_;
  std::uint64_t index_ = 0;
};

class RapidcheckDraw final : public RecordingDraw {
 public:
  RapidcheckDraw(const rc::Random& random, int size) : RecordingDraw(size), random_(random) {}

 private:
  std::uint64_t word() override { return random_.next(); }
  rc::Random random_;
};

class ReplayDraw final : public RecordingDraw {
 public:
  ReplayDraw(const Choices& choices, int size) : RecordingDraw(size), script_(choices) {}

 private:
  std::uint64_t word() override { return 0; }
  std::uint64_t pick_from(std::uint64_t count) override {
    const std::uint64_t wanted = position_ < script_.size() ? script_[position_] : 0;
    ++position_;
    return std::min(wanted, count - 1);
  }
  const Choices& script_;
  std::size_t position_ = 0;
};

std::uint64_t tag_of(const Entry& entry, std::string_view what) {
  return random_tag(entry.id + "#" + std::to_string(entry.theorem.statement().version) + "#" + std::string(what));
}

int size_of(std::uint64_t k) { return static_cast<int>(k % 100) + 1; }

// All simpler scripts: without a run of choices, or with one choice nearer to 0.
rc::Seq<Choices> simpler(const Choices& choices) {
  return rc::seq::concat(rc::shrink::removeChunks(choices), rc::shrink::eachElement(choices, [](std::uint64_t value) {
                           return rc::shrink::towards<std::uint64_t>(value, 0);
                         }));
}

// Fewer choices first, then smaller ones: a well-founded order, so that shrinking ends.
bool shorter(const Choices& a, const Choices& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; }

rc::Shrinkable<Choices> tree(const Choices& choices) {
  return rc::shrinkable::shrinkRecur(Choices(choices), [](const Choices& c) { return simpler(c); });
}

}  // namespace

Generated generate(const Entry& entry, std::uint64_t seed, std::uint64_t k) {
  return generate_tagged(entry, "instance", seed, k);
}

Generated generate_tagged(const Entry& entry, std::string_view tag, std::uint64_t seed, std::uint64_t k) {
  CounterDraw draw(RandomStream(seed, tag_of(entry, tag), k), size_of(k));
  AnyInstance instance = entry.theorem.generate(draw);
  return {std::move(instance), draw.choices(), size_of(k)};
}

AnyInstance draw_from(const std::function<AnyInstance(Draw&)>& generator, const Entry& entry, std::string_view tag,
                      std::uint64_t seed, std::uint64_t k) {
  CounterDraw draw(RandomStream(seed, tag_of(entry, tag), k), size_of(k));
  return generator(draw);
}

Generated replay_choices(const Theorem& theorem, const Choices& choices, int size) {
  ReplayDraw draw(choices, size);
  AnyInstance instance = theorem.generate(draw);
  return {std::move(instance), draw.choices(), size};
}

Generated generate_rapidcheck(const Entry& entry, std::uint64_t seed, std::uint64_t k, int size) {
  const Theorem& theorem = entry.theorem;
  const rc::Gen<Choices> generator = [&theorem](const rc::Random& random, int wanted) {
    RapidcheckDraw draw(random, wanted);
    static_cast<void>(theorem.generate(draw));
    return tree(draw.choices());
  };
  const rc::Random random(rc::Random::Key{seed, tag_of(entry, "instance"), k, 0});
  return replay_choices(theorem, generator(random, size).value(), size);
}

Shrunk shrink(const Theorem& theorem, const Generated& start, const std::function<bool(const AnyInstance&)>& fails,
              std::size_t budget) {
  Shrunk result{start, 0, 0};
  rc::Shrinkable<Choices> node = tree(start.choices);
  bool descended = true;
  while (descended && result.examined < budget) {
    descended = false;
    rc::Seq<rc::Shrinkable<Choices>> children = node.shrinks();
    for (auto child = children.next(); child && result.examined < budget; child = children.next()) {
      Generated candidate = replay_choices(theorem, child->value(), start.size);
      if (!shorter(candidate.choices, result.smallest.choices)) continue;
      ++result.examined;
      if (!fails(candidate.instance)) continue;
      ++result.steps;
      // The choices that were really made: clamped, and without what was never asked for.
      node = tree(candidate.choices);
      result.smallest = std::move(candidate);
      descended = true;
      break;
    }
  }
  return result;
}

}  // namespace lemmata::verify
