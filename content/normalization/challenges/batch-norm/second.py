import math

import numpy as np


def _statistics(column):
    mean = math.fsum(column) / len(column)
    return mean, math.fsum((value - mean) ** 2 for value in column)


def batch_norm_train(x, gamma, beta, running_mean, running_variance, momentum, epsilon):
    y = np.zeros(x.shape)
    new_mean, new_variance = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for d in range(x.shape[1]):
        mean, squares = _statistics(x[:, d].tolist())
        for n in range(len(x)):
            y[n, d] = gamma[d] * (x[n, d] - mean) / math.sqrt(squares / len(x) + epsilon) + beta[d]
        new_mean[d] = running_mean[d] + momentum * (mean - running_mean[d])
        new_variance[d] = running_variance[d] + momentum * (squares / (len(x) - 1) - running_variance[d])
    return y, new_mean, new_variance


def batch_norm_eval(x, gamma, beta, running_mean, running_variance, epsilon):
    # A fixed scale and shift for each feature.
    scale = gamma / (running_variance + epsilon) ** 0.5
    return x * scale + (beta - running_mean * scale)


def batch_norm_backward(upstream, x, gamma, epsilon):
    rows, features = x.shape
    d_x, d_gamma, d_beta = np.zeros(x.shape), np.zeros(features), np.zeros(features)
    for d in range(features):
        mean, squares = _statistics(x[:, d].tolist())
        centred = x[:, d] - mean
        inverse = 1 / math.sqrt(squares / rows + epsilon)
        d_gamma[d] = upstream[:, d] @ centred * inverse
        d_beta[d] = upstream[:, d].sum()
        # Node by node: x̂ = centred · inverse, inverse of the variance, variance of centred, centred of x.
        d_inverse = gamma[d] * (upstream[:, d] @ centred)
        d_variance = -0.5 * d_inverse * inverse**3
        d_centred = gamma[d] * upstream[:, d] * inverse + 2 * d_variance * centred / rows
        d_x[:, d] = d_centred - d_centred.sum() / rows
    return d_x, d_gamma, d_beta
