(** * The ReLU Gram matrix lies in the box (layer B)

    If [gram_box] accepts, the matrix [relu_gram] of the integer rows lies in the box; with T1, [gram_relu]
    bounds its smallest eigenvalue from the data alone. Angles are enclosed by the Taylor polynomials of the
    cosine, pi by cos (pi/3) = 1/2; nothing is assumed but the real numbers. *)
From Coq Require Import Reals List ZArith Lra Lia.
From Lemmata Require Import OrdRing Check Sound SoundMargin Statements Reals GramEntry.
Import ListNotations.
Open Scope R_scope.

(** ** The checks *)
Section Gram.
Context {T : Type} {o : ops T} {toZ : T -> Z} (OK : ops_ok o toZ).
Local Notation int := (int toZ).
Local Notation at_ := (at_ o).

Lemma int_add x y : int (add o x y) = int x + int y.
Proof. unfold Statements.int. rewrite (ok_add _ _ OK). apply plus_IZR. Qed.
Lemma int_mul x y : int (mul o x y) = int x * int y.
Proof. unfold Statements.int. rewrite (ok_mul _ _ OK). apply mult_IZR. Qed.
Lemma int_sub x y : int (sub o x y) = int x - int y.
Proof. unfold Statements.int. rewrite (ok_sub _ _ OK). apply minus_IZR. Qed.
Lemma int_abs x : int (abs o x) = Rabs (int x).
Proof. unfold Statements.int. rewrite (ok_abs _ _ OK). apply abs_IZR. Qed.
Lemma int_zero : int (zero o) = 0.
Proof. unfold Statements.int. rewrite (ok_zero _ _ OK). reflexivity. Qed.
Lemma int_one : int (one o) = 1.
Proof. unfold Statements.int. rewrite (ok_one _ _ OK). reflexivity. Qed.
Lemma int_le x y : leb o x y = true -> int x <= int y.
Proof. unfold Statements.int. rewrite (ok_leb _ _ OK). intro H. apply IZR_le, Z.leb_le, H. Qed.
Lemma int_nonneg x : nonneg o x = true -> 0 <= int x.
Proof. intro H. apply int_le in H. rewrite int_zero in H. exact H. Qed.
Lemma int_lt x y : leb o x y = false -> int y < int x.
Proof. unfold Statements.int. rewrite (ok_leb _ _ OK). intro H. apply IZR_lt, Z.leb_gt, H. Qed.

Ltac ints := repeat rewrite ?int_add, ?int_mul, ?int_sub, ?int_abs, ?int_zero, ?int_one in *.

Lemma int_of_nat n : int (of_nat o n) = INR n.
Proof. induction n as [|n IH]; [apply int_zero|]. cbn [of_nat]. ints. rewrite IH, S_INR. reflexivity. Qed.

(** Taylor polynomials of the cosine *)
Lemma product_spec M N : int (product o (cos_steps o M N)) = int M ^ (2 * N) * INR (fact (2 * N)).
Proof.
  induction N as [|N IH]; [cbn; ints; ring|].
  cbn [cos_steps product]. ints. rewrite IH, !int_of_nat.
  replace (2 * S N)%nat with (S (S (2 * N))) by lia.
  replace (fact (S (S (2 * N)))) with (S (S (2 * N)) * (S (2 * N) * fact (2 * N)))%nat by reflexivity.
  replace (2 * N + 1)%nat with (S (2 * N)) by lia.
  rewrite !mult_INR. change (int M ^ S (S (2 * N))) with (int M * (int M * int M ^ (2 * N))). ring.
Qed.

Lemma int_sign n : int (sign o n) = (-1) ^ n.
Proof. induction n as [|n IH]; [apply int_one|]. cbn [sign pow]. ints. rewrite IH. ring. Qed.

Lemma horner_app l x u : int (horner o (l ++ [x]) u) = int (horner o l u) + int x * int u ^ length l.
Proof. induction l as [|y l IH]; cbn; ints; [ring|]. rewrite IH. ring. Qed.

Lemma horner_map e l u : int (horner o (map (mul o e) l) u) = int e * int (horner o l u).
Proof. induction l as [|y l IH]; cbn; ints; [ring|]. rewrite IH. ring. Qed.

Lemma coefficients_length M N : length (cos_coefficients o M N) = S N.
Proof. induction N as [|N IH]; [reflexivity|]. cbn [cos_coefficients]. rewrite app_length, map_length, IH. cbn. lia. Qed.

Lemma numerator_spec M N t : 0 < int M ->
  int (horner o (cos_coefficients o M N) (mul o t t)) =
    int (product o (cos_steps o M N)) * cos_approx (int t / int M) N.
Proof.
  intro HM. induction N as [|N IH].
  - cbn. ints. unfold cos_approx, cos_term. cbn. ints. field.
  - set (e := mul o (mul o M M) (mul o (of_nat o (2 * S N)) (of_nat o (2 * N + 1)))).
    pose proof (product_spec M (S N)) as Full.
    assert (Prod : int (product o (cos_steps o M (S N))) = int e * int (product o (cos_steps o M N)))
      by apply int_mul.
    change (cos_coefficients o M (S N)) with (map (mul o e) (cos_coefficients o M N) ++ [sign o (S N)]).
    rewrite horner_app, horner_map, map_length, coefficients_length, IH, int_sign, int_mul.
    replace ((int t * int t) ^ S N) with (int t ^ (2 * S N)) by (rewrite pow_mult; f_equal; ring).
    rewrite <- Rmult_assoc.
    change (cos_approx (int t / int M) (S N)) with (cos_approx (int t / int M) N + cos_term (int t / int M) (S N)).
    rewrite Rmult_plus_distr_l. f_equal; [rewrite Prod; ring|].
    rewrite Full. unfold cos_term. unfold Rdiv at 2. rewrite Rpow_mult_distr, pow_inv. field.
    split; [apply pow_nonzero; lra | apply INR_fact_neq_0].
Qed.

(** The check of one bound of the cosine, for the angle t/M between 0 and 2. The common part: p = D T with the Taylor
    polynomial T of the cosine, D > 0 and T on the right side of the cosine. *)
Lemma low_polynomial M K t : 0 < int M -> 0 <= int t / int M <= 2 ->
  let C := cosine_of o M K in
  0 < int (low_unit C) /\ int (horner o (low C) (mul o t t)) <= int (low_unit C) * cos (int t / int M).
Proof.
  intros HM Ha. cbn [low low_unit cosine_of]. set (N := (2 * K + 1)%nat). rewrite (numerator_spec M N t HM).
  assert (HD : 0 < int (product o (cos_steps o M N))).
  { rewrite product_spec. apply Rmult_lt_0_compat; [apply pow_lt, HM | apply INR_fact_lt_0]. }
  destruct (pre_cos_bound (int t / int M) K) as [B _]; [lra | lra |].
  split; [exact HD|]. apply Rmult_le_compat_l; [lra | exact B].
Qed.

Lemma high_polynomial M K t : 0 < int M -> 0 <= int t / int M <= 2 ->
  let C := cosine_of o M K in
  0 < int (high_unit C) /\ int (high_unit C) * cos (int t / int M) <= int (horner o (high C) (mul o t t)).
Proof.
  intros HM Ha. cbn [high high_unit cosine_of]. replace (2 * K + 2)%nat with (2 * (K + 1))%nat by lia.
  set (N := (2 * (K + 1))%nat). rewrite (numerator_spec M N t HM).
  assert (HD : 0 < int (product o (cos_steps o M N))).
  { rewrite product_spec. apply Rmult_lt_0_compat; [apply pow_lt, HM | apply INR_fact_lt_0]. }
  destruct (pre_cos_bound (int t / int M) K) as [_ B]; [lra | lra |].
  split; [exact HD|]. apply Rmult_le_compat_l; [lra | exact B].
Qed.

Lemma low_spec M K t num den c : 0 < int M -> 0 <= int t / int M <= 2 -> 0 < int den ->
  c * int den <= int num -> cos_at_least o (cosine_of o M K) t num den = true -> c <= cos (int t / int M).
Proof.
  intros HM Ha Hden E H. destruct (low_polynomial M K t HM Ha) as [HD Hp]. unfold cos_at_least in H.
  apply int_le in H. ints. set (C := cosine_of o M K) in *. set (p := int (horner o (low C) (mul o t t))) in *.
  apply (Rmult_le_reg_l (int (low_unit C))); [exact HD|]. apply (Rle_trans _ p); [|exact Hp].
  apply (Rmult_le_reg_r (int den)); [exact Hden|]. nra.
Qed.

Lemma high_spec M K t num den c : 0 < int M -> 0 <= int t / int M <= 2 -> 0 < int den ->
  int num <= c * int den -> cos_at_most o (cosine_of o M K) t num den = true -> cos (int t / int M) <= c.
Proof.
  intros HM Ha Hden E H. destruct (high_polynomial M K t HM Ha) as [HD Hp]. unfold cos_at_most in H.
  apply int_le in H. ints. set (C := cosine_of o M K) in *. set (p := int (horner o (high C) (mul o t t))) in *.
  apply (Rmult_le_reg_l (int (high_unit C))); [exact HD|]. apply (Rle_trans _ p); [exact Hp|].
  apply (Rmult_le_reg_r (int den)); [exact Hden|]. nra.
Qed.

Lemma low_sqrt_spec M K t num den c : 0 < int M -> 0 <= int t / int M <= 2 -> 0 < int den ->
  c * c * int den = int num -> cos_at_least_sqrt o (cosine_of o M K) t num den = true -> c <= cos (int t / int M).
Proof.
  intros HM Ha Hden E H. destruct (low_polynomial M K t HM Ha) as [HD Hp]. unfold cos_at_least_sqrt in H.
  cbv zeta in H. split_check H. apply int_nonneg in E0. apply int_le in H. ints.
  set (C := cosine_of o M K) in *. set (p := int (horner o (low C) (mul o t t))) in *. set (D := int (low_unit C)) in *.
  assert (S1 : c * D <= p).
  { apply square_le_R; [exact E0|]. apply (Rmult_le_reg_r (int den)); [exact Hden|].
    replace (c * D * (c * D) * int den) with (c * c * int den * (D * D)) by ring. rewrite E. exact H. }
  apply (Rmult_le_reg_l D); [exact HD|]. lra.
Qed.

Lemma high_sqrt_spec M K t num den c : 0 < int M -> 0 <= int t / int M <= 2 -> 0 <= c -> 0 < int den ->
  c * c * int den = int num -> cos_at_most_sqrt o (cosine_of o M K) t num den = true -> cos (int t / int M) <= c.
Proof.
  intros HM Ha Hc Hden E H. destruct (high_polynomial M K t HM Ha) as [HD Hp]. unfold cos_at_most_sqrt in H.
  cbv zeta in H. apply int_le in H. ints.
  set (C := cosine_of o M K) in *. set (p := int (horner o (high C) (mul o t t))) in *. set (D := int (high_unit C)) in *.
  assert (S1 : p <= c * D).
  { apply square_le_R; [apply Rmult_le_pos; lra|]. apply (Rmult_le_reg_r (int den)); [exact Hden|].
    replace (c * D * (c * D) * int den) with (c * c * int den * (D * D)) by ring. rewrite E. exact H. }
  apply (Rmult_le_reg_l D); [exact HD|]. lra.
Qed.

Lemma positive_R x : positive o x = true -> 0 < int x.
Proof. apply (positive_int OK). Qed.

(** pi *)
Lemma pi_spec M P K : 0 < int M -> pi_ok o M P K = true -> 0 < int P /\ int P <= int M * PI <= int P + 1.
Proof.
  intros HM H. unfold pi_ok in H. split_check H. apply positive_R in E. apply int_le in E0.
  pose proof (int_of_nat 4) as F4. pose proof (int_of_nat 3) as F3. cbn [INR] in F4, F3.
  set (four := of_nat o 4) in *. set (three := of_nat o 3) in *. ints.
  assert (HM3 : 0 < int (mul o M three)) by (ints; nra).
  pose proof PI_RGT_0 as HPI. pose proof PI2_3_2 as H32.
  assert (B : forall t, 0 <= int t -> int t <= int P + 1 -> 0 <= int t / int (mul o M three) <= 4 / 3).
  { intros t T0 T1. split.
    - apply Rmult_le_pos; [exact T0 | left; apply Rinv_0_lt_compat, HM3].
    - apply div_le; [exact HM3 | lra | ints; nra]. }
  assert (Third : 0 <= PI / 3 <= PI) by lra.
  assert (L : 1 / 2 <= cos (int P / int (mul o M three))).
  { refine (low_spec (mul o M three) K P (one o) (add o (one o) (one o)) (1 / 2) HM3 _ _ _ E1); ints; try lra.
    pose proof (B P). ints. lra. }
  assert (U : cos (int (add o P (one o)) / int (mul o M three)) <= 1 / 2).
  { refine (high_spec (mul o M three) K (add o P (one o)) (one o) (add o (one o) (one o)) (1 / 2) HM3 _ _ _ H); ints; try lra.
    pose proof (B (add o P (one o))). ints. lra. }
  rewrite <- cos_PI3 in L, U. apply le_of_cos in L; [|pose proof (B P); lra | exact Third].
  apply le_of_cos in U; [|exact Third | pose proof (B (add o P (one o))); ints; lra].
  apply (Rmult_le_compat_r (int (mul o M three))) in L; [|lra].
  apply (Rmult_le_compat_r (int (mul o M three))) in U; [|lra].
  replace (int P / int (mul o M three) * int (mul o M three)) with (int P) in L by (field; lra).
  replace (int (add o P (one o)) / int (mul o M three) * int (mul o M three)) with (int (add o P (one o))) in U by (field; lra).
  ints. split; [exact E|]. nra.
Qed.

(** Norms *)
Lemma norm_spec M g N : 0 < int M -> norm_ok o M g N = true ->
  0 < int g /\ 0 < int N /\ int N <= int M * sqrt (int g) <= int N + 1.
Proof.
  intros HM H. unfold norm_ok in H. split_check H. apply positive_R in E, E0. apply int_le in E1, H. ints.
  pose proof (sqrt_lt_R0 _ E) as S. pose proof (sqrt_sqrt (int g)) as SS. specialize (SS ltac:(lra)).
  set (s := sqrt (int g)) in *.
  assert (MM : int M * s * (int M * s) = int M * int M * int g) by (rewrite <- SS; ring).
  assert (P : 0 < int M * s) by (apply Rmult_lt_0_compat; assumption).
  split; [exact E|]. split; [exact E0|]. split; apply square_le_R; lra.
Qed.

(** One entry off the diagonal *)
Lemma entry_spec M P K q gii gjj g Ni Nj t a d :
  0 < int M -> 0 < int q -> pi_ok o M P K = true -> norm_ok o M gii Ni = true -> norm_ok o M gjj Nj = true ->
  int g * int g <= int gii * int gjj ->
  entry_ok o (cosine_of o M K) M P q gii gjj g Ni Nj t a d = true ->
  let rho := int g / (sqrt (int gii) * sqrt (int gjj)) in
  int a - int d <= int q * (rho * (PI - acos rho) / (2 * PI)) <= int a + int d.
Proof.
  intros HM Hq Hpi Hi Hj CS H rho.
  destruct (pi_spec M P K HM Hpi) as (HP & Pi1 & Pi2).
  destruct (norm_spec M gii Ni HM Hi) as (Gi & HNi & Li & Ui).
  destruct (norm_spec M gjj Nj HM Hj) as (Gj & HNj & Lj & Uj).
  pose proof (sqrt_lt_R0 _ Gi) as Si. pose proof (sqrt_lt_R0 _ Gj) as Sj.
  pose proof (sqrt_sqrt (int gii) ltac:(lra)) as SSi. pose proof (sqrt_sqrt (int gjj) ltac:(lra)) as SSj.
  set (si := sqrt (int gii)) in *. set (sj := sqrt (int gjj)) in *.
  pose proof PI_RGT_0 as HPI. pose proof PI_4 as H4.
  assert (Sij : 0 < si * sj) by (apply Rmult_lt_0_compat; assumption).
  unfold entry_ok in H. destruct (equal o g (zero o)) eqn:Eg.
  - apply (val_equal OK) in Eg. split_check H. apply int_le in E, H. ints.
    assert (Hr : rho = 0).
    { unfold rho, Statements.int. rewrite Eg, (ok_zero _ _ OK). unfold Rdiv. ring. }
    rewrite Hr. replace (0 * (PI - acos 0) / (2 * PI)) with 0 by (field; lra). lra.
  - cbv zeta in H. split_check H. apply int_nonneg in E. apply int_le in E0.
    set (c := Rabs (int g) / (si * sj)).
    assert (Cg : c * (si * sj) = Rabs (int g)) by (unfold c; field; lra).
    assert (C0 : 0 <= c) by (apply Rmult_le_pos; [apply Rabs_pos | left; apply Rinv_0_lt_compat, Sij]).
    assert (CC : c * c * (int gii * int gjj) = int g * int g).
    { rewrite <- SSi, <- SSj. replace (c * c * (si * si * (sj * sj))) with (c * (si * sj) * (c * (si * sj))) by ring.
      rewrite Cg, <- Rabs_mult. apply Rabs_right. nra. }
    assert (Gij : 0 < int gii * int gjj) by (apply Rmult_lt_0_compat; assumption).
    assert (C1 : c <= 1).
    { apply square_le_R; [lra|]. apply (Rmult_le_reg_r (int gii * int gjj)); [exact Gij|]. lra. }
    assert (den : int (mul o gii gjj) = int gii * int gjj) by apply int_mul.
    assert (num : c * c * int (mul o gii gjj) = int (mul o g g)) by (rewrite den, CC; symmetry; apply int_mul).
    destruct (acos_bound c) as [A0 A1].
    assert (CA : cos (acos c) = c) by (apply cos_acos; lra).
    assert (Ahalf : acos c <= PI / 2) by (apply le_of_cos; [lra | lra | rewrite CA, cos_PI2; exact C0]).
    assert (scale : forall x y, x / int M <= y -> x <= int M * y).
    { intros x y L. apply (Rmult_le_compat_l (int M)) in L; [|lra]. replace (int M * (x / int M)) with x in L by (field; lra). exact L. }
    assert (half : forall x, 0 <= int x -> int x + int x <= int P -> 0 <= int x / int M <= PI / 2).
    { intros x X0 X1. split; [apply Rmult_le_pos; [exact X0 | left; apply Rinv_0_lt_compat, HM]|].
      apply div_le; [exact HM | lra | lra]. }
    rewrite int_add in E0.
    set (scaled := mul o (abs o g) (mul o M M)) in *.
    assert (Es : int scaled = c * (int M * si * (int M * sj))) by (unfold scaled; ints; rewrite <- Cg; ring).
    set (large := mul o (add o Ni (one o)) (add o Nj (one o))) in *.
    assert (Lr : int large = (int Ni + 1) * (int Nj + 1)) by (unfold large; ints; reflexivity).
    assert (Less : c * int (mul o Ni Nj) <= int scaled).
    { rewrite Es, int_mul. apply Rmult_le_compat_l; [exact C0|]. apply Rmult_le_compat; lra. }
    assert (More : int scaled <= c * int large).
    { rewrite Es, Lr. apply Rmult_le_compat_l; [exact C0|].
      apply Rmult_le_compat; [|  | lra | lra]; apply Rmult_le_pos; lra. }
    assert (T1 : int t <= int M * acos c).
    { apply scale. pose proof (half t E E0) as [Q0 Q1]. apply le_of_cos; [lra | lra |]. rewrite CA.
      destruct (cos_at_least o (cosine_of o M K) t scaled (mul o Ni Nj)) eqn:Linear.
      - refine (low_spec M K t scaled (mul o Ni Nj) c HM _ _ Less Linear); [lra | rewrite int_mul; apply Rmult_lt_0_compat; assumption].
      - refine (low_sqrt_spec M K t (mul o g g) (mul o gii gjj) c HM _ _ num E1); [lra | rewrite den; exact Gij]. }
    set (t' := add o (add o t (one o)) (one o)) in *.
    assert (Et' : int t' = int t + 1 + 1) by (unfold t'; ints; ring).
    assert (T2 : int M * acos c <= int t').
    { destruct (leb o (add o P (one o)) (add o t' t')) eqn:Eb.
      - apply int_le in Eb. rewrite !int_add, int_one in Eb. nra.
      - split_check E2. apply int_le in E3. rewrite int_add in E3.
        assert (T0 : 0 <= int t') by (rewrite Et'; lra). pose proof (half t' T0 E3) as [Q0 Q1].
        assert (L : acos c <= int t' / int M).
        { apply le_of_cos; [lra | lra |]. rewrite CA.
          destruct (cos_at_most o (cosine_of o M K) t' scaled large) eqn:Linear.
          - refine (high_spec M K t' scaled large c HM _ _ More Linear); [lra | rewrite Lr; apply Rmult_lt_0_compat; lra].
          - refine (high_sqrt_spec M K t' (mul o g g) (mul o gii gjj) c HM _ C0 _ num E2); [lra | rewrite den; exact Gij]. }
        apply (Rmult_le_compat_l (int M)) in L; [|lra]. replace (int M * (int t' / int M)) with (int t') in L by (field; lra). exact L. }
    clear Less More Es Lr. unfold scaled, large in *.
    destruct (nonneg o g) eqn:Sg.
    + split_check H. apply int_nonneg in Sg. apply int_le in E3, H.
      repeat rewrite ?int_mul, ?int_add, ?int_sub, ?int_abs, ?int_one in E3. repeat rewrite ?int_mul, ?int_add, ?int_sub, ?int_abs, ?int_one in H.
      apply (entry_nonneg (int M) (int P) (int q) (int g) si sj (int Ni) (int Nj) (int t) (int t'));
        try assumption; try exact (conj C0 C1); lra.
    + apply int_lt in Sg. rewrite int_zero in Sg. split_check H. apply int_le in E3, H.
      repeat rewrite ?int_mul, ?int_add, ?int_sub, ?int_abs, ?int_one, ?int_zero in E3. repeat rewrite ?int_mul, ?int_add, ?int_sub, ?int_abs, ?int_one, ?int_zero in H.
      apply (entry_neg (int M) (int P) (int q) (int g) si sj (int Ni) (int Nj) (int t) (int t'));
        try assumption; try exact (conj C0 C1); lra.
Qed.

(** ** All rows *)
Section Rows.
Variables (m : nat) (x : list (list T)) (M P q : T) (K : nat) (N : list T) (a d t : list (list T)).
Local Notation X i := (cut o m (row x i)).
Local Notation g i j := (dot o (X i) (X j)).

Lemma entries_spec i : forall gii Ni xi (A D U : nat -> T) (G : nat -> T) (V : nat -> T),
  entries_ok o (cosine_of o M K) M P q gii Ni xi (rtab i A) (rtab i D) (rtab i U) (rtab i (fun j => X j)) (rtab i G) (rtab i V) = true ->
  forall j, (j < i)%nat ->
  entry_ok o (cosine_of o M K) M P q gii (G j) (dot o xi (X j)) Ni (V j) (U j) (A j) (D j) = true.
Proof.
  induction i as [|i IH]; intros gii Ni xi A D U G V H j Hj; [lia|]. cbn [rtab entries_ok] in H. split_check H.
  destruct (Nat.eq_dec j i) as [->|]; [exact E|]. apply (IH _ _ _ _ _ _ _ _ H). lia.
Qed.

Lemma gram_rows_spec n state : gram_rows o n m x (cosine_of o M K) M P q N a d t = Some state ->
  (fst state = rtab n (fun i => X i) /\ snd state = rtab n (fun i => g i i)) /\
  forall i, (i < n)%nat ->
  norm_ok o M (g i i) (at_ N i) = true /\ half_ok o q (at_ (row a i) i) (at_ (row d i) i) = true /\
  forall j, (j < i)%nat ->
  entry_ok o (cosine_of o M K) M P q (g i i) (g j j) (g i j) (at_ N i) (at_ N j)
    (at_ (row t i) j) (at_ (row a i) j) (at_ (row d i) j) = true.
Proof.
  revert state. induction n as [|n IH]; intros state H.
  - injection H as <-. split; [split; reflexivity | intros; lia].
  - cbn [gram_rows] in H. destruct (gram_rows o n m x (cosine_of o M K) M P q N a d t) as [[xs gs]|]; [|discriminate].
    destruct (IH _ eq_refl) as [[Ex Eg] Old]. cbn [fst snd] in Ex, Eg. subst xs gs. clear IH.
    rewrite (cut_rtab (S n) (row a n)), (cut_rtab (S n) (row d n)), (cut_rtab n (row t n)), (cut_rtab n N) in H.
    cbn [rtab] in H. cbv zeta in H.
    destruct (norm_ok o M (g n n) (at_ N n)) eqn:E1; [|discriminate].
    destruct (half_ok o q (at_ (row a n) n) (at_ (row d n) n)) eqn:E2; [|discriminate].
    match type of H with (if ?b then _ else _) = _ => destruct b eqn:E3; [|discriminate] end.
    injection H as <-. split; [split; reflexivity|]. intros i Hi.
    destruct (Nat.eq_dec i n) as [->|]; [|apply Old; lia].
    split; [exact E1|]. split; [exact E2|]. intros j Hj.
    exact (entries_spec n _ _ _ _ _ _ (fun j => g j j) _ E3 j Hj).
Qed.
End Rows.

Lemma relu_gram_sym m x i j : relu_gram m x i j = relu_gram m x j i.
Proof.
  unfold relu_gram. cbv zeta. replace (Rdot m (x j) (x i)) with (Rdot m (x i) (x j)).
  - rewrite (Rmult_comm (sqrt (Rdot m (x j) (x j)))). reflexivity.
  - apply (sum_ext (F := R_oring)). intros l _. apply Rmult_comm.
Qed.

Theorem gram_box_sound n m x M P K N t a d q unit : gram_box o n m x M P K N t a d q = true -> int unit = 1 ->
  box n (symmetric toZ q a) (symmetric toZ q d) (relu_gram m (rows toZ unit x)).
Proof.
  intros H U1. unfold gram_box in H. split_check H. apply positive_R in E, E0.
  destruct (gram_rows_spec m x M P q K N a d t n _ E2) as [_ Rows]. clear E2 H.
  set (r := rows toZ unit x).
  assert (Dot : forall i j, int (dot o (cut o m (row x i)) (cut o m (row x j))) = Rdot m (r i) (r j)).
  { intros i j. refine (val_dot_tab OK (F := R_oring) m (cut o m (row x i)) (cut o m (row x j)) (r i) (r j) _ _).
    - unfold tabulates. rewrite (tabulates_cut (toZ := toZ) (F := R_oring) m (row x i)). apply rtab_ext. intros l _.
      unfold r, Statements.rows. rewrite (vector_at OK), U1. unfold Rdiv. rewrite Rinv_1, Rmult_1_r. reflexivity.
    - unfold tabulates. rewrite (tabulates_cut (toZ := toZ) (F := R_oring) m (row x j)). apply rtab_ext. intros l _.
      unfold r, Statements.rows. rewrite (vector_at OK), U1. unfold Rdiv. rewrite Rinv_1, Rmult_1_r. reflexivity. }
  (* the lower triangle, scaled *)
  assert (Low : forall i j, (i < n)%nat -> (j <= i)%nat ->
    int (at_ (row a i) j) - int (at_ (row d i) j) <= int q * relu_gram m r i j <= int (at_ (row a i) j) + int (at_ (row d i) j)).
  { intros i j Hi Hj. destruct (Rows i Hi) as (Ni & Hh & Hoff). destruct (Nat.eq_dec j i) as [->|].
    - destruct (norm_spec _ _ _ E Ni) as (G0 & _). rewrite Dot in G0.
      unfold relu_gram. cbv zeta. rewrite sqrt_sqrt by lra.
      replace (Rdot m (r i) (r i) / Rdot m (r i) (r i)) with 1 by (field; lra).
      rewrite acos_1. pose proof PI_RGT_0. replace (1 * (PI - 0) / (2 * PI)) with (1 / 2) by (field; lra).
      unfold half_ok in Hh. split_check Hh. apply int_le in Hh, E2. ints. lra.
    - destruct (Rows j) as (Nj & _); [lia|]. specialize (Hoff j ltac:(lia)).
      assert (CS : Rdot m (r i) (r j) * Rdot m (r i) (r j) <= Rdot m (r i) (r i) * Rdot m (r j) (r j))
        by exact (cauchy_schwarz (F := R_oring) m (r i) (r j)).
      rewrite <- !Dot in CS. pose proof (entry_spec M P K q _ _ _ _ _ _ _ _ E E0 E1 Ni Nj CS Hoff) as R.
      cbv zeta in R. rewrite !Dot in R. exact R. }
  intros i j Hi Hj.
  assert (Sc : int (at_ (row a (Nat.max i j)) (Nat.min i j)) - int (at_ (row d (Nat.max i j)) (Nat.min i j)) <=
               int q * relu_gram m r i j <= int (at_ (row a (Nat.max i j)) (Nat.min i j)) + int (at_ (row d (Nat.max i j)) (Nat.min i j))).
  { destruct (Nat.le_ge_cases j i) as [L|L].
    - rewrite Nat.max_l, Nat.min_r by exact L. apply Low; assumption.
    - rewrite Nat.max_r, Nat.min_l, relu_gram_sym by exact L. apply Low; assumption. }
  clear Low Rows. unfold symmetric. unfold Statements.rows. rewrite !(vector_at OK). unfold row in Sc.
  set (A := int (at_ (nth (Nat.max i j) a []) (Nat.min i j))) in *.
  set (D := int (at_ (nth (Nat.max i j) d []) (Nat.min i j))) in *.
  set (H := relu_gram m r i j) in *.
  assert (I : 0 < / int q) by (apply Rinv_0_lt_compat, E0).
  replace (H - A / int q) with ((int q * H - A) * / int q) by (field; lra).
  rewrite Rabs_mult, (Rabs_right (/ int q)) by lra.
  apply Rmult_le_compat_r; [lra|]. unfold Rabs. destruct (Rcase_abs _); lra.
Qed.

Theorem gram_relu_sound n m x M P K N t a d q c s w unit : gram_relu o n m x M P K N t a d q c s w = true -> int unit = 1 ->
  lambda_min_ge n (relu_gram m (rows toZ unit x)) (int s / (int c * int q)).
Proof.
  intros H U1. unfold gram_relu in H. split_check H. rename E into HG. rename H into HW.
  apply (lmin_ge_sound OK n a d q c s w HW). exact (gram_box_sound _ _ _ _ _ _ _ _ _ _ _ _ HG U1).
Qed.
End Gram.
