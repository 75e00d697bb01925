(** * Soundness over the real numbers (layer B)

    The theorems of layer A for Coq's real numbers, with the divisions written out, in the words of
    [Statements.v]. Only the axioms of the standard library's real numbers are used. *)
From Coq Require Import Reals List ZArith Lra Lia.
From Lemmata Require Import OrdRing Check Sound SoundVector SoundMargin Statements.
Import ListNotations.
Open Scope R_scope.

Definition R_oring : oring.
Proof.
  refine {| K := R; k0 := 0; k1 := 1; kadd := Rplus; kmul := Rmult; ksub := Rminus; kopp := Ropp; kle := Rle; phi := IZR |}.
  - constructor; intros; unfold Rminus; ring.
  - intros a b c; apply Rle_trans.
  - intros a b; apply Rle_antisym.
  - intros a b. destruct (Rle_dec a b); [left|right; split]; lra.
  - intros; lra.
  - intros a b [Ha Na] [Hb Nb]. assert (0 < a * b) by (apply Rmult_lt_0_compat; lra). split; lra.
  - exact R1_neq_R0.
  - reflexivity.
  - exact plus_IZR.
  - exact mult_IZR.
  - intros a b H. apply IZR_le, H.
Defined.

Section Reals.
Context {T : Type} {o : ops T} {toZ : T -> Z} (OK : ops_ok o toZ).
Local Notation int := (int toZ).
Local Notation val := (@val T toZ R_oring).
Local Notation at_ := (at_ o).
Local Notation symmetric := (symmetric toZ).
Local Notation rows := (rows toZ).
Local Notation vector := (vector toZ).

Lemma positive_int q : positive o q = true -> 0 < int q.
Proof.
  intro H. destruct (val_positive OK (F := R_oring) q H) as [H1 H2]. cbn in H1, H2.
  unfold Statements.int, Sound.val in *. cbn in *. lra.
Qed.

Lemma vector_at q l j : vector q l j = int (at_ l j) / int q.
Proof.
  unfold Statements.vector, Check.at_. revert j. induction l as [|x l IH]; intros [|j]; cbn.
  1, 2: unfold Statements.int; rewrite (ok_zero _ _ OK); unfold Rdiv; ring.
  - reflexivity.
  - apply IH.
Qed.

(** An entry times the common denominator is the integer in the file. *)
Lemma vector_scaled q l j : 0 < int q -> int q * vector q l j = int (at_ l j).
Proof. intro H. rewrite vector_at. field. lra. Qed.

Lemma symmetric_scaled q m i j : 0 < int q -> int q * symmetric q m i j = entry (o := o) (toZ := toZ) (F := R_oring) m i j.
Proof. apply vector_scaled. Qed.

Lemma box_in_box n a d q X : 0 < int q ->
  box n (symmetric q a) (symmetric q d) X -> in_box (o := o) (toZ := toZ) (F := R_oring) n a d q X.
Proof.
  intros Hq H i j Hi Hj. specialize (H i j Hi Hj).
  assert (H' : - symmetric q d i j <= X i j - symmetric q a i j <= symmetric q d i j)
    by (revert H; unfold Rabs; destruct (Rcase_abs _); lra).
  rewrite <- !(symmetric_scaled q) by exact Hq.
  change (int q * symmetric q a i j - int q * symmetric q d i j <= int q * X i j <=
          int q * symmetric q a i j + int q * symmetric q d i j).
  split; [rewrite <- Rmult_minus_distr_l | rewrite <- Rmult_plus_distr_l]; apply Rmult_le_compat_l; lra.
Qed.

(** The centre lies in the box, so no accepted claim is empty. *)
Theorem centre_in_box n a d q : box_ok o n d q = true -> box n (symmetric q a) (symmetric q d) (symmetric q a).
Proof.
  intros H i j _ _. destruct (box_ok_spec OK (F := R_oring) n d q H) as (_ & Hq & Hd).
  assert (Q : 0 < int q). { destruct Hq as [H1 H2]. cbn in *. unfold Statements.int, Sound.val in *. cbn in *. lra. }
  specialize (Hd i j). rewrite <- (symmetric_scaled q) in Hd by exact Q. cbn in Hd.
  replace (_ - _) with 0 by ring. rewrite Rabs_R0. apply (Rmult_le_reg_l (int q)); lra.
Qed.

Lemma index_guards n a d q c s k v w : index_le o n a d q c s k v w = true -> 0 < int q /\ 0 < int c.
Proof.
  unfold index_le, box_ok. intro H. split_check H. split_check E. split; apply positive_int; assumption.
Qed.

Lemma divide b q N Q : 0 < q -> b * N <= q * Q -> b / q * N <= Q.
Proof. intros Hq H. apply (Rmult_le_reg_l q); [exact Hq|]. replace (q * (b / q * N)) with (b * N) by (field; lra). exact H. Qed.

Lemma divide_r b q N Q : 0 < q -> q * Q <= b * N -> Q <= b / q * N.
Proof. intros Hq H. apply (Rmult_le_reg_l q); [exact Hq|]. replace (q * (b / q * N)) with (b * N) by (field; lra). exact H. Qed.

(** T1 *)
Theorem lmin_ge_sound n a d q c s w : lmin_ge o n a d q c s w = true ->
  forall X, box n (symmetric q a) (symmetric q d) X -> lambda_min_ge n X (int s / (int c * int q)).
Proof.
  intros H X HX x. destruct (index_guards _ _ _ _ _ _ _ _ _ H) as [Hq Hc].
  apply divide; [apply Rmult_lt_0_compat; assumption|].
  exact (T1 OK (F := R_oring) n a d q c s w H X (box_in_box _ _ _ _ _ Hq HX) x).
Qed.

Theorem lmax_le_sound n a d q c s w : lmax_le o n a d q c s w = true ->
  forall X, box n (symmetric q a) (symmetric q d) X -> lambda_max_le n X (- int s / (int c * int q)).
Proof.
  intros H X HX x. destruct (index_guards _ _ _ _ _ _ _ _ _ H) as [Hq Hc].
  apply divide_r; [apply Rmult_lt_0_compat; assumption|].
  exact (T1_max OK (F := R_oring) n a d q c s w H X (box_in_box _ _ _ _ _ Hq HX) x).
Qed.

(** T3 *)
Theorem index_sound n a d q c s k v w one : index_le o n a d q c s k v w = true -> int one = 1 ->
  forall X, box n (symmetric q a) (symmetric q d) X ->
  lambda_ge_but n k (rows one v) X (int s / (int c * int q)).
Proof.
  intros H O1 X HX x Hx. destruct (index_guards _ _ _ _ _ _ _ _ _ H) as [Hq Hc].
  apply divide; [apply Rmult_lt_0_compat; assumption|].
  refine (T3 OK (F := R_oring) n a d q c s k v w H X (box_in_box _ _ _ _ _ Hq HX) x _).
  intros l Hl. refine (eq_trans _ (Hx l Hl)). apply (sum_ext (F := R_oring)). intros i _. unfold Statements.rows. rewrite vector_at, O1.
  cbn. unfold Sound.val, Statements.int. cbn. unfold row. field.
Qed.

(** T2 *)
Lemma lmin_le_guard n a d q u v : lmin_le o n a d q u v = true -> 0 < int q.
Proof. unfold lmin_le, box_ok. intro H. split_check H. split_check E. apply positive_int. assumption. Qed.

Theorem lmin_le_sound n a d q u v : lmin_le o n a d q u v = true ->
  forall X, box n (symmetric q a) (symmetric q d) X -> lambda_min_le n X (int u / int q).
Proof.
  intros H X HX. pose proof (lmin_le_guard _ _ _ _ _ _ H) as Hq.
  destruct (T2 OK (F := R_oring) n a d q u v H) as (x & Nx & Hx). exists x. split; [exact Nx|].
  apply divide_r; [exact Hq|]. exact (Hx X (box_in_box _ _ _ _ _ Hq HX)).
Qed.

Theorem lmax_ge_sound n a d q u v : lmax_ge o n a d q u v = true ->
  forall X, box n (symmetric q a) (symmetric q d) X -> lambda_max_ge n X (- int u / int q).
Proof.
  intros H X HX. pose proof (lmin_le_guard _ _ _ _ _ _ H) as Hq.
  destruct (T2_max OK (F := R_oring) n a d q u v H) as (x & Nx & Hx). exists x. split; [exact Nx|].
  apply divide; [exact Hq|]. exact (Hx X (box_in_box _ _ _ _ _ Hq HX)).
Qed.

(** ** Margins *)
Lemma is_abs_Rabs (x : R_oring) : is_abs x (Rabs x).
Proof. split; cbn; [apply Rabs_pos|]. unfold Rabs. destruct (Rcase_abs x); auto. Qed.

Lemma Rmaximum_spec m f : (forall l, (l < m)%nat -> 0 <= f l) ->
  (forall l, (l < m)%nat -> f l <= Rmaximum m f) /\ ((0 < m)%nat -> exists l, (l < m)%nat /\ Rmaximum m f = f l).
Proof.
  intro P. induction m as [|m IH]; [split; intros; lia|]. destruct IH as [U A]; [intros; apply P; lia|].
  cbn. split.
  - intros l Hl. destruct (Nat.eq_dec l m) as [->|]; [apply Rmax_r|]. eapply Rle_trans; [apply U; lia|apply Rmax_l].
  - intros _. destruct (Rle_dec (Rmaximum m f) (f m)) as [L|L].
    + exists m. split; [lia|]. apply Rmax_right, L.
    + destruct m as [|m]; [cbn in L; specialize (P 0%nat Nat.lt_0_1); lra|]. destruct A as (l & Hl & E); [lia|].
      exists l. split; [lia|]. rewrite Rmax_left; [exact E|lra].
Qed.

Lemma Rnorm_is_norm p m w : Rnonzero m w -> is_norm (F := R_oring) p m w (Rnorm p m w).
Proof.
  intros (i & Hi & _). destruct p; cbn.
  - split; [apply sqrt_pos|]. apply sqrt_sqrt. apply (inner_nonneg (F := R_oring)).
  - exists (fun l => Rabs (w l)). split; [intros; apply is_abs_Rabs | reflexivity].
  - destruct (Rmaximum_spec m (fun l => Rabs (w l))) as [U A]; [intros; apply Rabs_pos|]. split.
    + intros l Hl. exists (Rabs (w l)). split; [apply is_abs_Rabs | apply U, Hl].
    + destruct A as (l & Hl & ->); [lia|]. exists l. split; [exact Hl | apply is_abs_Rabs].
Qed.

Lemma Rnorm_pos p m w : Rnonzero m w -> 0 < Rnorm p m w.
Proof.
  intros (i & Hi & N). destruct p; cbn.
  - apply sqrt_lt_R0. destruct (inner_pos (F := R_oring) m w i Hi N) as [H1 H2]. cbn in H1, H2.
    change (0 <> Rdot m w w) in H2. change (0 <= Rdot m w w) in H1. lra.
  - apply (Rlt_le_trans _ (Rabs (w i))); [apply Rabs_pos_lt, N|].
    apply (sum_term (F := R_oring) m (fun l => Rabs (w l)) i Hi). intros; apply Rabs_pos.
  - apply (Rlt_le_trans _ (Rabs (w i))); [apply Rabs_pos_lt, N|].
    apply (Rmaximum_spec m (fun l => Rabs (w l))); [intros; apply Rabs_pos | exact Hi].
Qed.

Lemma Rdot_scale c m u w : c * Rdot m u w = Rdot m (fun l => c * u l) w.
Proof. unfold Rdot. induction m as [|m IH]; cbn; [ring|]. rewrite <- IH. ring. Qed.

Lemma Rdot_ext m u v w : (forall l, (l < m)%nat -> u l = v l) -> Rdot m u w = Rdot m v w.
Proof. intro H. apply (sum_ext (F := R_oring)). intros l Hl. rewrite (H l Hl). reflexivity. Qed.

Lemma rows_scaled q x m k w : 0 < int q ->
  int q * Rdot m (rows q x k) w = inner (F := R_oring) m (at_row (o := o) (toZ := toZ) x k) w.
Proof.
  intro Hq. rewrite Rdot_scale. apply Rdot_ext. intros l _. apply vector_scaled, Hq.
Qed.

(** T4 *)
Theorem margin_le_sound p n m x y q alpha S Z hi r one : margin_le o p n m x y q alpha S Z hi r = true -> int one = 1 ->
  labels n (vector one y) /\ max_margin_le p n m (rows q x) (vector one y) (int hi / int r).
Proof.
  intros H O1.
  assert (Y : forall k, vector one y k = val (at_ y k)).
  { intro k. rewrite vector_at, O1. unfold Sound.val, Statements.int. cbn. field. }
  split.
  { intros k Hk. rewrite Y. exact (T4_labels OK (F := R_oring) _ _ _ _ _ _ _ _ _ _ _ H k Hk). }
  assert (G : 0 < int q /\ 0 < int r).
  { unfold margin_le in H. split_check H. split; apply positive_int; assumption. }
  destruct G as [Hq Hr]. intros w g Nw Hg.
  assert (P : int r * g <= int hi).
  { refine (T4 OK (F := R_oring) p n m x y q alpha S Z hi r H w (Rnorm p m w) g (Rnorm_is_norm p m w Nw) _ _).
    - pose proof (Rnorm_pos p m w Nw). split; cbn; lra.
    - intros k Hk. rewrite <- (rows_scaled q) by exact Hq. specialize (Hg k Hk). rewrite Y in Hg. cbn.
      change (int q * g * Rnorm p m w <= val (at_ y k) * (int q * Rdot m (rows q x k) w)).
      apply (Rmult_le_compat_l (int q)) in Hg; lra. }
  apply (Rmult_le_reg_l (int r)); [exact Hr|]. replace (int r * (int hi / int r)) with (int hi) by (field; lra). exact P.
Qed.

(** T5 *)
Theorem margin_ge_sound p n m x y q w t lo r one : margin_ge o p n m x y q w t lo r = true -> int one = 1 ->
  labels n (vector one y) /\ max_margin_ge p n m (rows q x) (vector one y) (int lo / int r).
Proof.
  intros H O1.
  assert (Y : forall k, vector one y k = val (at_ y k)).
  { intro k. rewrite vector_at, O1. unfold Sound.val, Statements.int. cbn. field. }
  split.
  { intros k Hk. rewrite Y. unfold margin_ge in H. split_check H. pose proof (every_spec _ _ E6 k Hk) as L. cbn in L.
    destruct (label_ok o (at_ y k)) eqn:EL; [|discriminate]. exact (label_ok_spec OK (F := R_oring) _ EL). }
  assert (G : 0 < int q /\ 0 < int r).
  { unfold margin_ge in H. split_check H. split; apply positive_int; assumption. }
  destruct G as [Hq Hr]. destruct (T5 OK (F := R_oring) p n m x y q w t lo r H) as (u & Nu & Hu).
  exists u. split; [exact Nu|]. intros k Hk.
  specialize (Hu (Rnorm p m u) (Rnorm_is_norm p m u Nu) k Hk). rewrite <- (rows_scaled q) in Hu by exact Hq. rewrite Y.
  change (int lo * int q * Rnorm p m u <= int r * (val (at_ y k) * (int q * Rdot m (rows q x k) u))) in Hu.
  apply (Rmult_le_reg_l (int r * int q)); [apply Rmult_lt_0_compat; assumption|].
  replace (int r * int q * (int lo / int r * Rnorm p m u)) with (int lo * int q * Rnorm p m u) by (field; lra).
  lra.
Qed.

(** T6 *)
Lemma entail_real n m q gs hs g h lam mu : entail o n m q gs hs g h lam mu = true ->
  0 < int q /\ forall x, (forall k, (k < n)%nat -> Rdot m (rows q gs k) x <= vector q hs k) ->
  forall k, (k < n)%nat -> kle (o := R_oring) (inner (F := R_oring) m (at_row (o := o) (toZ := toZ) gs k) x) (val (at_ hs k)).
Proof.
  intro H. assert (Hq : 0 < int q) by (unfold entail in H; split_check H; apply positive_int; assumption).
  split; [exact Hq|]. intros x Hx k Hk. specialize (Hx k Hk). rewrite <- (rows_scaled q) by exact Hq.
  change (val (at_ hs k)) with (int (at_ hs k)). rewrite <- (vector_scaled q) by exact Hq.
  apply Rmult_le_compat_l; [lra | exact Hx].
Qed.

Theorem entail_sound n m q gs hs g h lam mu : entail o n m q gs hs g h lam mu = true ->
  entails n m (rows q gs) (vector q hs) (vector q g) (int h / int q).
Proof.
  intros H x Hx. destruct (entail_real _ _ _ _ _ _ _ _ _ H) as [Hq Hr].
  pose proof (T6 OK (F := R_oring) n m q gs hs g h lam mu H x (Hr x Hx)) as P.
  apply (Rmult_le_reg_l (int q)); [exact Hq|]. replace (int q * (int h / int q)) with (int h) by (field; lra).
  refine (Rle_trans _ _ _ _ P). right. rewrite Rdot_scale. apply Rdot_ext. intros l _. apply vector_scaled, Hq.
Qed.

Theorem infeasible_sound n m q gs hs g h lam mu : entail o n m q gs hs g h lam mu = true ->
  (forall l, (l < m)%nat -> vector q g l = 0) -> int h < 0 -> no_solution n m (rows q gs) (vector q hs).
Proof.
  intros H G0 Hh x Hx. pose proof (entail_sound _ _ _ _ _ _ _ _ _ H x Hx) as P.
  destruct (entail_real _ _ _ _ _ _ _ _ _ H) as [Hq _].
  replace (Rdot m (vector q g) x) with 0 in P.
  - apply (Rmult_le_compat_l (int q)) in P; [|lra]. replace (int q * (int h / int q)) with (int h) in P by (field; lra). lra.
  - symmetry. apply (inner_zero (F := R_oring)). exact G0.
Qed.
End Reals.
