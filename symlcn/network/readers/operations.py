"""What an operation of a network is called, and what of it lies outside the theory.

Contents: :func:`outside`, :func:`changes_nothing`.

All activations but powers x^r are named here; these are :class:`symlcn.network.readers.modellayers.Activation`.
"""

from __future__ import annotations

from symlcn.errors import shown
from symlcn.network.readers.modellayers import simple_name

__all__ = ["changes_nothing", "outside"]

_NOTHING = frozenset(
    "identity flatten squeeze unsqueeze cast inputlayer input constant shape quantstub sequential modulelist".split()
)
_ACTIVATIONS = frozenset(
    "activation relu leakyrelu prelu rrelu relu6 elu selu celu gelu silu swish mish sigmoid logsigmoid hardsigmoid "
    "tanh hardtanh hardswish softplus softsign softmax logsoftmax softmin threshold tanhshrink softshrink hardshrink "
    "glu clip erf abs exp log sqrt quickgelu thresholdedrelu maxout".split()
)
_NORMS = frozenset(
    "layernormalization layernorm instancenormalization instancenorm groupnormalization groupnorm".split()
)
_NORMS |= frozenset("rmsnorm rmsnormalization localresponsenorm lrn unitnormalization lpnormalization".split())
_BATCH = frozenset("batchnorm batchnormalization syncbatchnorm".split())
_DENSE = frozenset("linear dense gemm matmul bilinear nondynamicallyquantizablelinear".split())
_JOINS = {"add": "sum", "sum": "sum", "concat": "concatenation", "concatenate": "concatenation", "mul": "product"}
_JOINS |= {
    "multiply": "product",
    "sub": "difference",
    "subtract": "difference",
    "average": "mean",
    "maximum": "maximum",
}
_PADS = frozenset("pad zeropadding constantpad zeropad reflectionpad replicationpad circularpad".split())
_MOVED = frozenset("reshape unflatten permute transpose slice gather split".split())
_RESIZED = frozenset(
    "upsample upsampling resize upsamplingnearest upsamplingbilinear pixelshuffle depthtospace".split()
)


def changes_nothing(operation: str) -> bool:
    """Whether an operation leaves all numbers as they are.

    Examples
    --------
    >>> changes_nothing("Flatten"), changes_nothing("ReLU")
    (True, False)
    """
    return simple_name(operation) in _NOTHING


def outside(operation: str) -> str:
    """What to say of an operation that is no convolution and no pooling over windows.

    Examples
    --------
    >>> outside("BatchNorm2d"), outside("relu")
    ('batch normalization: affine, and trained as such', 'activation relu: not linear')
    """
    name = simple_name(operation)
    if name in _ACTIVATIONS:
        return f"activation {name}: not linear"
    if name in _BATCH:
        return "batch normalization: affine, and trained as such"
    if name in _NORMS:
        return "normalization by the signal: not linear"
    if name in _DENSE:
        return "fully connected layer: no convolution"
    if name in _JOINS:
        return f"{_JOINS[name]} of branches, or with constants"
    if name in _PADS:
        return "padding: the end-to-end filter holds away from the border only"
    if name in _MOVED:
        return "the signal is rearranged between layers"
    if name in _RESIZED:
        return "upsampling: the inverse of a stride"
    if "convtranspose" in name or name.endswith("dtranspose") or name.startswith("deconv"):
        return "transposed convolution"
    if "dropout" in name:
        return "dropout: random in training"
    if "pool" in name or name in ("reducemean", "reducemax"):
        return "pooling over the whole signal"
    return f"operation {shown(operation, 40)}: not known here"
