import numpy as np


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _gates(x, h, w_x, w_h, b):
    i, f, g, o = np.split(x @ w_x + h @ w_h + b, 4, axis=1)
    return _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o)


def lstm_forward(x, h, c, w_x, w_h, b):
    i, f, g, o = _gates(x, h, w_x, w_h, b)
    new_c = f * c + i * g
    return o * np.tanh(new_c), new_c


def lstm_backward(upstream_h, upstream_c, x, h, c, w_x, w_h, b):
    i, f, g, o = _gates(x, h, w_x, w_h, b)
    new_c = f * c + i * g
    squashed = np.tanh(new_c)
    d_cell = upstream_c + upstream_h * o * (1 - squashed**2)
    d_i = d_cell * g * i * (1 - i)
    d_f = d_cell * c * f * (1 - f)
    d_g = d_cell * i * (1 - g**2)
    d_o = upstream_h * squashed * o * (1 - o)
    d_z = np.hstack([d_i, d_f, d_g, d_o])
    return d_z @ w_x.T, d_z @ w_h.T, d_cell * f, x.T @ d_z, h.T @ d_z, d_z.sum(axis=0)
