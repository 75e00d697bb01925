(** * Ordered rings, finite sums, quadratic forms

    Everything the soundness proofs need of algebra: an arbitrary totally ordered commutative ring with
    its embedding of the integers, sums over 0..n-1, "a Gram matrix gives a sum of squares", the core
    inequality behind diagonal dominance, and the inequality of Cauchy and Schwarz. No axioms. *)
From Coq Require Import ZArith List Ring Setoid Lia.
Import ListNotations.

Record oring := {
  K :> Type;
  k0 : K; k1 : K;
  kadd : K -> K -> K; kmul : K -> K -> K; ksub : K -> K -> K; kopp : K -> K;
  kle : K -> K -> Prop;
  klt := fun a b => kle a b /\ a <> b;
  phi : Z -> K;
  kring : ring_theory k0 k1 kadd kmul ksub kopp eq;
  kle_trans : forall a b c, kle a b -> kle b c -> kle a c;
  kle_antisym : forall a b, kle a b -> kle b a -> a = b;
  kle_total : forall a b, kle a b \/ klt b a;
  kle_add : forall a b c, kle a b -> kle (kadd a c) (kadd b c);
  kmul_pos : forall a b, klt k0 a -> klt k0 b -> klt k0 (kmul a b);
  k1_neq_0 : k1 <> k0;
  phi_1 : phi 1 = k1;
  phi_add : forall a b, phi (a + b) = kadd (phi a) (phi b);
  phi_mul : forall a b, phi (a * b) = kmul (phi a) (phi b);
  phi_le : forall a b, (a <= b)%Z -> kle (phi a) (phi b)
}.
Arguments k0 {_}. Arguments k1 {_}. Arguments kadd {_}. Arguments kmul {_}. Arguments ksub {_}.
Arguments kopp {_}. Arguments kle {_}. Arguments klt {_}. Arguments phi {_}.

Declare Scope K_scope.
Delimit Scope K_scope with K.
Bind Scope K_scope with K.
Infix "+" := kadd : K_scope.
Infix "*" := kmul : K_scope.
Infix "-" := ksub : K_scope.
Notation "- x" := (kopp x) : K_scope.
Infix "<=" := kle : K_scope.
Infix "<" := klt : K_scope.

(** [sum n f] is f 0 + ... + f (n-1). *)
Section Sum.
Context {F : oring}.
Fixpoint sum (n : nat) (f : nat -> F) : F :=
  match n with O => k0 | S m => kadd (sum m f) (f m) end.
End Sum.

Section Ordered.
Context {F : oring}.
Open Scope K_scope.
Local Notation "0" := (@k0 F) : K_scope.
Local Notation "1" := (@k1 F) : K_scope.
Add Ring Kring : (kring F).
Implicit Types a b c d : F.
Implicit Types x : nat -> F.
Implicit Types f g : nat -> F.

(** ** Order *)
Lemma le_refl a : a <= a.
Proof. destruct (kle_total F a a) as [H|[H _]]; exact H. Qed.

Lemma le_trans a b c : a <= b -> b <= c -> a <= c.
Proof. apply kle_trans. Qed.

Lemma le_sub a b : a <= b <-> 0 <= b - a.
Proof.
  split; intro H.
  - apply (kle_add F _ _ (- a)) in H.
    replace (a + - a) with 0 in H by ring. replace (b - a) with (b + - a) by ring. exact H.
  - apply (kle_add F _ _ a) in H.
    replace (0 + a) with a in H by ring. replace (b - a + a) with b in H by ring. exact H.
Qed.

Lemma add_nonneg a b : 0 <= a -> 0 <= b -> 0 <= a + b.
Proof.
  intros Ha Hb. apply (le_trans _ b); [exact Hb|]. apply le_sub.
  replace (a + b - b) with a by ring. exact Ha.
Qed.

Lemma add_le a b c d : a <= b -> c <= d -> a + c <= b + d.
Proof.
  intros H1 H2. apply le_sub. replace (b + d - (a + c)) with ((b - a) + (d - c)) by ring.
  apply add_nonneg; apply (proj1 (le_sub _ _)); assumption.
Qed.

Lemma mul_nonneg a b : 0 <= a -> 0 <= b -> 0 <= a * b.
Proof.
  intros Ha Hb.
  destruct (kle_total F a 0) as [A|A].
  { rewrite (kle_antisym F a 0 A Ha). replace (0 * b) with 0 by ring. apply le_refl. }
  destruct (kle_total F b 0) as [B|B].
  { rewrite (kle_antisym F b 0 B Hb). replace (a * 0) with 0 by ring. apply le_refl. }
  apply (kmul_pos F a b A B).
Qed.

Lemma opp_nonneg a : a <= 0 -> 0 <= - a.
Proof. intro H. apply le_sub in H. replace (- a) with (0 - a) by ring. exact H. Qed.

Lemma square_nonneg a : 0 <= a * a.
Proof.
  destruct (kle_total F a 0) as [H|[H _]].
  - replace (a * a) with ((- a) * (- a)) by ring. apply mul_nonneg; apply opp_nonneg; exact H.
  - apply mul_nonneg; exact H.
Qed.

Lemma mul_le_l c a b : 0 <= c -> a <= b -> c * a <= c * b.
Proof.
  intros Hc H. apply le_sub. replace (c * b - c * a) with (c * (b - a)) by ring.
  apply mul_nonneg; [exact Hc | apply (proj1 (le_sub _ _)), H].
Qed.

(** A positive factor cancels. *)
Lemma mul_cancel c a b : 0 < c -> c * a <= c * b -> a <= b.
Proof.
  intros Hc H. destruct (kle_total F a b) as [L|[L N]]; [exact L|]. exfalso.
  assert (P : 0 < a - b).
  { split; [apply (proj1 (le_sub _ _)), L|]. intro E. apply N.
    replace a with (a - b + b) by ring. rewrite <- E. ring. }
  destruct (kmul_pos F _ _ Hc P) as [Q NQ]. apply NQ. apply (kle_antisym F); [exact Q|].
  apply le_sub in H. apply le_sub. replace (0 - c * (a - b)) with (c * b - c * a) by ring. exact H.
Qed.

(** Twice a number is non-negative only if the number is. *)
Lemma halve a : 0 <= a + a -> 0 <= a.
Proof.
  intro H. destruct (kle_total F 0 a) as [L|[L N]]; [exact L|].
  apply (le_trans _ (a + a)); [exact H|]. apply le_sub. replace (a - (a + a)) with (- a) by ring.
  apply opp_nonneg, L.
Qed.

(** Order of squares decides order, against a non-negative number. *)
Lemma square_le a b : 0 <= b -> a * a <= b * b -> a <= b.
Proof.
  intros Hb H. destruct (kle_total F a b) as [L|[L N]]; [exact L|].
  apply (mul_cancel (a + b)).
  - assert (Ha : 0 <= a) by (apply (le_trans _ b); assumption).
    split; [apply add_nonneg; assumption|]. intro E. apply N. apply (kle_antisym F); [exact L|].
    apply (le_trans _ 0); [|exact Hb]. apply le_sub. replace (0 - a) with b; [exact Hb|].
    replace b with ((a + b) - a) by ring. rewrite <- E. reflexivity.
  - apply le_sub in H. apply le_sub.
    replace ((a + b) * b - (a + b) * a) with (b * b - a * a) by ring. exact H.
Qed.

(** ** The embedding *)
Lemma phi_0 : phi 0 = 0 :> F.
Proof.
  assert (H : phi 0 + phi 0 = phi 0 :> F) by (rewrite <- phi_add; reflexivity).
  replace (phi 0) with (phi 0 + phi 0 - phi 0 : F) by ring. rewrite H. ring.
Qed.

Lemma phi_opp z : phi (- z) = - phi z :> F.
Proof.
  replace (phi (- z)) with (phi (- z) + phi z - phi z : F) by ring.
  rewrite <- phi_add. replace (- z + z)%Z with 0%Z by lia. rewrite phi_0. ring.
Qed.

Lemma phi_sub z t : phi (z - t) = phi z - phi t :> F.
Proof. unfold Z.sub. rewrite phi_add, phi_opp. ring. Qed.

Lemma phi_nonneg z : (0 <= z)%Z -> 0 <= (phi z : F).
Proof. intro H. rewrite <- phi_0. apply phi_le, H. Qed.

Lemma phi_pos z : (0 < z)%Z -> 0 < (phi z : F).
Proof.
  intro H. split; [apply phi_nonneg; lia|]. intro E. apply (k1_neq_0 F).
  apply (kle_antisym F).
  - rewrite E, <- phi_1. apply phi_le. lia.
  - rewrite <- phi_1. apply phi_nonneg. lia.
Qed.

(** ** Sums *)
Lemma sum_ext n f g : (forall i, (i < n)%nat -> f i = g i) -> sum n f = sum n g.
Proof.
  induction n as [|n IH]; intro H; [reflexivity|]. cbn. rewrite IH, H; auto with arith.
Qed.

Lemma sum_add n f g : sum n (fun i => f i + g i) = sum n f + sum n g.
Proof. induction n as [|n IH]; cbn; [ring | rewrite IH; ring]. Qed.

Lemma sum_mul n c f : sum n (fun i => c * f i) = c * sum n f.
Proof. induction n as [|n IH]; cbn; [ring | rewrite IH; ring]. Qed.

Lemma sum_mul_r n c f : sum n (fun i => f i * c) = sum n f * c.
Proof. induction n as [|n IH]; cbn; [ring | rewrite IH; ring]. Qed.

Lemma sum_zero n f : (forall i, (i < n)%nat -> f i = 0) -> sum n f = 0.
Proof. induction n as [|n IH]; intro H; cbn; [reflexivity|]. rewrite IH, H; auto with arith. ring. Qed.

Lemma sum_nonneg n f : (forall i, (i < n)%nat -> 0 <= f i) -> 0 <= sum n f.
Proof.
  induction n as [|n IH]; intro H; cbn; [apply le_refl|]. apply add_nonneg; [apply IH|apply H]; auto with arith.
Qed.

Lemma sum_le n f g : (forall i, (i < n)%nat -> f i <= g i) -> sum n f <= sum n g.
Proof.
  induction n as [|n IH]; intro H; cbn; [apply le_refl|]. apply add_le; [apply IH|apply H]; auto with arith.
Qed.

Lemma sum_swap n m (f : nat -> nat -> F) :
  sum n (fun i => sum m (fun j => f i j)) = sum m (fun j => sum n (fun i => f i j)).
Proof.
  induction n as [|n IH]; cbn.
  - symmetry. apply sum_zero. reflexivity.
  - rewrite IH, <- sum_add. reflexivity.
Qed.

(** ** Vectors and quadratic forms *)
Definition inner n (u v : nat -> F) : F := sum n (fun i => u i * v i).
Definition quad n (X : nat -> nat -> F) (x : nat -> F) : F :=
  sum n (fun i => sum n (fun j => X i j * (x i * x j))).

Lemma inner_nonneg n u : 0 <= inner n u u.
Proof. apply sum_nonneg. intros. apply square_nonneg. Qed.

Lemma square_zero a : a * a <= 0 -> a = 0.
Proof.
  intro H. apply (kle_antisym F).
  - apply square_le; [apply le_refl|]. replace (0 * 0) with 0 by ring. exact H.
  - apply le_sub. replace (a - 0) with (- (- a)) by ring. apply opp_nonneg.
    apply square_le; [apply le_refl|]. replace (- a * - a) with (a * a) by ring.
    replace (0 * 0) with 0 by ring. exact H.
Qed.

Lemma sum_term n f i : (i < n)%nat -> (forall j, (j < n)%nat -> 0 <= f j) -> f i <= sum n f.
Proof.
  induction n as [|n IH]; intros Hi H; [lia|]. cbn. destruct (Nat.eq_dec i n) as [->|Hn].
  - apply le_sub. replace (sum n f + f n - f n) with (sum n f) by ring. apply sum_nonneg; auto with arith.
  - apply (le_trans _ (sum n f)); [apply IH; auto with arith; lia|]. apply le_sub.
    replace (sum n f + f n - sum n f) with (f n) by ring. auto with arith.
Qed.

Lemma inner_pos n u i : (i < n)%nat -> u i <> 0 -> 0 < inner n u u.
Proof.
  intros Hi N. split; [apply inner_nonneg|]. intro E. apply N, square_zero. rewrite E.
  apply (sum_term n (fun i => u i * u i) i Hi). intros. apply square_nonneg.
Qed.

Lemma inner_zero n u v : (forall i, (i < n)%nat -> u i = 0) -> inner n u v = 0.
Proof. intro H. apply sum_zero. intros i Hi. rewrite (H i Hi). ring. Qed.

(** The quadratic form of a Gram matrix is a sum of squares. *)
Lemma quad_gram n m (u : nat -> nat -> F) x :
  quad n (fun i j => inner m (u i) (u j)) x =
  sum m (fun l => inner n (fun i => u i l) x * inner n (fun i => u i l) x).
Proof.
  unfold quad, inner.
  transitivity (sum n (fun i => sum m (fun l => u i l * x i * sum n (fun j => u j l * x j)))).
  - apply sum_ext; intros i _.
    transitivity (sum n (fun j => sum m (fun l => u i l * x i * (u j l * x j)))).
    + apply sum_ext; intros j _. rewrite <- sum_mul_r. apply sum_ext; intros; ring.
    + rewrite sum_swap. apply sum_ext; intros l _. apply sum_mul.
  - rewrite sum_swap. apply sum_ext; intros l _. apply sum_mul_r.
Qed.

(** The core inequality: if |E_ij| <= B_ij off the diagonal, -B_ii <= E_ii, and B is symmetric, then the
    quadratic form of E is at least minus the row sums of B. *)
Lemma dominance n (E B : nat -> nat -> F) x :
  (forall i j, (i < n)%nat -> (j < n)%nat -> B i j = B j i) ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> - B i j <= E i j) ->
  (forall i j, (i < n)%nat -> (j < n)%nat -> i <> j -> E i j <= B i j) ->
  0 <= quad n E x + sum n (fun i => sum n (fun j => B i j) * (x i * x i)).
Proof.
  intros Sym Lo Hi. apply halve.
  set (D := sum n (fun i => sum n (fun j => B i j) * (x i * x i))).
  assert (D1 : D = sum n (fun i => sum n (fun j => B i j * (x i * x i)))).
  { apply sum_ext; intros i _. symmetry. apply sum_mul_r. }
  assert (D2 : D = sum n (fun i => sum n (fun j => B i j * (x j * x j)))).
  { rewrite D1, sum_swap. apply sum_ext; intros j Hj. apply sum_ext; intros i Hij. rewrite Sym; auto. }
  replace (quad n E x + D + (quad n E x + D))
    with (sum n (fun i => sum n (fun j => E i j * (x i * x j) + E i j * (x i * x j)
                                         + (B i j * (x i * x i) + B i j * (x j * x j))))).
  - apply sum_nonneg; intros i Hi'. apply sum_nonneg; intros j Hj. apply halve.
    set (e := E i j). set (b := B i j).
    assert (P : 0 <= b + e).
    { replace (b + e) with (e - - b) by ring. apply (proj1 (le_sub _ _)), Lo; assumption. }
    destruct (Nat.eq_dec i j) as [->|N].
    + replace (_ + _ : F) with ((b + e) * (x j * x j) + (b + e) * (x j * x j) + ((b + e) * (x j * x j) + (b + e) * (x j * x j))) by ring.
      assert (Q : 0 <= (b + e) * (x j * x j)) by (apply mul_nonneg; [exact P | apply square_nonneg]).
      repeat apply add_nonneg; exact Q.
    + replace (_ + _ : F) with ((b + e) * ((x i + x j) * (x i + x j)) + (b - e) * ((x i - x j) * (x i - x j))) by ring.
      apply add_nonneg; apply mul_nonneg; try apply square_nonneg; [exact P|].
      apply (proj1 (le_sub _ _)), Hi; assumption.
  - unfold quad. rewrite D1 at 1. rewrite D2.
    rewrite <- !sum_add. apply sum_ext; intros i _. rewrite <- !sum_add. apply sum_ext; intros j _. ring.
Qed.

(** Cauchy and Schwarz. *)
Lemma cauchy_schwarz n u v : inner n u v * inner n u v <= inner n u u * inner n v v.
Proof.
  apply le_sub, halve.
  replace (_ + _ : F) with (sum n (fun i => sum n (fun j => (u i * v j - u j * v i) * (u i * v j - u j * v i)))).
  - apply sum_nonneg; intros i _. apply sum_nonneg; intros j _. apply square_nonneg.
  - transitivity (sum n (fun i => u i * u i * inner n v v + v i * v i * inner n u u
                                  + (- (1 + 1)) * inner n u v * (u i * v i))).
    + apply sum_ext; intros i _. unfold inner. rewrite <- !sum_mul, <- !sum_mul_r, <- !sum_add.
      apply sum_ext; intros j _. ring.
    + rewrite !sum_add, sum_mul, !sum_mul_r. unfold inner. ring.
Qed.
End Ordered.
