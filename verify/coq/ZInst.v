(** * The checker on Coq's integers Z: nothing but the kernel is trusted. No axioms. *)
From Coq Require Import ZArith List Lia.
From Lemmata Require Import OrdRing Check Sound SoundMargin.

Definition Z_ops : ops Z :=
  {| zero := 0%Z; one := 1%Z; add := Z.add; mul := Z.mul; sub := Z.sub; abs := Z.abs; leb := Z.leb |}.

Lemma Z_ops_ok : ops_ok Z_ops (fun z => z).
Proof. constructor; reflexivity. Qed.

(** The integers are an ordered ring, so layer A is not empty; its theorems for integer matrices need no axiom. *)
Definition Z_oring : oring.
Proof.
  refine {| K := Z; k0 := 0%Z; k1 := 1%Z; kadd := Z.add; kmul := Z.mul; ksub := Z.sub; kopp := Z.opp;
            kle := Z.le; phi := fun z => z |}.
  - constructor; intros; try ring.
  - exact Z.le_trans.
  - exact Z.le_antisymm.
  - intros a b. lia.
  - intros a b c. lia.
  - intros a b. nia.
  - lia.
  - reflexivity.
  - reflexivity.
  - reflexivity.
  - intros a b H. exact H.
Defined.
