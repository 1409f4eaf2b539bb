import math

import numpy as np


def rnn_forward(xs, h0, w_x, w_h, b):
    steps, examples, size = len(xs), len(h0), len(b)
    hs = np.zeros((steps, examples, size))
    for n in range(examples):
        state = list(h0[n])
        for t in range(steps):
            state = [
                math.tanh(b[j] + sum(xs[t, n] * w_x[:, j]) + sum(h * w for h, w in zip(state, w_h[:, j])))
                for j in range(size)
            ]
            hs[t, n] = state
    return hs


def rnn_backward(upstream, xs, hs, h0, w_x, w_h):
    # Each use of a state is followed back to the start by itself; their contributions are added.
    d_z, d_h0 = np.zeros(hs.shape), np.zeros(h0.shape)
    for n in range(len(h0)):
        for used in range(len(hs)):
            arriving = upstream[used, n]
            for t in range(used, -1, -1):
                at_z = arriving * (1 - hs[t, n]) * (1 + hs[t, n])
                d_z[t, n] += at_z
                arriving = w_h @ at_z
            d_h0[n] += arriving
    before = np.stack([h0, *hs[:-1]])
    d_w_x = np.einsum("tni,tnj->ij", xs, d_z)
    d_w_h = np.einsum("tni,tnj->ij", before, d_z)
    return np.einsum("tnj,ij->tni", d_z, w_x), d_h0, d_w_x, d_w_h, d_z.sum(axis=(0, 1))
