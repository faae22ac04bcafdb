(** * One side of a counterexample, computed

    Integer filters w_l, and exact numbers of a carrier K that [ev] sends to
    F: the squares of the scalings lambda_l, and their product.  What is
    computed in K is true of the filters lambda_l w_l over F.                 *)
From Coq Require Import List Arith Lia Bool ZArith Ring Ring_theory.
Import ListNotations.
From symlcn Require Import Network Convolution Scaled ConvolutionProofs.

Fixpoint list_eqb {X} (e : X -> X -> bool) (l m : list X) : bool :=
  match l, m with
  | [], [] => true
  | x :: l', y :: m' => e x y && list_eqb e l' m'
  | _, _ => false
  end.

Lemma list_eqb_map X Y (e : X -> X -> bool) (f : X -> Y) l m :
  (forall x y, e x y = true -> f x = f y) -> list_eqb e l m = true -> map f l = map f m.
Proof.
  intros E; revert m; induction l; destruct m; simpl; try discriminate; auto.
  rewrite andb_true_iff. intros [H1 H2]. now rewrite (E _ _ H1), (IHl _ H2).
Qed.

Lemma list_eqb_nat l m : list_eqb Nat.eqb l m = true -> l = m.
Proof.
  intros H. rewrite <- (map_id l), <- (map_id m).
  apply (list_eqb_map _ _ Nat.eqb (fun n => n)); auto. intros x y; now apply Nat.eqb_eq.
Qed.

Section Side.
Variable K : ring_ops.
Variable of_integer : Z -> K.
Variable eqK : K -> K -> bool.

Fixpoint weighted (squares : list K) (w : parameters Z_ops) : list K :=
  match squares, w with
  | x :: squares', f :: w' => mul x (of_integer (norm2 f)) :: weighted squares' w'
  | _, _ => []
  end.
Fixpoint differences (l : list K) : list K :=
  match l with
  | x :: ((y :: _) as rest) => sub x y :: differences rest
  | _ => []
  end.
Fixpoint product_of (l : list K) : K :=
  match l with [] => one | x :: l' => mul x (product_of l') end.

(** K[a,b] of the NTK, from the squares of the scalings and integers. *)
Definition entry (A : architecture) (squares : list K) (w : parameters Z_ops) (a b : nat) : K :=
  sum_over (seq 0 (length A)) (fun l =>
    mul (product_of (replace l one squares))
        (of_integer (part (filter_sizes A) (compose A) w a b l))).

(** [u] is the end-to-end filter, [delta] the invariants. *)
Definition side (A : architecture) (c : K) (squares : list K) (w : parameters Z_ops) (u delta : list K) : bool :=
  list_eqb Nat.eqb (map (@length Z) w) (filter_sizes A) &&
  (length squares =? length w) &&
  list_eqb eqK (map (fun z => mul c (of_integer z)) (compose A w)) u &&
  list_eqb eqK (differences (weighted squares w)) delta.

Section Sound.
Variables (F : ring_ops) (opp : F -> F).
Hypothesis RT : ring_theory (zero : F) one add mul sub opp eq.
Add Ring F_ring : RT.
Variable phi : Z_ops -> F.
Hypothesis phi0 : phi zero = zero.
Hypothesis phi1 : phi one = one.
Hypothesis phi_add : forall x y, phi (add x y) = add (phi x) (phi y).
Hypothesis phi_mul : forall x y, phi (mul x y) = mul (phi x) (phi y).
Variable ev : K -> F.
Hypothesis ev0 : ev zero = zero.
Hypothesis ev1 : ev one = one.
Hypothesis ev_add : forall x y, ev (add x y) = add (ev x) (ev y).
Hypothesis ev_sub : forall x y, ev (sub x y) = sub (ev x) (ev y).
Hypothesis ev_mul : forall x y, ev (mul x y) = mul (ev x) (ev y).
Hypothesis ev_integer : forall z, ev (of_integer z) = phi z.
Hypothesis eqK_sound : forall x y, eqK x y = true -> ev x = ev y.

Notation square := (fun x : F => mul x x).

Lemma ev_product l : ev (product_of l) = prod (map ev l).
Proof. induction l; simpl; rewrite ?ev1, ?ev_mul, ?IHl; auto. Qed.

Lemma ev_sum X (l : list X) f : ev (sum_over l f) = sum_over l (fun x => ev (f x)).
Proof. induction l; simpl; rewrite ?ev0, ?ev_add, ?IHl; auto. Qed.

Lemma balance_scaled lambda squares w :
  map square lambda = map ev squares -> length lambda = length w ->
  balance (scaled lambda (real phi w)) = map ev (differences (weighted squares w)).
Proof.
  revert squares w; induction lambda as [|c lambda IH]; intros [|x squares] [|f w] S L; try discriminate; auto.
  injection S as S1 S2. injection L as L.
  destruct lambda as [|c' lambda], squares as [|x' squares], w as [|f' w]; try discriminate; auto.
  specialize (IH (x' :: squares) (f' :: w) S2 L). injection S2 as S2 S3.
  cbn [real map scaled balance weighted differences] in IH |- *. rewrite IH. f_equal.
  rewrite ev_sub, !ev_mul, !ev_integer, <- S1, <- S2.
  now rewrite !(norm2_scale F opp RT phi phi0 phi_add phi_mul).
Qed.

Theorem side_sound A c squares w u delta lambda :
  side A c squares w u delta = true -> map square lambda = map ev squares -> prod lambda = ev c ->
  let theta := scaled lambda (real phi w) in
  well_formed F (filter_sizes A) theta /\ compose A theta = map ev u /\ balance theta = map ev delta /\
  forall a b, ntk F (filter_sizes A) (compose A) theta a b = ev (entry A squares w a b).
Proof.
  intros H S C theta. unfold side in H. rewrite !andb_true_iff, Nat.eqb_eq in H.
  destruct H as [[[W L] U] D].
  apply list_eqb_nat in W.
  assert (Ll : length lambda = length w) by now rewrite <- L, <- (map_length square), S, map_length.
  pose proof (compose_phi F phi phi0 phi1 phi_add phi_mul A) as CP.
  pose proof (compose_scaled F opp RT A) as CS.
  split; [|split; [|split]].
  - now apply well_formed_scaled.
  - unfold theta. rewrite CS by (unfold real; now rewrite map_length).
    rewrite <- CP, C, <- (list_eqb_map _ _ eqK ev _ _ eqK_sound U).
    unfold scale. rewrite !map_map. apply map_ext; intros z. now rewrite ev_mul, ev_integer.
  - unfold theta. rewrite (balance_scaled lambda squares w) by auto.
    exact (list_eqb_map _ _ eqK ev _ _ eqK_sound D).
  - intros a b. unfold theta.
    rewrite (ntk_scaled F opp RT phi phi0 phi1 phi_add phi_mul (filter_sizes A) (compose A) (compose A) CP CS) by auto.
    unfold entry. rewrite ev_sum. unfold filter_sizes at 1. rewrite map_length. apply sum_ext; intros l.
    rewrite ev_mul, ev_integer, ev_product, map_replace, ev1, S. reflexivity.
Qed.
End Sound.
End Side.
