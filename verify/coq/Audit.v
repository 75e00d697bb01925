(** * Audit: the exact statement of every theorem, and the axioms under it

    A weakened theorem no longer has the type written here and stops the build. The test that runs this file
    compares the printed assumptions: none at layer A and for Z, the axioms of the standard real numbers at
    layer B (and excluded middle where Coq's trigonometry uses it), the primitive integers for BigZ. *)
From Coq Require Import Reals ZArith List.
From Bignums Require Import BigZ.
From Lemmata Require Import OrdRing Check Sound SoundVector SoundMargin Statements Reals Gram ZInst BigInst.
Open Scope R_scope.

(** ** Layer A *)
Section A.
Context (T : Type) (o : ops T) (toZ : T -> Z) (F : oring).
Local Notation val x := (phi (o := F) (toZ x)).
Local Notation in_box := (in_box (o := o) (toZ := toZ) (F := F)).
Local Notation at_row := (at_row (o := o) (toZ := toZ) (F := F)).

Check ((fun OK => T1 OK (F := F)) : ops_ok o toZ -> forall n a d q c s w, lmin_ge o n a d q c s w = true ->
  forall X, in_box n a d q X -> forall x, (val s * inner n x x <= val c * val q * quad n X x)%K).
Check ((fun OK => T1_max OK (F := F)) : ops_ok o toZ -> forall n a d q c s w, lmax_le o n a d q c s w = true ->
  forall X, in_box n a d q X -> forall x, (val c * val q * quad n X x <= kopp (val s) * inner n x x)%K).
Check ((fun OK => T2 OK (F := F)) : ops_ok o toZ -> forall n a d q u v, lmin_le o n a d q u v = true ->
  exists x : nat -> F, (exists i, (i < n)%nat /\ x i <> k0) /\
    forall X, in_box n a d q X -> (val q * quad n X x <= val u * inner n x x)%K).
Check ((fun OK => T2_max OK (F := F)) : ops_ok o toZ -> forall n a d q u v, lmax_ge o n a d q u v = true ->
  exists x : nat -> F, (exists i, (i < n)%nat /\ x i <> k0) /\
    forall X, in_box n a d q X -> (kopp (val u) * inner n x x <= val q * quad n X x)%K).
Check ((fun OK => T3 OK (F := F)) : ops_ok o toZ -> forall n a d q c s k v w, index_le o n a d q c s k v w = true ->
  forall X, in_box n a d q X -> forall x,
  (forall l, (l < k)%nat -> sum n (fun i => val (at_ o (row v i) l) * x i)%K = k0) ->
  (val s * inner n x x <= val c * val q * quad n X x)%K).
Check ((fun OK => T4 OK (F := F)) : ops_ok o toZ -> forall p n m x y q alpha S Z hi r, margin_le o p n m x y q alpha S Z hi r = true ->
  forall w N g, is_norm (F := F) p m w N -> klt k0 N ->
  (forall k, (k < n)%nat -> (val q * g * N <= val (at_ o y k) * inner m (at_row x k) w)%K) ->
  (val r * g <= val hi)%K).
Check ((fun OK => T5 OK (F := F)) : ops_ok o toZ -> forall p n m x y q w t lo r, margin_ge o p n m x y q w t lo r = true ->
  exists u, (exists i, (i < m)%nat /\ u i <> k0) /\ forall N, is_norm (F := F) p m u N ->
  forall k, (k < n)%nat -> (val lo * val q * N <= val r * (val (at_ o y k) * inner m (at_row x k) u))%K).
Check ((fun OK => T6 OK (F := F)) : ops_ok o toZ -> forall n m q gs hs g h lam mu, entail o n m q gs hs g h lam mu = true ->
  forall x, (forall k, (k < n)%nat -> (inner m (at_row gs k) x <= val (at_ o hs k))%K) ->
  (inner m (fun l => val (at_ o g l)) x <= val h)%K).
End A.

(** ** Layer B *)
Section B.
Context (T : Type) (o : ops T) (toZ : T -> Z).
Local Notation int := (int toZ).
Local Notation symmetric := (symmetric toZ).
Local Notation rows := (rows toZ).
Local Notation vector := (vector toZ).

Check (centre_in_box : ops_ok o toZ -> forall n a d q, box_ok o n d q = true ->
  box n (symmetric q a) (symmetric q d) (symmetric q a)).
Check (lmin_ge_sound : ops_ok o toZ -> forall n a d q c s w, lmin_ge o n a d q c s w = true ->
  forall X, box n (symmetric q a) (symmetric q d) X -> lambda_min_ge n X (int s / (int c * int q))).
Check (lmax_le_sound : ops_ok o toZ -> forall n a d q c s w, lmax_le o n a d q c s w = true ->
  forall X, box n (symmetric q a) (symmetric q d) X -> lambda_max_le n X (- int s / (int c * int q))).
Check (index_sound : ops_ok o toZ -> forall n a d q c s k v w one, index_le o n a d q c s k v w = true ->
  int one = 1 -> forall X, box n (symmetric q a) (symmetric q d) X ->
  lambda_ge_but n k (rows one v) X (int s / (int c * int q))).
Check (lmin_le_sound : ops_ok o toZ -> forall n a d q u v, lmin_le o n a d q u v = true ->
  forall X, box n (symmetric q a) (symmetric q d) X -> lambda_min_le n X (int u / int q)).
Check (lmax_ge_sound : ops_ok o toZ -> forall n a d q u v, lmax_ge o n a d q u v = true ->
  forall X, box n (symmetric q a) (symmetric q d) X -> lambda_max_ge n X (- int u / int q)).
Check (margin_le_sound : ops_ok o toZ -> forall p n m x y q alpha S Z hi r one,
  margin_le o p n m x y q alpha S Z hi r = true -> int one = 1 ->
  labels n (vector one y) /\ max_margin_le p n m (rows q x) (vector one y) (int hi / int r)).
Check (margin_ge_sound : ops_ok o toZ -> forall p n m x y q w t lo r one,
  margin_ge o p n m x y q w t lo r = true -> int one = 1 ->
  labels n (vector one y) /\ max_margin_ge p n m (rows q x) (vector one y) (int lo / int r)).
Check (entail_sound : ops_ok o toZ -> forall n m q gs hs g h lam mu, entail o n m q gs hs g h lam mu = true ->
  entails n m (rows q gs) (vector q hs) (vector q g) (int h / int q)).
Check (infeasible_sound : ops_ok o toZ -> forall n m q gs hs g h lam mu,
  entail o n m q gs hs g h lam mu = true -> (forall l, (l < m)%nat -> vector q g l = 0) -> int h < 0 ->
  no_solution n m (rows q gs) (vector q hs)).
Check (gram_box_sound : ops_ok o toZ -> forall n m x M P K N t a d q unit, gram_box o n m x M P K N t a d q = true ->
  int unit = 1 -> box n (symmetric q a) (symmetric q d) (relu_gram m (rows unit x))).
Check (gram_relu_sound : ops_ok o toZ -> forall n m x M P K N t a d q c s w unit,
  gram_relu o n m x M P K N t a d q c s w = true -> int unit = 1 ->
  lambda_min_ge n (relu_gram m (rows unit x)) (int s / (int c * int q))).
End B.

(** ** Layer C *)
Check (Z_ops_ok : ops_ok Z_ops (fun z => z)).
Check (BigZ_ops_ok : ops_ok BigZ_ops BigZ.to_Z).

(** ** Assumptions, one block a layer *)
Definition layer_A := (@T1, @T1_max, @T2, @T2_max, @T3, @T4, @T4_labels, @T5, @T6, @T6_infeasible).
Definition layer_B := (@centre_in_box, @lmin_ge_sound, @lmax_le_sound, @index_sound, @lmin_le_sound, @lmax_ge_sound,
  @margin_le_sound, @margin_ge_sound, @entail_sound, @infeasible_sound).
Definition layer_B_gram := (@gram_box_sound, @gram_relu_sound).
Definition layer_C := (Z_ops_ok, Z_oring).
Definition layer_C_big := BigZ_ops_ok.
Print Assumptions layer_A.
Print Assumptions layer_B.
Print Assumptions layer_B_gram.
Print Assumptions layer_C.
Print Assumptions layer_C_big.
