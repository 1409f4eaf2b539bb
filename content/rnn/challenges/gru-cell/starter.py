import numpy as np


def gru_forward(x, h, w_x, w_h, b_x, b_h):
    """The new state (N, H) for the input x (N, D) and the state h (N, H); columns are in the order r, z, n."""
    raise NotImplementedError


def gru_backward(upstream, x, h, w_x, w_h, b_x, b_h):
    """Gradients (d_x, d_h, d_w_x, d_w_h, d_b_x, d_b_h) for the upstream gradient (N, H) of the new state."""
    raise NotImplementedError
