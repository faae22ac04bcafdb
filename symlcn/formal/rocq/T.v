(** (x+1)(x-1)(x+2), delta = 4 *)
From Coq Require Import List ZArith QArith Reals.
Require Import Network Convolution Rational Algebraic.
Import ListNotations.
Definition A : architecture := [ Layer [3] [1] [1]; Layer [2] [1] [1] ]%nat.
Definition w : list (list Z) := [[1;0;-1];[1;2]]%Z.
Definition w' : list (list Z) := [[1;1;-2];[1;1]]%Z.
Open Scope Q_scope.
Definition s : scaling := Scaling (Isolated [-10#1; 4; 1] (27#16) (7#4)) 1 [[2; 1#2]; [0; 1#5]].
Definition s' : scaling := Scaling (Isolated [-2#1; 1] 2 2) 1 [[1]; [1]].
Definition u := [1;2;-1#1;-2#1].
Theorem pair : exists t t' lambda lambda',
    is_root (number s) t /\ scalings s t lambda /\
    is_root (number s') t' /\ scalings s' t' lambda' /\
    lcn_counterexample R_ops A (real_filters lambda w) (real_filters lambda' w').
Proof. apply (real_counterexample A s s' w w' u [4] 0 0). vm_compute. reflexivity. Qed.
Print Assumptions pair.
