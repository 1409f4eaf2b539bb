import numpy as np


def adam_step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon):
    """One step of Adam; returns (weights, m, v), each (D,)."""
    raise NotImplementedError
