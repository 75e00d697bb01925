#include "theory/statement/theorem.hpp"

namespace lemmata::theory {

std::string_view mark(Provenance provenance) {
  switch (provenance) {
    case Provenance::verified:
      return "V";
    case Provenance::restated:
      return "V2";
    case Provenance::recalled:
      return "R";
    case Provenance::derived:
      break;
  }
  return "D";
}

std::string_view description(Provenance provenance) {
  switch (provenance) {
    case Provenance::verified:
      return "checked against the paper's own text";
    case Provenance::restated:
      return "checked against a restatement in later literature";
    case Provenance::recalled:
      return "from knowledge of the paper, not re-checked against its text";
    case Provenance::derived:
      break;
  }
  return "derived and proved for this library, not the paper's own statement";
}

}  // namespace lemmata::theory
