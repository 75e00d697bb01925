(** * Soundness over every ordered ring (layer A), continued: margins and linear entailment. No axioms. *)
From Coq Require Import ZArith List Ring Lia.
From Lemmata Require Import OrdRing Check Sound SoundVector.
Import ListNotations.

Section Margin.
Context {T : Type} {o : ops T} {toZ : T -> Z} (OK : ops_ok o toZ) {F : oring}.
Open Scope K_scope.
Local Notation "0" := (@k0 F) : K_scope.
Local Notation "1" := (@k1 F) : K_scope.
Add Ring Gring : (kring F).
Local Notation at_ := (at_ o).
Local Notation val := (@val T toZ F).
Ltac vals := repeat rewrite ?(val_add OK), ?(val_mul OK), ?(val_sub OK), ?(val_zero OK), ?(val_one OK) in *.

(** ** Norms, as a relation: an ordered ring need not have square roots *)
Definition is_abs (x a : F) : Prop := 0 <= a /\ (a = x \/ a = - x).
Definition is_norm (p : norm) (m : nat) (w : nat -> F) (N : F) : Prop :=
  match p with
  | L2 => 0 <= N /\ N * N = inner m w w
  | L1 => exists A, (forall l, (l < m)%nat -> is_abs (w l) (A l)) /\ N = sum m A
  | Linf => (forall l, (l < m)%nat -> exists a, is_abs (w l) a /\ a <= N) /\
            exists l, (l < m)%nat /\ is_abs (w l) N
  end.

Lemma is_abs_le x a : is_abs x a -> - a <= x /\ x <= a.
Proof.
  intros [Ha [E|E]]; rewrite E in *; split; try apply le_refl.
  - apply le_sub. replace (x - - x) with (x + x) by ring. apply add_nonneg; assumption.
  - apply le_sub. replace (x - - - x) with 0 by ring. apply le_refl.
  - apply le_sub. replace (- x - x) with (- x + - x) by ring. apply add_nonneg; assumption.
Qed.

Lemma is_abs_unique x a b : is_abs x a -> is_abs x b -> a = b.
Proof.
  enough (H : forall a b, is_abs x a -> is_abs x b -> a <= b).
  { intros Ha Hb. apply (kle_antisym F); apply H; assumption. }
  clear. intros a b [Ha Ea] Hb. destruct (is_abs_le x b Hb) as [L U]. destruct Ea as [->| ->]; [exact U|].
  apply le_sub. apply le_sub in L. replace (b - - x) with (x - - b) by ring. exact L.
Qed.

Lemma is_abs_val x : is_abs (val x) (val (abs o x)).
Proof.
  unfold is_abs, Sound.val. rewrite (ok_abs _ _ OK). split; [apply phi_nonneg; lia|].
  rewrite <- phi_opp. destruct (Z_le_gt_dec 0 (toZ x)); [left|right]; f_equal; lia.
Qed.

(** x z <= a b when |x| = a and |z| <= b. *)
Lemma mul_abs x a z b : is_abs x a -> - b <= z -> z <= b -> x * z <= a * b.
Proof.
  intros [Ha [E|E]] L U; apply le_sub; apply le_sub in L, U.
  - rewrite E. replace (x * b - x * z) with (a * (b - z)) by (rewrite E; ring). apply mul_nonneg; assumption.
  - replace (a * b - x * z) with (a * (z - - b)) by (rewrite E; ring). apply mul_nonneg; assumption.
Qed.

(** ** Linear combinations of rows *)
Definition at_row (x : list (list T)) (k l : nat) : F := val (at_ (row x k) l).

Lemma combination_spec m n rows coef :
  tabulates (toZ := toZ) (combination o m n rows coef) m (fun l => sum n (fun k => val (coef k) * at_row rows k l)).
Proof.
  induction n as [|n IH]; cbn [combination].
  - unfold tabulates. rewrite (tabulates_cut m [] : map val _ = _). apply rtab_ext. intros [|l] _; apply (val_zero OK).
  - apply (tabulates_plus OK); [exact IH|].
    apply (tabulates_map (toZ := toZ) m (mul o (coef n)) (fun x => val (coef n) * x)); [intro; apply (val_mul OK)|].
    apply tabulates_cut.
Qed.

Lemma total_of_spec n f : val (total_of o n f) = sum n (fun k => val (f k)).
Proof. induction n as [|n IH]; cbn; vals; [reflexivity|]. rewrite IH. reflexivity. Qed.

Lemma inner_combination m n (c : nat -> F) (x : nat -> nat -> F) w :
  inner m (fun l => sum n (fun k => c k * x k l)) w = sum n (fun k => c k * inner m (x k) w).
Proof.
  unfold inner. transitivity (sum m (fun l => sum n (fun k => c k * (x k l * w l)))).
  - apply sum_ext; intros l _. rewrite <- sum_mul_r. apply sum_ext; intros; ring.
  - rewrite sum_swap. apply sum_ext; intros k _. apply sum_mul.
Qed.

Lemma label_ok_spec y : label_ok o y = true -> val y = 1 \/ val y = - (1).
Proof.
  unfold label_ok. destruct (equal o y (one o)) eqn:E; intro H.
  - left. apply (val_equal OK) in E. unfold Sound.val. rewrite E, (ok_one _ _ OK). apply phi_1.
  - right. apply (val_equal OK) in H. unfold Sound.val. rewrite H, (ok_sub _ _ OK), (ok_zero _ _ OK), (ok_one _ _ OK).
    rewrite phi_sub, phi_0, phi_1. ring.
Qed.

(** ** T4: upper bound of the margin *)

(** The dual norm of z, bounded by Z, bounds w.z by the norm of w. *)
Lemma duality p m z (zf w : nat -> F) Z N : tabulates (toZ := toZ) z m zf -> dual_at_most o p z Z = true -> is_norm p m w N ->
  match p with
  | L2 => inner m zf w * inner m zf w <= N * N * val Z
  | _ => inner m zf w <= N * val Z
  end.
Proof.
  intros Hz HZ HN. destruct p; cbn in HZ, HN.
  - apply (val_leb OK (F := F)) in HZ. rewrite (val_dot_tab OK m _ _ _ _ Hz Hz) in HZ. destruct HN as [_ EN].
    apply (le_trans _ _ _ (cauchy_schwarz m zf w)). rewrite EN.
    replace (inner m zf zf * inner m w w) with (inner m w w * inner m zf zf) by ring.
    apply mul_le_l; [apply inner_nonneg | exact HZ].
  - destruct HN as (A & HA & ->).
    assert (B : forall l, (l < m)%nat -> - val Z <= zf l /\ zf l <= val Z).
    { refine (tabulates_forallb _ _ (fun t => - val Z <= t /\ t <= val Z) _ _ _ Hz HZ).
      intros t Ht. apply (val_leb OK (F := F)) in Ht. destruct (is_abs_le _ _ (is_abs_val t)) as [L U].
      split; [|apply (le_trans _ _ _ U), Ht]. apply (le_trans _ (- val (abs o t))); [|exact L].
      apply le_sub. apply le_sub in Ht. replace (_ - _ : F) with (val Z - val (abs o t)) by ring. exact Ht. }
    rewrite <- sum_mul_r. apply sum_le; intros l Hl. replace (zf l * w l) with (w l * zf l) by ring.
    apply mul_abs; [apply HA, Hl | apply B, Hl | apply B, Hl].
  - destruct HN as [HA (l0 & Hl0 & N0 & _)]. apply (val_leb OK (F := F)) in HZ.
    apply (le_trans _ (N * val (total o (map (abs o) z)))); [|apply mul_le_l; assumption].
    clear HZ Hl0 l0. revert z zf Hz. induction m as [|m IH]; intros z zf Hz.
    + rewrite (tabulates_nil _ _ Hz). cbn. vals. replace (N * 0) with 0 by ring. apply le_refl.
    + apply tabulates_inv in Hz. destruct Hz as (t & z' & -> & Et & Hz). cbn [map total]. vals. unfold inner. cbn [sum].
      replace (N * (val (abs o t) + val (total o (map (abs o) z')))) with (N * val (total o (map (abs o) z')) + N * val (abs o t)) by ring.
      apply add_le.
      * apply IH; [|exact Hz]. intros l Hl. apply HA. lia.
      * rewrite <- Et. destruct (HA m) as (a & Ha & La); [lia|]. destruct (is_abs_le _ _ Ha) as [L U].
        replace (N * val (abs o t)) with (val (abs o t) * N) by ring.
        apply mul_abs; [apply is_abs_val | | apply (le_trans _ _ _ U), La].
        apply (le_trans _ (- a)); [|exact L]. apply le_sub. apply le_sub in La. replace (- a - - N) with (N - a) by ring. exact La.
Qed.

Theorem T4 p n m x y q alpha S Z hi r : margin_le o p n m x y q alpha S Z hi r = true ->
  forall w N g, is_norm p m w N -> 0 < N ->
  (forall k, (k < n)%nat -> val q * g * N <= val (at_ y k) * inner m (at_row x k) w) -> val r * g <= val hi.
Proof.
  unfold margin_le. intros H w N g HN PN Hg. split_check H.
  apply (val_positive OK (F := F)) in E1, E2, E4. apply (val_nonneg OK (F := F)) in E3. apply (val_leb OK (F := F)) in E6.
  rewrite total_of_spec in E6.
  destruct (kle_total F g 0) as [Lg|Pg].
  { apply (le_trans _ 0); [|exact E3]. apply le_sub. replace (0 - val r * g) with (val r * (0 - g)) by ring.
    apply mul_nonneg; [apply E2|]. apply (proj1 (le_sub _ _)), Lg. }
  set (al := fun k => val (at_ alpha k)) in *. set (yv := fun k => val (at_ y k)).
  set (zf := fun l => sum n (fun k => val (mul o (at_ alpha k) (at_ y k)) * at_row x k l)).
  pose proof (combination_spec m n x (fun k => mul o (at_ alpha k) (at_ y k))) as Hz. fold zf in Hz.
  pose proof (duality p m _ zf w Z N Hz E7 HN) as Dual.
  set (t := val q * g * N) in *.
  assert (Pt : 0 < t) by (unfold t; repeat apply (kmul_pos F); assumption).
  (* S t <= w.z *)
  assert (St : val S * t <= inner m zf w).
  { unfold zf. rewrite inner_combination.
    apply (le_trans _ (sum n al * t)).
    - replace (val S * t) with (t * val S) by ring. replace (sum n al * t) with (t * sum n al) by ring.
      apply mul_le_l; [apply Pt | exact E6].
    - rewrite <- sum_mul_r. apply sum_le; intros k Hk. vals.
      replace (_ * inner m (at_row x k) w) with (al k * (yv k * inner m (at_row x k) w)) by (unfold al, yv; ring).
      apply mul_le_l; [|apply Hg, Hk]. pose proof (every_spec _ _ E5 k Hk) as Hal. cbn in Hal.
      destruct (label_ok o (at_ y k)); [|discriminate]. apply (val_nonneg OK (F := F)), Hal. }
  assert (PSt : 0 <= val S * t) by (apply mul_nonneg; [apply E4 | apply Pt]).
  assert (PSq : 0 < val S * val q) by (apply (kmul_pos F); assumption).
  apply (mul_cancel (val S * val q)); [exact PSq|].
  destruct p; cbn in H; apply (val_leb OK (F := F)) in H; vals.
  - apply square_le; [apply mul_nonneg; [apply PSq | exact E3]|].
    apply (mul_cancel (N * N)); [apply (kmul_pos F); exact PN|].
    apply (le_trans _ (val r * val r * (N * N * val Z))).
    + apply (le_trans _ (val r * val r * (inner m zf w * inner m zf w))).
      * replace (N * N * _) with (val r * val r * (val S * t * (val S * t))) by (unfold t; ring).
        apply mul_le_l; [apply square_nonneg|]. apply (le_trans _ (val S * t * inner m zf w)).
        -- apply mul_le_l; assumption.
        -- replace (val S * t * inner m zf w) with (inner m zf w * (val S * t)) by ring.
           apply mul_le_l; [|exact St]. apply (le_trans _ _ _ PSt St).
      * apply mul_le_l; [apply square_nonneg | exact Dual].
    + replace (val r * val r * (N * N * val Z)) with (N * N * (val r * val r * val Z)) by ring.
      apply mul_le_l; [apply square_nonneg|]. eapply le_trans; [exact H|]. apply le_sub.
      match goal with |- 0 <= ?e => replace e with 0 by ring end. apply le_refl.
  - apply (mul_cancel N); [exact PN|].
    apply (le_trans _ (val r * (N * val Z))).
    + replace (N * _) with (val r * (val S * t)) by (unfold t; ring). apply mul_le_l; [apply E2|].
      apply (le_trans _ _ _ St Dual).
    + replace (val r * (N * val Z)) with (N * (val r * val Z)) by ring. apply mul_le_l; [apply PN|].
      eapply le_trans; [exact H|]. apply le_sub. match goal with |- 0 <= ?e => replace e with 0 by ring end. apply le_refl.
  - apply (mul_cancel N); [exact PN|].
    apply (le_trans _ (val r * (N * val Z))).
    + replace (N * _) with (val r * (val S * t)) by (unfold t; ring). apply mul_le_l; [apply E2|].
      apply (le_trans _ _ _ St Dual).
    + replace (val r * (N * val Z)) with (N * (val r * val Z)) by ring. apply mul_le_l; [apply PN|].
      eapply le_trans; [exact H|]. apply le_sub. match goal with |- 0 <= ?e => replace e with 0 by ring end. apply le_refl.
Qed.

(** Labels are +1 or -1 in every accepted claim. *)
Lemma T4_labels p n m x y q alpha S Z hi r : margin_le o p n m x y q alpha S Z hi r = true ->
  forall k, (k < n)%nat -> val (at_ y k) = 1 \/ val (at_ y k) = - (1).
Proof.
  unfold margin_le. intros H k Hk. split_check H. pose proof (every_spec _ _ E5 k Hk) as L. cbn in L.
  destruct (label_ok o (at_ y k)) eqn:E'; [|discriminate]. apply label_ok_spec, E'.
Qed.

(** ** T5: lower bound of the margin *)
Theorem T5 p n m x y q w t lo r : margin_ge o p n m x y q w t lo r = true ->
  exists u, nonzero m u /\ forall N, is_norm p m u N ->
  forall k, (k < n)%nat -> val lo * val q * N <= val r * (val (at_ y k) * inner m (at_row x k) u).
Proof.
  unfold margin_ge. intro H. split_check H. set (u := fun l => val (at_ w l)). exists u.
  assert (Hu : tabulates (toZ := toZ) (cut o m w) m u) by apply tabulates_cut.
  assert (Euu : val (dot o (cut o m w) (cut o m w)) = inner m u u) by (apply (val_dot_tab OK); exact Hu).
  split.
  { apply nonzero_inner. rewrite <- Euu. apply (val_positive OK (F := F)). assumption. }
  intros N HN k Hk. apply (val_positive OK (F := F)) in E1, E2, E4. apply (val_nonneg OK (F := F)) in E3.
  pose proof (every_spec _ _ E6 k Hk) as Ht. cbn in Ht. destruct (label_ok o (at_ y k)); [|discriminate].
  apply (val_leb OK (F := F)) in Ht. vals.
  rewrite (val_dot_tab OK m _ _ (at_row x k) u) in Ht by (try exact Hu; apply tabulates_cut).
  apply (le_trans _ (val r * val t)); [|apply mul_le_l; [apply E2|exact Ht]].
  assert (Plq : 0 <= val lo * val q) by (apply mul_nonneg; [exact E3 | apply E1]).
  replace (val r * val t) with (val t * val r) by ring.
  destruct p; cbn in H, HN.
  - apply (val_leb OK (F := F)) in H. vals. rewrite Euu in H. destruct HN as [PN EN].
    apply square_le; [apply mul_nonneg; [apply E4 | apply E2]|].
    replace (val lo * val q * N * (val lo * val q * N)) with (val lo * val q * (val lo * val q) * (N * N)) by ring.
    rewrite EN. exact H.
  - apply (val_leb OK (F := F)) in H. vals. destruct HN as (A & HA & ->).
    enough (EA : val (total o (map (abs o) (cut o m w))) = sum m A) by (rewrite <- EA; exact H).
    rewrite (cut_rtab), map_rtab. rewrite (val_total OK m _ (fun l => val (abs o (at_ w l)))) by (apply map_rtab).
    apply sum_ext; intros l Hl. apply (is_abs_unique (u l)); [apply is_abs_val | apply HA, Hl].
  - destruct HN as [_ (l & Hl & HA)].
    assert (B : forall l, (l < m)%nat -> forall a, is_abs (u l) a -> val lo * val q * a <= val t * val r).
    { refine (tabulates_forallb _ _ (fun s => forall a, is_abs s a -> val lo * val q * a <= val t * val r) _ _ _ Hu H).
      intros s Hs a Ha. apply (val_leb OK (F := F)) in Hs. vals. rewrite (is_abs_unique _ _ _ Ha (is_abs_val s)). exact Hs. }
    apply (B l Hl N HA).
Qed.

(** ** T6 *)
Lemma equal_lists_spec m : forall u v (f g : nat -> F), tabulates (toZ := toZ) u m f -> tabulates (toZ := toZ) v m g ->
  equal_lists o u v = true -> forall l, (l < m)%nat -> f l = g l.
Proof.
  induction m as [|m IH]; intros u v f g Hu Hv H l Hl; [lia|].
  apply tabulates_inv in Hu, Hv. destruct Hu as (a & u' & -> & Ea & Hu), Hv as (b & v' & -> & Eb & Hv).
  cbn in H. split_check H. destruct (Nat.eq_dec l m) as [->|].
  - rewrite <- Ea, <- Eb. unfold Sound.val. f_equal. apply (val_equal OK). assumption.
  - apply (IH _ _ _ _ Hu Hv H). lia.
Qed.

Theorem T6 n m q gs hs g h lam mu : entail o n m q gs hs g h lam mu = true ->
  forall x, (forall k, (k < n)%nat -> inner m (at_row gs k) x <= val (at_ hs k)) ->
  inner m (fun l => val (at_ g l)) x <= val h.
Proof.
  unfold entail. intros H x Hx. split_check H. apply (val_positive OK (F := F)) in E2.
  apply (mul_cancel (val mu)); [exact E2|].
  apply (val_leb OK (F := F)) in H. rewrite total_of_spec in H. vals. apply (le_trans _ _ _ (le_refl _)).
  refine (le_trans _ _ _ _ H).
  assert (Eq : forall l, (l < m)%nat -> sum n (fun k => val (at_ lam k) * at_row gs k l) = val mu * val (at_ g l)).
  { refine (equal_lists_spec m _ _ _ _ (combination_spec m n gs (at_ lam)) _ E4).
    apply (tabulates_map (toZ := toZ) m (mul o mu) (fun s => val mu * s)); [intro; apply (val_mul OK)|]. apply tabulates_cut. }
  apply (le_trans _ (inner m (fun l => sum n (fun k => val (at_ lam k) * at_row gs k l)) x)).
  - unfold inner. rewrite <- sum_mul. apply le_sub.
    rewrite (sum_ext m (fun l => sum n (fun k => val (at_ lam k) * at_row gs k l) * x l)
                       (fun l => val mu * (val (at_ g l) * x l))) by (intros l Hl; rewrite (Eq l Hl); ring).
    match goal with |- 0 <= ?e => replace e with 0 by ring end. apply le_refl.
  - rewrite inner_combination. apply sum_le; intros k Hk. vals. apply mul_le_l; [|apply Hx, Hk].
    apply (val_nonneg OK (F := F)). apply (every_spec _ _ E3 k Hk).
Qed.

(** With g = 0 and h < 0 the system has no solution. *)
Corollary T6_infeasible n m q gs hs g h lam mu : entail o n m q gs hs g h lam mu = true ->
  (forall l, (l < m)%nat -> val (at_ g l) = 0) -> val h < 0 ->
  forall x, ~ forall k, (k < n)%nat -> inner m (at_row gs k) x <= val (at_ hs k).
Proof.
  intros H G0 [Lh Nh] x Hx. pose proof (T6 _ _ _ _ _ _ _ _ _ H x Hx) as P.
  rewrite inner_zero in P by exact G0. apply Nh. apply (kle_antisym F); assumption.
Qed.
End Margin.
