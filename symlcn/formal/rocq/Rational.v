(** * Counterexamples over the rational numbers *)
From Coq Require Import List Arith Bool ZArith QArith Qcanon Lia.
Import ListNotations.
From symlcn Require Import Network Convolution Scaled ConvolutionProofs Side.

(** The field that the claims are about: fractions in lowest terms. *)
Definition Qc_ops : ring_ops := RingOps (Q2Qc 0) (Q2Qc 1) Qcplus Qcminus Qcmult.

(** The fractions that are computed with, in lowest terms after each sum. *)
Definition Qadd (x y : Q) : Q :=
  if Z.eqb (Qnum x) 0 then y else if Z.eqb (Qnum y) 0 then x else Qred (x + y).
Definition Qsub (x y : Q) : Q := Qadd x (- y).
Definition Qmul (x y : Q) : Q := Qred (x * y).
Definition Q_ops : ring_ops := RingOps 0%Q 1%Q Qadd Qsub Qmul.

Lemma numerator_zero x : Qnum x = 0%Z -> x == 0.
Proof. destruct x as [a p]; simpl; intros ->; reflexivity. Qed.

Lemma Qadd_correct x y : Qadd x y == x + y.
Proof.
  unfold Qadd. destruct (Z.eqb_spec (Qnum x) 0) as [E|_].
  { rewrite (numerator_zero _ E). ring. }
  destruct (Z.eqb_spec (Qnum y) 0) as [E|_].
  { rewrite (numerator_zero _ E). ring. }
  apply Qred_correct.
Qed.
Lemma Qsub_correct x y : Qsub x y == x - y.
Proof. unfold Qsub. apply Qadd_correct. Qed.
Lemma Qmul_correct x y : Qmul x y == x * y.
Proof. apply Qred_correct. Qed.

Lemma Qc_equal (x y : Q) : x == y -> Q2Qc x = Q2Qc y.
Proof. intros E; apply Qc_is_canon; simpl. now rewrite !Qred_correct. Qed.

Lemma Qc_ring : ring_theory (zero : Qc_ops) one add mul sub Qcopp eq.
Proof. exact Qcrt. Qed.

Definition of_integer (z : Z) : Q := z # 1.
Definition integer_Qc (z : Z_ops) : Qc_ops := Q2Qc (of_integer z).

Lemma Qc_add x y : Q2Qc (Qadd x y) = Qcplus (Q2Qc x) (Q2Qc y).
Proof. apply Qc_is_canon. change (Qred (Qadd x y) == Qred (Qred x + Qred y)). now rewrite !Qred_correct, Qadd_correct. Qed.
Lemma Qc_sub x y : Q2Qc (Qsub x y) = Qcminus (Q2Qc x) (Q2Qc y).
Proof. apply Qc_is_canon. change (Qred (Qsub x y) == Qred (Qred x + Qred (- Qred y))). now rewrite !Qred_correct, Qsub_correct. Qed.
Lemma Qc_mul x y : Q2Qc (Qmul x y) = Qcmult (Q2Qc x) (Q2Qc y).
Proof. apply Qc_is_canon. change (Qred (Qmul x y) == Qred (Qred x * Qred y)). now rewrite !Qred_correct, Qmul_correct. Qed.

(** The filters c_l w_l. *)
Definition rational_filters (c : list Q) (w : list (list Z)) : parameters Qc_ops :=
  scaled (F := Qc_ops) (map Q2Qc c) (real integer_Qc w).

Definition check_rational (A : architecture) (c c' : list Q) (w w' : list (list Z))
    (u delta : list Q) (a b : nat) : bool :=
  let squares := map (fun x => Qmul x x) c in
  let squares' := map (fun x => Qmul x x) c' in
  side Q_ops of_integer Qeq_bool A (product_of Q_ops c) squares w u delta &&
  side Q_ops of_integer Qeq_bool A (product_of Q_ops c') squares' w' u delta &&
  (a <? length u) && (b <? length u) &&
  negb (Qeq_bool (entry Q_ops of_integer A squares w a b) (entry Q_ops of_integer A squares' w' a b)).

Lemma rational_side A c w u delta :
  side Q_ops of_integer Qeq_bool A (product_of Q_ops c) (map (fun x => Qmul x x) c) w u delta = true ->
  let theta := rational_filters c w in
  well_formed Qc_ops (filter_sizes A) theta /\ compose A theta = map Q2Qc u /\ balance theta = map Q2Qc delta /\
  forall a b, ntk Qc_ops (filter_sizes A) (compose A) theta a b =
    Q2Qc (entry Q_ops of_integer A (map (fun x => Qmul x x) c) w a b).
Proof.
  intros H. refine (side_sound Q_ops of_integer Qeq_bool Qc_ops Qcopp Qc_ring integer_Qc
    _ _ _ _ Q2Qc _ _ _ _ _ _ _ A _ _ w u delta (map Q2Qc c) H _ _); try reflexivity.
  - intros x y. unfold integer_Qc. rewrite <- Qc_add. apply Qc_equal. rewrite Qadd_correct.
    change (inject_Z (x + y) == inject_Z x + inject_Z y). now rewrite inject_Z_plus.
  - intros x y. unfold integer_Qc. rewrite <- Qc_mul. apply Qc_equal. rewrite Qmul_correct.
    change (inject_Z (x * y) == inject_Z x * inject_Z y). now rewrite inject_Z_mult.
  - exact Qc_add.
  - exact Qc_sub.
  - exact Qc_mul.
  - intros x y E. apply Qc_equal. now apply Qeq_bool_eq.
  - rewrite !map_map. apply map_ext; intros x. symmetry. apply Qc_mul.
  - clear. induction c; [reflexivity|]. cbn [map prod product_of]. rewrite IHc. symmetry. apply Qc_mul.
Qed.

Theorem rational_counterexample A c c' w w' u delta a b :
  check_rational A c c' w w' u delta a b = true ->
  lcn_counterexample Qc_ops A (rational_filters c w) (rational_filters c' w').
Proof.
  unfold check_rational. rewrite !andb_true_iff, !Nat.ltb_lt, negb_true_iff.
  intros [[[[S S'] Ha] Hb] N].
  destruct (rational_side _ _ _ _ _ S) as (W & U & D & E).
  destruct (rational_side _ _ _ _ _ S') as (W' & U' & D' & E').
  split; [exact W | split; [exact W' | split; [|split]]].
  - now rewrite U, U'.
  - now rewrite D, D'.
  - exists a, b. rewrite U, map_length. split; [exact Ha | split; [exact Hb|]].
    rewrite E, E'. intros H. apply Qeq_bool_neq in N. apply N, Qred_eq_iff.
    exact (f_equal this H).
Qed.
