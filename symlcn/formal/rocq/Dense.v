(** * Fully connected linear networks *)
From Coq Require Import List Arith.
Import ListNotations.
From symlcn Require Import Network.

(** Widths n_0, ..., n_L; the filter of layer l is the matrix W_l, of n_l rows
    and n_(l-1) columns, row-major.                                           *)
Definition widths := list nat.

Fixpoint matrix_sizes (n : widths) : list nat :=
  match n with
  | a :: ((b :: _) as rest) => b * a :: matrix_sizes rest
  | _ => []
  end.

Section Dense.
Variable F : ring_ops.
Definition matrix := filter F.

(** The entry in row i and column j of a matrix with so many columns. *)
Definition at_place (columns : nat) (m : matrix) (i j : nat) : F := nth (i * columns + j) m zero.

Definition tabulate (rows columns : nat) (f : nat -> nat -> F) : matrix :=
  flat_map (fun i => map (f i) (seq 0 columns)) (seq 0 rows).

Definition multiply (rows inner columns : nat) (a b : matrix) : matrix :=
  tabulate rows columns (fun i j =>
    sum_over (seq 0 inner) (fun k => mul (at_place inner a i k) (at_place columns b k j))).

(** W_L ... W_1 times a matrix with n rows. *)
Fixpoint chain (columns n : nat) (total : matrix) (rest : widths) (theta : parameters F) : matrix :=
  match rest, theta with
  | m :: rest', w :: theta' => chain columns m (multiply m n columns w total) rest' theta'
  | _, _ => total
  end.

(** The product W_L ... W_1. *)
Definition dense_compose (n : widths) (theta : parameters F) : matrix :=
  match n, theta with
  | a :: b :: rest, w :: theta' => chain a b w rest theta'
  | _, _ => []
  end.

(** D_l = W_(l+1)^T W_(l+1) - W_l W_l^T, one after the other. *)
Fixpoint dense_invariants (n : widths) (theta : parameters F) : list F :=
  match n, theta with
  | a :: ((b :: c :: _) as rest), w :: ((w' :: _) as theta') =>
      tabulate b b (fun i j =>
        sub (sum_over (seq 0 c) (fun k => mul (at_place b w' k i) (at_place b w' k j)))
            (sum_over (seq 0 a) (fun k => mul (at_place a w i k) (at_place a w j k))))
      ++ dense_invariants rest theta'
  | _, _ => []
  end.
End Dense.
Arguments at_place {F}. Arguments tabulate {F}. Arguments multiply {F}. Arguments chain {F}.
Arguments dense_compose {F}. Arguments dense_invariants {F}.

Definition dense_counterexample (F : ring_ops) (n : widths) (theta theta' : parameters F) : Prop :=
  counterexample F (matrix_sizes n) (dense_compose n) (dense_invariants n) theta theta'.
