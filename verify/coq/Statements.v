(** * What is claimed

    The definitions a reader has to believe, over Coq's real numbers. Nothing else in this folder needs to be
    read to know what an accepted certificate means. [n], [m], [k] count; indices run from 0. *)
From Coq Require Import Reals List.
From Lemmata Require Import Check.
Import ListNotations.
Open Scope R_scope.

Fixpoint Rsum (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S m => Rsum m f + f m end.
Definition Rdot (m : nat) (u v : nat -> R) : R := Rsum m (fun l => u l * v l).
Definition Rquad (n : nat) (X : nat -> nat -> R) (x : nat -> R) : R :=
  Rsum n (fun i => Rsum n (fun j => X i j * (x i * x j))).
Definition Rnonzero (n : nat) (x : nat -> R) : Prop := exists i, (i < n)%nat /\ x i <> 0.

(** ** Symmetric matrices. Centre a and radius d are given; X need not be symmetric. *)
Definition box (n : nat) (a d X : nat -> nat -> R) : Prop :=
  forall i j, (i < n)%nat -> (j < n)%nat -> Rabs (X i j - a i j) <= d i j.

Definition lambda_min_ge n X b := forall x, b * Rdot n x x <= Rquad n X x.
Definition lambda_min_le n X b := exists x, Rnonzero n x /\ Rquad n X x <= b * Rdot n x x.
Definition lambda_max_le n X b := forall x, Rquad n X x <= b * Rdot n x x.
Definition lambda_max_ge n X b := exists x, Rnonzero n x /\ b * Rdot n x x <= Rquad n X x.
(** At least b on the space orthogonal to k vectors, the columns of V: at most k eigenvalues below b. *)
Definition lambda_ge_but n k (V : nat -> nat -> R) X b :=
  forall x, (forall l, (l < k)%nat -> Rsum n (fun i => V i l * x i) = 0) -> b * Rdot n x x <= Rquad n X x.

(** ** Margins of the points x_0, ..., x_(n-1) in dimension m with labels y *)
Fixpoint Rmaximum (m : nat) (f : nat -> R) : R :=
  match m with O => 0 | S l => Rmax (Rmaximum l f) (f l) end.
Definition Rnorm (p : norm) (m : nat) (w : nat -> R) : R :=
  match p with
  | L2 => sqrt (Rdot m w w)
  | L1 => Rsum m (fun l => Rabs (w l))
  | Linf => Rmaximum m (fun l => Rabs (w l))
  end.
Definition reaches p n m (x : nat -> nat -> R) (y : nat -> R) (w : nat -> R) (g : R) : Prop :=
  forall k, (k < n)%nat -> g * Rnorm p m w <= y k * Rdot m (x k) w.
Definition max_margin_le p n m x y b := forall w g, Rnonzero m w -> reaches p n m x y w g -> g <= b.
Definition max_margin_ge p n m x y b := exists w, Rnonzero m w /\ reaches p n m x y w b.
Definition labels n (y : nat -> R) : Prop := forall k, (k < n)%nat -> y k = 1 \/ y k = -1.

(** ** Linear inequalities *)
Definition entails n m (g : nat -> nat -> R) (h : nat -> R) (g' : nat -> R) (h' : R) : Prop :=
  forall x, (forall k, (k < n)%nat -> Rdot m (g k) x <= h k) -> Rdot m g' x <= h'.
Definition no_solution n m (g : nat -> nat -> R) (h : nat -> R) : Prop :=
  forall x, ~ forall k, (k < n)%nat -> Rdot m (g k) x <= h k.

(** ** The Gram matrix of the infinitely wide two-layer ReLU network, of rows scaled to length 1 *)
Definition relu_gram (m : nat) (x : nat -> nat -> R) (i j : nat) : R :=
  let rho := Rdot m (x i) (x j) / (sqrt (Rdot m (x i) (x i)) * sqrt (Rdot m (x j) (x j))) in
  rho * (PI - acos rho) / (2 * PI).

(** ** How the integers of a certificate are read: rows of lists, a missing entry is 0 *)
Section Reading.
Context {T : Type} (toZ : T -> Z).
Definition int (x : T) : R := IZR (toZ x).
Definition vector (q : T) (l : list T) (j : nat) : R :=
  match nth_error l j with Some x => int x / int q | None => 0 end.
Definition rows (q : T) (m : list (list T)) (i : nat) : nat -> R := vector q (nth i m []).
Definition symmetric (q : T) (m : list (list T)) (i j : nat) : R := rows q m (Nat.max i j) (Nat.min i j).
End Reading.
