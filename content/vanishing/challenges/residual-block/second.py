import numpy as np


def residual_forward(x, w1, b1, w2, b2):
    y = np.zeros(x.shape)
    for n, row in enumerate(x):
        y[n] = row + b2
        for unit in range(len(b1)):
            z = row @ w1[:, unit] + b1[unit]
            if z > 0:
                y[n] += z * w2[unit]
    return y


def residual_backward(upstream, x, w1, b1, w2):
    d_x, d_w1, d_b1 = np.zeros(x.shape), np.zeros(w1.shape), np.zeros(len(b1))
    d_w2, d_b2 = np.zeros(w2.shape), np.zeros(x.shape[1])
    for row, g, d_row in zip(x, upstream, d_x):
        d_row += g
        d_b2 += g
        for unit in range(len(b1)):
            z = row @ w1[:, unit] + b1[unit]
            # An inactive unit has no part in the result.
            if z <= 0:
                continue
            slope = g @ w2[unit]
            d_row += slope * w1[:, unit]
            d_w1[:, unit] += slope * row
            d_b1[unit] += slope
            d_w2[unit] += z * g
    return d_x, d_w1, d_b1, d_w2, d_b2
