(** * Linear convolutional networks

    One channel, any number of directions and layers, strides, dilations.    *)
From Coq Require Import List Arith.
Import ListNotations.
From symlcn Require Import Network.

(** ** Indices: one number for each direction, in row-major order *)
Definition index := list nat.

Fixpoint box (k : list nat) : list index :=             (* all indices below k *)
  match k with
  | [] => [[]]
  | n :: k' => flat_map (fun i => map (cons i) (box k')) (seq 0 n)
  end.

Fixpoint index_eqb (i j : index) : bool :=
  match i, j with
  | [], [] => true
  | a :: i', b :: j' => if a =? b then index_eqb i' j' else false
  | _, _ => false
  end.

(** d i + s j, direction by direction *)
Fixpoint place (d s i j : list nat) : index :=
  match d, s, i, j with
  | d0 :: d', s0 :: s', i0 :: i', j0 :: j' => (d0 * i0 + s0 * j0) :: place d' s' i' j'
  | _, _, _, _ => []
  end.

(** ** Architectures, in order of application *)
Record layer := Layer { size : list nat; stride : list nat; dilation : list nat }.
Definition architecture := list layer.

Definition ones (x : layer) : list nat := map (fun _ => 1) (size x).

(** The size of a filter of this size before one of size k:
    1 + d (size - 1) + s (k - 1). *)
Definition reach (x : layer) (k : list nat) : list nat :=
  map S (place (dilation x) (stride x) (map pred (size x)) (map pred k)).

Fixpoint end_size (A : architecture) : list nat :=
  match A with
  | [] => []
  | [x] => reach x (ones x)
  | x :: A' => reach x (end_size A')
  end.

Definition product (k : list nat) : nat := fold_right Nat.mul 1 k.
Definition filter_sizes (A : architecture) : list nat := map (fun x => product (size x)) A.

Section Convolution.
Variable F : ring_ops.

(** u[n] is the sum of w[i] v[j] over d i + s j = n. *)
Definition convolve (x : layer) (w : filter F) (k : list nat) (v : filter F) : filter F :=
  map (fun n =>
    sum_over (combine (box (size x)) w) (fun iw =>
    sum_over (combine (box k) v) (fun jv =>
      if index_eqb (place (dilation x) (stride x) (fst iw) (fst jv)) n
      then mul (snd iw) (snd jv) else zero)))
    (box (reach x k)).

(** The end-to-end filter. *)
Fixpoint compose (A : architecture) (theta : parameters F) : filter F :=
  match A, theta with
  | [x], [w] => convolve x w (ones x) [one]
  | x :: A', w :: theta' => convolve x w (end_size A') (compose A' theta')
  | _, _ => []
  end.

(** delta_l = |w_l|^2 - |w_(l+1)|^2 *)
Fixpoint balance (theta : parameters F) : list F :=
  match theta with
  | w :: ((w' :: _) as rest) => sub (norm2 w) (norm2 w') :: balance rest
  | _ => []
  end.
End Convolution.
Arguments convolve {F}. Arguments compose {F}. Arguments balance {F}.

Definition lcn_counterexample (F : ring_ops) (A : architecture) (theta theta' : parameters F) : Prop :=
  counterexample F (filter_sizes A) (compose A) balance theta theta'.
