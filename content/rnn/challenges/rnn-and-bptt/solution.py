import numpy as np


def rnn_forward(xs, h0, w_x, w_h, b):
    hs = np.empty((len(xs), *h0.shape))
    h = h0
    for t, x in enumerate(xs):
        h = np.tanh(x @ w_x + h @ w_h + b)
        hs[t] = h
    return hs


def rnn_backward(upstream, xs, hs, h0, w_x, w_h):
    before = np.concatenate([h0[np.newaxis], hs[:-1]])
    d_xs = np.empty(xs.shape)
    d_w_x, d_w_h, d_b = np.zeros(w_x.shape), np.zeros(w_h.shape), np.zeros(len(w_h))
    d_h = np.zeros(h0.shape)
    for t in reversed(range(len(xs))):
        d_z = (upstream[t] + d_h) * (1 - hs[t] ** 2)
        d_xs[t] = d_z @ w_x.T
        d_w_x += xs[t].T @ d_z
        d_w_h += before[t].T @ d_z
        d_b += d_z.sum(axis=0)
        d_h = d_z @ w_h.T
    return d_xs, d_h, d_w_x, d_w_h, d_b
