(** * Fully connected networks: fractions decide, and [partial] is the derivative *)
From Coq Require Import List Arith Lia Bool ZArith QArith Qcanon Ring Ring_theory.
Import ListNotations.
From symlcn Require Import Network Scaled ConvolutionProofs Side Rational Dense.

(** ** Homomorphisms keep everything *)
Section Transfer.
Variables (K F : ring_ops) (phi : K -> F).
Hypothesis phi0 : phi zero = zero.
Hypothesis phi1 : phi one = one.
Hypothesis phi_add : forall x y, phi (add x y) = add (phi x) (phi y).
Hypothesis phi_sub : forall x y, phi (sub x y) = sub (phi x) (phi y).
Hypothesis phi_mul : forall x y, phi (mul x y) = mul (phi x) (phi y).

Lemma sum_phi X (l : list X) f : phi (sum_over l f) = sum_over l (fun x => phi (f x)).
Proof. induction l; simpl; rewrite ?phi0, ?phi_add, ?IHl; auto. Qed.

Lemma nth_phi a l : nth a (map phi l) zero = phi (nth a l zero).
Proof. rewrite <- phi0. apply map_nth. Qed.

Lemma tabulate_phi r c f : map phi (tabulate r c f) = tabulate r c (fun i j => phi (f i j)).
Proof.
  unfold tabulate. rewrite !flat_map_concat_map, concat_map, map_map. f_equal.
  apply map_ext; intros i. now rewrite map_map.
Qed.

Lemma tabulate_ext (R : ring_ops) r c (f g : nat -> nat -> R) :
  (forall i j, f i j = g i j) -> tabulate r c f = tabulate r c g.
Proof.
  intros E. unfold tabulate. rewrite !flat_map_concat_map. f_equal. apply map_ext; intros i.
  apply map_ext; intros j. apply E.
Qed.

Lemma at_place_phi c m i j : at_place c (map phi m) i j = phi (at_place c m i j).
Proof. apply nth_phi. Qed.

Lemma multiply_phi r n c a b : map phi (multiply r n c a b) = multiply r n c (map phi a) (map phi b).
Proof.
  unfold multiply. rewrite tabulate_phi. apply tabulate_ext; intros i j. rewrite sum_phi.
  apply sum_ext; intros k. now rewrite phi_mul, !at_place_phi.
Qed.

Lemma chain_phi c n total rest theta :
  map phi (chain c n total rest theta) = chain c n (map phi total) rest (map (map phi) theta).
Proof.
  revert n total theta; induction rest as [|m rest IH]; intros n total [|w theta]; auto.
  simpl. now rewrite IH, multiply_phi.
Qed.

Lemma dense_compose_phi n theta : map phi (dense_compose n theta) = dense_compose n (map (map phi) theta).
Proof. destruct n as [|a [|b rest]], theta as [|w theta]; auto. apply chain_phi. Qed.

Lemma dense_invariants_phi n theta :
  map phi (dense_invariants n theta) = dense_invariants n (map (map phi) theta).
Proof.
  revert theta; induction n as [|a n IH]; intros theta; [destruct theta; reflexivity|].
  destruct n as [|b [|c rest]], theta as [|w [|w' theta]]; auto.
  cbn [dense_invariants map]. rewrite map_app. f_equal; [|exact (IH (w' :: theta))].
  rewrite tabulate_phi. apply tabulate_ext; intros i j. rewrite phi_sub, !sum_phi.
  f_equal; apply sum_ext; intros k; now rewrite phi_mul, !at_place_phi.
Qed.

Lemma partial_phi n theta l p :
  map phi (partial K (matrix_sizes n) (dense_compose n) theta l p) =
  partial F (matrix_sizes n) (dense_compose n) (map (map phi) theta) l p.
Proof.
  unfold partial. rewrite dense_compose_phi, map_replace. do 2 f_equal.
  unfold unit_filter. rewrite map_map. apply map_ext; intros q. destruct (q =? p); auto.
Qed.

Lemma dense_ntk_phi n theta a b :
  phi (ntk K (matrix_sizes n) (dense_compose n) theta a b) =
  ntk F (matrix_sizes n) (dense_compose n) (map (map phi) theta) a b.
Proof.
  assert (J : jacobian F (matrix_sizes n) (dense_compose n) (map (map phi) theta) =
    map (map phi) (jacobian K (matrix_sizes n) (dense_compose n) theta)).
  { unfold jacobian. rewrite !flat_map_concat_map, concat_map, map_map. f_equal.
    apply map_ext; intros l. unfold columns. rewrite map_map. apply map_ext; intros p. symmetry. apply partial_phi. }
  unfold ntk. rewrite J, sum_map, sum_phi. apply sum_ext; intros c. now rewrite phi_mul, !nth_phi.
Qed.
End Transfer.

Definition fractions (w : list (list Q)) : parameters Qc_ops := map (map Q2Qc) w.

Definition check_dense (n : widths) (w w' : list (list Q)) (a b : nat) : bool :=
  list_eqb Nat.eqb (map (@length Q) w) (matrix_sizes n) &&
  list_eqb Nat.eqb (map (@length Q) w') (matrix_sizes n) &&
  list_eqb Qeq_bool (dense_compose (F := Q_ops) n w) (dense_compose (F := Q_ops) n w') &&
  list_eqb Qeq_bool (dense_invariants (F := Q_ops) n w) (dense_invariants (F := Q_ops) n w') &&
  (a <? length (dense_compose (F := Q_ops) n w)) && (b <? length (dense_compose (F := Q_ops) n w)) &&
  negb (Qeq_bool (ntk Q_ops (matrix_sizes n) (dense_compose n) w a b)
                 (ntk Q_ops (matrix_sizes n) (dense_compose n) w' a b)).

Theorem dense_pair n w w' a b :
  check_dense n w w' a b = true -> dense_counterexample Qc_ops n (fractions w) (fractions w').
Proof.
  unfold check_dense. rewrite !andb_true_iff, !Nat.ltb_lt, negb_true_iff.
  intros [[[[[[W W'] C] I] Ha] Hb] N].
  assert (Z : Q2Qc 0 = zero (r := Qc_ops)) by reflexivity.
  assert (E : forall x y, Qeq_bool x y = true -> Q2Qc x = Q2Qc y)
    by (intros; now apply Qc_equal, Qeq_bool_eq).
  assert (L : forall v : list (list Q), list_eqb Nat.eqb (map (@length Q) v) (matrix_sizes n) = true ->
    well_formed Qc_ops (matrix_sizes n) (fractions v)).
  { intros v H. apply list_eqb_nat in H. unfold well_formed, fractions. rewrite <- H, map_map.
    apply map_ext; intros; apply map_length. }
  pose proof (dense_compose_phi Q_ops Qc_ops Q2Qc Z Qc_add Qc_mul n) as TC.
  pose proof (dense_invariants_phi Q_ops Qc_ops Q2Qc Z Qc_add Qc_sub Qc_mul n) as TI.
  pose proof (dense_ntk_phi Q_ops Qc_ops Q2Qc Z eq_refl Qc_add Qc_mul n) as TN.
  split; [now apply L | split; [now apply L | split; [|split]]].
  - unfold fractions. rewrite <- !TC. exact (list_eqb_map _ _ _ _ _ _ E C).
  - unfold fractions. rewrite <- !TI. exact (list_eqb_map _ _ _ _ _ _ E I).
  - exists a, b. unfold fractions. rewrite <- TC, map_length. split; [exact Ha | split; [exact Hb|]].
    rewrite <- !TN. intros H. apply Qeq_bool_neq in N. apply N, Qred_eq_iff. exact (f_equal this H).
Qed.

(** ** [partial] is the derivative *)
Local Open Scope nat_scope.
Section Derivative.
Variables (F : ring_ops) (opp : F -> F).
Hypothesis RT : ring_theory (zero : F) one add mul sub opp eq.
Add Ring F_ring : RT.
Notation plus_scaled u h v := (vadd F u (scale h v)).

Lemma nth_vadd i u v h : length u = length v ->
  nth i (plus_scaled u h v) zero = add (nth i u zero) (mul h (nth i v zero)).
Proof.
  revert i v; induction u as [|x u IH]; intros i [|y v] L; try discriminate.
  - destruct i; simpl; ring.
  - injection L as L. destruct i; simpl; [reflexivity | now apply IH].
Qed.

Lemma vadd_app u u' v v' h : length u = length v ->
  plus_scaled (u ++ u') h (v ++ v') = plus_scaled u h v ++ plus_scaled u' h v'.
Proof.
  revert v; induction u as [|x u IH]; intros [|y v] L; try discriminate; auto.
  injection L as L. simpl. f_equal. now apply IH.
Qed.

Lemma tabulate_vadd r c f g h :
  tabulate r c (fun i j => add (f i j) (mul h (g i j))) = plus_scaled (tabulate r c f) h (tabulate r c g).
Proof.
  unfold tabulate. induction (seq 0 r) as [|i s IH]; [reflexivity|].
  cbn [flat_map]. rewrite IH, vadd_app by now rewrite !map_length. f_equal. apply vadd_map.
Qed.

Lemma multiply_left r n c a d b h : length a = length d ->
  multiply r n c (plus_scaled a h d) b = plus_scaled (multiply r n c a b) h (multiply r n c d b).
Proof.
  intros L. unfold multiply. rewrite <- tabulate_vadd. apply tabulate_ext; intros i j.
  rewrite <- (sum_linear F opp RT). apply sum_ext; intros k. unfold at_place. rewrite nth_vadd by auto. ring.
Qed.

Lemma multiply_right r n c a b d h : length b = length d ->
  multiply r n c a (plus_scaled b h d) = plus_scaled (multiply r n c a b) h (multiply r n c a d).
Proof.
  intros L. unfold multiply. rewrite <- tabulate_vadd. apply tabulate_ext; intros i j.
  rewrite <- (sum_linear F opp RT). apply sum_ext; intros k. unfold at_place. rewrite nth_vadd by auto. ring.
Qed.

Lemma tabulate_length r c (f g : nat -> nat -> F) : length (tabulate r c f) = length (tabulate r c g).
Proof. unfold tabulate. induction (seq 0 r); simpl; rewrite ?app_length, ?map_length, ?IHl; auto. Qed.

Lemma chain_total c n total d rest theta h : length total = length d ->
  chain c n (plus_scaled total h d) rest theta =
  plus_scaled (chain c n total rest theta) h (chain c n d rest theta).
Proof.
  revert n total d theta; induction rest as [|m rest IH]; intros n total d [|w theta] L; auto.
  cbn [chain]. rewrite multiply_right by auto. apply IH. apply tabulate_length.
Qed.

Lemma chain_affine c n total rest theta l d h :
  l < length theta -> length theta = length rest -> length (nth l theta []) = length d ->
  chain c n total rest (replace l (plus_scaled (nth l theta []) h d) theta) =
  plus_scaled (chain c n total rest theta) h (chain c n total rest (replace l d theta)).
Proof.
  revert n total theta l; induction rest as [|m rest IH]; intros n total [|w theta] l Hl L Ld;
    cbn [length] in *; try lia.
  destruct l as [|l]; cbn [replace nth chain] in *.
  - rewrite multiply_left by auto. apply chain_total. apply tabulate_length.
  - apply IH; auto; lia.
Qed.

(** Moving entry p of W_l by h moves the product by h times [partial]. *)
Theorem dense_jacobian_is_derivative n theta l p h :
  well_formed F (matrix_sizes n) theta -> l < length theta ->
  dense_compose n (replace l (plus_scaled (nth l theta []) h (unit_filter (nth l (matrix_sizes n) 0) p)) theta) =
  plus_scaled (dense_compose n theta) h (partial F (matrix_sizes n) (dense_compose n) theta l p).
Proof.
  unfold well_formed, partial. intros W Hl.
  assert (D : length (nth l theta []) = length (unit_filter (F := F) (nth l (matrix_sizes n) 0) p)).
  { unfold unit_filter. rewrite map_length, seq_length, <- W.
    change 0 with (length (@nil F)). now rewrite map_nth. }
  assert (S : length theta = length (matrix_sizes n)) by (rewrite <- W; now rewrite map_length).
  generalize dependent (unit_filter (F := F) (nth l (matrix_sizes n) 0) p); intros d D.
  destruct n as [|a [|b rest]], theta as [|w theta]; try discriminate S; try (cbn in Hl; lia).
  assert (R : length theta = length rest).
  { assert (M : forall r x, length (matrix_sizes (x :: r)) = length r).
    { intros r; induction r as [|y r IH]; intros x; [reflexivity|]. cbn [matrix_sizes length]. f_equal. apply IH. }
    rewrite M in S. now injection S. }
  destruct l as [|l]; cbn [replace nth dense_compose] in *.
  - now apply chain_total.
  - apply chain_affine; [exact (proj2 (Nat.succ_lt_mono _ _) Hl) | exact R | exact D].
Qed.
End Derivative.
