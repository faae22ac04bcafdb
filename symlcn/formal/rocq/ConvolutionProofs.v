(** * Convolutional networks: integers decide, and [partial] is the derivative *)
From Coq Require Import List Arith Lia Bool ZArith Ring Ring_theory.
Import ListNotations.
From symlcn Require Import Network Convolution Scaled.

Lemma compose_cons (R : ring_ops) x y A w (theta : parameters R) :
  compose (x :: y :: A) (w :: theta) = convolve x w (end_size (y :: A)) (compose (y :: A) theta).
Proof. destruct theta; reflexivity. Qed.

Section Proofs.
Variables (F : ring_ops) (opp : F -> F).
Hypothesis RT : ring_theory (zero : F) one add mul sub opp eq.
Add Ring F_ring : RT.

Fixpoint vadd (u v : list F) : list F :=
  match u, v with x :: u', y :: v' => add x y :: vadd u' v' | _, _ => [] end.

Lemma sum_zero X (l : list X) : sum_over l (fun _ => zero : F) = zero.
Proof. induction l; simpl; rewrite ?IHl; ring. Qed.

Lemma sum_linear X (l : list X) (f g : X -> F) h :
  sum_over l (fun x => add (f x) (mul h (g x))) = add (sum_over l f) (mul h (sum_over l g)).
Proof. induction l; simpl; rewrite ?IHl; ring. Qed.

(** A sum over the entries of a filter that is linear in them. *)
Lemma sum_entries X (B : list X) (w d : list F) h (c : X -> F) : length w = length d ->
  sum_over (combine B (vadd w (scale h d))) (fun iw => mul (snd iw) (c (fst iw))) =
  add (sum_over (combine B w) (fun iw => mul (snd iw) (c (fst iw))))
      (mul h (sum_over (combine B d) (fun iw => mul (snd iw) (c (fst iw))))).
Proof.
  revert w d; induction B; intros [|x w] [|y d] L; simpl; try discriminate; try ring.
  injection L as L. rewrite IHB by auto. ring.
Qed.

Lemma vadd_map X (l : list X) f g h :
  map (fun n => add (f n) (mul h (g n))) l = vadd (map f l) (scale h (map g l)).
Proof. induction l; simpl; rewrite ?IHl; auto. Qed.

(** The entry n of a convolution, with both filters as factors. *)
Definition inner (x : layer) k (v : filter F) n (i : index) : F :=
  sum_over (combine (box k) v) (fun jv => mul (snd jv)
    (if index_eqb (place (dilation x) (stride x) i (fst jv)) n then one else zero)).

Lemma convolve_inner x (w : filter F) k v : convolve x w k v =
  map (fun n => sum_over (combine (box (size x)) w) (fun iw => mul (snd iw) (inner x k v n (fst iw))))
    (box (reach x k)).
Proof.
  unfold convolve. apply map_ext; intros n. apply sum_ext; intros iw. unfold inner.
  rewrite <- (sum_scale F opp RT). apply sum_ext; intros jv. destruct index_eqb; ring.
Qed.

Lemma convolve_left x (w d : list F) k v h : length w = length d ->
  convolve x (vadd w (scale h d)) k v = vadd (convolve x w k v) (scale h (convolve x d k v)).
Proof.
  intros L. rewrite !convolve_inner, <- vadd_map. apply map_ext; intros n. now apply sum_entries.
Qed.

Lemma convolve_right x (w : list F) k v d h : length v = length d ->
  convolve x w k (vadd v (scale h d)) = vadd (convolve x w k v) (scale h (convolve x w k d)).
Proof.
  intros L. rewrite !convolve_inner, <- vadd_map. apply map_ext; intros n.
  rewrite <- sum_linear. apply sum_ext; intros iw. unfold inner.
  rewrite (sum_entries _ (box k) v d h (fun j =>
    if index_eqb (place (dilation x) (stride x) (fst iw) j) n then one else zero)) by auto.
  unfold index; ring.
Qed.

Lemma convolve_scale x (w : list F) k v c d :
  convolve x (scale c w) k (scale d v) = scale (mul c d) (convolve x w k v).
Proof.
  rewrite !convolve_inner. unfold scale at 3. rewrite map_map. apply map_ext; intros n.
  rewrite <- (sum_scale F opp RT).
  assert (E : forall X (B : list X) u e (f : X -> F),
    sum_over (combine B (scale e u)) (fun iw => mul (snd iw) (f (fst iw))) =
    sum_over (combine B u) (fun iw => mul e (mul (snd iw) (f (fst iw))))).
  { intros X B; induction B; intros [|y u] e f; simpl; auto. rewrite IHB. ring. }
  rewrite E. apply sum_ext; intros iw. unfold inner.
  rewrite (E _ (box k) v d (fun j =>
    if index_eqb (place (dilation x) (stride x) (fst iw) j) n then one else zero)).
  rewrite (sum_scale F opp RT). unfold index; ring.
Qed.

Lemma compose_scaled A lambda (theta : parameters F) : length lambda = length theta ->
  compose A (scaled lambda theta) = scale (prod lambda) (compose A theta).
Proof.
  revert lambda theta; induction A as [|x [|y A] IH]; intros lambda theta L; simpl; auto.
  - destruct lambda as [|c [|? ?]], theta as [|w [|? ?]]; try discriminate; auto.
    + cbn [scaled compose prod]. rewrite <- convolve_scale. f_equal. cbn. f_equal. ring.
    + exact (convolve_scale x w [] [] c (prod (c0 :: l))).
  - destruct lambda as [|c lambda], theta as [|w theta]; try discriminate; auto.
    injection L as L. change (compose (x :: y :: A) (scale c w :: scaled lambda theta) =
      scale (mul c (prod lambda)) (compose (x :: y :: A) (w :: theta))).
    now rewrite !compose_cons, IH, convolve_scale.
Qed.

(** ** [partial] is the derivative *)
Lemma length_convolve x (w w' : filter F) k v v' : length (convolve x w k v) = length (convolve x w' k v').
Proof. unfold convolve. now rewrite !map_length. Qed.

Lemma length_compose A l (u v : list F) theta :
  length u = length v -> length (compose A (replace l u theta)) = length (compose A (replace l v theta)).
Proof.
  intros L. destruct A as [|x [|y A]], theta as [|w theta], l; auto; cbn [replace].
  - destruct theta; apply length_convolve.
  - destruct theta, l; apply length_convolve.
  - rewrite !compose_cons. apply length_convolve.
  - rewrite !compose_cons. apply length_convolve.
Qed.

Lemma replace_nth l (theta : parameters F) : replace l (nth l theta []) theta = theta.
Proof. revert l; induction theta; destruct l; simpl; rewrite ?IHtheta; auto. Qed.

Theorem compose_affine A theta l (d : filter F) h :
  length d = length (nth l theta []) -> l < length theta -> length theta = length A ->
  compose A (replace l (vadd (nth l theta []) (scale h d)) theta) =
  vadd (compose A theta) (scale h (compose A (replace l d theta))).
Proof.
  revert theta l; induction A as [|x A IH]; intros [|w theta] l Ld Hl L; cbn [length] in *; try lia.
  destruct A as [|y A].
  { destruct theta; cbn [length] in *; try lia. destruct l; try lia. cbn [replace nth compose] in *.
    now apply convolve_left. }
  destruct l as [|l]; cbn [replace nth] in *; rewrite !compose_cons.
  - now apply convolve_left.
  - rewrite (IH theta l) by (auto; lia). apply convolve_right.
    rewrite <- (replace_nth l theta) at 1. now apply length_compose.
Qed.

(** Moving entry p of filter l by h moves the end-to-end filter by h times
    [partial]: the columns of the Jacobian are what they are called.         *)
Theorem jacobian_is_derivative A theta l p h :
  well_formed F (filter_sizes A) theta -> l < length A ->
  compose A (replace l (vadd (nth l theta []) (scale h (unit_filter (nth l (filter_sizes A) 0) p))) theta) =
  vadd (compose A theta) (scale h (partial F (filter_sizes A) (compose A) theta l p)).
Proof.
  unfold well_formed, filter_sizes. intros W Hl.
  assert (L : length theta = length A) by now rewrite <- (map_length (@length F)), W, map_length.
  unfold partial, filter_sizes. rewrite <- W. apply compose_affine; [| exact (eq_ind_r (fun n => l < n) Hl L) | exact L].
  unfold unit_filter. rewrite map_length, seq_length.
  change 0 with (length (@nil F)). now rewrite map_nth.
Qed.

(** ** From integers *)
Variable phi : Z_ops -> F.
Hypothesis phi0 : phi zero = zero.
Hypothesis phi1 : phi one = one.
Hypothesis phi_add : forall x y, phi (add x y) = add (phi x) (phi y).
Hypothesis phi_mul : forall x y, phi (mul x y) = mul (phi x) (phi y).

Lemma sum_combine X (B : list X) (w : list Z_ops) (f : X * F -> F) :
  sum_over (combine B (map phi w)) f = sum_over (combine B w) (fun p => f (fst p, phi (snd p))).
Proof. revert w; induction B; destruct w; simpl; auto. now rewrite IHB. Qed.

Lemma convolve_phi x w k v : map phi (convolve x w k v) = convolve x (map phi w) k (map phi v).
Proof.
  unfold convolve. rewrite map_map. apply map_ext; intros n.
  rewrite sum_combine, (phi_sum F phi phi0 phi_add). apply sum_ext; intros iw.
  rewrite sum_combine, (phi_sum F phi phi0 phi_add). apply sum_ext; intros jv. simpl.
  destruct index_eqb; auto.
Qed.

Lemma compose_phi A w : map phi (compose A w) = compose A (real phi w).
Proof.
  revert w; induction A as [|x [|y A] IH]; intros [|w theta]; auto.
  - destruct theta; unfold real; cbn [compose map]; rewrite convolve_phi; cbn [map]; now rewrite ?phi1.
  - change (real phi (w :: theta)) with (map phi w :: real phi theta).
    now rewrite !compose_cons, convolve_phi, IH.
Qed.
End Proofs.
