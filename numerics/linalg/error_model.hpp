#pragma once
/// \file
/// # The constants of the proofs
/// Every a-priori bound of this folder is built from these numbers. The defaults are the proved ones; nothing but a
/// test may pass others: the suite weakens each in turn and must notice.

namespace lemmata {

inline constexpr double unit_roundoff = 0x1p-53;  ///< u of binary64
/// Bounds the loss of one underflow, flushing to zero included.
inline constexpr double underflow_loss = 0x1p-1021;

struct ErrorModel {
  double unit = unit_roundoff;
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
