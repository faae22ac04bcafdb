(** * Counterexamples over the real numbers, with algebraic scalings

    The squares of the scalings are polynomials in a real root t of a
    polynomial m with rational coefficients; each of the two sides may have a
    t of its own.  A sign change shows that t exists, multiples of m show
    equalities, rational bounds show inequalities.  m need not be irreducible. *)
From Coq Require Import List Arith Bool ZArith QArith Reals Qreals Lra Lia.
Import ListNotations.
From symlcn Require Import Network Convolution Scaled ConvolutionProofs Side Rational.

Definition R_ops : ring_ops := RingOps 0%R 1%R Rplus Rminus Rmult.
Definition integer_R (z : Z_ops) : R_ops := IZR z.

Lemma R_ring : ring_theory (zero : R_ops) one add mul sub Ropp eq.
Proof. constructor; intros; cbn; ring. Qed.

Lemma Q2R_0 : Q2R 0 = 0%R. Proof. unfold Q2R; simpl; lra. Qed.
Lemma Q2R_1 : Q2R 1 = 1%R. Proof. unfold Q2R; simpl; lra. Qed.
Lemma Q2R_add x y : Q2R (Qadd x y) = (Q2R x + Q2R y)%R.
Proof. rewrite <- Q2R_plus. apply Qeq_eqR, Qadd_correct. Qed.
Lemma Q2R_sub x y : Q2R (Qsub x y) = (Q2R x - Q2R y)%R.
Proof. rewrite <- Q2R_minus. apply Qeq_eqR, Qsub_correct. Qed.
Lemma Q2R_mul x y : Q2R (Qmul x y) = (Q2R x * Q2R y)%R.
Proof. rewrite <- Q2R_mult. apply Qeq_eqR, Qmul_correct. Qed.
Lemma Q2R_integer z : Q2R (of_integer z) = IZR z.
Proof. unfold Q2R, of_integer; simpl. lra. Qed.

(** ** Polynomials in t: coefficients, the constant one first *)
Definition poly := list Q.

Fixpoint padd (p q : poly) : poly :=
  match p, q with [], _ => q | _, [] => p | x :: p', y :: q' => Qadd x y :: padd p' q' end.
Definition pscale (c : Q) (p : poly) : poly := map (Qmul c) p.
Definition psub (p q : poly) : poly := padd p (pscale (-1 # 1) q).
Fixpoint pmul (p q : poly) : poly :=
  match p with [] => [] | x :: p' => padd (pscale x q) (0 :: pmul p' q) end.
Definition poly_ops : ring_ops := RingOps ([] : poly) [1] padd psub pmul.
Definition poly_integer (z : Z) : poly := [of_integer z].

Fixpoint value (t : R) (p : poly) : R :=
  match p with [] => 0%R | a :: p' => (Q2R a + t * value t p')%R end.

Section Value.
Variable t : R.
Lemma value_add p q : value t (padd p q) = (value t p + value t q)%R.
Proof. revert q; induction p; destruct q; simpl; rewrite ?Q2R_add, ?IHp; lra. Qed.
Lemma value_scale c p : value t (pscale c p) = (Q2R c * value t p)%R.
Proof. induction p; simpl; rewrite ?Q2R_mul, ?IHp; lra. Qed.
Lemma value_sub p q : value t (psub p q) = (value t p - value t q)%R.
Proof.
  unfold psub. rewrite value_add, value_scale. replace (Q2R (-1 # 1)) with (-1)%R; [lra|].
  unfold Q2R; simpl; lra.
Qed.
Lemma value_mul p q : value t (pmul p q) = (value t p * value t q)%R.
Proof. induction p; simpl; rewrite ?value_add, ?value_scale; simpl; rewrite ?Q2R_0, ?IHp; lra. Qed.
End Value.

(** ** Equality at a root of m: up to a multiple of m, which is monic *)
Fixpoint quotient (m p : poly) : poly * poly :=
  match p with
  | [] => ([], [])
  | a :: p' =>
      let (q, r) := quotient m p' in
      let n := pred (length m) in
      let c := nth n (a :: r) 0 in
      (c :: q, firstn n (psub (a :: r) (pscale c m)))
  end.
Definition equal_at (m p q : poly) : bool :=
  let d := psub p q in
  forallb (fun x => Qeq_bool x 0) (psub d (pmul m (fst (quotient m d)))).

Lemma value_zero t p : forallb (fun x => Qeq_bool x 0) p = true -> value t p = 0%R.
Proof.
  induction p; simpl; auto. rewrite andb_true_iff. intros [H1 H2].
  rewrite (Qeq_eqR _ _ (Qeq_bool_eq _ _ H1)), IHp, Q2R_0 by auto. lra.
Qed.

Lemma equal_at_sound t m p q : value t m = 0%R -> equal_at m p q = true -> value t p = value t q.
Proof.
  intros M H. apply (value_zero t) in H.
  rewrite value_sub, value_mul, M, value_sub in H. lra.
Qed.

(** ** A sign change isolates a root *)
Fixpoint horner (x : Q) (p : poly) : Q :=
  match p with [] => 0 | a :: p' => Qadd a (Qmul x (horner x p')) end.

Lemma horner_value x p : value (Q2R x) p = Q2R (horner x p).
Proof. induction p; simpl; rewrite ?Q2R_add, ?Q2R_mul, ?IHp, ?Q2R_0; auto. Qed.

Lemma value_continuous p : continuity (fun x => value x p).
Proof.
  induction p; simpl.
  - apply continuity_const; intros ? ?; reflexivity.
  - apply (continuity_plus (fun _ => Q2R a) (fun x => x * value x p)%R).
    + apply continuity_const; intros ? ?; reflexivity.
    + apply (continuity_mult (fun x => x) (fun x => value x p)); auto.
      apply derivable_continuous, derivable_id.
Qed.

Record isolated := Isolated { minpoly : poly; lower : Q; upper : Q }.
Definition is_root (m : isolated) (t : R) : Prop :=
  (Q2R (lower m) <= t <= Q2R (upper m))%R /\ value t (minpoly m) = 0%R.
Definition changes_sign (m : isolated) : bool :=
  Qle_bool (lower m) (upper m) &&
  Qle_bool (horner (lower m) (minpoly m) * horner (upper m) (minpoly m)) 0.

Lemma root_exists m : changes_sign m = true -> exists t, is_root m t.
Proof.
  unfold changes_sign. rewrite andb_true_iff. intros [H1 H2].
  apply Qle_bool_iff, Qle_Rle in H1. apply Qle_bool_iff, Qle_Rle in H2.
  rewrite Q2R_mult, Q2R_0, <- !horner_value in H2.
  destruct (IVT_cor (fun x => value x (minpoly m)) _ _ (value_continuous _) H1 H2) as [t [I E]].
  exists t; split; auto.
Qed.

(** ** Rational bounds of a polynomial between two numbers *)
Definition least (x y : Q) : Q := if Qle_bool x y then x else y.
Definition most (x y : Q) : Q := if Qle_bool x y then y else x.
Lemma least_spec x y : (Q2R (least x y) <= Q2R x /\ Q2R (least x y) <= Q2R y)%R.
Proof.
  unfold least. destruct (Qle_bool x y) eqn:E.
  - apply Qle_bool_iff, Qle_Rle in E. lra.
  - assert (y <= x) as L. { apply Qnot_lt_le. intros L. apply Qlt_le_weak, Qle_bool_iff in L. congruence. }
    apply Qle_Rle in L. lra.
Qed.
Lemma most_spec x y : (Q2R x <= Q2R (most x y) /\ Q2R y <= Q2R (most x y))%R.
Proof.
  unfold most. destruct (Qle_bool x y) eqn:E.
  - apply Qle_bool_iff, Qle_Rle in E. lra.
  - assert (y <= x) as L. { apply Qnot_lt_le. intros L. apply Qlt_le_weak, Qle_bool_iff in L. congruence. }
    apply Qle_Rle in L. lra.
Qed.

Fixpoint bounds (lo hi : Q) (p : poly) : Q * Q :=
  match p with
  | [] => (0, 0)
  | a :: p' =>
      let (l, h) := bounds lo hi p' in
      let ll := Qmul lo l in let lh := Qmul lo h in let hl := Qmul hi l in let hh := Qmul hi h in
      (Qadd a (least (least ll lh) (least hl hh)), Qadd a (most (most ll lh) (most hl hh)))
  end.

Lemma product_bounds (lo hi l h x y : R) : (lo <= x <= hi -> l <= y <= h ->
  (lo * l <= x * y \/ lo * h <= x * y \/ hi * l <= x * y \/ hi * h <= x * y) /\
  (x * y <= lo * l \/ x * y <= lo * h \/ x * y <= hi * l \/ x * y <= hi * h))%R.
Proof.
  intros [X1 X2] [Y1 Y2]. destruct (Rle_or_lt 0 y) as [P|N].
  - split.
    + destruct (Rle_or_lt 0 lo); [left | right; left]; nra.
    + destruct (Rle_or_lt 0 hi); [do 3 right | do 2 right; left]; nra.
  - split.
    + destruct (Rle_or_lt 0 hi); [do 2 right; left | do 3 right]; nra.
    + destruct (Rle_or_lt 0 lo); [right; left | left]; nra.
Qed.

Lemma bounds_sound lo hi p t : (Q2R lo <= t <= Q2R hi)%R ->
  (Q2R (fst (bounds lo hi p)) <= value t p <= Q2R (snd (bounds lo hi p)))%R.
Proof.
  intros T. induction p as [|a p IH]; simpl; [rewrite Q2R_0; lra|].
  destruct (bounds lo hi p) as [l h]. cbn [fst snd] in *. rewrite !Q2R_add.
  destruct (product_bounds _ _ _ _ _ _ T IH) as [L H].
  pose proof (least_spec (Qmul lo l) (Qmul lo h)). pose proof (least_spec (Qmul hi l) (Qmul hi h)).
  pose proof (most_spec (Qmul lo l) (Qmul lo h)). pose proof (most_spec (Qmul hi l) (Qmul hi h)).
  pose proof (least_spec (least (Qmul lo l) (Qmul lo h)) (least (Qmul hi l) (Qmul hi h))).
  pose proof (most_spec (most (Qmul lo l) (Qmul lo h)) (most (Qmul hi l) (Qmul hi h))).
  rewrite !Q2R_mul in *. split; [destruct L as [?|[?|[?|?]]] | destruct H as [?|[?|[?|?]]]]; lra.
Qed.

(** ** One side: its t, the product of its scalings, their squares *)
Record scaling := Scaling { number : isolated; factor : Q; squares : list poly }.

Definition within (s : scaling) (p : poly) : Q * Q := bounds (lower (number s)) (upper (number s)) p.
Definition positive (s : scaling) (p : poly) : bool := negb (Qle_bool (fst (within s p)) 0).
Definition constants (l : list Q) : list poly := map (fun c => [c]) l.

Definition check_side (A : architecture) (s : scaling) (w : list (list Z)) (u delta : list Q) : bool :=
  let m := minpoly (number s) in
  changes_sign (number s) &&
  negb (length (squares s) =? 0) && forallb (positive s) (tl (squares s)) &&
  equal_at m (product_of poly_ops (squares s)) [Qmul (factor s) (factor s)] &&
  side poly_ops poly_integer (equal_at m) A [factor s] (squares s) w (constants u) (constants delta).

(** lambda are scalings with these squares and this product. *)
Definition scalings (s : scaling) (t : R) (lambda : list R) : Prop :=
  map (fun x => x * x)%R lambda = map (value t) (squares s) /\ prod (F := R_ops) lambda = Q2R (factor s).

Definition real_filters (lambda : list R) (w : list (list Z)) : parameters R_ops :=
  scaled (F := R_ops) lambda (real integer_R w).

Lemma roots_of_positive (x : list R) : Forall (fun y => 0 < y)%R x ->
  exists l, map (fun y => y * y)%R l = x /\ (prod (F := R_ops) l <> 0)%R /\
    (prod (F := R_ops) l * prod (F := R_ops) l = prod (F := R_ops) x)%R.
Proof.
  induction 1 as [|y x P _ (l & E & N & S)]; [exists []; cbn; repeat split; lra|].
  exists (sqrt y :: l). cbn [map prod mul R_ops] in *. repeat split.
  - rewrite E, sqrt_sqrt by lra. reflexivity.
  - apply Rmult_integral_contrapositive_currified; auto. apply Rgt_not_eq, sqrt_lt_R0, P.
  - rewrite <- S. rewrite <- (sqrt_sqrt y) at 3 by lra. ring.
Qed.

Lemma scalings_exist (x : R) (rest : list R) (c : R) : Forall (fun y => 0 < y)%R rest ->
  (prod (F := R_ops) (x :: rest) = c * c)%R ->
  exists l, map (fun y => y * y)%R l = x :: rest /\ prod (F := R_ops) l = c.
Proof.
  intros P C. destruct (roots_of_positive rest P) as (l & E & N & S).
  set (p := prod (F := R_ops) l : R) in *. change (x * prod (F := R_ops) rest = c * c)%R in C.
  exists ((c / p)%R :: l). split.
  - cbn [map]. rewrite E. f_equal. apply (Rmult_eq_reg_r (p * p)%R); [|now apply Rmult_integral_contrapositive_currified].
    rewrite S at 2. rewrite C. change ((c / p) * (c / p) * (p * p) = c * c)%R. field. exact N.
  - change ((c / p) * p = c)%R. field. exact N.
Qed.

Lemma real_side A s w u delta : check_side A s w u delta = true ->
  exists t lambda, is_root (number s) t /\ scalings s t lambda /\
  let theta := real_filters lambda w in
  well_formed R_ops (filter_sizes A) theta /\
  compose A theta = map Q2R u /\ balance theta = map Q2R delta /\
  forall a b, ntk R_ops (filter_sizes A) (compose A) theta a b =
    value t (entry poly_ops poly_integer A (squares s) w a b).
Proof.
  unfold check_side. rewrite !andb_true_iff. intros [[[[Hr Hn] Hp] Hc] Hs].
  destruct (root_exists _ Hr) as [t T]. pose proof T as [I M].
  destruct s as [m c [|x rest]]; [discriminate Hn|]. cbn [squares number factor tl] in *.
  assert (P : Forall (fun y => 0 < y)%R (map (value t) rest)).
  { clear - Hp I. induction rest as [|y rest IH]; simpl in *; constructor.
    - apply andb_prop in Hp as [Hp _]. unfold positive, within in Hp. apply negb_true_iff in Hp. cbn [number] in Hp.
      pose proof (bounds_sound _ _ y t I) as [B _].
      assert (0 < fst (bounds (lower m) (upper m) y))%Q as L.
      { apply Qnot_le_lt. intros L. apply Qle_bool_iff in L. congruence. }
      apply Qlt_Rlt in L. rewrite Q2R_0 in L. lra.
    - apply IH. now apply andb_prop in Hp as [_ Hp]. }
  assert (V : forall l, value t (product_of poly_ops l) = prod (F := R_ops) (map (value t) l)).
  { induction l; simpl; [rewrite Q2R_1; lra|]. now rewrite value_mul, IHl. }
  apply (equal_at_sound t _ _ _ M) in Hc. rewrite V in Hc. cbn [value] in Hc. rewrite Q2R_mul in Hc.
  destruct (scalings_exist (value t x) (map (value t) rest) (Q2R c) P) as (lambda & E & C).
  { cbn [map] in Hc |- *. rewrite Hc. change (Q2R c * Q2R c + t * 0 = Q2R c * Q2R c)%R. ring. }
  exists t, lambda. split; [exact T|]. split; [split; [exact E | exact C]|].
  assert (K : forall l, map (value t) (constants l) = map Q2R l).
  { intros l. unfold constants. rewrite map_map. apply map_ext; intros q. simpl. ring. }
  rewrite <- (K u), <- (K delta).
  refine (side_sound poly_ops poly_integer (equal_at (minpoly m)) R_ops Ropp R_ring integer_R
    _ _ _ _ (value t) _ _ _ _ _ _ _ A _ (x :: rest) w _ _ lambda Hs E _); try reflexivity.
  - intros; apply plus_IZR.
  - intros; apply mult_IZR.
  - simpl. rewrite Q2R_1. ring.
  - apply value_add.
  - apply value_sub.
  - apply value_mul.
  - intros z. simpl. rewrite Q2R_integer. unfold integer_R. ring.
  - intros p q. now apply equal_at_sound.
  - rewrite C. simpl. ring.
Qed.

Definition disjoint (x y : Q * Q) : bool :=
  negb (Qle_bool (fst y) (snd x)) || negb (Qle_bool (fst x) (snd y)).

Definition check_real (A : architecture) (s s' : scaling) (w w' : list (list Z))
    (u delta : list Q) (a b : nat) : bool :=
  check_side A s w u delta && check_side A s' w' u delta &&
  (a <? length u)%nat && (b <? length u)%nat &&
  disjoint (within s (entry poly_ops poly_integer A (squares s) w a b))
           (within s' (entry poly_ops poly_integer A (squares s') w' a b)).

Theorem real_counterexample A s s' w w' u delta a b :
  check_real A s s' w w' u delta a b = true ->
  exists t t' lambda lambda',
    is_root (number s) t /\ scalings s t lambda /\
    is_root (number s') t' /\ scalings s' t' lambda' /\
    lcn_counterexample R_ops A (real_filters lambda w) (real_filters lambda' w').
Proof.
  unfold check_real. rewrite !andb_true_iff, !Nat.ltb_lt. intros [[[[S S'] Ha] Hb] D].
  destruct (real_side _ _ _ _ _ S) as (t & lambda & T & L & W & U & B & E).
  destruct (real_side _ _ _ _ _ S') as (t' & lambda' & T' & L' & W' & U' & B' & E').
  exists t, t', lambda, lambda'. do 4 (split; [assumption|]).
  split; [exact W | split; [exact W' | split; [|split]]].
  - now rewrite U, U'.
  - now rewrite B, B'.
  - exists a, b. rewrite U, map_length. split; [exact Ha | split; [exact Hb|]]. rewrite E, E'.
    pose proof (bounds_sound _ _ (entry poly_ops poly_integer A (squares s) w a b) t (proj1 T)) as X.
    pose proof (bounds_sound _ _ (entry poly_ops poly_integer A (squares s') w' a b) t' (proj1 T')) as Y.
    unfold disjoint, within in D. apply orb_prop in D as [D|D]; apply negb_true_iff in D;
      match type of D with Qle_bool ?x ?y = false =>
        assert (H : (y < x)%Q) by (apply Qnot_le_lt; intros H; apply Qle_bool_iff in H; congruence);
        apply Qlt_Rlt in H; lra
      end.
Qed.
