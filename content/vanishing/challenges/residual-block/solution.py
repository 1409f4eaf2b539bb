import numpy as np


def _hidden(x, w1, b1):
    return np.maximum(x @ w1 + b1, 0)


def residual_forward(x, w1, b1, w2, b2):
    return x + _hidden(x, w1, b1) @ w2 + b2


def residual_backward(upstream, x, w1, b1, w2):
    a = _hidden(x, w1, b1)
    d_a = upstream @ w2.T
    d_z = d_a * (a > 0)
    d_x = upstream + d_z @ w1.T
    return d_x, x.T @ d_z, d_z.sum(axis=0), a.T @ upstream, upstream.sum(axis=0)
