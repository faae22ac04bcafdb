(** * Networks and their neural tangent kernel

    A network has layers, each with a list of parameters, its filter, in
    row-major order, and an end-to-end filter that depends on them.  Numbers
    are those of any carrier with +, -, *: the same text is read over the
    rational and over the real numbers, and computed over the integers.      *)
From Coq Require Import List Arith.
Import ListNotations.

Record ring_ops := RingOps {
  carrier :> Type; zero : carrier; one : carrier;
  add : carrier -> carrier -> carrier; sub : carrier -> carrier -> carrier;
  mul : carrier -> carrier -> carrier }.
Arguments RingOps {carrier}. Arguments zero {r}. Arguments one {r}.
Arguments add {r}. Arguments sub {r}. Arguments mul {r}.

Section Network.
Variable F : ring_ops.

Definition filter := list F.
Definition parameters := list filter.

Definition sum_over {X} (l : list X) (f : X -> F) : F :=
  fold_right (fun x total => add (f x) total) zero l.

(** |w|^2 *)
Definition norm2 (w : filter) : F := sum_over w (fun x => mul x x).

Definition unit_filter (n p : nat) : filter :=          (* 1 at p, else 0 *)
  map (fun q => if q =? p then one else zero) (seq 0 n).

Fixpoint replace {X} (n : nat) (x : X) (l : list X) : list X :=
  match l, n with
  | [], _ => []
  | _ :: rest, O => x :: rest
  | y :: rest, S m => y :: replace m x rest
  end.

(** A kind of networks: what the sizes of their filters are, what they compute,
    and what gradient flow keeps.  The end-to-end filter is linear in each
    filter, so its derivative by entry p of filter l is the end-to-end filter
    of the network with the p-th unit filter in that place.                  *)
Variable sizes : list nat.
Variable compose : parameters -> filter.
Variable invariants : parameters -> list F.

Definition well_formed (theta : parameters) : Prop := map (@length F) theta = sizes.

Definition partial (theta : parameters) (l p : nat) : filter :=
  compose (replace l (unit_filter (nth l sizes 0) p) theta).

(** The columns of the Jacobian J, filter by filter. *)
Definition columns (theta : parameters) (l : nat) : list filter :=
  map (partial theta l) (seq 0 (nth l sizes 0)).
Definition jacobian (theta : parameters) : list filter :=
  flat_map (columns theta) (seq 0 (length sizes)).

(** K = J J^T:  K[a,b] is the sum over the columns c of J of c[a] c[b]. *)
Definition ntk (theta : parameters) (a b : nat) : F :=
  sum_over (jacobian theta) (fun c => mul (nth a c zero) (nth b c zero)).

(** What a counterexample certificate claims. *)
Definition counterexample (theta theta' : parameters) : Prop :=
  well_formed theta /\ well_formed theta' /\
  compose theta = compose theta' /\
  invariants theta = invariants theta' /\
  exists a b, a < length (compose theta) /\ b < length (compose theta) /\
    ntk theta a b <> ntk theta' a b.
End Network.
Arguments sum_over {F X}. Arguments norm2 {F}. Arguments unit_filter {F}.
