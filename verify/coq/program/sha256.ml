(* SHA-256 (FIPS 180-4) of a string, as 64 hexadecimal digits. *)

let round_constants = [|
  0x428a2f98; 0x71374491; 0xb5c0fbcf; 0xe9b5dba5; 0x3956c25b; 0x59f111f1; 0x923f82a4; 0xab1c5ed5; 0xd807aa98; 0x12835b01;
  0x243185be; 0x550c7dc3; 0x72be5d74; 0x80deb1fe; 0x9bdc06a7; 0xc19bf174; 0xe49b69c1; 0xefbe4786; 0x0fc19dc6; 0x240ca1cc;
  0x2de92c6f; 0x4a7484aa; 0x5cb0a9dc; 0x76f988da; 0x983e5152; 0xa831c66d; 0xb00327c8; 0xbf597fc7; 0xc6e00bf3; 0xd5a79147;
  0x06ca6351; 0x14292967; 0x27b70a85; 0x2e1b2138; 0x4d2c6dfc; 0x53380d13; 0x650a7354; 0x766a0abb; 0x81c2c92e; 0x92722c85;
  0xa2bfe8a1; 0xa81a664b; 0xc24b8b70; 0xc76c51a3; 0xd192e819; 0xd6990624; 0xf40e3585; 0x106aa070; 0x19a4c116; 0x1e376c08;
  0x2748774c; 0x34b0bcb5; 0x391c0cb3; 0x4ed8aa4a; 0x5b9cca4f; 0x682e6ff3; 0x748f82ee; 0x78a5636f; 0x84c87814; 0x8cc70208;
  0x90befffa; 0xa4506ceb; 0xbef9a3f7; 0xc67178f2 |]

(* Words are kept in 63-bit integers, below 2^32. In [twice x] the word stands twice, but for its highest bit: the low
   32 bits of [twice x lsr n], n <= 31, are x rotated to the right by n places. *)
let low x = x land 0xffffffff
let twice x = x lor (x lsl 32)

let schedule = Array.make 64 0

let rec rounds state t a b c d e f g h =
  if t < 64 then begin
    let aa = twice a and ee = twice e in
    let t1 = h + low ((ee lsr 6) lxor (ee lsr 11) lxor (ee lsr 25)) + ((e land f) lxor (lnot e land g))
             + round_constants.(t) + schedule.(t) in
    let t2 = low ((aa lsr 2) lxor (aa lsr 13) lxor (aa lsr 22)) + ((a land b) lxor (a land c) lxor (b land c)) in
    rounds state (t + 1) (low (t1 + t2)) a b c (low (d + t1)) e f g
  end else begin
    let add i x = state.(i) <- low (state.(i) + x) in
    add 0 a; add 1 b; add 2 c; add 3 d; add 4 e; add 5 f; add 6 g; add 7 h
  end

(* The 64 bytes of the message from [at] on. *)
let block state message at =
  let w = schedule in
  for t = 0 to 15 do
    w.(t) <- low (Int32.to_int (String.get_int32_be message (at + 4 * t)))
  done;
  for t = 16 to 63 do
    let a = w.(t - 15) and b = w.(t - 2) in
    let aa = twice a and bb = twice b in
    let s0 = low ((aa lsr 7) lxor (aa lsr 18) lxor (a lsr 3)) and s1 = low ((bb lsr 17) lxor (bb lsr 19) lxor (b lsr 10)) in
    w.(t) <- low (w.(t - 16) + s0 + w.(t - 7) + s1)
  done;
  rounds state 0 state.(0) state.(1) state.(2) state.(3) state.(4) state.(5) state.(6) state.(7)

let hex text =
  let length = String.length text in
  let rest = length mod 64 in
  let whole = length - rest in
  let padded = if rest < 56 then 64 else 128 in
  let last = Bytes.make padded '\000' in
  Bytes.blit_string text whole last 0 rest;
  Bytes.set last rest '\x80';
  Bytes.set_int64_be last (padded - 8) (Int64.of_int (8 * length));
  let state = [| 0x6a09e667; 0xbb67ae85; 0x3c6ef372; 0xa54ff53a; 0x510e527f; 0x9b05688c; 0x1f83d9ab; 0x5be0cd19 |] in
  let blocks message size = for i = 0 to size / 64 - 1 do block state message (64 * i) done in
  blocks text whole;
  blocks (Bytes.to_string last) padded;
  String.concat "" (Array.to_list (Array.map (Printf.sprintf "%08x") state))
