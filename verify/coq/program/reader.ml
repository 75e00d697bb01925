(* The text format of docs/certificate_format.md, read strictly: one spelling for every certificate. *)

exception Malformed of string

let malformed line what = raise (Malformed (Printf.sprintf "line %d: %s" line what))

type t = {
  text : string;
  mutable at : int;               (* where the line to be read begins *)
  mutable next : int;             (* its number, from 0 *)
  data : Buffer.t;                (* the data lines, re-printed from what was parsed *)
  mutable in_data : bool;
}

let of_string text =
  let length = String.length text in
  if length = 0 then raise (Malformed "the file is empty");
  if text.[length - 1] <> '\n' then raise (Malformed "the last line does not end with a line feed");
  { text; at = 0; next = 0; data = Buffer.create 65536; in_data = false }

let at_end r = r.at >= String.length r.text
let line_end r = String.index_from r.text r.at '\n'
let peek r = if at_end r then "" else String.sub r.text r.at (line_end r - r.at)
let fail r what = malformed (r.next + 1) what

(* The tokens of the next line: separated by single blanks, none empty. *)
let tokens r =
  if at_end r then fail r "the text ends early";
  let words = String.split_on_char ' ' (peek r) in
  if List.exists (fun w -> w = "") words then fail r "blanks are single, between tokens only";
  words

let finish r words =
  if r.in_data then begin
    Buffer.add_string r.data (String.concat " " words);
    Buffer.add_char r.data '\n'
  end;
  r.at <- line_end r + 1;
  r.next <- r.next + 1

let rec digits_from w i = i = String.length w || (w.[i] >= '0' && w.[i] <= '9' && digits_from w (i + 1))

(* 0 or -?[1-9][0-9]* *)
let is_integer w =
  let n = String.length w in
  let start = if n > 0 && w.[0] = '-' then 1 else 0 in
  w = "0" || (n > start && w.[start] <> '0' && digits_from w start)

let integer r w = if is_integer w then Z.of_string w else fail r ("not an integer: " ^ w)

(* Prints what was parsed, so that the digest is of the numbers, not of the bytes. *)
let print_all = List.map Z.to_string

let keyword_line r keyword =
  match tokens r with
  | k :: rest when k = keyword -> rest
  | _ -> fail r ("expected " ^ keyword)

(* "keyword z" *)
let number r keyword =
  match keyword_line r keyword with
  | [w] -> let z = integer r w in finish r [keyword; Z.to_string z]; z
  | _ -> fail r ("expected one integer after " ^ keyword)

let count r w =
  let z = integer r w in
  if Z.sign z < 0 || not (Z.fits_int z) || Z.gt z (Z.of_int 100_000_000) then fail r ("not a count: " ^ w);
  Z.to_int z

(* "keyword n" *)
let count_line r keyword =
  match keyword_line r keyword with
  | [w] -> let n = count r w in finish r [keyword; string_of_int n]; n
  | _ -> fail r ("expected one count after " ^ keyword)

let count_line_2 r keyword =
  match keyword_line r keyword with
  | [v; w] -> let n = count r v in let m = count r w in finish r [keyword; string_of_int n; string_of_int m]; (n, m)
  | _ -> fail r ("expected two counts after " ^ keyword)

(* A line of n integers; no line at all when n = 0. *)
let integers r n =
  if n = 0 then [] else begin
    let words = tokens r in
    if List.compare_length_with words n <> 0 then fail r (Printf.sprintf "expected %d integers" n);
    let zs = List.map (integer r) words in
    finish r (print_all zs); zs
  end

(* "<len> <len integers>" *)
let counted r =
  match tokens r with
  | [] -> fail r "expected a row"
  | w :: rest ->
    let n = count r w in
    if List.compare_length_with rest n <> 0 then fail r (Printf.sprintf "expected %d integers" n);
    let zs = List.map (integer r) rest in
    finish r (string_of_int n :: print_all zs); zs

let in_order n f = let rec go i acc = if i = n then List.rev acc else let x = f i in go (i + 1) (x :: acc) in go 0 []

let triangle r n = in_order n (fun i -> integers r (i + 1))
let rectangle r n m = in_order n (fun _ -> integers r m)

(* "keyword n", then one line of n integers *)
let vector r keyword n =
  if count_line r keyword <> n then malformed r.next (Printf.sprintf "expected %s %d" keyword n);
  integers r n

let exact_line r text =
  if at_end r || peek r <> text then fail r ("expected: " ^ text);
  finish r (String.split_on_char ' ' text)

let is_digest w =
  String.length w = 71 && String.sub w 0 7 = "sha256:"
  && (let ok = ref true in String.iteri (fun i c -> if i >= 7 && not ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) then ok := false) w; !ok)

let digest r keyword =
  match tokens r with
  | [k; w] when k = keyword && is_digest w -> finish r [k; w]; String.sub w 7 64
  | _ -> fail r (Printf.sprintf "expected %s sha256:<64 hexadecimal digits>" keyword)
