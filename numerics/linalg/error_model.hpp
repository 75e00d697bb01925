#pragma once
/// \file
/// # The constants of the proofs
/// Every a-priori bound of this folder is built from these numbers. The defaults are the proved ones; nothing but a
/// test may pass others: the suite weakens each in turn and must notice.

namespace lemmata {

struct ErrorModel {
  double unit = 0x1p-53;        ///< u of binary64
  double unit_float = 0x1p-24;  ///< u of binary32
  double unit_pair = 0x1p-104;  ///< bound of one double-double operation
  double depth_scale = 1;       ///< times the depth h
  bool formation = true;        ///< f: rounding of A + X T X^T - mu I
  bool low_words = true;        ///< ||A_lo||_F where only the high words were factored
  bool radii = true;            ///< nrm(Delta)
  bool basis = true;            ///< sigma_min(V) of the full spectrum
  bool underflow = true;        ///< the terms in eta
};

}  // namespace lemmata
