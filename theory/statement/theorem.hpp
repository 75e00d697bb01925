#pragma once
/// \file
/// # Theorem: a published statement that can be put to the test
/// A model is a plain struct that satisfies TheoremModel; Theorem is a copyable value that erases its type. Authors
/// never derive from anything.

#include "numerics/base/expected.hpp"
#include "numerics/scalar/precision.hpp"
#include "theory/statement/claim.hpp"
#include "theory/statement/constant.hpp"
#include "theory/statement/control.hpp"
#include "theory/statement/dataset.hpp"
#include "theory/statement/draw.hpp"
#include "theory/statement/hypothesis.hpp"
#include "theory/statement/record.hpp"

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

namespace lemmata::theory {

struct Source {
  std::string authors;
  int year = 0;
  std::string title;
  std::string venue;
  std::string locus;  ///< number of the theorem or equation
  std::string link;   ///< arXiv id or DOI
};

/// How well a statement or constant was checked against its source.
enum class Provenance {
  verified,  ///< [V] against the paper's own text
  restated,  ///< [V2] against a restatement in later literature
  recalled,  ///< [R] from knowledge of the paper, not re-checked: not the paper's wording
  derived    ///< [D] derived and proved here, not in the source
};
[[nodiscard]] std::string_view mark(Provenance provenance);         ///< "V", "V2", "R", "D"
[[nodiscard]] std::string_view description(Provenance provenance);  ///< in words

/// One conclusion, as the catalogue prints it; `name` is what Claim::name repeats.
struct ClaimCard {
  std::string name;
  std::string text;
  Strength strength = Strength::exact;
  Provenance provenance = Provenance::derived;
};

struct Statement {
  std::string title;
  std::string text;
  Source source;
  Provenance provenance = Provenance::derived;
  std::string dossier;                  ///< the dossier's id
  std::vector<std::string> hypotheses;  ///< names, as Hypothesis::name repeats them
  std::vector<ClaimCard> claims;
  std::vector<std::string> notes;
  int version = 1;  ///< of the generator: part of the random streams, recorded with instances
};

/// An instance whose type only its theorem knows. Immutable, shared.
class AnyInstance {
 public:
  template <class I>
  static AnyInstance of(I instance) {
    return AnyInstance(std::make_shared<const I>(std::move(instance)), typeid(I));
  }
  /// The instance; a contract violation when it belongs to another theorem.
  template <class I>
  [[nodiscard]] const I& as() const {
    expects(*type_ == typeid(I), "AnyInstance: an instance of this theorem");
    return *static_cast<const I*>(body_.get());
  }

 private:
  AnyInstance(std::shared_ptr<const void> body, const std::type_info& type) : body_(std::move(body)), type_(&type) {}
  std::shared_ptr<const void> body_;
  const std::type_info* type_;
};

// clang-format off
template <class M>
concept TheoremModel = requires(Draw& draw, const typename M::Instance& x) {
  { M::statement() }                    -> std::same_as<Statement>;
  { M::generate(draw) }                 -> std::same_as<typename M::Instance>;
  { M::template hypotheses<double>(x) } -> std::same_as<std::vector<Hypothesis>>;
  { M::template conclude<double>(x) }   -> std::same_as<std::vector<Claim>>;
  { M::controls() }                     -> std::same_as<std::vector<Control<typename M::Instance>>>;
  { to_record(x) }                      -> std::same_as<Record>;
};
template <class M>
concept AdmitsData = requires(const Dataset& data) {
  { M::admit(data) } -> std::same_as<Expected<typename M::Instance>>;
};
template <class M>
concept DeclaresConstants = requires {
  { M::constants() } -> std::same_as<std::vector<Constant<typename M::Instance>>>;
};
template <class M>
concept HasFeatures = requires(const typename M::Instance& x) {
  { M::features(x) } -> std::same_as<std::vector<Feature>>;
};
// clang-format on

class Theorem {
 public:
  template <TheoremModel M>
  explicit Theorem(M) : model_(std::make_shared<const Model<M>>()) {}

  [[nodiscard]] Statement statement() const { return model_->statement(); }
  [[nodiscard]] AnyInstance generate(Draw& draw) const { return model_->generate(draw); }
  /// Whether `admit` can succeed at all.
  [[nodiscard]] bool admits_data() const { return model_->admits_data(); }
  /// The instance that a data set is; Failure (inapplicable) when the theorem is not about data sets.
  [[nodiscard]] Expected<AnyInstance> admit(const Dataset& data) const { return model_->admit(data); }
  [[nodiscard]] std::vector<Hypothesis> hypotheses(const AnyInstance& x, Precision p) const {
    return model_->hypotheses(x, p);
  }
  [[nodiscard]] std::vector<Claim> conclude(const AnyInstance& x, Precision p) const { return model_->conclude(x, p); }
  [[nodiscard]] std::vector<Control<AnyInstance>> controls() const { return model_->controls(); }
  /// The constants that `check --sharpen` strengthens; optional in a model.
  [[nodiscard]] std::vector<Constant<AnyInstance>> constants() const { return model_->constants(); }
  /// Numbers of the instance that reports draw against; optional in a model.
  [[nodiscard]] std::vector<Feature> features(const AnyInstance& x) const { return model_->features(x); }
  /// The instance as exact text, and back.
  [[nodiscard]] Record record(const AnyInstance& x) const { return model_->record(x); }
  [[nodiscard]] Expected<AnyInstance> instance(const Record& record) const { return model_->instance(record); }

 private:
  struct Interface {
    Interface() = default;
    Interface(const Interface&) = delete;
    Interface& operator=(const Interface&) = delete;
    virtual ~Interface() = default;
    [[nodiscard]] virtual Statement statement() const = 0;
    [[nodiscard]] virtual AnyInstance generate(Draw& draw) const = 0;
    [[nodiscard]] virtual bool admits_data() const = 0;
    [[nodiscard]] virtual Expected<AnyInstance> admit(const Dataset& data) const = 0;
    [[nodiscard]] virtual std::vector<Hypothesis> hypotheses(const AnyInstance& x, Precision p) const = 0;
    [[nodiscard]] virtual std::vector<Claim> conclude(const AnyInstance& x, Precision p) const = 0;
    [[nodiscard]] virtual std::vector<Control<AnyInstance>> controls() const = 0;
    [[nodiscard]] virtual std::vector<Constant<AnyInstance>> constants() const = 0;
    [[nodiscard]] virtual std::vector<Feature> features(const AnyInstance& x) const = 0;
    [[nodiscard]] virtual Record record(const AnyInstance& x) const = 0;
    [[nodiscard]] virtual Expected<AnyInstance> instance(const Record& record) const = 0;
  };

  template <class M>
  struct Model final : Interface {
    using I = typename M::Instance;
    Statement statement() const override { return M::statement(); }
    AnyInstance generate(Draw& draw) const override { return AnyInstance::of<I>(M::generate(draw)); }
    bool admits_data() const override { return AdmitsData<M>; }
    Expected<AnyInstance> admit(const Dataset& data) const override {
      if constexpr (AdmitsData<M>) {
        return M::admit(data).transform([](const I& x) { return AnyInstance::of<I>(x); });
      } else {
        static_cast<void>(data);
        return Failure{FailureKind::inapplicable, "this theorem is not about a data set"};
      }
    }
    std::vector<Hypothesis> hypotheses(const AnyInstance& x, Precision p) const override {
      return at(p, [&]<class T>() { return M::template hypotheses<T>(x.as<I>()); });
    }
    std::vector<Claim> conclude(const AnyInstance& x, Precision p) const override {
      return at(p, [&]<class T>() { return M::template conclude<T>(x.as<I>()); });
    }
    std::vector<Control<AnyInstance>> controls() const override {
      std::vector<Control<AnyInstance>> erased;
      for (Control<I>& control : M::controls()) erased.push_back(erase(std::move(control)));
      return erased;
    }
    std::vector<Constant<AnyInstance>> constants() const override {
      std::vector<Constant<AnyInstance>> erased;
      if constexpr (DeclaresConstants<M>) {
        for (Constant<I>& one : M::constants()) {
          erased.push_back({std::move(one.name), std::move(one.text), one.value, one.larger_is_stronger,
                            [f = std::move(one.rebuilt)](const AnyInstance& x, const Interval<Real>& c, Precision p) {
                              return f(x.as<I>(), c, p);
                            },
                            one.most});
        }
      }
      return erased;
    }
    std::vector<Feature> features(const AnyInstance& x) const override {
      if constexpr (HasFeatures<M>) {
        return M::features(x.as<I>());
      } else {
        static_cast<void>(x);
        return {};
      }
    }
    Record record(const AnyInstance& x) const override { return to_record(x.as<I>()); }
    Expected<AnyInstance> instance(const Record& record) const override {
      return from_record<I>(record).transform([](const I& x) { return AnyInstance::of<I>(x); });
    }

   private:
    static Control<AnyInstance> erase(Control<I> control) {
      Control<AnyInstance> erased;
      erased.name = std::move(control.name);
      erased.kind = control.kind;
      erased.instance = [f = std::move(control.instance)](Draw& draw) { return AnyInstance::of<I>(f(draw)); };
      if (control.instead) {
        erased.instead = [f = std::move(control.instead)](const AnyInstance& x, Precision p) {
          return f(x.as<I>(), p);
        };
      }
      erased.subject = std::move(control.subject);
      erased.slack_at_most = control.slack_at_most;
      erased.drawn = control.drawn;
      return erased;
    }
  };

  std::shared_ptr<const Interface> model_;
};

}  // namespace lemmata::theory
