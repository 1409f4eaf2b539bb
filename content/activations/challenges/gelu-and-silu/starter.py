import numpy as np


def gelu(x, erf):
    """x·Φ(x), entry by entry, for x (N, D); erf takes one number."""
    raise NotImplementedError


def gelu_backward(upstream, x, erf):
    """Gradient with respect to x, (N, D), for the upstream gradient (N, D) and the input x."""
    raise NotImplementedError


def gelu_tanh(x):
    """The approximation of GELU with tanh, for x (N, D)."""
    raise NotImplementedError


def silu(x):
    """x·σ(x), entry by entry, for x (N, D)."""
    raise NotImplementedError


def silu_backward(upstream, x):
    """Gradient with respect to x, (N, D), for the upstream gradient (N, D) and the input x."""
    raise NotImplementedError
