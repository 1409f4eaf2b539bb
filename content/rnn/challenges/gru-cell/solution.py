import numpy as np


def _sigmoid(t):
    return 1 / (1 + np.exp(-t))


def _gates(x, h, w_x, w_h, b_x, b_h):
    """Both gates, the candidate, and what the reset gate multiplies."""
    a_r, a_z, a_n = np.split(x @ w_x + b_x, 3, axis=1)
    u_r, u_z, u_n = np.split(h @ w_h + b_h, 3, axis=1)
    r = _sigmoid(a_r + u_r)
    z = _sigmoid(a_z + u_z)
    n = np.tanh(a_n + r * u_n)
    return r, z, n, u_n


def gru_forward(x, h, w_x, w_h, b_x, b_h):
    _, z, n, _ = _gates(x, h, w_x, w_h, b_x, b_h)
    return (1 - z) * n + z * h


def gru_backward(upstream, x, h, w_x, w_h, b_x, b_h):
    r, z, n, u_n = _gates(x, h, w_x, w_h, b_x, b_h)
    d_n = upstream * (1 - z) * (1 - n**2)
    d_z = upstream * (h - n) * z * (1 - z)
    d_r = d_n * u_n * r * (1 - r)
    d_a = np.hstack([d_r, d_z, d_n])
    d_u = np.hstack([d_r, d_z, d_n * r])
    d_h = d_u @ w_h.T + upstream * z
    return d_a @ w_x.T, d_h, x.T @ d_a, h.T @ d_u, d_a.sum(axis=0), d_u.sum(axis=0)
