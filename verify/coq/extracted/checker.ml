
type bool =
| True
| False

(** val negb : bool -> bool **)

let negb = function
| True -> False
| False -> True

type nat =
| O
| S of nat

type 'a option =
| Some of 'a
| None

type ('a, 'b) prod =
| Pair of 'a * 'b

(** val snd : ('a1, 'a2) prod -> 'a2 **)

let snd = function
| Pair (_, y) -> y

type 'a list =
| Nil
| Cons of 'a * 'a list

(** val app : 'a1 list -> 'a1 list -> 'a1 list **)

let rec app l m =
  match l with
  | Nil -> m
  | Cons (a, l1) -> Cons (a, (app l1 m))

(** val add : nat -> nat -> nat **)

let rec add n m =
  match n with
  | O -> m
  | S p -> S (add p m)

(** val mul : nat -> nat -> nat **)

let rec mul n m =
  match n with
  | O -> O
  | S p -> add m (mul p m)

(** val nth : nat -> 'a1 list -> 'a1 -> 'a1 **)

let rec nth n l default =
  match n with
  | O -> (match l with
          | Nil -> default
          | Cons (x, _) -> x)
  | S m -> (match l with
            | Nil -> default
            | Cons (_, t) -> nth m t default)

(** val map : ('a1 -> 'a2) -> 'a1 list -> 'a2 list **)

let rec map f = function
| Nil -> Nil
| Cons (a, t) -> Cons ((f a), (map f t))

(** val forallb : ('a1 -> bool) -> 'a1 list -> bool **)

let rec forallb f = function
| Nil -> True
| Cons (a, l0) -> (match f a with
                   | True -> forallb f l0
                   | False -> False)

(** val firstn : nat -> 'a1 list -> 'a1 list **)

let rec firstn n l =
  match n with
  | O -> Nil
  | S n0 ->
    (match l with
     | Nil -> Nil
     | Cons (a, l0) -> Cons (a, (firstn n0 l0)))

type 't ops = { zero : 't; one : 't; add0 : ('t -> 't -> 't);
                mul0 : ('t -> 't -> 't); sub : ('t -> 't -> 't);
                abs : ('t -> 't); leb : ('t -> 't -> bool) }

type norm =
| L2
| L1
| Linf

(** val at_ : 'a1 ops -> 'a1 list -> nat -> 'a1 **)

let at_ o l j =
  nth j l o.zero

(** val row : 'a1 list list -> nat -> 'a1 list **)

let row m i =
  nth i m Nil

(** val cut_onto : 'a1 ops -> nat -> 'a1 list -> 'a1 list -> 'a1 list **)

let rec cut_onto o n l acc =
  match n with
  | O -> acc
  | S m ->
    (match l with
     | Nil -> cut_onto o m Nil (Cons (o.zero, acc))
     | Cons (x, l') -> cut_onto o m l' (Cons (x, acc)))

(** val cut : 'a1 ops -> nat -> 'a1 list -> 'a1 list **)

let cut o n l =
  cut_onto o n l Nil

(** val dot : 'a1 ops -> 'a1 list -> 'a1 list -> 'a1 **)

let rec dot o u v =
  match u with
  | Nil -> o.zero
  | Cons (x, u') ->
    (match v with
     | Nil -> o.zero
     | Cons (y, v') -> o.add0 (o.mul0 x y) (dot o u' v'))

(** val total : 'a1 ops -> 'a1 list -> 'a1 **)

let rec total o = function
| Nil -> o.zero
| Cons (x, u') -> o.add0 x (total o u')

(** val plus : 'a1 ops -> 'a1 list -> 'a1 list -> 'a1 list **)

let rec plus o u v =
  match u with
  | Nil -> Nil
  | Cons (x, u') ->
    (match v with
     | Nil -> Nil
     | Cons (y, v') -> Cons ((o.add0 x y), (plus o u' v')))

(** val scale : 'a1 ops -> 'a1 -> 'a1 list -> 'a1 list **)

let scale o c u =
  map (o.mul0 c) u

(** val negate : 'a1 ops -> 'a1 list list -> 'a1 list list **)

let negate o m =
  map (map (o.sub o.zero)) m

(** val positive : 'a1 ops -> 'a1 -> bool **)

let positive o x =
  negb (o.leb x o.zero)

(** val nonneg : 'a1 ops -> 'a1 -> bool **)

let nonneg o x =
  o.leb o.zero x

(** val equal : 'a1 ops -> 'a1 -> 'a1 -> bool **)

let equal o x y =
  match o.leb x y with
  | True -> o.leb y x
  | False -> False

(** val every : nat -> (nat -> bool) -> bool **)

let rec every n p =
  match n with
  | O -> True
  | S m -> (match p m with
            | True -> every m p
            | False -> False)

(** val nonempty : nat -> bool **)

let nonempty = function
| O -> False
| S _ -> True

(** val box_ok : 'a1 ops -> nat -> 'a1 list list -> 'a1 -> bool **)

let box_ok o n d q =
  match nonempty n with
  | True ->
    (match positive o q with
     | True -> forallb (forallb (nonneg o)) d
     | False -> False)
  | False -> False

(** val off_diagonal :
    'a1 ops -> 'a1 -> 'a1 list -> 'a1 list -> 'a1 list -> 'a1 list -> 'a1
    list list -> 'a1 list list -> 'a1 list **)

let rec off_diagonal o c ai di wi vi ws vs =
  match ai with
  | Nil -> Nil
  | Cons (x, ai') ->
    (match di with
     | Nil -> Nil
     | Cons (y, di') ->
       (match ws with
        | Nil -> Nil
        | Cons (w, ws') ->
          (match vs with
           | Nil -> Nil
           | Cons (v, vs') ->
             Cons
               ((o.add0
                  (o.abs
                    (o.sub (o.add0 (o.mul0 c x) (dot o vi v)) (dot o wi w)))
                  (o.mul0 c y)), (off_diagonal o c ai' di' wi vi ws' vs')))))

(** val step :
    'a1 ops -> 'a1 -> 'a1 list -> 'a1 list -> 'a1 list -> 'a1 list -> (('a1
    list list, 'a1 list list) prod, 'a1 list) prod -> (('a1 list list, 'a1
    list list) prod, 'a1 list) prod **)

let step o c ai di wi vi state = match state with
| Pair (p, acc) ->
  let Pair (ws, vs) = p in
  (match ai with
   | Nil -> state
   | Cons (x, ai') ->
     (match di with
      | Nil -> state
      | Cons (y, di') ->
        let off = off_diagonal o c ai' di' wi vi ws vs in
        let diagonal =
          o.sub (o.mul0 c y)
            (o.sub (o.add0 (o.mul0 c x) (dot o vi vi)) (dot o wi wi))
        in
        Pair ((Pair ((Cons (wi, ws)), (Cons (vi, vs)))), (Cons
        ((o.add0 diagonal (total o off)), (plus o acc off))))))

(** val run :
    'a1 ops -> nat -> 'a1 -> nat -> 'a1 list list -> 'a1 list list -> 'a1
    list list -> 'a1 list list -> (('a1 list list, 'a1 list list) prod, 'a1
    list) prod **)

let rec run o n c k a d v w =
  match n with
  | O -> Pair ((Pair (Nil, Nil)), Nil)
  | S i ->
    step o c (cut o n (row a i)) (cut o n (row d i)) (row w i)
      (firstn k (row v i)) (run o i c k a d v w)

(** val row_sums :
    'a1 ops -> nat -> 'a1 -> nat -> 'a1 list list -> 'a1 list list -> 'a1
    list list -> 'a1 list list -> 'a1 list **)

let row_sums o n c k a d v w =
  snd (run o n c k a d v w)

(** val index_le :
    'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1 ->
    nat -> 'a1 list list -> 'a1 list list -> bool **)

let index_le o n a d q c s k v w =
  match box_ok o n d q with
  | True ->
    (match positive o c with
     | True ->
       forallb (fun b -> o.leb (o.add0 b s) o.zero) (row_sums o n c k a d v w)
     | False -> False)
  | False -> False

(** val lmin_ge :
    'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1 ->
    'a1 list list -> bool **)

let lmin_ge o n a d q c s w =
  index_le o n a d q c s O Nil w

(** val lmax_le :
    'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1 ->
    'a1 list list -> bool **)

let lmax_le o n a d q c s w =
  lmin_ge o n (negate o a) d q c s w

(** val form : 'a1 ops -> nat -> 'a1 list list -> 'a1 list -> 'a1 **)

let rec form o n a v =
  match n with
  | O -> o.zero
  | S i ->
    (match cut o n (row a i) with
     | Nil -> o.zero
     | Cons (x, off) ->
       let s = dot o off (cut o i v) in
       o.add0 (form o i a v)
         (o.mul0 (at_ o v i) (o.add0 (o.add0 s s) (o.mul0 x (at_ o v i)))))

(** val lmin_le :
    'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1
    list -> bool **)

let lmin_le o n a d q u v =
  let vv = dot o (cut o n v) (cut o n v) in
  (match box_ok o n d q with
   | True ->
     (match positive o vv with
      | True ->
        o.leb (o.add0 (form o n a v) (form o n d (map o.abs v))) (o.mul0 u vv)
      | False -> False)
   | False -> False)

(** val lmax_ge :
    'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1
    list -> bool **)

let lmax_ge o n a d q u v =
  lmin_le o n (negate o a) d q u v

(** val combination :
    'a1 ops -> nat -> nat -> 'a1 list list -> (nat -> 'a1) -> 'a1 list **)

let rec combination o m n rows coef =
  match n with
  | O -> cut o m Nil
  | S k ->
    plus o (combination o m k rows coef)
      (scale o (coef k) (cut o m (row rows k)))

(** val total_of : 'a1 ops -> nat -> (nat -> 'a1) -> 'a1 **)

let rec total_of o n f =
  match n with
  | O -> o.zero
  | S k -> o.add0 (total_of o k f) (f k)

(** val label_ok : 'a1 ops -> 'a1 -> bool **)

let label_ok o y =
  match equal o y o.one with
  | True -> True
  | False -> equal o y (o.sub o.zero o.one)

(** val dual_at_most : 'a1 ops -> norm -> 'a1 list -> 'a1 -> bool **)

let dual_at_most o p z z0 =
  match p with
  | L2 -> o.leb (dot o z z) z0
  | L1 -> forallb (fun x -> o.leb (o.abs x) z0) z
  | Linf -> o.leb (total o (map o.abs z)) z0

(** val dual_bound :
    'a1 ops -> norm -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> bool **)

let dual_bound o p q s z hi r =
  let h = o.mul0 hi (o.mul0 s q) in
  (match p with
   | L2 -> o.leb (o.mul0 (o.mul0 r r) z) (o.mul0 h h)
   | _ -> o.leb (o.mul0 r z) h)

(** val margin_le :
    'a1 ops -> norm -> nat -> nat -> 'a1 list list -> 'a1 list -> 'a1 -> 'a1
    list -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> bool **)

let margin_le o p n m x y q alpha s z hi r =
  match nonempty n with
  | True ->
    (match nonempty m with
     | True ->
       (match positive o q with
        | True ->
          (match positive o r with
           | True ->
             (match nonneg o hi with
              | True ->
                (match positive o s with
                 | True ->
                   (match every n (fun k ->
                            match label_ok o (at_ o y k) with
                            | True -> nonneg o (at_ o alpha k)
                            | False -> False) with
                    | True ->
                      (match o.leb s (total_of o n (at_ o alpha)) with
                       | True ->
                         (match dual_at_most o p
                                  (combination o m n x (fun k ->
                                    o.mul0 (at_ o alpha k) (at_ o y k))) z with
                          | True -> dual_bound o p q s z hi r
                          | False -> False)
                       | False -> False)
                    | False -> False)
                 | False -> False)
              | False -> False)
           | False -> False)
        | False -> False)
     | False -> False)
  | False -> False

(** val primal_bound :
    'a1 ops -> norm -> 'a1 -> 'a1 -> 'a1 list -> 'a1 -> 'a1 -> bool **)

let primal_bound o p q t w lo r =
  let l = o.mul0 lo q in
  let h = o.mul0 t r in
  (match p with
   | L2 -> o.leb (o.mul0 (o.mul0 l l) (dot o w w)) (o.mul0 h h)
   | L1 -> o.leb (o.mul0 l (total o (map o.abs w))) h
   | Linf -> forallb (fun x -> o.leb (o.mul0 l (o.abs x)) h) w)

(** val margin_ge :
    'a1 ops -> norm -> nat -> nat -> 'a1 list list -> 'a1 list -> 'a1 -> 'a1
    list -> 'a1 -> 'a1 -> 'a1 -> bool **)

let margin_ge o p n m x y q w t lo r =
  let w' = cut o m w in
  (match nonempty n with
   | True ->
     (match nonempty m with
      | True ->
        (match positive o q with
         | True ->
           (match positive o r with
            | True ->
              (match nonneg o lo with
               | True ->
                 (match positive o t with
                  | True ->
                    (match positive o (dot o w' w') with
                     | True ->
                       (match every n (fun k ->
                                match label_ok o (at_ o y k) with
                                | True ->
                                  o.leb t
                                    (o.mul0 (at_ o y k)
                                      (dot o (cut o m (row x k)) w'))
                                | False -> False) with
                        | True -> primal_bound o p q t w' lo r
                        | False -> False)
                     | False -> False)
                  | False -> False)
               | False -> False)
            | False -> False)
         | False -> False)
      | False -> False)
   | False -> False)

(** val equal_lists : 'a1 ops -> 'a1 list -> 'a1 list -> bool **)

let rec equal_lists o u v =
  match u with
  | Nil -> (match v with
            | Nil -> True
            | Cons (_, _) -> False)
  | Cons (x, u') ->
    (match v with
     | Nil -> False
     | Cons (y, v') ->
       (match equal o x y with
        | True -> equal_lists o u' v'
        | False -> False))

(** val entail :
    'a1 ops -> nat -> nat -> 'a1 -> 'a1 list list -> 'a1 list -> 'a1 list ->
    'a1 -> 'a1 list -> 'a1 -> bool **)

let entail o n m q gs hs g h lam mu =
  match nonempty n with
  | True ->
    (match nonempty m with
     | True ->
       (match positive o q with
        | True ->
          (match positive o mu with
           | True ->
             (match every n (fun k -> nonneg o (at_ o lam k)) with
              | True ->
                (match equal_lists o (combination o m n gs (at_ o lam))
                         (scale o mu (cut o m g)) with
                 | True ->
                   o.leb
                     (total_of o n (fun k ->
                       o.mul0 (at_ o lam k) (at_ o hs k))) (o.mul0 mu h)
                 | False -> False)
              | False -> False)
           | False -> False)
        | False -> False)
     | False -> False)
  | False -> False

(** val of_nat : 'a1 ops -> nat -> 'a1 **)

let rec of_nat o = function
| O -> o.zero
| S m -> o.add0 (of_nat o m) o.one

(** val cos_steps : 'a1 ops -> 'a1 -> nat -> 'a1 list **)

let rec cos_steps o m n = match n with
| O -> Nil
| S m0 ->
  Cons
    ((o.mul0 (o.mul0 m m)
       (o.mul0 (of_nat o (mul (S (S O)) n))
         (of_nat o (add (mul (S (S O)) m0) (S O))))), (cos_steps o m m0))

(** val product : 'a1 ops -> 'a1 list -> 'a1 **)

let rec product o = function
| Nil -> o.one
| Cons (x, l') -> o.mul0 x (product o l')

(** val sign : 'a1 ops -> nat -> 'a1 **)

let rec sign o = function
| O -> o.one
| S m -> o.sub o.zero (sign o m)

(** val cos_coefficients : 'a1 ops -> 'a1 -> nat -> 'a1 list **)

let rec cos_coefficients o m n = match n with
| O -> Cons (o.one, Nil)
| S m0 ->
  app
    (map
      (o.mul0
        (o.mul0 (o.mul0 m m)
          (o.mul0 (of_nat o (mul (S (S O)) n))
            (of_nat o (add (mul (S (S O)) m0) (S O))))))
      (cos_coefficients o m m0)) (Cons ((sign o n), Nil))

(** val horner : 'a1 ops -> 'a1 list -> 'a1 -> 'a1 **)

let rec horner o l u =
  match l with
  | Nil -> o.zero
  | Cons (x, l') -> o.add0 x (o.mul0 u (horner o l' u))

type 't cosine = { low : 't list; low_unit : 't; high : 't list;
                   high_unit : 't }

(** val cosine_of : 'a1 ops -> 'a1 -> nat -> 'a1 cosine **)

let cosine_of o m k =
  { low = (cos_coefficients o m (add (mul (S (S O)) k) (S O))); low_unit =
    (product o (cos_steps o m (add (mul (S (S O)) k) (S O)))); high =
    (cos_coefficients o m (add (mul (S (S O)) k) (S (S O)))); high_unit =
    (product o (cos_steps o m (add (mul (S (S O)) k) (S (S O))))) }

(** val cos_at_least : 'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> bool **)

let cos_at_least o c t num den =
  o.leb (o.mul0 num c.low_unit) (o.mul0 (horner o c.low (o.mul0 t t)) den)

(** val cos_at_most : 'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> bool **)

let cos_at_most o c t num den =
  o.leb (o.mul0 (horner o c.high (o.mul0 t t)) den) (o.mul0 num c.high_unit)

(** val cos_at_least_sqrt :
    'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> bool **)

let cos_at_least_sqrt o c t num den =
  let p = horner o c.low (o.mul0 t t) in
  (match nonneg o p with
   | True ->
     o.leb (o.mul0 num (o.mul0 c.low_unit c.low_unit))
       (o.mul0 (o.mul0 p p) den)
   | False -> False)

(** val cos_at_most_sqrt :
    'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> bool **)

let cos_at_most_sqrt o c t num den =
  let p = horner o c.high (o.mul0 t t) in
  o.leb (o.mul0 (o.mul0 p p) den)
    (o.mul0 num (o.mul0 c.high_unit c.high_unit))

(** val pi_ok : 'a1 ops -> 'a1 -> 'a1 -> nat -> bool **)

let pi_ok o m p k =
  let four = of_nat o (S (S (S (S O)))) in
  let c = cosine_of o (o.mul0 m (of_nat o (S (S (S O))))) k in
  (match positive o p with
   | True ->
     (match o.leb (o.add0 p o.one) (o.mul0 four m) with
      | True ->
        (match cos_at_least o c p o.one (o.add0 o.one o.one) with
         | True -> cos_at_most o c (o.add0 p o.one) o.one (o.add0 o.one o.one)
         | False -> False)
      | False -> False)
   | False -> False)

(** val norm_ok : 'a1 ops -> 'a1 -> 'a1 -> 'a1 -> bool **)

let norm_ok o m g n =
  match positive o g with
  | True ->
    (match positive o n with
     | True ->
       (match o.leb (o.mul0 n n) (o.mul0 (o.mul0 m m) g) with
        | True ->
          o.leb (o.mul0 (o.mul0 m m) g)
            (o.mul0 (o.add0 n o.one) (o.add0 n o.one))
        | False -> False)
     | False -> False)
  | False -> False

(** val entry_ok :
    'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 ->
    'a1 -> 'a1 -> 'a1 -> 'a1 -> bool **)

let entry_ok o c m p q gii gjj g ni nj t a d =
  let lo = o.sub a d in
  let hi = o.add0 a d in
  (match equal o g o.zero with
   | True ->
     (match o.leb lo o.zero with
      | True -> o.leb o.zero hi
      | False -> False)
   | False ->
     let t' = o.add0 (o.add0 t o.one) o.one in
     let small = o.mul0 ni nj in
     let large = o.mul0 (o.add0 ni o.one) (o.add0 nj o.one) in
     let scaled = o.mul0 (o.abs g) (o.mul0 m m) in
     let g0 = o.mul0 scaled q in
     let p2 = o.add0 p p in
     let p2' = o.add0 (o.add0 p2 o.one) o.one in
     (match nonneg o t with
      | True ->
        (match o.leb (o.add0 t t) p with
         | True ->
           (match match cos_at_least o c t scaled small with
                  | True -> True
                  | False ->
                    cos_at_least_sqrt o c t (o.mul0 g g) (o.mul0 gii gjj) with
            | True ->
              (match match o.leb (o.add0 p o.one) (o.add0 t' t') with
                     | True -> True
                     | False ->
                       (match o.leb (o.add0 t' t') p with
                        | True ->
                          (match cos_at_most o c t' scaled large with
                           | True -> True
                           | False ->
                             cos_at_most_sqrt o c t' (o.mul0 g g)
                               (o.mul0 gii gjj))
                        | False -> False) with
               | True ->
                 (match nonneg o g with
                  | True ->
                    (match o.leb (o.mul0 g0 (o.sub (o.add0 p o.one) t))
                             (o.mul0 (o.mul0 hi small) p2') with
                     | True ->
                       o.leb (o.mul0 (o.mul0 lo large) p2)
                         (o.mul0 g0 (o.sub p t'))
                     | False -> False)
                  | False ->
                    (match o.leb (o.sub o.zero (o.mul0 g0 t))
                             (o.mul0 (o.mul0 hi large) p2') with
                     | True ->
                       o.leb (o.mul0 (o.mul0 lo small) p2)
                         (o.sub o.zero (o.mul0 g0 t'))
                     | False -> False))
               | False -> False)
            | False -> False)
         | False -> False)
      | False -> False))

(** val half_ok : 'a1 ops -> 'a1 -> 'a1 -> 'a1 -> bool **)

let half_ok o q a d =
  match o.leb (o.add0 (o.sub a d) (o.sub a d)) q with
  | True -> o.leb q (o.add0 (o.add0 a d) (o.add0 a d))
  | False -> False

(** val entries_ok :
    'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 list ->
    'a1 list -> 'a1 list -> 'a1 list -> 'a1 list list -> 'a1 list -> 'a1 list
    -> bool **)

let rec entries_ok o c m p q gii ni xi ai di ti xs gs ns =
  match ai with
  | Nil -> True
  | Cons (a, ai') ->
    (match di with
     | Nil -> True
     | Cons (d, di') ->
       (match ti with
        | Nil -> True
        | Cons (t, ti') ->
          (match xs with
           | Nil -> True
           | Cons (x, xs') ->
             (match gs with
              | Nil -> True
              | Cons (g, gs') ->
                (match ns with
                 | Nil -> True
                 | Cons (n, ns') ->
                   (match entry_ok o c m p q gii g (dot o xi x) ni n t a d with
                    | True ->
                      entries_ok o c m p q gii ni xi ai' di' ti' xs' gs' ns'
                    | False -> False))))))

(** val gram_rows :
    'a1 ops -> nat -> nat -> 'a1 list list -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1
    -> 'a1 list -> 'a1 list list -> 'a1 list list -> 'a1 list list -> ('a1
    list list, 'a1 list) prod option **)

let rec gram_rows o n m x c m0 p q n0 a d t =
  match n with
  | O -> Some (Pair (Nil, Nil))
  | S i ->
    (match gram_rows o i m x c m0 p q n0 a d t with
     | Some p0 ->
       let Pair (xs, gs) = p0 in
       let xi = cut o m (row x i) in
       let gii = dot o xi xi in
       let ni = at_ o n0 i in
       (match cut o n (row a i) with
        | Nil -> None
        | Cons (aii, ai) ->
          (match cut o n (row d i) with
           | Nil -> None
           | Cons (dii, di) ->
             (match norm_ok o m0 gii ni with
              | True ->
                (match half_ok o q aii dii with
                 | True ->
                   (match entries_ok o c m0 p q gii ni xi ai di
                            (cut o i (row t i)) xs gs (cut o i n0) with
                    | True -> Some (Pair ((Cons (xi, xs)), (Cons (gii, gs))))
                    | False -> None)
                 | False -> None)
              | False -> None)))
     | None -> None)

(** val gram_box :
    'a1 ops -> nat -> nat -> 'a1 list list -> 'a1 -> 'a1 -> nat -> 'a1 list
    -> 'a1 list list -> 'a1 list list -> 'a1 list list -> 'a1 -> bool **)

let gram_box o n m x m0 p k n0 t a d q =
  match positive o m0 with
  | True ->
    (match positive o q with
     | True ->
       (match pi_ok o m0 p k with
        | True ->
          (match gram_rows o n m x (cosine_of o m0 k) m0 p q n0 a d t with
           | Some _ -> True
           | None -> False)
        | False -> False)
     | False -> False)
  | False -> False

(** val gram_relu :
    'a1 ops -> nat -> nat -> 'a1 list list -> 'a1 -> 'a1 -> nat -> 'a1 list
    -> 'a1 list list -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1
    -> 'a1 list list -> bool **)

let gram_relu o n m x m0 p k n0 t a d q c s w =
  match gram_box o n m x m0 p k n0 t a d q with
  | True -> lmin_ge o n a d q c s w
  | False -> False
