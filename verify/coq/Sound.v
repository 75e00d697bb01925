(** * Soundness over every ordered ring (layer A)

    Each check of [Check.v] implies its theorem, for any integer type whose seven operations are right, and
    any ordered ring. Denominators are multiplied out. No axioms. *)
From Coq Require Import ZArith List Ring Lia.
From Lemmata Require Import OrdRing Check.
Import ListNotations.

Record ops_ok {T : Type} (o : ops T) (toZ : T -> Z) : Prop := {
  ok_zero : toZ (zero o) = 0%Z;
  ok_one : toZ (one o) = 1%Z;
  ok_add : forall x y, toZ (add o x y) = (toZ x + toZ y)%Z;
  ok_mul : forall x y, toZ (mul o x y) = (toZ x * toZ y)%Z;
  ok_sub : forall x y, toZ (sub o x y) = (toZ x - toZ y)%Z;
  ok_abs : forall x, toZ (abs o x) = Z.abs (toZ x);
  ok_leb : forall x y, leb o x y = (toZ x <=? toZ y)%Z
}.

(** Splits the nested conditionals of a check that returned true. *)
Ltac split_check H :=
  repeat match type of H with
  | (if ?b then _ else false) = true =>
      let E := fresh "E" in destruct b eqn:E; [|discriminate H]
  end.

(** [f (n-1); ...; f 0] *)
Fixpoint rtab {A} (n : nat) (f : nat -> A) : list A :=
  match n with O => [] | S m => f m :: rtab m f end.

Lemma rtab_ext {A} n (f g : nat -> A) : (forall i, i < n -> f i = g i) -> rtab n f = rtab n g.
Proof. induction n as [|n IH]; intro H; cbn; [reflexivity|]. rewrite H, IH; auto. Qed.

Lemma rtab_last {A} n (f : nat -> A) : rtab (S n) f = rtab n (fun j => f (S j)) ++ [f 0].
Proof. induction n as [|n IH]; [reflexivity|]. cbn in *. rewrite IH. reflexivity. Qed.

Lemma every_spec n p : every n p = true -> forall k, k < n -> p k = true.
Proof.
  induction n as [|n IH]; intros H k Hk; [lia|]. cbn in H. destruct (p n) eqn:E; [|discriminate].
  destruct (Nat.eq_dec k n) as [->|]; [exact E|]. apply IH; [exact H|lia].
Qed.

Section Sound.
Context {T : Type} {o : ops T} {toZ : T -> Z} (OK : ops_ok o toZ) {F : oring}.
Open Scope K_scope.
Local Notation "0" := (@k0 F) : K_scope.
Local Notation "1" := (@k1 F) : K_scope.
Add Ring Fring : (kring F).
Local Notation at_ := (at_ o).

(** The number a datum stands for. *)
Definition val (x : T) : F := phi (toZ x).

Lemma val_zero : val (zero o) = 0. Proof. unfold val. rewrite (ok_zero _ _ OK). apply phi_0. Qed.
Lemma val_one : val (one o) = 1. Proof. unfold val. rewrite (ok_one _ _ OK). apply phi_1. Qed.
Lemma val_add x y : val (add o x y) = val x + val y.
Proof. unfold val. rewrite (ok_add _ _ OK). apply phi_add. Qed.
Lemma val_mul x y : val (mul o x y) = val x * val y.
Proof. unfold val. rewrite (ok_mul _ _ OK). apply phi_mul. Qed.
Lemma val_sub x y : val (sub o x y) = val x - val y.
Proof. unfold val. rewrite (ok_sub _ _ OK). apply phi_sub. Qed.
Lemma val_leb x y : leb o x y = true -> val x <= val y.
Proof. intro H. apply phi_le. rewrite (ok_leb _ _ OK) in H. apply Z.leb_le, H. Qed.
Lemma val_equal x y : equal o x y = true -> toZ x = toZ y.
Proof.
  unfold equal. rewrite !(ok_leb _ _ OK). intro H. apply andb_prop in H. destruct H as [H1 H2].
  apply Z.leb_le in H1, H2. lia.
Qed.
Lemma val_positive x : positive o x = true -> 0 < val x.
Proof.
  unfold positive. rewrite (ok_leb _ _ OK), (ok_zero _ _ OK). intro H. apply phi_pos.
  apply Bool.negb_true_iff, Z.leb_gt in H. exact H.
Qed.
Lemma val_nonneg x : nonneg o x = true -> 0 <= val x.
Proof. intro H. apply val_leb in H. rewrite val_zero in H. exact H. Qed.

Ltac vals := repeat rewrite ?val_add, ?val_mul, ?val_sub, ?val_zero, ?val_one in *.

(** ** Lists as functions *)
Definition tabulates (l : list T) (n : nat) (f : nat -> F) : Prop := map val l = rtab n f.

Lemma cut_rtab n l : cut o n l = rtab n (at_ l).
Proof.
  unfold cut. enough (H : forall l acc, cut_onto o n l acc = rtab n (at_ l) ++ acc).
  { rewrite H. apply app_nil_r. }
  clear l. induction n as [|n IH]; intros l acc; [reflexivity|].
  rewrite rtab_last, <- app_assoc. cbn [cut_onto]. destruct l as [|x l']; rewrite IH; cbn [app].
  - f_equal. apply rtab_ext. intros i _. unfold Check.at_. destruct i; reflexivity.
  - reflexivity.
Qed.

Lemma map_rtab {A B} (h : A -> B) n f : map h (rtab n f) = rtab n (fun i => h (f i)).
Proof. induction n as [|n IH]; cbn; [reflexivity|]. rewrite IH. reflexivity. Qed.

Lemma tabulates_cut n l : tabulates (cut o n l) n (fun j => val (at_ l j)).
Proof. unfold tabulates. rewrite cut_rtab, map_rtab. reflexivity. Qed.

Lemma tabulates_inv l n f : tabulates l (S n) f -> exists x l', l = x :: l' /\ val x = f n /\ tabulates l' n f.
Proof.
  intro H. destruct l as [|x l']; [discriminate|]. injection H as H1 H2. exists x, l'. auto.
Qed.
Lemma tabulates_nil l f : tabulates l 0 f -> l = [].
Proof. destruct l; [reflexivity|discriminate]. Qed.

Lemma val_dot_tab n : forall u v f g, tabulates u n f -> tabulates v n g -> val (dot o u v) = inner n f g.
Proof.
  induction n as [|n IH]; intros u v f g Hu Hv.
  - rewrite (tabulates_nil _ _ Hu). cbn. apply val_zero.
  - apply tabulates_inv in Hu, Hv. destruct Hu as (x & u' & -> & Ex & Hu), Hv as (y & v' & -> & Ey & Hv).
    cbn [dot]. vals. rewrite (IH _ _ _ _ Hu Hv), Ex, Ey. unfold inner. cbn. ring.
Qed.

Lemma val_total n : forall u f, tabulates u n f -> val (total o u) = sum n f.
Proof.
  induction n as [|n IH]; intros u f Hu.
  - rewrite (tabulates_nil _ _ Hu). apply val_zero.
  - apply tabulates_inv in Hu. destruct Hu as (x & u' & -> & Ex & Hu).
    cbn. vals. rewrite (IH _ _ Hu), Ex. ring.
Qed.

Lemma tabulates_plus n : forall u v f g,
  tabulates u n f -> tabulates v n g -> tabulates (plus o u v) n (fun i => f i + g i).
Proof.
  induction n as [|n IH]; intros u v f g Hu Hv.
  - rewrite (tabulates_nil _ _ Hu). reflexivity.
  - apply tabulates_inv in Hu, Hv. destruct Hu as (x & u' & -> & Ex & Hu), Hv as (y & v' & -> & Ey & Hv).
    unfold tabulates. cbn. vals. rewrite Ex, Ey. f_equal. apply IH; assumption.
Qed.

Lemma tabulates_map n (h : T -> T) (h' : F -> F) : (forall x, val (h x) = h' (val x)) ->
  forall u f, tabulates u n f -> tabulates (map h u) n (fun i => h' (f i)).
Proof. intros Hh u f Hu. unfold tabulates in *. rewrite <- (map_rtab h' n f), <- Hu, !map_map. apply map_ext, Hh. Qed.

Lemma tabulates_forallb n (p : T -> bool) (P : F -> Prop) : (forall x, p x = true -> P (val x)) ->
  forall u f, tabulates u n f -> forallb p u = true -> forall i, (i < n)%nat -> P (f i).
Proof.
  intro Hp. induction n as [|n IH]; intros u f Hu H i Hi; [lia|].
  apply tabulates_inv in Hu. destruct Hu as (x & u' & -> & Ex & Hu). cbn in H. apply andb_prop in H. destruct H as [H1 H2].
  destruct (Nat.eq_dec i n) as [->|]; [rewrite <- Ex; apply Hp, H1|]. apply (IH _ _ Hu H2). lia.
Qed.

(** Rows in file order, of any length. *)
Lemma val_dot N : forall u v, (length u <= N)%nat ->
  val (dot o u v) = inner N (fun l => val (at_ u l)) (fun l => val (at_ v l)).
Proof.
  assert (Nil : forall l, val (at_ [] l) = 0) by (intros []; apply val_zero).
  induction N as [|N IH]; intros u v Hu.
  - destruct u; [apply val_zero|cbn in Hu; lia].
  - unfold inner.
    assert (First : forall f : nat -> F, sum (S N) f = f 0%nat + sum N (fun i => f (S i))).
    { intro f. clear. induction N as [|N IH]; cbn in *; [ring|]. rewrite IH. ring. }
    destruct u as [|x u'].
    { cbn [dot]. rewrite val_zero. symmetry. apply sum_zero. intros. rewrite Nil. ring. }
    destruct v as [|y v'].
    { cbn [dot]. rewrite val_zero. symmetry. apply sum_zero. intros. rewrite Nil. ring. }
    rewrite First. cbn [dot]. vals. rewrite (IH u' v'); [reflexivity|]. cbn in Hu. lia.
Qed.

Lemma val_at_map (h : T -> T) l j : val (h (zero o)) = 0 -> val (at_ (map h l) j) = val (h (at_ l j)).
Proof.
  intro H. unfold Check.at_. destruct (Nat.lt_ge_cases j (length l)) as [L|L].
  - rewrite (nth_indep _ _ (h (zero o))), map_nth; [reflexivity|]. rewrite map_length. exact L.
  - rewrite !nth_overflow; [|assumption|rewrite map_length; assumption]. rewrite H. apply val_zero.
Qed.

Lemma at_firstn k : forall l i, (i < k)%nat -> at_ (firstn k l) i = at_ l i.
Proof.
  induction k as [|k IH]; intros l i Hi; [lia|].
  destruct l as [|x l]; [reflexivity|]. destruct i; [reflexivity|]. cbn. apply IH. lia.
Qed.

(** ** Symmetric boxes *)
(** The entry of a symmetric matrix given by its lower triangle. *)
Definition entry (m : list (list T)) (i j : nat) : F := val (at_ (row m (Nat.max i j)) (Nat.min i j)).

Definition in_box (n : nat) (a d : list (list T)) (q : T) (X : nat -> nat -> F) : Prop :=
  forall i j, (i < n)%nat -> (j < n)%nat ->
  entry a i j - entry d i j <= val q * X i j /\ val q * X i j <= entry a i j + entry d i j.

Lemma entry_sym m i j : entry m i j = entry m j i.
Proof. unfold entry. rewrite Nat.max_comm, Nat.min_comm. reflexivity. Qed.

Lemma entry_negate m i j : entry (negate o m) i j = - entry m i j.
Proof.
  unfold entry, negate, row. change (@nil T) with (map (sub o (zero o)) []) at 1. rewrite map_nth.
  rewrite val_at_map; vals; ring.
Qed.

Lemma in_box_negate n a d q X : in_box n a d q X -> in_box n (negate o a) d q (fun i j => - X i j).
Proof.
  intros H i j Hi Hj. destruct (H i j Hi Hj) as [H1 H2]. rewrite entry_negate.
  split; apply le_sub; [apply le_sub in H2; revert H2 | apply le_sub in H1; revert H1]; intro H'.
  - replace (_ - _ : F) with (entry a i j + entry d i j - val q * X i j) by ring. exact H'.
  - replace (_ - _ : F) with (val q * X i j - (entry a i j - entry d i j)) by ring. exact H'.
Qed.

Lemma box_ok_spec n d q : box_ok o n d q = true ->
  (0 < n)%nat /\ 0 < val q /\ forall i j, 0 <= entry d i j.
Proof.
  unfold box_ok. intro H. split_check H. split; [|split].
  - destruct n; [discriminate|lia].
  - apply val_positive. assumption.
  - intros i j. apply val_nonneg. rewrite forallb_forall in H. unfold row, Check.at_.
    destruct (Nat.lt_ge_cases (Nat.max i j) (length d)) as [L|L].
    + specialize (H _ (nth_In d [] L)). rewrite forallb_forall in H.
      destruct (Nat.lt_ge_cases (Nat.min i j) (length (nth (Nat.max i j) d []))) as [L'|L'].
      * apply H, nth_In, L'.
      * rewrite nth_overflow by exact L'. unfold nonneg. rewrite (ok_leb _ _ OK). apply Z.leb_refl.
    + rewrite (nth_overflow d) by exact L. destruct (Nat.min i j); cbn; unfold nonneg; rewrite (ok_leb _ _ OK); apply Z.leb_refl.
Qed.

(** ** T1 and T3 *)
Section Index.
Variables (c : T) (k : nat) (a d v w : list (list T)).

Definition cut_v i := firstn k (row v i).
Definition residual i j : T :=
  sub o (add o (mul o c (at_ (row a i) j)) (dot o (cut_v i) (cut_v j))) (dot o (row w i) (row w j)).
Definition off i j : T := add o (abs o (residual i j)) (mul o c (at_ (row d i) j)).
Definition diagonal i : T := sub o (mul o c (at_ (row d i) i)) (residual i i).
Definition bound i j : F := if Nat.eq_dec i j then val (diagonal i) else val (off (Nat.max i j) (Nat.min i j)).

Lemma off_diagonal_spec n i : 
  off_diagonal o c (rtab n (at_ (row a i))) (rtab n (at_ (row d i))) (row w i) (cut_v i)
    (rtab n (row w)) (rtab n cut_v) = rtab n (off i).
Proof. induction n as [|n IH]; [reflexivity|]. cbn. rewrite IH. reflexivity. Qed.

Lemma run_spec n : exists acc, run o n c k a d v w = (rtab n (row w), rtab n cut_v, acc) /\
  tabulates acc n (fun i => sum n (bound i)).
Proof.
  induction n as [|n (acc & E & H)]; [exists []; split; reflexivity|].
  cbn [run]. rewrite E, !cut_rtab. cbn [rtab step]. fold (cut_v n). rewrite off_diagonal_spec.
  eexists. split; [reflexivity|]. unfold tabulates. cbn [map rtab].
  assert (Off : tabulates (rtab n (off n)) n (fun j => val (off n j))) by (apply map_rtab).
  f_equal.
  - vals. rewrite (val_total _ _ _ Off). cbn [sum]. unfold bound at 2. destruct (Nat.eq_dec n n); [|contradiction].
    unfold diagonal, residual. vals.
    rewrite (sum_ext n (bound n) (fun j => val (off n j))); [ring|].
    intros j Hj. unfold bound. destruct (Nat.eq_dec n j); [lia|].
    rewrite Nat.max_l, Nat.min_r by lia. reflexivity.
  - rewrite (tabulates_plus _ _ _ _ _ H Off). apply rtab_ext. intros i Hi. cbn [sum]. f_equal.
    unfold bound. destruct (Nat.eq_dec i n); [lia|]. rewrite Nat.max_r, Nat.min_l by lia. reflexivity.
Qed.

Definition orthogonal n (x : nat -> F) : Prop :=
  forall l, (l < k)%nat -> sum n (fun i => val (at_ (row v i) l) * x i) = 0.

Lemma long_enough n (m : nat -> list T) : exists N, forall i, (i < n)%nat -> (length (m i) <= N)%nat.
Proof.
  induction n as [|n (N & H)]; [exists 0%nat; lia|]. exists (Nat.max N (length (m n))). intros i Hi.
  destruct (Nat.eq_dec i n) as [->|]; [lia|]. specialize (H i). lia.
Qed.

Lemma quad_ext n (X Y : nat -> nat -> F) x :
  (forall i j, (i < n)%nat -> (j < n)%nat -> X i j = Y i j) -> quad n X x = quad n Y x.
Proof. intro H. apply sum_ext; intros i Hi. apply sum_ext; intros j Hj. rewrite H; auto. Qed.

Lemma quad_linear n (C : F) (X V W : nat -> nat -> F) x :
  quad n (fun i j => C * X i j + V i j - W i j) x = C * quad n X x + quad n V x - quad n W x.
Proof.
  unfold quad.
  transitivity (sum n (fun i => C * sum n (fun j => X i j * (x i * x j)) + (sum n (fun j => V i j * (x i * x j))
                                + (- (1)) * sum n (fun j => W i j * (x i * x j))))).
  - apply sum_ext; intros i _. rewrite <- !sum_mul, <- !sum_add. apply sum_ext; intros j _. ring.
  - rewrite !sum_add, !sum_mul. ring.
Qed.

Lemma val_abs_bounds x : - val (abs o x) <= val x /\ val x <= val (abs o x).
Proof. unfold val. rewrite (ok_abs _ _ OK), <- phi_opp. split; apply phi_le; lia. Qed.

(** The diagonal form: the row sums bound the quadratic form of c q X from below, row by row. *)
Lemma diagonal_form n q X x : box_ok o n d q = true -> positive o c = true -> in_box n a d q X -> orthogonal n x ->
  0 <= val c * val q * quad n X x + sum n (fun i => sum n (bound i) * (x i * x i)).
Proof.
  intros Hbox Hc Hin Hx. apply val_positive in Hc. destruct Hc as [Hc _].
  set (W := fun i j => val (dot o (row w i) (row w j))).
  set (V := fun i j => val (dot o (cut_v i) (cut_v j))).
  set (E := fun i j => val c * val q * X i j + V i j - W i j).
  destruct (long_enough n (row w)) as (N & HN).
  assert (W_eq : forall i j, (i < n)%nat -> W i j = inner N (fun l => val (at_ (row w i) l)) (fun l => val (at_ (row w j) l))).
  { intros i j Hi. apply val_dot, HN, Hi. }
  assert (V_eq : forall i j, V i j = inner k (fun l => val (at_ (row v i) l)) (fun l => val (at_ (row v j) l))).
  { intros i j. unfold V, cut_v. rewrite (val_dot k) by apply firstn_le_length.
    apply sum_ext; intros l Hl. rewrite !at_firstn by exact Hl. reflexivity. }
  assert (W_sym : forall i j, (i < n)%nat -> (j < n)%nat -> W i j = W j i).
  { intros i j Hi Hj. rewrite !W_eq by assumption. apply sum_ext; intros; ring. }
  assert (V_sym : forall i j, V i j = V j i).
  { intros i j. rewrite !V_eq. apply sum_ext; intros; ring. }
  assert (QW : 0 <= quad n W x).
  { rewrite (quad_ext n W (fun i j => inner N (fun l => val (at_ (row w i) l)) (fun l => val (at_ (row w j) l)))) by auto.
    rewrite quad_gram. apply sum_nonneg; intros; apply square_nonneg. }
  assert (QV : quad n V x = 0).
  { rewrite (quad_ext n V (fun i j => inner k (fun l => val (at_ (row v i) l)) (fun l => val (at_ (row v j) l)))) by auto.
    rewrite quad_gram. apply sum_zero; intros l Hl. unfold inner. rewrite (Hx l Hl). ring. }
  (* E = c (q X - a) + r, at (i, j) *)
  assert (R : forall i j, (i < n)%nat -> (j < n)%nat ->
    val (residual (Nat.max i j) (Nat.min i j)) = val c * entry a i j + V i j - W i j).
  { intros i j Hi Hj. unfold residual, entry. vals. fold (V (Nat.max i j) (Nat.min i j)). fold (W (Nat.max i j) (Nat.min i j)).
    destruct (Nat.le_ge_cases i j) as [L|L].
    - rewrite Nat.max_r, Nat.min_l by exact L. rewrite (V_sym j i), (W_sym j i); auto.
    - rewrite Nat.max_l, Nat.min_r by exact L. reflexivity. }
  assert (Box : forall i j, (i < n)%nat -> (j < n)%nat ->
    let r := val (residual (Nat.max i j) (Nat.min i j)) in
    r - val c * entry d i j <= E i j /\ E i j <= r + val c * entry d i j).
  { intros i j Hi Hj r. unfold r. rewrite R by assumption. destruct (Hin i j Hi Hj) as [H1 H2].
    split; apply le_sub; unfold E.
    - replace (_ - _ : F) with (val c * (val q * X i j - (entry a i j - entry d i j))) by ring.
      apply mul_nonneg; [exact Hc|]. apply (proj1 (le_sub _ _)), H1.
    - replace (_ - _ : F) with (val c * (entry a i j + entry d i j - val q * X i j)) by ring.
      apply mul_nonneg; [exact Hc|]. apply (proj1 (le_sub _ _)), H2. }
  assert (D : 0 <= quad n E x + sum n (fun i => sum n (fun j => bound i j) * (x i * x i))).
  { apply dominance.
    - intros i j _ _. unfold bound. rewrite Nat.max_comm, Nat.min_comm.
      destruct (Nat.eq_dec i j), (Nat.eq_dec j i); congruence.
    - intros i j Hi Hj. destruct (Box i j Hi Hj) as [H1 _]. cbv zeta in H1.
      apply (le_trans _ (val (residual (Nat.max i j) (Nat.min i j)) - val c * entry d i j)); [|exact H1].
      apply le_sub. unfold bound. destruct (Nat.eq_dec i j) as [<-|Nij].
      + unfold diagonal, entry. rewrite Nat.max_id, Nat.min_id. vals.
        replace (_ - _ : F) with 0 by ring. apply le_refl.
      + unfold off, entry. vals. destruct (val_abs_bounds (residual (Nat.max i j) (Nat.min i j))) as [A _].
        apply le_sub in A. replace (_ - _ : F) with (val (residual (Nat.max i j) (Nat.min i j))
          - - val (abs o (residual (Nat.max i j) (Nat.min i j)))) by ring. exact A.
    - intros i j Hi Hj Nij. destruct (Box i j Hi Hj) as [_ H2]. cbv zeta in H2.
      apply (le_trans _ _ _ H2). unfold bound. destruct (Nat.eq_dec i j); [contradiction|].
      unfold off, entry. vals. apply add_le; [apply val_abs_bounds | apply le_refl]. }
  unfold E in D. rewrite quad_linear, QV in D.
  apply (le_trans _ _ _ D). apply le_sub. replace (_ - _ : F) with (quad n W x); [exact QW|].
  unfold bound. ring.
Qed.
End Index.

Theorem T3 n a d q c s k v w : index_le o n a d q c s k v w = true ->
  forall X, in_box n a d q X -> forall x, orthogonal k v n x ->
  val s * inner n x x <= val c * val q * quad n X x.
Proof.
  unfold index_le, row_sums. intro H. split_check H. intros X HX x Hx.
  destruct (run_spec c k a d v w n) as (acc & Er & Ht). rewrite Er in H. cbn [snd] in H.
  assert (Rows : forall i, (i < n)%nat -> sum n (bound c k a d v w i) + val s <= 0).
  { refine (tabulates_forallb _ _ (fun b => b + val s <= 0) _ _ _ Ht H).
    intros b Hb. apply val_leb in Hb. vals. exact Hb. }
  pose proof (diagonal_form c k a d v w n q X x E E0 HX Hx) as D.
  apply le_sub, (le_trans _ _ _ D), le_sub.
  replace (_ - _ : F) with (sum n (fun i => - (sum n (bound c k a d v w i) + val s) * (x i * x i))).
  - apply sum_nonneg; intros i Hi. apply mul_nonneg; [apply opp_nonneg, Rows, Hi | apply square_nonneg].
  - unfold inner. transitivity (sum n (fun i => (- (1)) * (sum n (bound c k a d v w i) * (x i * x i)) + (- val s) * (x i * x i))).
    + apply sum_ext; intros; ring.
    + rewrite sum_add, !sum_mul. ring.
Qed.

Theorem T1 n a d q c s w : lmin_ge o n a d q c s w = true ->
  forall X, in_box n a d q X -> forall x, val s * inner n x x <= val c * val q * quad n X x.
Proof. intros H X HX x. apply (T3 _ _ _ _ _ _ _ _ _ H X HX x). intros l Hl. lia. Qed.

Lemma quad_opp n (X : nat -> nat -> F) x : quad n (fun i j => - X i j) x = - quad n X x.
Proof.
  unfold quad. transitivity (sum n (fun i => (- (1)) * sum n (fun j => X i j * (x i * x j)))); [|rewrite sum_mul; ring].
  apply sum_ext; intros i _. rewrite <- sum_mul. apply sum_ext; intros; ring.
Qed.

Theorem T1_max n a d q c s w : lmax_le o n a d q c s w = true ->
  forall X, in_box n a d q X -> forall x, val c * val q * quad n X x <= - val s * inner n x x.
Proof.
  intros H X HX x. pose proof (T1 _ _ _ _ _ _ _ H _ (in_box_negate _ _ _ _ _ HX) x) as P.
  rewrite quad_opp in P. apply le_sub in P. apply le_sub.
  replace (_ - _ : F) with (val c * val q * - quad n X x - val s * inner n x x) by ring. exact P.
Qed.
End Sound.
