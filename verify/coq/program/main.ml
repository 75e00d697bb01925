(* lemmata-verify-proved: the checker extracted from Coq, behind a reader of the text format.

   Exit status: 0 every block accepted, 1 some block rejected, 2 malformed text, unreadable file or wrong usage. *)

open Reader
module C = Checker

(* ---- between OCaml and the extracted types ---- *)
let ops : Z.t C.ops =
  { C.zero = Z.zero; one = Z.one; add0 = Z.add; mul0 = Z.mul; sub = Z.sub; abs = Z.abs;
    leb = (fun x y -> if Z.leq x y then C.True else C.False) }

let accepted = function C.True -> true | C.False -> false
let rec nat_onto n acc = if n = 0 then acc else nat_onto (n - 1) (C.S acc)
let nat n = nat_onto n C.O
let list l = List.fold_left (fun acc x -> C.Cons (x, acc)) C.Nil (List.rev l)
let rows m = list (List.map list m)

(* ---- decimals that stay true ---- *)
type direction = Down | Up

(* num/den, den > 0, with 20 significant digits, rounded in the direction. *)
let decimal num den direction =
  if Z.sign num = 0 then "0" else begin
    let digits = 20 in
    let magnitude = Z.abs num in
    let divide a b = if (direction = Down) = (Z.sign num > 0) then Z.fdiv a b else Z.cdiv a b in
    let rec exponent e =  (* 10^(digits-1) <= magnitude/den 10^e < 10^digits, up to one step by rounding *)
      let a = if e >= 0 then Z.mul magnitude (Z.pow (Z.of_int 10) e) else magnitude
      and b = if e >= 0 then den else Z.mul den (Z.pow (Z.of_int 10) (-e)) in
      let q = Z.fdiv a b in
      let size = String.length (Z.to_string q) in
      if Z.sign q = 0 || size < digits then exponent (e + Stdlib.max 1 (digits - size))
      else if size > digits then exponent (e - (size - digits))
      else (divide a b, e) in
    let (q, e) = exponent 0 in
    let text = Z.to_string q in
    let point = String.length text - 1 in
    let power = point - e in
    let trim f = let n = ref (String.length f) in while !n > 0 && f.[!n - 1] = '0' do decr n done; String.sub f 0 !n in
    let with_point whole f = let f = trim f in if f = "" then whole else whole ^ "." ^ f in
    (if Z.sign num < 0 then "-" else "")
    ^ (if power >= 0 && power < point then with_point (String.sub text 0 (power + 1)) (String.sub text (power + 1) (point - power))
       else if power < 0 && power >= -4 then with_point "0" (String.make (-power - 1) '0' ^ text)
       else with_point (String.sub text 0 1) (String.sub text 1 point) ^ "e" ^ string_of_int power)
  end

let fraction num den =
  let g = Z.gcd num den in
  let g = if Z.sign g = 0 then Z.one else g in
  let n = Z.divexact num g and d = Z.divexact den g in
  if Z.equal d Z.one then Z.to_string n else Z.to_string n ^ "/" ^ Z.to_string d

(* words num/den, as a fraction and, where that differs, as a decimal rounded so that it stays true *)
let both words num den direction =
  let exact = words ^ fraction num den and rounded = words ^ decimal num den direction in
  if exact = rounded then exact else exact ^ ", so " ^ rounded

let bound name relation num den =
  both (name ^ " " ^ relation ^ " ") num den (if relation = ">=" then Down else Up)

(* ---- the kinds ---- *)
type claim = {
  check : unit -> bool;                (* runs the extracted checker *)
  statement : unit -> string;          (* only after acceptance: denominators are positive then *)
  assumption : string option -> string list;  (* given the digest of the file that the data came from *)
}

let box_data r =
  let q = number r "q" in
  let n = count_line r "a" in
  let a = triangle r n in
  let dn = count_line r "d" in
  if dn <> 0 && dn <> n then malformed r.next (Printf.sprintf "expected d 0 or d %d" n);
  let d = triangle r dn in
  (q, n, a, d)

let witness_rows r n =
  if count_line r "w" <> n then malformed r.next (Printf.sprintf "expected w %d" n);
  in_order n (fun _ -> counted r)

let subject n d =
  if List.for_all (List.for_all (fun z -> Z.sign z = 0)) d
  then Printf.sprintf "the symmetric matrix of size %d has " n
  else Printf.sprintf "every symmetric matrix of size %d in the box has " n

let box_assumption d input =
  let exact = List.for_all (List.for_all (fun z -> Z.sign z = 0)) d in
  match input with
  | Some digest -> [ "the matrix of the data with sha256 " ^ digest ^ (if exact then " is this matrix" else " lies in this box") ]
  | None -> if exact then [] else [ "the matrix that is meant lies in this box" ]

let end_data r = r.in_data <- false

let one_sided kind r =
  let (q, n, a, d) = box_data r in
  end_data r;
  let c = number r "c" in
  let s = number r "s" in
  let w = witness_rows r n in
  let (k, v) =
    if kind <> "index" then (0, []) else begin
      let (vn, k) = count_line_2 r "V" in
      if vn <> n then malformed r.next (Printf.sprintf "expected V %d" n);
      (k, if k = 0 then [] else rectangle r n k)
    end in
  let check () = accepted (match kind with
      | "lmin_ge" -> C.lmin_ge ops (nat n) (rows a) (rows d) q c s (rows w)
      | "lmax_le" -> C.lmax_le ops (nat n) (rows a) (rows d) q c s (rows w)
      | _ -> C.index_le ops (nat n) (rows a) (rows d) q c s (nat k) (rows v) (rows w)) in
  let statement () = subject n d ^ (match kind with
      | "lmin_ge" -> bound "lambda_min" ">=" s (Z.mul c q)
      | "lmax_le" -> bound "lambda_max" "<=" (Z.neg s) (Z.mul c q)
      | _ -> Printf.sprintf "at most %d eigenvalues below %s, so at most %d below %s" k (fraction s (Z.mul c q)) k
               (decimal s (Z.mul c q) Down)) in
  { check; statement; assumption = box_assumption d }

let by_vector kind r =
  let (q, n, a, d) = box_data r in
  end_data r;
  let u = number r "u" in
  let v = vector r "v" n in
  let check () = accepted (if kind = "lmin_le" then C.lmin_le ops (nat n) (rows a) (rows d) q u (list v)
                           else C.lmax_ge ops (nat n) (rows a) (rows d) q u (list v)) in
  let statement () = subject n d ^ (if kind = "lmin_le" then bound "lambda_min" "<=" u q
                                    else bound "lambda_max" ">=" (Z.neg u) q) in
  { check; statement; assumption = box_assumption d }

let sample r =
  let q = number r "q" in
  let (n, m) = count_line_2 r "x" in
  let x = if m = 0 then [] else rectangle r n m in
  let y = vector r "y" n in
  end_data r;
  let norm = match keyword_line r "norm" with
    | ["l2"] -> C.L2 | ["l1"] -> C.L1 | ["linf"] -> C.Linf | _ -> fail r "expected norm l2, l1 or linf" in
  finish r [];
  (q, n, m, x, y, norm)

let margin_subject norm n m =
  Printf.sprintf "the maximum margin in the norm %s of the %d labelled points of dimension %d is "
    (match norm with C.L2 -> "l2" | C.L1 -> "l1" | C.Linf -> "linf") n m

let svm_hi _ r =
  let (q, n, m, x, y, norm) = sample r in
  let alpha = vector r "alpha" n in
  let s = number r "S" in
  let z = number r (if norm = C.L2 then "Z2" else "Z") in
  let hi = number r "hi" in
  let den = number r "r" in
  (* without points or coordinates the sizes are cut, so that a huge count costs nothing; both are refused *)
  let m' = if n = 0 then 0 else m in
  { check = (fun () -> accepted (C.margin_le ops norm (nat n) (nat m') (rows x) (list y) q (list alpha) s z hi den));
    statement = (fun () -> margin_subject norm n m ^ both "at most " hi den Up);
    assumption = (fun _ -> []) }

let svm_lo _ r =
  let (q, n, m, x, y, norm) = sample r in
  let w = vector r "w" m in
  let t = number r "t" in
  let lo = number r "lo" in
  let den = number r "r" in
  let n' = if m = 0 then 0 else n in
  { check = (fun () -> accepted (C.margin_ge ops norm (nat n') (nat m) (rows x) (list y) q (list w) t lo den));
    statement = (fun () -> margin_subject norm n m ^ both "at least " lo den Down);
    assumption = (fun _ -> []) }

let entail _ r =
  let q = number r "q" in
  let (n, m) = count_line_2 r "g" in
  let g = if m = 0 then [] else rectangle r n m in
  let h = vector r "h" n in
  end_data r;
  let target_g = vector r "target_g" m in
  let target_h = number r "target_h" in
  let lam = vector r "lam" n in
  let mu = number r "mu" in
  let system = Printf.sprintf "the system of %d inequalities in dimension %d" n m in
  let statement () =
    if List.for_all (fun z -> Z.sign z = 0) target_g && Z.sign target_h < 0 then system ^ " has no solution"
    else Printf.sprintf "every solution of %s satisfies (%s).x <= %s" system
        (String.concat ", " (List.map (fun z -> fraction z q) target_g)) (fraction target_h q) in
  { check = (fun () -> accepted (C.entail ops (nat n) (nat m) q (rows g) (list h) (list target_g) target_h (list lam) mu));
    statement; assumption = (fun _ -> []) }

let gram_relu _ r =
  let (n, m) = count_line_2 r "x" in
  let x = if m = 0 then [] else rectangle r n m in
  exact_line r "kernel relu-infinite";
  exact_line r "normalize unit";
  end_data r;
  let scale = number r "M" in
  let degree = count_line r "K" in
  if degree > 1000 then malformed r.next "K is at most 1000";
  let pi = number r "P" in
  let norms = vector r "N" n in
  if count_line r "t" <> n then malformed r.next (Printf.sprintf "expected t %d" n);
  let t = in_order n (fun i -> integers r i) in
  let (q, an, a, d) = box_data r in
  if an <> n then malformed r.next (Printf.sprintf "expected a %d" n);
  let c = number r "c" in
  let s = number r "s" in
  let w = witness_rows r n in
  let m' = if n = 0 then 0 else m in
  { check = (fun () -> accepted (C.gram_relu ops (nat n) (nat m') (rows x) scale pi (nat degree) (list norms) (rows t)
                                   (rows a) (rows d) q c s (rows w)));
    statement = (fun () -> Printf.sprintf "the infinite-width ReLU Gram matrix of these %d rows, scaled to length 1, has " n
                           ^ bound "lambda_min" ">=" s (Z.mul c q));
    assumption = (fun _ -> []) }

let kinds = [
  "lmin_ge", one_sided; "lmax_le", one_sided; "index", one_sided; "lmin_le", by_vector; "lmax_ge", by_vector;
  "svm_hi", svm_hi; "svm_lo", svm_lo; "entail", entail; "gram_relu", gram_relu ]

(* ---- blocks and files ---- *)
type outcome = Accepted | Rejected | Bad

let block r =
  Buffer.clear r.data;
  r.in_data <- false;
  exact_line r "lemmata certificate 1";
  let kind = match keyword_line r "kind" with [k] -> k | _ -> fail r "expected a kind" in
  let rule = match List.assoc_opt kind kinds with
    | Some rule -> rule
    | None when kind = "gram_null" || kind = "witness" -> fail r ("kind " ^ kind ^ " is not one of the proved checker")
    | None -> fail r "unknown kind" in
  finish r [];
  let input = match String.index_opt (peek r) ' ' with
    | Some 5 when String.sub (peek r) 0 5 = "input" -> Some (digest r "input")
    | _ -> None in
  let stated = digest r "data" in
  r.in_data <- true;
  let claim = rule kind r in
  exact_line r "end";
  let actual = Sha256.hex (Buffer.contents r.data) in
  let verdict =
    if actual <> stated then (Printf.printf "  rejected %s: the data lines have SHA-256 %s, not the stated one\n" kind actual; Rejected)
    else if claim.check () then begin
      Printf.printf "  accepted %s, checked by the proved checker: %s\n" kind (claim.statement ());
      Accepted
    end else (Printf.printf "  rejected %s: the check fails\n" kind; Rejected) in
  Printf.printf "    data sha256:%s\n" actual;
  Option.iter (Printf.printf "    input sha256:%s\n") input;
  if verdict = Accepted then begin
    match claim.assumption input with
    | [] -> print_string "    assumptions: none\n"
    | l -> List.iter (Printf.printf "    assumes: %s\n") l
  end;
  verdict

let read_all channel =
  (* The size spares copies; a pipe has none, that of a folder means nothing. *)
  let size = match in_channel_length channel with n -> Stdlib.min n (1 lsl 28) | exception Sys_error _ -> 0 in
  let buffer = Buffer.create (Stdlib.max 65536 size) in
  let chunk = Bytes.create 65536 in
  let rec go () =
    let n = input channel chunk 0 (Bytes.length chunk) in
    if n > 0 then (Buffer.add_subbytes buffer chunk 0 n; go ()) in
  go ();
  Buffer.contents buffer

let contents path =
  if path = "-" then read_all stdin
  else begin
    let channel = open_in_bin path in
    Fun.protect ~finally:(fun () -> close_in_noerr channel) (fun () -> read_all channel)
  end

let worst a b = match a, b with Bad, _ | _, Bad -> Bad | Rejected, _ | _, Rejected -> Rejected | _ -> Accepted

let verify path =
  Printf.printf "%s:\n" path;
  match contents path with
  | exception Sys_error what -> Printf.eprintf "%s\n" what; Bad
  | text ->
    try
      let r = of_string text in
      let rec go answer = if at_end r then answer else go (worst answer (block r)) in
      go (block r)
    with Malformed what -> Printf.printf "  malformed: %s\n" what; Bad

let usage =
  "Usage: lemmata-verify-proved CERTIFICATE...\n\
   Checks certificates with the checker whose soundness is proved in Coq. A CERTIFICATE of - is standard input.\n\n\
   \  --help        this text\n\
   \  --version     the version of the format\n\n\
   Exit status: 0 accepted, 1 rejected, 2 malformed or unreadable.\n\
   Example: lemmata gram iris.csv --dedup --certificate iris.cert && lemmata-verify-proved iris.cert\n"

let () =
  let status =
    match List.tl (Array.to_list Sys.argv) with
    | [] -> prerr_string usage; 2
    | ["--help"] -> print_string usage; 0
    | ["--version"] -> print_string "lemmata-verify-proved, lemmata certificate 1\n"; 0
    | paths ->
      match List.find_opt (fun p -> String.length p > 1 && p.[0] = '-') paths with
      | Some p -> Printf.eprintf "lemmata-verify-proved: unknown option %s\n%s" p usage; 2
      | None ->
        match List.fold_left (fun answer path -> worst answer (verify path)) Accepted paths with
        | Accepted -> 0 | Rejected -> 1 | Bad -> 2
        | exception Out_of_memory -> prerr_string "lemmata-verify-proved: out of memory\n"; 2
        | exception Stack_overflow -> prerr_string "lemmata-verify-proved: out of stack\n"; 2 in
  match flush stdout with
  | () -> exit status
  | exception Sys_error what -> Printf.eprintf "lemmata-verify-proved: the answer cannot be written: %s\n" what; Unix._exit 2
