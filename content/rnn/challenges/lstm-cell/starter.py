import numpy as np


def lstm_forward(x, h, c, w_x, w_h, b):
    """The new state and the new cell, (N, H) each, for the input x (N, D); columns are in the order i, f, g, o."""
    raise NotImplementedError


def lstm_backward(upstream_h, upstream_c, x, h, c, w_x, w_h, b):
    """Gradients (d_x, d_h, d_c, d_w_x, d_w_h, d_b) for upstream gradients (N, H) of the new state and the new cell."""
    raise NotImplementedError
