import math

import numpy as np


def layer_norm_forward(x, gamma, beta, epsilon):
    y = np.zeros(x.shape)
    for n, row in enumerate(x):
        mean = sum(row) / len(row)
        variance = sum((value - mean) ** 2 for value in row) / len(row)
        for d, value in enumerate(row):
            y[n, d] = gamma[d] * (value - mean) / math.sqrt(variance + epsilon) + beta[d]
    return y


def layer_norm_backward(upstream, x, gamma, epsilon):
    rows, size = x.shape
    d_x, d_gamma, d_beta = np.zeros(x.shape), np.zeros(size), np.zeros(size)
    for n in range(rows):
        centred = x[n] - x[n].sum() / size
        variance = centred @ centred / size
        inverse = 1 / math.sqrt(variance + epsilon)
        d_gamma += upstream[n] * centred * inverse
        d_beta += upstream[n]
        # Node by node through the graph: x̂ = centred · inverse, inverse of variance, variance of centred, centred of x.
        d_x_hat = upstream[n] * gamma
        d_inverse = d_x_hat @ centred
        d_variance = -0.5 * d_inverse * inverse**3
        d_centred = d_x_hat * inverse + d_variance * 2 * centred / size
        d_x[n] = d_centred - d_centred.sum() / size
    return d_x, d_gamma, d_beta
