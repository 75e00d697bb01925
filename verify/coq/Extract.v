(** * Extraction of the checker. No type and no constant is mapped: the result needs only the record of operations. *)
From Coq Require Import List Extraction.
From Lemmata Require Import Check.

Extraction Language OCaml.
Extraction "checker.ml" row_sums lmin_ge lmax_le index_le lmin_le lmax_ge margin_le margin_ge entail gram_relu.
