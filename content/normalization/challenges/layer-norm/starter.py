import numpy as np


def layer_norm_forward(x, gamma, beta, epsilon):
    """Normalises every row of x (N, D), then scales by gamma (D,) and shifts by beta (D,); returns (N, D)."""
    raise NotImplementedError


def layer_norm_backward(upstream, x, gamma, epsilon):
    """Gradients (d_x, d_gamma, d_beta) for the upstream gradient (N, D)."""
    raise NotImplementedError
