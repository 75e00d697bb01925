
type bool =
| True
| False

val negb : bool -> bool

type nat =
| O
| S of nat

type 'a option =
| Some of 'a
| None

type ('a, 'b) prod =
| Pair of 'a * 'b

val snd : ('a1, 'a2) prod -> 'a2

type 'a list =
| Nil
| Cons of 'a * 'a list

val app : 'a1 list -> 'a1 list -> 'a1 list

val add : nat -> nat -> nat

val mul : nat -> nat -> nat

val nth : nat -> 'a1 list -> 'a1 -> 'a1

val map : ('a1 -> 'a2) -> 'a1 list -> 'a2 list

val forallb : ('a1 -> bool) -> 'a1 list -> bool

val firstn : nat -> 'a1 list -> 'a1 list

type 't ops = { zero : 't; one : 't; add0 : ('t -> 't -> 't);
                mul0 : ('t -> 't -> 't); sub : ('t -> 't -> 't);
                abs : ('t -> 't); leb : ('t -> 't -> bool) }

type norm =
| L2
| L1
| Linf

val at_ : 'a1 ops -> 'a1 list -> nat -> 'a1

val row : 'a1 list list -> nat -> 'a1 list

val cut_onto : 'a1 ops -> nat -> 'a1 list -> 'a1 list -> 'a1 list

val cut : 'a1 ops -> nat -> 'a1 list -> 'a1 list

val dot : 'a1 ops -> 'a1 list -> 'a1 list -> 'a1

val total : 'a1 ops -> 'a1 list -> 'a1

val plus : 'a1 ops -> 'a1 list -> 'a1 list -> 'a1 list

val scale : 'a1 ops -> 'a1 -> 'a1 list -> 'a1 list

val negate : 'a1 ops -> 'a1 list list -> 'a1 list list

val positive : 'a1 ops -> 'a1 -> bool

val nonneg : 'a1 ops -> 'a1 -> bool

val equal : 'a1 ops -> 'a1 -> 'a1 -> bool

val every : nat -> (nat -> bool) -> bool

val nonempty : nat -> bool

val box_ok : 'a1 ops -> nat -> 'a1 list list -> 'a1 -> bool

val off_diagonal :
  'a1 ops -> 'a1 -> 'a1 list -> 'a1 list -> 'a1 list -> 'a1 list -> 'a1 list
  list -> 'a1 list list -> 'a1 list

val step :
  'a1 ops -> 'a1 -> 'a1 list -> 'a1 list -> 'a1 list -> 'a1 list -> (('a1
  list list, 'a1 list list) prod, 'a1 list) prod -> (('a1 list list, 'a1 list
  list) prod, 'a1 list) prod

val run :
  'a1 ops -> nat -> 'a1 -> nat -> 'a1 list list -> 'a1 list list -> 'a1 list
  list -> 'a1 list list -> (('a1 list list, 'a1 list list) prod, 'a1 list)
  prod

val row_sums :
  'a1 ops -> nat -> 'a1 -> nat -> 'a1 list list -> 'a1 list list -> 'a1 list
  list -> 'a1 list list -> 'a1 list

val index_le :
  'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1 ->
  nat -> 'a1 list list -> 'a1 list list -> bool

val lmin_ge :
  'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1 ->
  'a1 list list -> bool

val lmax_le :
  'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1 ->
  'a1 list list -> bool

val form : 'a1 ops -> nat -> 'a1 list list -> 'a1 list -> 'a1

val lmin_le :
  'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1 list
  -> bool

val lmax_ge :
  'a1 ops -> nat -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1 list
  -> bool

val combination :
  'a1 ops -> nat -> nat -> 'a1 list list -> (nat -> 'a1) -> 'a1 list

val total_of : 'a1 ops -> nat -> (nat -> 'a1) -> 'a1

val label_ok : 'a1 ops -> 'a1 -> bool

val dual_at_most : 'a1 ops -> norm -> 'a1 list -> 'a1 -> bool

val dual_bound : 'a1 ops -> norm -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> bool

val margin_le :
  'a1 ops -> norm -> nat -> nat -> 'a1 list list -> 'a1 list -> 'a1 -> 'a1
  list -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> bool

val primal_bound :
  'a1 ops -> norm -> 'a1 -> 'a1 -> 'a1 list -> 'a1 -> 'a1 -> bool

val margin_ge :
  'a1 ops -> norm -> nat -> nat -> 'a1 list list -> 'a1 list -> 'a1 -> 'a1
  list -> 'a1 -> 'a1 -> 'a1 -> bool

val equal_lists : 'a1 ops -> 'a1 list -> 'a1 list -> bool

val entail :
  'a1 ops -> nat -> nat -> 'a1 -> 'a1 list list -> 'a1 list -> 'a1 list ->
  'a1 -> 'a1 list -> 'a1 -> bool

val of_nat : 'a1 ops -> nat -> 'a1

val cos_steps : 'a1 ops -> 'a1 -> nat -> 'a1 list

val product : 'a1 ops -> 'a1 list -> 'a1

val sign : 'a1 ops -> nat -> 'a1

val cos_coefficients : 'a1 ops -> 'a1 -> nat -> 'a1 list

val horner : 'a1 ops -> 'a1 list -> 'a1 -> 'a1

type 't cosine = { low : 't list; low_unit : 't; high : 't list;
                   high_unit : 't }

val cosine_of : 'a1 ops -> 'a1 -> nat -> 'a1 cosine

val cos_at_least : 'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> bool

val cos_at_most : 'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> bool

val cos_at_least_sqrt : 'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> bool

val cos_at_most_sqrt : 'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> bool

val pi_ok : 'a1 ops -> 'a1 -> 'a1 -> nat -> bool

val norm_ok : 'a1 ops -> 'a1 -> 'a1 -> 'a1 -> bool

val entry_ok :
  'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 ->
  'a1 -> 'a1 -> 'a1 -> 'a1 -> bool

val half_ok : 'a1 ops -> 'a1 -> 'a1 -> 'a1 -> bool

val entries_ok :
  'a1 ops -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 -> 'a1 list -> 'a1
  list -> 'a1 list -> 'a1 list -> 'a1 list list -> 'a1 list -> 'a1 list ->
  bool

val gram_rows :
  'a1 ops -> nat -> nat -> 'a1 list list -> 'a1 cosine -> 'a1 -> 'a1 -> 'a1
  -> 'a1 list -> 'a1 list list -> 'a1 list list -> 'a1 list list -> ('a1 list
  list, 'a1 list) prod option

val gram_box :
  'a1 ops -> nat -> nat -> 'a1 list list -> 'a1 -> 'a1 -> nat -> 'a1 list ->
  'a1 list list -> 'a1 list list -> 'a1 list list -> 'a1 -> bool

val gram_relu :
  'a1 ops -> nat -> nat -> 'a1 list list -> 'a1 -> 'a1 -> nat -> 'a1 list ->
  'a1 list list -> 'a1 list list -> 'a1 list list -> 'a1 -> 'a1 -> 'a1 -> 'a1
  list list -> bool
