import math

import numpy as np


def _sigmoid(t):
    return (1 + math.tanh(t / 2)) / 2


def _unit(example, j, x, h, w_x, w_h, b_x, b_h):
    """Gates, candidate and the part of the candidate that is reset, of one unit."""
    size = h.shape[1]
    a = [x[example] @ w_x[:, k] + b_x[k] for k in range(j, 3 * size, size)]
    u = [h[example] @ w_h[:, k] + b_h[k] for k in range(j, 3 * size, size)]
    reset, kept = _sigmoid(a[0] + u[0]), _sigmoid(a[1] + u[1])
    return reset, kept, math.tanh(a[2] + reset * u[2]), u[2]


def gru_forward(x, h, w_x, w_h, b_x, b_h):
    new = np.zeros(h.shape)
    for example, j in np.ndindex(h.shape):
        _, kept, candidate, _ = _unit(example, j, x, h, w_x, w_h, b_x, b_h)
        new[example, j] = candidate + kept * (h[example, j] - candidate)
    return new


def gru_backward(upstream, x, h, w_x, w_h, b_x, b_h):
    size = h.shape[1]
    d_x, d_h = np.zeros(x.shape), np.zeros(h.shape)
    d_w_x, d_w_h = np.zeros(w_x.shape), np.zeros(w_h.shape)
    d_b_x, d_b_h = np.zeros(len(b_x)), np.zeros(len(b_h))
    for example, j in np.ndindex(h.shape):
        reset, kept, candidate, inner = _unit(example, j, x, h, w_x, w_h, b_x, b_h)
        g = upstream[example, j]
        at_candidate = g * (1 - kept) * (1 - candidate) * (1 + candidate)
        at_kept = g * (h[example, j] - candidate) * (kept - kept**2)
        at_reset = at_candidate * inner * (reset - reset**2)
        d_h[example, j] += g * kept
        blocks = [(at_reset, at_reset), (at_kept, at_kept), (at_candidate, at_candidate * reset)]
        for k, (from_input, from_state) in zip(range(j, 3 * size, size), blocks):
            d_x[example] += from_input * w_x[:, k]
            d_h[example] += from_state * w_h[:, k]
            d_w_x[:, k] += from_input * x[example]
            d_w_h[:, k] += from_state * h[example]
            d_b_x[k] += from_input
            d_b_h[k] += from_state
    return d_x, d_h, d_w_x, d_w_h, d_b_x, d_b_h
