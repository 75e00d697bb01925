(** * One entry of the ReLU Gram matrix (layer B)

    What bounds of pi, of two norms and of the angle of two rows say about the entry, in real numbers. *)
From Coq Require Import Reals Lra.
From Lemmata Require Import OrdRing Reals.
Open Scope R_scope.

(** ** Real numbers *)
Lemma square_le_R a b : 0 <= b -> a * a <= b * b -> a <= b.
Proof. exact (square_le (F := R_oring) a b). Qed.

Lemma div_le x y z w : 0 < y -> 0 < w -> x * w <= z * y -> x / y <= z / w.
Proof.
  intros Hy Hw H. apply (Rmult_le_reg_r (y * w)); [apply Rmult_lt_0_compat; assumption|].
  replace (x / y * (y * w)) with (x * w) by (field; lra). replace (z / w * (y * w)) with (z * y) by (field; lra). exact H.
Qed.

Lemma le_of_cos x y : 0 <= x <= PI -> 0 <= y <= PI -> cos y <= cos x -> x <= y.
Proof.
  intros Hx Hy H. destruct (Rle_or_lt x y) as [L|L]; [exact L|]. exfalso.
  pose proof (cos_decreasing_1 y x (proj1 Hy) (proj2 Hy) (proj1 Hx) (proj2 Hx) L). lra.
Qed.

(** One entry: g = x_i.x_j, si and sj the two norms. *)
Section Entry.
Variables (M P q g si sj Ni Nj t t' : R).
Hypotheses (HM : 0 < M) (HP : 0 < P) (Hq : 0 < q) (Hsi : 0 < si) (Hsj : 0 < sj) (HNi : 0 < Ni) (HNj : 0 < Nj).
Hypotheses (Pi1 : P <= M * PI) (Pi2 : M * PI <= P + 1).
Hypotheses (Li : Ni <= M * si) (Ui : M * si <= Ni + 1) (Lj : Nj <= M * sj) (Uj : M * sj <= Nj + 1).
Let c := Rabs g / (si * sj).
Let beta := acos c.
Hypotheses (Hc : 0 <= c <= 1) (Ht : 0 <= t) (T1 : t <= M * beta) (T2 : M * beta <= t').

Let G := Rabs g * (M * M) * q.

Lemma c_low : Rabs g * (M * M) / ((Ni + 1) * (Nj + 1)) <= c.
Proof.
  unfold c. apply div_le; [apply Rmult_lt_0_compat; lra | apply Rmult_lt_0_compat; assumption|].
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [apply Rabs_pos|].
  replace (M * M * (si * sj)) with ((M * si) * (M * sj)) by ring.
  apply Rmult_le_compat; try assumption; lra.
Qed.

Lemma c_high : c <= Rabs g * (M * M) / (Ni * Nj).
Proof.
  unfold c. apply div_le; [apply Rmult_lt_0_compat; assumption | apply Rmult_lt_0_compat; assumption|].
  rewrite Rmult_assoc. apply Rmult_le_compat_l; [apply Rabs_pos|].
  replace (M * M * (si * sj)) with ((M * si) * (M * sj)) by ring.
  apply Rmult_le_compat; lra.
Qed.

Lemma beta_bound : 0 <= beta <= PI / 2.
Proof.
  pose proof PI_RGT_0 as HPI. destruct (acos_bound c) as [B1 B2]. split; [exact B1|].
  apply le_of_cos; [split; assumption | lra |]. unfold beta. rewrite cos_acos, cos_PI2 by lra. lra.
Qed.

Lemma angle_low : t * PI <= beta * (P + 1).
Proof.
  pose proof PI_RGT_0. destruct beta_bound as [B1 _].
  apply (Rle_trans _ (M * beta * PI)); [apply Rmult_le_compat_r; lra|].
  replace (M * beta * PI) with (beta * (M * PI)) by ring. apply Rmult_le_compat_l; assumption.
Qed.

Lemma angle_high : beta * P <= t' * PI.
Proof.
  pose proof PI_RGT_0. destruct beta_bound as [B1 _].
  apply (Rle_trans _ (M * beta * PI)); [|apply Rmult_le_compat_r; lra].
  replace (M * beta * PI) with (beta * (M * PI)) by ring. apply Rmult_le_compat_l; assumption.
Qed.

Lemma scaled_le A X Y W hi : 0 < Y -> 0 < W -> A = Rabs g * (M * M) -> A * q * X <= hi * Y * W -> q * (A / Y * (X / W)) <= hi.
Proof.
  intros HY HW _ H. apply (Rmult_le_reg_r (Y * W)); [apply Rmult_lt_0_compat; assumption|].
  replace (q * (A / Y * (X / W)) * (Y * W)) with (A * q * X) by (field; lra). lra.
Qed.

Lemma scaled_ge A X Y W lo : 0 < Y -> 0 < W -> A = Rabs g * (M * M) -> lo * Y * W <= A * q * X -> lo <= q * (A / Y * (X / W)).
Proof.
  intros HY HW _ H. apply (Rmult_le_reg_r (Y * W)); [apply Rmult_lt_0_compat; assumption|].
  replace (q * (A / Y * (X / W)) * (Y * W)) with (A * q * X) by (field; lra). lra.
Qed.

Let Hs : 0 < Ni * Nj. Proof. apply Rmult_lt_0_compat; assumption. Qed.
Let Hl : 0 < (Ni + 1) * (Nj + 1). Proof. apply Rmult_lt_0_compat; lra. Qed.
Let HA : 0 <= Rabs g * (M * M).
Proof. apply Rmult_le_pos; [apply Rabs_pos|]. apply Rmult_le_pos; lra. Qed.
Let Clow : 0 <= Rabs g * (M * M) / ((Ni + 1) * (Nj + 1)).
Proof. apply Rmult_le_pos; [exact HA|]. left. apply Rinv_0_lt_compat, Hl. Qed.

Lemma entry_nonneg lo hi : 0 <= g ->
  G * (P + 1 - t) <= hi * (Ni * Nj) * (2 * (P + 1)) -> lo * ((Ni + 1) * (Nj + 1)) * (2 * P) <= G * (P - t') ->
  lo <= q * (g / (si * sj) * (PI - acos (g / (si * sj))) / (2 * PI)) <= hi.
Proof.
  intros Hg H1 H2. pose proof PI_RGT_0 as HPI. destruct beta_bound as [B1 B2].
  assert (E : g / (si * sj) = c) by (unfold c; rewrite Rabs_right by lra; reflexivity). rewrite E. fold beta.
  set (f := (PI - beta) / (2 * PI)). replace (c * (PI - beta) / (2 * PI)) with (c * f) by (unfold f; field; lra).
  assert (F0 : 0 <= f) by (apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]).
  assert (Fu : f <= (P + 1 - t) / (2 * (P + 1))).
  { apply div_le; [lra|lra|]. pose proof angle_low. lra. }
  assert (Fl : (P - t') / (2 * P) <= f).
  { apply div_le; [lra|lra|]. pose proof angle_high. lra. }
  split.
  - apply (Rle_trans _ (q * (Rabs g * (M * M) / ((Ni + 1) * (Nj + 1)) * ((P - t') / (2 * P))))).
    + apply scaled_ge; [exact Hl | lra | reflexivity | exact H2].
    + apply Rmult_le_compat_l; [lra|]. apply (Rle_trans _ (Rabs g * (M * M) / ((Ni + 1) * (Nj + 1)) * f)).
      * apply Rmult_le_compat_l; [exact Clow | exact Fl].
      * apply Rmult_le_compat_r; [exact F0 | exact c_low].
  - apply (Rle_trans _ (q * (Rabs g * (M * M) / (Ni * Nj) * ((P + 1 - t) / (2 * (P + 1)))))).
    + apply Rmult_le_compat_l; [lra|]. apply (Rle_trans _ (c * ((P + 1 - t) / (2 * (P + 1))))).
      * apply Rmult_le_compat_l; [lra | exact Fu].
      * apply Rmult_le_compat_r; [lra | exact c_high].
    + apply scaled_le; [exact Hs | lra | reflexivity | exact H1].
Qed.

Lemma entry_neg lo hi : g < 0 ->
  - (G * t) <= hi * ((Ni + 1) * (Nj + 1)) * (2 * (P + 1)) -> lo * (Ni * Nj) * (2 * P) <= - (G * t') ->
  lo <= q * (g / (si * sj) * (PI - acos (g / (si * sj))) / (2 * PI)) <= hi.
Proof.
  intros Hg H1 H2. pose proof PI_RGT_0 as HPI. destruct beta_bound as [B1 B2].
  assert (E : g / (si * sj) = - c) by (unfold c; rewrite Rabs_left by lra; field; split; lra).
  rewrite E, acos_opp. fold beta.
  set (b := beta / (2 * PI)). replace (- c * (PI - (PI - beta)) / (2 * PI)) with (- (c * b)) by (unfold b; field; lra).
  assert (Bl : t / (2 * (P + 1)) <= b).
  { apply div_le; [lra|lra|]. pose proof angle_low. lra. }
  assert (Bu : b <= t' / (2 * P)).
  { apply div_le; [lra|lra|]. pose proof angle_high. lra. }
  assert (B0 : 0 <= t / (2 * (P + 1))) by (apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]).
  split.
  - apply (Rle_trans _ (- (q * (Rabs g * (M * M) / (Ni * Nj) * (t' / (2 * P)))))).
    + apply Ropp_le_cancel. rewrite Ropp_involutive. apply scaled_le; [exact Hs | lra | reflexivity |].
      unfold G in H2. lra.
    + replace (q * - (c * b)) with (- (q * (c * b))) by ring. apply Ropp_le_contravar, Rmult_le_compat_l; [lra|].
      apply (Rle_trans _ (c * (t' / (2 * P)))); [apply Rmult_le_compat_l; [lra | exact Bu]|].
      apply Rmult_le_compat_r; [lra | exact c_high].
  - apply (Rle_trans _ (- (q * (Rabs g * (M * M) / ((Ni + 1) * (Nj + 1)) * (t / (2 * (P + 1))))))).
    + replace (q * - (c * b)) with (- (q * (c * b))) by ring. apply Ropp_le_contravar, Rmult_le_compat_l; [lra|].
      apply (Rle_trans _ (c * (t / (2 * (P + 1))))); [apply Rmult_le_compat_r; [exact B0 | exact c_low]|].
      apply Rmult_le_compat_l; [lra | exact Bl].
    + apply Ropp_le_cancel. rewrite Ropp_involutive. apply scaled_ge; [exact Hl | lra | reflexivity |].
      unfold G in H1. lra.
Qed.
End Entry.
