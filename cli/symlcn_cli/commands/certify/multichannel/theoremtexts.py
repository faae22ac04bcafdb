"""The theorems on orbits of networks with channels, stated and proved, for proofs that use them.

Contents: :data:`STATEMENTS`.

They are those of ``docs/channels.md``, with the same names; a piece is concise throughout, its layers are P_1, …, P_L,
and A_l = P_L⋯P_(l+1), B_l = P_l⋯P_1.
"""

from __future__ import annotations

__all__ = ["STATEMENTS"]

_END = (
    "On points $\\theta'$ over the same generic $U$: as characteristic is 0, the image of the Jacobian is the tangent "
    r"space of $M$ at $U$, the same for all of them, and so is the space $\Phi$ of the functionals that vanish there. "
)

STATEMENTS: dict[str, tuple[str, str]] = {
    "normal form": (
        "Normal form (Lemma 3).",
        "Where in one direction no two sums of a monomial of the first layer and one of the other layers agree, the "
        "coefficients of the first layer in that direction are taken for further input channels: parameters and "
        "entries of $U$ stay, in another order. Likewise for the last layer and outputs. Interior layers of size 1 "
        r"are square, as the piece is concise, and absorbed by $G$. At the input end let $P_1$ be a matrix of numbers, "
        r"and let the excess of what is left be 0. Then $Q \mapsto A_1 Q$ is injective, so the coefficients of $U = A_1"
        " P_1$ are a matrix of rank $c_1$, and a factorization of it through $c_1$ dimensions is determined up to "
        r"$\text{GL}(c_1)$. Likewise at the output end. So the number of orbits stays.",
    ),
    "scaling": (
        "Scaling (Lemmas 7 and 8).",
        r"At $n$ equal blocks of filters $\theta$ the block $(\alpha, \beta)$ of $U$ depends on the blocks $(\alpha, "
        r"\beta)$ of the velocities of the layers alone, as at $\theta$. So all ranks and dimensions are $n$ or $n^2$ "
        r"times those at $\theta$, and what they show of channels $c_l$ they show of $n c_l$. With more input channels "
        r"the new columns of $P_1$ solve a linear equation $A_1 Q = \text{known}$, and $Q \mapsto A_1 Q$ is injective "
        "where the excess is 0; likewise for output channels.",
    ),
    "one layer": ("One layer.", "A layer alone is its own product: there is one orbit."),
    "hidden channels 1": (
        "Theorem D (one hidden channel).",
        "If all hidden channels are 1, an end with $c_0 \\ge 2$ or $c_L \\ge 2$ is a row or column of generic "
        "polynomials without a common factor. So the greatest common divisor of the entries of $U$ is the product of "
        "the other layers, and the ends are determined by the quotient, up to scalars. The number of orbits is the "
        "degree of the network of one channel of the other layers, which is given by its classes and axis blocks.",
    ),
    "equal channels": (
        "Theorem C (equal channels).",
        r"Let $c_0 = \ldots = c_L = c \ge 2$, and let on each axis the exponents of the layers that are active there "
        "divide one another, in the order of layers, or on each axis in the reverse order. A run is a maximal set of "
        "consecutive layers on one axis with one exponent, constant layers left out; $m_l = k_l - 1$. Then the excess "
        r"is 0, and the number of orbits is the product over runs of $(c \sum m_l)! / \prod (c\, m_l)!$. Inside a run "
        r"$\det U$ has $c \sum m_l$ simple roots with generic kernels, and a right divisor of degree $m$ takes $c m$ "
        "of them, each choice giving one up to $\\text{GL}(c)$. At a boundary to larger exponents the polyphase matrix "
        "is wide, and Theorem A cuts. A layer with two or more active directions has an irreducible determinant, whose "
        "kernel is a line bundle; by its degree no other layer of $U$ can take it over (docs/channels.md has the "
        "inequality).",
    ),
    "square run": (
        "Theorem E (ii) (square run).",
        r"Let there be one direction, $n = c_1 = \ldots = c_L = c$ and $e_1 \mid e_2 = \ldots = e_L$, where $n$ is the "
        r"number of polyphase columns of $P_1$ by $e_2 / e_1$ and $\Delta$ the sum of their degrees. Then there are "
        r"$(\Delta + c \sum m_l)! / (\Delta!\, \prod (c\, m_l)!)$ orbits, $l \ge 2$: as in Theorem C, with "
        "determinants of degree $\\Delta$ and $c\\, m_l$.",
    ),
    "two layers": (
        "Theorem E (i) (two layers).",
        r"Let there be one direction, $e_1 \mid e_2$, $r = c_1$, and $n$ polyphase columns of $P_1$ by $e_2 / e_1$. If "
        r"$r \le \min(n, c_2)$, not $r = n = c_2$, there is one orbit: one of the two factors is a generic matrix that "
        "is not square, hence of full rank everywhere on the projective line, and Theorem A applies.",
    ),
    "two layers by rank": (
        "Theorem E (iii) (two layers).",
        r"Let there be one direction, $e_1 \mid e_2$, and let $r = c_1$ lie strictly between $n$ and $c_2$. If the "
        "excess is 0 there is one orbit. A point over $U$ up to $G$ is a saturated subsheaf $K'$ of the left kernel of "
        "$U$, an extension of the twisted left kernel $K_1$ of $P_1$ by the kernel $K_2$ of $P_2$. Splitting types are "
        "discrete, so they agree at all generic points, and if $\\text{Hom}(K_2, K_1) = 0$, the tangent space, every "
        "$K'$ maps to 0 in $K_1$ and is $K_2$.",
    ),
    "saturated": (
        "Theorem A (saturated cut).",
        "Let $A$ and $B$ be the products of the layers after and before a cut with $c$ channels, $e$ the greatest "
        r"common divisor, by directions, of the exponents of the later layers that are active there ($\infty$ where "
        "none is), $X = x^e$ and $B'$ the $c \\times n$ matrix of the polyphase components of $B$ by $e$, each column "
        "divided by its lowest monomial. If (R1) $A$ and (R2) $B'$ have the rank $c$ at some point, and (R3) $B'$ or "
        "$A$, homogenised to the degrees that the architecture allows, has the rank $c$ outside of codimension 2, the "
        "cut is rigid: the number of orbits is the product of those of the two parts. Indeed, let $A''B''$ be another "
        "factorization. Both right factors have the row space of $U'$ over functions of $X$, so $B'' = T B'$. Where a "
        "maximal minor of $B'$ does not vanish $T$ is regular, so it has no pole, and it has multidegree 0: it is "
        "constant (with $A$, so is the inverse of $T$). (R3) is shown on a curve $x_d = (\\alpha_d t + \\beta_d) / "
        "(\\gamma_d t + \\delta_d)$, which meets every divisor: if the combinations of the columns, of degrees $d_j$, "
        "with polynomials of degrees $N - d_j$ are all $c (N + 1)$ dimensions of vectors of polynomials of degree $N$, "
        "the rank is full everywhere on it.",
    ),
    "first layer": (
        "Theorem B (first layer).",
        f"{_END}If the rank of the Jacobian is the number of parameters less $\\dim G$, and the columns $b$ of the "
        r"shape of those of $A_1$ with $\varphi(x^{j \odot e_1} b\, E_i) = 0$ for all $\varphi \in \Phi$, input "
        r"channels $i$ and $j < k_1$ have the dimension $c_1$, the columns of another $A'_1$, which are such $b$, are "
        "combinations of those of $A_1$: $A'_1 = A_1 T$, and $P_1 = T P'_1$ with an invertible $T$. So the number of "
        "orbits is that of the other layers.",
    ),
    "last layer": (
        "Theorem B (last layer).",
        f"{_END}If the rank of the Jacobian is the number of parameters less $\\dim G$, and the rows $b$ of the shape "
        r"of those of $B_{L-1}$ with $\varphi(x^{j \odot e_L} E_o b) = 0$ for all $\varphi \in \Phi$, output channels "
        r"$o$ and $j < k_L$ have the dimension $c_{L-1}$, the rows of another $B'_{L-1}$, which are such $b$, are "
        r"combinations of those of $B_{L-1}$: $B'_{L-1} = T B_{L-1}$, and $P_L = P'_L T$ with an invertible $T$. So "
        "the number of orbits is that of the other layers.",
    ),
    "rank": (
        "Proposition 4 (excess 0).",
        r"If at one point the Jacobian has the rank of all parameters less $\dim G$, so it has at generic ones, as "
        "stabilisers are trivial; then orbits are dense in components of the generic fiber, and there are finitely "
        "many.",
    ),
    "merged": (
        "Proposition 5 (merging).",
        "Merge layers between some cuts into one each, whose products have $s_i$ exponents, and lower the hidden "
        "channels $c'_i$ that are left to what their new neighbours can see. The products of the network are among "
        r"those of the merged one, so $\dim M \le \sum_i c'_{i-1} c'_i s_i - \sum_i c_i'^2$, and the excess is at "
        r"least the number of parameters less $\dim G$ less that.",
    ),
    "syzygies": (
        "Lemma (syzygies).",
        "Let $B$ be the product of some layers just before layer $l$, and $B'$ its matrix of polyphase components by "
        r"$e_l$, with $c$ rows and $n$ columns of multidegrees $d_j$. If $c > n$ and $\sum_j d_j \le k_l - 1$, minors "
        "of $B'$ form a row $k \\ne 0$ of polynomials that layer $l$ has room for, with $k B' = 0$. Multiples of it "
        "can be added to rows of $P_l$ with the same $U$, and that is no motion by $G$: one that moves a single layer "
        "is 0, by full ranks from both ends on. For layers just after layer $l$, transpose.",
    ),
    "two layers beyond": (
        "Theorem E (iv) (two layers).",
        r"Let there be one direction, $e_1 \mid e_2$, $r = c_1$, and $n$ polyphase columns of $P_1$ by $e_2 / e_1$ of "
        r"degrees that sum to $\Delta$; $m = k_2 - 1$. With $r = c_2 + s = n + t$, $s, t \ge 0$, the excess is $s "
        r"(\Delta - t) + t c_2 m$. If $r$ lies strictly between $n$ and $c_2$, it is the dimension of the maps between "
        "the kernels of the two layers, which is least where their degrees are balanced.",
    ),
}
"""By the names of theorems in certificates, and "normal form", "scaling": title and text."""
