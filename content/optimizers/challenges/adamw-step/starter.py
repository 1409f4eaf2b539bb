import numpy as np


def adamw_step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon, decay):
    """One step of AdamW, with decoupled decay; returns (weights, m, v), each (D,)."""
    raise NotImplementedError


def adam_l2_step(weights, gradient, m, v, t, rate, beta1, beta2, epsilon, decay):
    """One step of Adam with an L2 penalty in the gradient; returns (weights, m, v), each (D,)."""
    raise NotImplementedError
