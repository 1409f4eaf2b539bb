import numpy as np


def _normalise(x, epsilon):
    centred = x - x.mean(axis=1, keepdims=True)
    variance = (centred**2).mean(axis=1, keepdims=True)
    deviation = np.sqrt(variance + epsilon)
    return centred / deviation, deviation


def layer_norm_forward(x, gamma, beta, epsilon):
    x_hat, _ = _normalise(x, epsilon)
    return gamma * x_hat + beta


def layer_norm_backward(upstream, x, gamma, epsilon):
    x_hat, deviation = _normalise(x, epsilon)
    h = upstream * gamma
    along_mean = h.mean(axis=1, keepdims=True)
    along_spread = x_hat * (h * x_hat).mean(axis=1, keepdims=True)
    d_x = (h - along_mean - along_spread) / deviation
    d_gamma = (upstream * x_hat).sum(axis=0)
    d_beta = upstream.sum(axis=0)
    return d_x, d_gamma, d_beta
