(** * The checker

    Everything that is executed: by the Coq kernel, or as the program extracted from this file. It is
    polymorphic in the type of integers and knows seven things about them, the record [ops]. There are no
    proofs here. Data are lists: an entry that is missing counts as 0, an entry too many is ignored.

    Inside the loops every list is newest first: [f (n-1); ...; f 1; f 0]. *)
From Coq Require Import List.
Import ListNotations.

Record ops (T : Type) := {
  zero : T; one : T;
  add : T -> T -> T; mul : T -> T -> T; sub : T -> T -> T;
  abs : T -> T;
  leb : T -> T -> bool
}.
Arguments zero {T} _. Arguments one {T} _. Arguments add {T} _. Arguments mul {T} _. Arguments sub {T} _.
Arguments abs {T} _. Arguments leb {T} _.

(** The norm in which the direction of a margin is measured. *)
Inductive norm := L2 | L1 | Linf.

Section Check.
Context {T : Type} (o : ops T).
Local Notation "0" := (zero o).
Local Notation "1" := (one o).
Local Infix "+" := (add o) (at level 50, left associativity).
Local Infix "*" := (mul o) (at level 40, left associativity).
Local Infix "-" := (sub o) (at level 50, left associativity).
Local Infix "<=?" := (leb o) (at level 70, no associativity).

(** ** Lists *)
Definition at_ (l : list T) (j : nat) : T := nth j l 0.
Definition row (m : list (list T)) (i : nat) : list T := nth i m [].

(** The first [n] entries of [l], newest first, in front of [acc]. *)
Fixpoint cut_onto (n : nat) (l acc : list T) : list T :=
  match n with
  | O => acc
  | S m => match l with
           | [] => cut_onto m [] (0 :: acc)
           | x :: l' => cut_onto m l' (x :: acc)
           end
  end.
Definition cut (n : nat) (l : list T) : list T := cut_onto n l [].

Fixpoint dot (u v : list T) : T :=
  match u, v with x :: u', y :: v' => x * y + dot u' v' | _, _ => 0 end.
Fixpoint total (u : list T) : T := match u with [] => 0 | x :: u' => x + total u' end.
Fixpoint plus (u v : list T) : list T :=
  match u, v with x :: u', y :: v' => x + y :: plus u' v' | _, _ => [] end.
Definition scale (c : T) (u : list T) : list T := map (mul o c) u.
Definition negate (m : list (list T)) : list (list T) := map (map (sub o 0)) m.

Definition positive (x : T) : bool := negb (x <=? 0).
Definition nonneg (x : T) : bool := 0 <=? x.
Definition equal (x y : T) : bool := andb (x <=? y) (y <=? x).

(** [p k] for every k < n. *)
Fixpoint every (n : nat) (p : nat -> bool) : bool :=
  match n with O => true | S m => if p m then every m p else false end.
Definition nonempty (n : nat) : bool := match n with O => false | S _ => true end.

(** A symmetric box: lower triangles [a] of the centre and [d] of the radii, common denominator [q]. *)
Definition box_ok (n : nat) (d : list (list T)) (q : T) : bool :=
  if nonempty n then if positive q then forallb (forallb nonneg) d else false else false.

(** ** T1 and T3: lambda_min >= s/(c q) on the space orthogonal to the columns of V

    r_ij = c a_ij + <v_i,v_j> - <w_i,w_j>,  b_ij = |r_ij| + c d_ij off the diagonal,  b_ii = c d_ii - r_ii.
    Accepted when every row sum of b, plus s, is at most 0. *)
Fixpoint off_diagonal (c : T) (ai di wi vi : list T) (ws vs : list (list T)) : list T :=
  match ai, di, ws, vs with
  | x :: ai', y :: di', w :: ws', v :: vs' =>
      abs o (c * x + dot vi v - dot wi w) + c * y :: off_diagonal c ai' di' wi vi ws' vs'
  | _, _, _, _ => []
  end.

Definition step (c : T) (ai di wi vi : list T) (state : list (list T) * list (list T) * list T) :=
  let '(ws, vs, acc) := state in
  match ai, di with
  | x :: ai', y :: di' =>
      let off := off_diagonal c ai' di' wi vi ws vs in
      let diagonal := c * y - (c * x + dot vi vi - dot wi wi) in
      (wi :: ws, vi :: vs, diagonal + total off :: plus acc off)
  | _, _ => state
  end.

Fixpoint run (n : nat) (c : T) (k : nat) (a d v w : list (list T)) :=
  match n with
  | O => ([], [], [])
  | S i => step c (cut n (row a i)) (cut n (row d i)) (row w i) (firstn k (row v i)) (run i c k a d v w)
  end.

(** The row sums of b, last row first. Minus the largest of them is the best s for this witness. *)
Definition row_sums (n : nat) (c : T) (k : nat) (a d v w : list (list T)) : list T :=
  snd (run n c k a d v w).

Definition index_le (n : nat) (a d : list (list T)) (q c s : T) (k : nat) (v w : list (list T)) : bool :=
  if box_ok n d q then if positive c then
    forallb (fun b => b + s <=? 0) (row_sums n c k a d v w) else false else false.
Definition lmin_ge n a d q c s w : bool := index_le n a d q c s O [] w.
(** lambda_max <= -s/(c q): T1 for -A. *)
Definition lmax_le n a d q c s w : bool := lmin_ge n (negate a) d q c s w.

(** ** T2: lambda_min <= u/q, by the vector v *)
Fixpoint form (n : nat) (a : list (list T)) (v : list T) : T :=
  match n with
  | O => 0
  | S i => match cut n (row a i) with
           | [] => 0
           | x :: off => let s := dot off (cut i v) in
                         form i a v + at_ v i * (s + s + x * at_ v i)
           end
  end.

Definition lmin_le (n : nat) (a d : list (list T)) (q u : T) (v : list T) : bool :=
  let vv := dot (cut n v) (cut n v) in
  if box_ok n d q then if positive vv then
    form n a v + form n d (map (abs o) v) <=? u * vv else false else false.
(** lambda_max >= -u/q: T2 for -A. *)
Definition lmax_ge n a d q u v : bool := lmin_le n (negate a) d q u v.

(** ** Linear combinations of rows: sum over k < n of coef k * (row k, cut to length m) *)
Fixpoint combination (m n : nat) (rows : list (list T)) (coef : nat -> T) : list T :=
  match n with
  | O => cut m []
  | S k => plus (combination m k rows coef) (scale (coef k) (cut m (row rows k)))
  end.
Fixpoint total_of (n : nat) (f : nat -> T) : T :=
  match n with O => 0 | S k => total_of k f + f k end.

Definition label_ok (y : T) : bool := if equal y 1 then true else equal y (0 - 1).

(** ** T4: the margin of the points x_k/q, of dimension m, with labels y_k, is at most hi/r

    In the norm of w; z is measured in the dual norm, for L2 by squares: Z >= z.z. *)
Definition dual_at_most (p : norm) (z : list T) (Z : T) : bool :=
  match p with
  | L2 => dot z z <=? Z
  | L1 => forallb (fun x => abs o x <=? Z) z
  | Linf => total (map (abs o) z) <=? Z
  end.
Definition dual_bound (p : norm) (q S Z hi r : T) : bool :=
  let h := hi * (S * q) in
  match p with L2 => r * r * Z <=? h * h | _ => r * Z <=? h end.

Definition margin_le (p : norm) (n m : nat) (x : list (list T)) (y : list T) (q : T)
    (alpha : list T) (S Z hi r : T) : bool :=
  if nonempty n then if nonempty m then if positive q then if positive r then if nonneg hi then if positive S then
  if every n (fun k => if label_ok (at_ y k) then nonneg (at_ alpha k) else false) then
  if S <=? total_of n (at_ alpha) then
  if dual_at_most p (combination m n x (fun k => at_ alpha k * at_ y k)) Z then
    dual_bound p q S Z hi r
  else false else false else false else false else false else false else false else false else false.

(** ** T5: the direction w has y_k w.x_k >= t, hence margin at least lo/r *)
Definition primal_bound (p : norm) (q t : T) (w : list T) (lo r : T) : bool :=
  let l := lo * q in
  let h := t * r in
  match p with
  | L2 => l * l * dot w w <=? h * h
  | L1 => l * total (map (abs o) w) <=? h
  | Linf => forallb (fun x => l * abs o x <=? h) w
  end.

Definition margin_ge (p : norm) (n m : nat) (x : list (list T)) (y : list T) (q : T)
    (w : list T) (t lo r : T) : bool :=
  let w' := cut m w in
  if nonempty n then if nonempty m then if positive q then if positive r then if nonneg lo then if positive t then
  if positive (dot w' w') then
  if every n (fun k => if label_ok (at_ y k) then t <=? at_ y k * dot (cut m (row x k)) w' else false) then
    primal_bound p q t w' lo r
  else false else false else false else false else false else false else false else false.

(** ** T6: every x with (g_k/q).x <= h_k/q for all k < n satisfies (g/q).x <= h/q (dimension m) *)
Fixpoint equal_lists (u v : list T) : bool :=
  match u, v with
  | [], [] => true
  | x :: u', y :: v' => if equal x y then equal_lists u' v' else false
  | _, _ => false
  end.
Definition entail (n m : nat) (q : T) (gs : list (list T)) (hs : list T) (g : list T) (h : T)
    (lam : list T) (mu : T) : bool :=
  if nonempty n then if nonempty m then if positive q then if positive mu then
  if every n (fun k => nonneg (at_ lam k)) then
  if equal_lists (combination m n gs (at_ lam)) (scale mu (cut m g)) then
    total_of n (fun k => at_ lam k * at_ hs k) <=? mu * h
  else false else false else false else false else false else false.

(** ** The ReLU Gram matrix, from the data

    H_ij = rho (pi - acos rho) / (2 pi) with rho = x_i.x_j / (|x_i| |x_j|); with beta = acos |rho| this is
    |rho| (pi - beta) / (2 pi) for rho >= 0 and -|rho| beta / (2 pi) for rho <= 0. The hints are integers:
    P with P/M <= pi <= (P+1)/M, N_i with N_i/M <= |x_i| <= (N_i+1)/M, and t_ij with
    t_ij/M <= beta_ij <= (t_ij+2)/M. Each is checked: norms by squares, angles through the Taylor polynomials
    of the cosine, pi through cos(pi/3) = 1/2. *)
Fixpoint of_nat (n : nat) : T := match n with O => 0 | S m => of_nat m + 1 end.

(** [M^2 (2N)(2N-1); ...; M^2 4 3; M^2 2 1] *)
Fixpoint cos_steps (M : T) (N : nat) : list T :=
  match N with
  | O => []
  | S m => M * M * (of_nat (2 * N) * of_nat (2 * m + 1)) :: cos_steps M m
  end.
(** M^(2N) (2N)! *)
Fixpoint product (l : list T) : T := match l with [] => 1 | x :: l' => x * product l' end.
(** Coefficients of M^(2N) (2N)! times the Taylor polynomial of cos(t/M) of degree 2N, in t^2, lowest first. *)
Fixpoint sign (n : nat) : T := match n with O => 1 | S m => 0 - sign m end.
Fixpoint cos_coefficients (M : T) (N : nat) : list T :=
  match N with
  | O => [1]
  | S m => map (mul o (M * M * (of_nat (2 * N) * of_nat (2 * m + 1)))) (cos_coefficients M m) ++ [sign N]
  end.
Fixpoint horner (l : list T) (u : T) : T := match l with [] => 0 | x :: l' => x + u * horner l' u end.

(** Coefficients and denominators of the degrees 2(2K+1) (below the cosine) and 2(2K+2) (above it). *)
Record cosine := { low : list T; low_unit : T; high : list T; high_unit : T }.
Definition cosine_of (M : T) (K : nat) : cosine :=
  {| low := cos_coefficients M (2 * K + 1); low_unit := product (cos_steps M (2 * K + 1));
     high := cos_coefficients M (2 * K + 2); high_unit := product (cos_steps M (2 * K + 2)) |}.

(** cos(t/M) >= num/den and cos(t/M) <= num/den, for t/M between 0 and pi/2. *)
Definition cos_at_least (C : cosine) (t num den : T) : bool := num * low_unit C <=? horner (low C) (t * t) * den.
Definition cos_at_most (C : cosine) (t num den : T) : bool := horner (high C) (t * t) * den <=? num * high_unit C.
(** The same for sqrt(num/den). *)
Definition cos_at_least_sqrt (C : cosine) (t num den : T) : bool :=
  let p := horner (low C) (t * t) in
  if nonneg p then num * (low_unit C * low_unit C) <=? p * p * den else false.
Definition cos_at_most_sqrt (C : cosine) (t num den : T) : bool :=
  let p := horner (high C) (t * t) in
  p * p * den <=? num * (high_unit C * high_unit C).

Definition pi_ok (M P : T) (K : nat) : bool :=
  let four := of_nat 4 in
  let C := cosine_of (M * of_nat 3) K in
  if positive P then if P + 1 <=? four * M then if cos_at_least C P 1 (1 + 1) then cos_at_most C (P + 1) 1 (1 + 1)
  else false else false else false.

Definition norm_ok (M g N : T) : bool :=
  if positive g then if positive N then if N * N <=? M * M * g then M * M * g <=? (N + 1) * (N + 1)
  else false else false else false.

(** gii, gjj, g: inner products of the two rows; Ni, Nj: norms; a, d: the entry of the box. |rho| lies between
    |g| M^2 / ((Ni+1) (Nj+1)) and |g| M^2 / (Ni Nj); only where these are too far apart for the angle, as they may
    be for rows of small integers, is the square of rho compared, which takes numbers twice as long. *)
Definition entry_ok (C : cosine) (M P q gii gjj g Ni Nj t a d : T) : bool :=
  let lo := a - d in
  let hi := a + d in
  if equal g 0 then if lo <=? 0 then 0 <=? hi else false else
  let t' := t + 1 + 1 in
  let small := Ni * Nj in
  let large := (Ni + 1) * (Nj + 1) in
  let scaled := abs o g * (M * M) in
  let G := scaled * q in
  let P2 := P + P in
  let P2' := P2 + 1 + 1 in
  if nonneg t then if t + t <=? P then
  if (if cos_at_least C t scaled small then true else cos_at_least_sqrt C t (g * g) (gii * gjj)) then
  if (if P + 1 <=? t' + t' then true else if t' + t' <=? P then
        if cos_at_most C t' scaled large then true else cos_at_most_sqrt C t' (g * g) (gii * gjj)
      else false) then
  if nonneg g
  then if G * (P + 1 - t) <=? hi * small * P2' then lo * large * P2 <=? G * (P - t') else false
  else if 0 - G * t <=? hi * large * P2' then lo * small * P2 <=? 0 - G * t' else false
  else false else false else false else false.

(** Diagonal entries are exactly 1/2. *)
Definition half_ok (q a d : T) : bool :=
  if (a - d) + (a - d) <=? q then q <=? (a + d) + (a + d) else false.

Fixpoint entries_ok (C : cosine) (M P q gii Ni : T) (xi : list T) (ai di ti : list T)
    (xs : list (list T)) (gs Ns : list T) : bool :=
  match ai, di, ti, xs, gs, Ns with
  | a :: ai', d :: di', t :: ti', x :: xs', g :: gs', N :: Ns' =>
      if entry_ok C M P q gii g (dot xi x) Ni N t a d
      then entries_ok C M P q gii Ni xi ai' di' ti' xs' gs' Ns' else false
  | _, _, _, _, _, _ => true
  end.

(** Rows 0..n-1 of the box against the data; the state holds the earlier rows and their squared norms. *)
Fixpoint gram_rows (n m : nat) (x : list (list T)) (C : cosine) (M P q : T) (N : list T)
    (a d t : list (list T)) : option (list (list T) * list T) :=
  match n with
  | O => Some ([], [])
  | S i =>
      match gram_rows i m x C M P q N a d t with
      | None => None
      | Some (xs, gs) =>
          let xi := cut m (row x i) in
          let gii := dot xi xi in
          let Ni := at_ N i in
          match cut n (row a i), cut n (row d i) with
          | aii :: ai, dii :: di =>
              if norm_ok M gii Ni then if half_ok q aii dii then
              if entries_ok C M P q gii Ni xi ai di (cut i (row t i)) xs gs (cut i N)
              then Some (xi :: xs, gii :: gs) else None else None else None
          | _, _ => None
          end
      end
  end.

Definition gram_box (n m : nat) (x : list (list T)) (M P : T) (K : nat) (N : list T) (t : list (list T))
    (a d : list (list T)) (q : T) : bool :=
  if positive M then if positive q then if pi_ok M P K then
  match gram_rows n m x (cosine_of M K) M P q N a d t with Some _ => true | None => false end
  else false else false else false.

Definition gram_relu n m x M P K N t a d q c s w : bool :=
  if gram_box n m x M P K N t a d q then lmin_ge n a d q c s w else false.
End Check.
