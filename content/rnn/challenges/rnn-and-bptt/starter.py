import numpy as np


def rnn_forward(xs, h0, w_x, w_h, b):
    """The states (T, N, H) after every step of xs (T, N, D), starting from h0 (N, H)."""
    raise NotImplementedError


def rnn_backward(upstream, xs, hs, h0, w_x, w_h):
    """Gradients (d_xs, d_h0, d_w_x, d_w_h, d_b) for the upstream gradient (T, N, H) of the states hs."""
    raise NotImplementedError
