(** * Scaled filters: what has to be computed

    Filters w_l of integers, and one number lambda_l for each layer.  All that
    a counterexample claims of the filters lambda_l w_l follows from integers,
    from the product of the lambda_l, and from their squares.                 *)
From Coq Require Import List Arith Lia Bool ZArith Ring Ring_theory.
Import ListNotations.
From symlcn Require Import Network Convolution.

Definition Z_ops : ring_ops := RingOps 0%Z 1%Z Z.add Z.sub Z.mul.

Lemma sum_ext (R : ring_ops) X (l : list X) (f g : X -> R) :
  (forall x, f x = g x) -> sum_over l f = sum_over l g.
Proof. intros E; induction l; simpl; rewrite ?E, ?IHl; auto. Qed.

Lemma sum_in (R : ring_ops) X (l : list X) (f g : X -> R) :
  (forall x, In x l -> f x = g x) -> sum_over l f = sum_over l g.
Proof.
  intros E; induction l as [|x l IH]; simpl; auto.
  rewrite E, IH; simpl; auto. intros y H; apply E; now right.
Qed.

Lemma sum_map (R : ring_ops) X Y (h : Y -> X) (l : list Y) (f : X -> R) :
  sum_over (map h l) f = sum_over l (fun y => f (h y)).
Proof. induction l; simpl; rewrite ?IHl; auto. Qed.

Section Scaled.
Variables (F : ring_ops) (opp : F -> F).
Hypothesis RT : ring_theory (zero : F) one add mul sub opp eq.
Add Ring F_ring : RT.

Variable phi : Z_ops -> F.
Hypothesis phi0 : phi zero = zero.
Hypothesis phi1 : phi one = one.
Hypothesis phi_add : forall x y, phi (add x y) = add (phi x) (phi y).
Hypothesis phi_mul : forall x y, phi (mul x y) = mul (phi x) (phi y).

Definition scale (c : F) (v : list F) : list F := map (mul c) v.
Fixpoint scaled (lambda : list F) (theta : parameters F) : parameters F :=
  match lambda, theta with
  | c :: lambda', w :: theta' => scale c w :: scaled lambda' theta'
  | _, _ => []
  end.
Definition real (w : parameters Z_ops) : parameters F := map (map phi) w.

Fixpoint prod (l : list F) : F :=
  match l with [] => one | x :: l' => mul x (prod l') end.

Lemma phi_sum X (l : list X) f : phi (sum_over l f) = sum_over l (fun x => phi (f x)).
Proof. induction l; simpl; rewrite ?phi0, ?phi_add, ?IHl; auto. Qed.

Lemma sum_scale X (l : list X) (c : F) f : sum_over l (fun x => mul c (f x)) = mul c (sum_over l f).
Proof. induction l; simpl; rewrite ?IHl; ring. Qed.

Lemma sum_app X (l m : list X) (f : X -> F) : sum_over (l ++ m) f = add (sum_over l f) (sum_over m f).
Proof. induction l; simpl; rewrite ?IHl; ring. Qed.

Lemma sum_flat X Y (g : X -> list Y) (l : list X) (f : Y -> F) :
  sum_over (flat_map g l) f = sum_over l (fun x => sum_over (g x) f).
Proof. induction l; simpl; rewrite ?sum_app, ?IHl; auto. Qed.

Lemma phi_nth a l : nth a (map phi l) zero = phi (nth a l zero).
Proof. rewrite <- phi0. apply map_nth. Qed.

Lemma scale_nth c a v : nth a (scale c v) zero = mul c (nth a v zero).
Proof. transitivity (nth a (scale c v) (mul c zero)); [f_equal; ring | apply map_nth]. Qed.

Lemma scale_scale c d v : scale c (scale d v) = scale (mul c d) v.
Proof. unfold scale. rewrite map_map. apply map_ext; intros; ring. Qed.

Lemma scale_one v : scale one v = v.
Proof. unfold scale. rewrite <- map_id. apply map_ext; intros; ring. Qed.

Lemma norm2_scale c w : norm2 (scale c (map phi w)) = mul (mul c c) (phi (norm2 w)).
Proof.
  unfold norm2, scale. rewrite map_map, sum_map, phi_sum, <- sum_scale.
  apply sum_ext; intros x. rewrite phi_mul. ring.
Qed.

Lemma phi_unit n p : map phi (unit_filter n p) = unit_filter n p.
Proof. unfold unit_filter. rewrite map_map. apply map_ext; intros q; destruct (q =? p); auto. Qed.

Lemma map_replace X Y (g : X -> Y) n x l : map g (replace n x l) = replace n (g x) (map g l).
Proof. revert n; induction l; destruct n; simpl; rewrite ?IHl; auto. Qed.

Lemma replace_length X n (x : X) l : length (replace n x l) = length l.
Proof. revert n; induction l; destruct n; simpl; auto. Qed.

Lemma scaled_length lambda theta :
  length lambda = length theta -> length (scaled lambda theta) = length theta.
Proof. revert theta; induction lambda; destruct theta; simpl; auto; discriminate. Qed.

Lemma scaled_replace l x lambda theta : length lambda = length theta ->
  replace l x (scaled lambda theta) = scaled (replace l one lambda) (replace l x theta).
Proof.
  revert l theta; induction lambda as [|c lambda IH]; destruct theta; destruct l; simpl;
    try discriminate; intros L; auto.
  - now rewrite scale_one.
  - f_equal. apply IH. now injection L.
Qed.

(** The squares without that of layer l, multiplied. *)
Definition others (squares : list F) (l : nat) : F := prod (replace l one squares).

Lemma prod_squares lambda : prod (map (fun x => mul x x) lambda) = mul (prod lambda) (prod lambda).
Proof. induction lambda; simpl; rewrite ?IHlambda; ring. Qed.

Section Kind.
Variable sizes : list nat.
Variable composeZ : parameters Z_ops -> filter Z_ops.
Variable composeF : parameters F -> filter F.
Hypothesis compose_phi : forall w, map phi (composeZ w) = composeF (real w).
Hypothesis compose_scaled : forall lambda theta, length lambda = length theta ->
  composeF (scaled lambda theta) = scale (prod lambda) (composeF theta).

Notation partialZ := (partial Z_ops sizes composeZ).
Notation partialF := (partial F sizes composeF).

(** What the parameters of layer l contribute to K[a,b], for the integers. *)
Definition part (w : parameters Z_ops) (a b l : nat) : Z_ops :=
  sum_over (columns Z_ops sizes composeZ w l) (fun c => mul (nth a c zero) (nth b c zero)).

Lemma partial_scaled lambda w l p : length lambda = length w ->
  partialF (scaled lambda (real w)) l p =
  scale (prod (replace l one lambda)) (map phi (partialZ w l p)).
Proof.
  intros L. unfold partial. rewrite scaled_replace by (unfold real; now rewrite map_length).
  rewrite compose_scaled by (unfold real; now rewrite !replace_length, map_length).
  rewrite compose_phi. unfold real. now rewrite map_replace, phi_unit.
Qed.

Theorem ntk_scaled lambda w a b : length lambda = length w ->
  ntk F sizes composeF (scaled lambda (real w)) a b =
  sum_over (seq 0 (length sizes)) (fun l =>
    mul (others (map (fun x => mul x x) lambda) l) (phi (part w a b l))).
Proof.
  intros L. unfold ntk, jacobian. rewrite sum_flat. apply sum_ext; intros l.
  unfold part, columns. rewrite !sum_map, phi_sum, <- sum_scale. apply sum_ext; intros p.
  rewrite partial_scaled, !scale_nth, !phi_nth, phi_mul by auto.
  assert (E : others (map (fun x => mul x x) lambda) l =
    mul (prod (replace l one lambda)) (prod (replace l one lambda))).
  { unfold others. rewrite <- prod_squares, map_replace. do 2 f_equal. ring. }
  rewrite E. ring.
Qed.

Lemma compose_of_scaled lambda w : length lambda = length w ->
  composeF (scaled lambda (real w)) = scale (prod lambda) (map phi (composeZ w)).
Proof.
  intros L. rewrite compose_scaled, compose_phi by (unfold real; now rewrite map_length). auto.
Qed.

Lemma well_formed_scaled lambda w : length lambda = length w ->
  well_formed Z_ops sizes w -> well_formed F sizes (scaled lambda (real w)).
Proof.
  unfold well_formed. intros L <-. revert w L; induction lambda; destruct w; simpl; try discriminate; auto.
  intros L. unfold scale. rewrite !map_length. f_equal. apply IHlambda. now injection L.
Qed.
End Kind.
End Scaled.
Arguments scale {F}. Arguments scaled {F}. Arguments real {F}. Arguments prod {F}. Arguments others {F}.
