import numpy as np


def probabilities(logits, temperature):
    """Softmax of logits (V,) at a temperature of 0 or more; returns (V,)."""
    raise NotImplementedError


def pick(logits, temperature, u):
    """Number of the token that u, with 0 <= u < 1, stands for."""
    raise NotImplementedError
