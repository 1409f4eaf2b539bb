import math

import numpy as np


def _sigmoid(z):
    return (1 + math.tanh(z / 2)) / 2


def _pre_activations(n, j, x, h, w_x, w_h, b):
    """Of example n and unit j: one number for each gate."""
    size = h.shape[1]
    return [x[n] @ w_x[:, k] + h[n] @ w_h[:, k] + b[k] for k in range(j, 4 * size, size)]


def lstm_forward(x, h, c, w_x, w_h, b):
    new_h, new_c = np.zeros(h.shape), np.zeros(c.shape)
    for n, j in np.ndindex(h.shape):
        z_in, z_forget, z_candidate, z_out = _pre_activations(n, j, x, h, w_x, w_h, b)
        new_c[n, j] = _sigmoid(z_forget) * c[n, j] + _sigmoid(z_in) * math.tanh(z_candidate)
        new_h[n, j] = _sigmoid(z_out) * math.tanh(new_c[n, j])
    return new_h, new_c


def lstm_backward(upstream_h, upstream_c, x, h, c, w_x, w_h, b):
    size = h.shape[1]
    d_x, d_h, d_c = np.zeros(x.shape), np.zeros(h.shape), np.zeros(c.shape)
    d_w_x, d_w_h, d_b = np.zeros(w_x.shape), np.zeros(w_h.shape), np.zeros(len(b))
    for n, j in np.ndindex(h.shape):
        z_in, z_forget, z_candidate, z_out = _pre_activations(n, j, x, h, w_x, w_h, b)
        entry, kept, candidate, shown = _sigmoid(z_in), _sigmoid(z_forget), math.tanh(z_candidate), _sigmoid(z_out)
        new_cell = kept * c[n, j] + entry * candidate
        cell = math.tanh(new_cell)
        at_cell = upstream_c[n, j] + upstream_h[n, j] * shown / math.cosh(new_cell) ** 2
        d_c[n, j] = at_cell * kept
        # σ(−z) is 1 − σ(z).
        slopes = [
            at_cell * candidate * entry * _sigmoid(-z_in),
            at_cell * c[n, j] * kept * _sigmoid(-z_forget),
            at_cell * entry / math.cosh(z_candidate) ** 2,
            upstream_h[n, j] * cell * shown * _sigmoid(-z_out),
        ]
        for k, slope in zip(range(j, 4 * size, size), slopes):
            d_x[n] += slope * w_x[:, k]
            d_h[n] += slope * w_h[:, k]
            d_w_x[:, k] += slope * x[n]
            d_w_h[:, k] += slope * h[n]
            d_b[k] += slope
    return d_x, d_h, d_c, d_w_x, d_w_h, d_b
