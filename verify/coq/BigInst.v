(** * The checker on the big integers of libcoq-bignums: fast inside the kernel. The only file that needs them. *)
From Coq Require Import ZArith List.
From Bignums Require Import BigZ.
From Lemmata Require Import Check Sound.

Definition BigZ_ops : ops BigZ.t_ :=
  {| zero := BigZ.zero; one := BigZ.one; add := BigZ.add; mul := BigZ.mul; sub := BigZ.sub; abs := BigZ.abs;
     leb := BigZ.leb |}.

Lemma BigZ_ops_ok : ops_ok BigZ_ops BigZ.to_Z.
Proof.
  constructor; cbn.
  - exact BigZ.spec_0.
  - exact BigZ.spec_1.
  - exact BigZ.spec_add.
  - exact BigZ.spec_mul.
  - exact BigZ.spec_sub.
  - exact BigZ.spec_abs.
  - exact BigZ.spec_leb.
Qed.
