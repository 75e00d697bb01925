(** * Soundness over every ordered ring (layer A), continued: bounds by a vector. No axioms. *)
From Coq Require Import ZArith List Ring Lia.
From Lemmata Require Import OrdRing Check Sound.
Import ListNotations.

Section Vector.
Context {T : Type} {o : ops T} {toZ : T -> Z} (OK : ops_ok o toZ) {F : oring}.
Open Scope K_scope.
Local Notation "0" := (@k0 F) : K_scope.
Local Notation "1" := (@k1 F) : K_scope.
Add Ring Vring : (kring F).
Local Notation at_ := (at_ o).
Local Notation val := (@val T toZ F).
Local Notation entry := (@entry T o toZ F).
Local Notation in_box := (@in_box T o toZ F).
Ltac vals := repeat rewrite ?(val_add OK), ?(val_mul OK), ?(val_sub OK), ?(val_zero OK), ?(val_one OK) in *.

(** ** T2 *)
Definition nonzero n (x : nat -> F) : Prop := exists i, (i < n)%nat /\ x i <> 0.

Lemma quad_step n (A : nat -> nat -> F) x : (forall i j, A i j = A j i) ->
  quad (S n) A x = quad n A x + x n * (inner n (A n) x + inner n (A n) x + A n n * x n).
Proof.
  intro Sym. unfold quad, inner. cbn [sum].
  rewrite sum_add. rewrite (sum_ext n (fun i => A i n * (x i * x n)) (fun i => x n * (A n i * x i))), sum_mul
    by (intros; rewrite (Sym _ n); ring).
  rewrite (sum_ext n (fun j => A n j * (x n * x j)) (fun i => x n * (A n i * x i))), sum_mul by (intros; ring). ring.
Qed.

Lemma form_spec n a v : val (form o n a v) = quad n (entry a) (fun i => val (at_ v i)).
Proof.
  induction n as [|n IH]; [apply (val_zero OK)|]. cbn [form]. rewrite cut_rtab. cbn [rtab]. vals. rewrite IH.
  rewrite (val_dot_tab OK n _ _ (entry a n) (fun i => val (at_ v i))).
  - rewrite quad_step by apply entry_sym.
    replace (entry a n n) with (val (at_ (row a n) n)) by (unfold entry; rewrite Nat.max_id, Nat.min_id; reflexivity).
    reflexivity.
  - unfold tabulates. rewrite map_rtab. apply rtab_ext. intros i Hi. unfold entry. rewrite Nat.max_l, Nat.min_r by lia. reflexivity.
  - apply tabulates_cut.
Qed.

Lemma nonzero_inner n (x : nat -> F) : 0 < inner n x x -> nonzero n x.
Proof.
  intros [_ N]. induction n as [|n IH]; [contradiction N; reflexivity|].
  unfold inner in *. cbn in N.
  destruct (kle_total F (x n * x n) 0) as [L|[_ L]].
  - apply square_zero in L. destruct IH as (i & Hi & H); [|exists i; auto].
    intro E. apply N. rewrite <- E, L. ring.
  - exists n. split; [lia|]. intro E. apply L. rewrite E. ring.
Qed.

Theorem T2 n a d q u v : lmin_le o n a d q u v = true ->
  exists x, nonzero n x /\ forall X, in_box n a d q X -> val q * quad n X x <= val u * inner n x x.
Proof.
  unfold lmin_le. intro H. split_check H. set (x := fun i => val (at_ v i)). exists x.
  assert (VV : val (dot o (cut o n v) (cut o n v)) = inner n x x) by (apply (val_dot_tab OK); apply tabulates_cut).
  split.
  - apply nonzero_inner. rewrite <- VV. apply (val_positive OK). assumption.
  - intros X HX. apply (val_leb OK (F := F)) in H. vals. rewrite VV, !form_spec in H. fold x in H.
    apply (le_trans _ (quad n (entry a) x + quad n (entry d) (fun i => val (at_ (map (abs o) v) i)))); [|exact H].
    unfold quad. rewrite <- sum_mul, <- sum_add. apply sum_le; intros i Hi.
    rewrite <- sum_mul, <- sum_add. apply sum_le; intros j Hj.
    destruct (HX i j Hi Hj) as [H1 H2]. apply le_sub in H1, H2. apply le_sub.
    assert (Abs : forall i, val (at_ (map (abs o) v) i) = phi (Z.abs (toZ (at_ v i)))).
    { intro l. rewrite (val_at_map OK); unfold Sound.val; rewrite (ok_abs _ _ OK); [reflexivity|]. rewrite (ok_zero _ _ OK). apply phi_0. }
    rewrite !Abs, <- phi_mul, <- Z.abs_mul. set (z := (toZ (at_ v i) * toZ (at_ v j))%Z).
    assert (Ez : x i * x j = phi z) by (symmetry; apply phi_mul). rewrite Ez.
    destruct (Z_le_gt_dec 0 z) as [Pz|Nz].
    + rewrite Z.abs_eq by exact Pz.
      replace (_ - _ : F) with (phi z * (entry a i j + entry d i j - val q * X i j)) by ring.
      apply mul_nonneg; [apply phi_nonneg, Pz | exact H2].
    + rewrite Z.abs_neq, phi_opp by lia.
      replace (_ - _ : F) with (- phi z * (val q * X i j - (entry a i j - entry d i j))) by ring.
      apply mul_nonneg; [rewrite <- phi_opp; apply phi_nonneg; lia | exact H1].
Qed.

Theorem T2_max n a d q u v : lmax_ge o n a d q u v = true ->
  exists x, nonzero n x /\ forall X, in_box n a d q X -> - val u * inner n x x <= val q * quad n X x.
Proof.
  intro H. destruct (T2 _ _ _ _ _ _ H) as (x & N & P). exists x. split; [exact N|]. intros X HX.
  specialize (P _ (in_box_negate OK _ _ _ _ _ HX)). rewrite quad_opp in P. apply le_sub in P. apply le_sub.
  replace (_ - _ : F) with (val u * inner n x x - val q * - quad n X x) by ring. exact P.
Qed.
End Vector.
