import numpy as np


def batch_norm_train(x, gamma, beta, running_mean, running_variance, momentum, epsilon):
    mean, variance = x.mean(axis=0), x.var(axis=0)
    y = gamma * (x - mean) / np.sqrt(variance + epsilon) + beta
    new_mean = (1 - momentum) * running_mean + momentum * mean
    new_variance = (1 - momentum) * running_variance + momentum * x.var(axis=0, ddof=1)
    return y, new_mean, new_variance


def batch_norm_eval(x, gamma, beta, running_mean, running_variance, epsilon):
    return gamma * (x - running_mean) / np.sqrt(running_variance + epsilon) + beta


def batch_norm_backward(upstream, x, gamma, epsilon):
    deviation = np.sqrt(np.var(x, axis=0) + epsilon)
    x_hat = (x - np.mean(x, axis=0)) / deviation
    h = upstream * gamma
    d_x = (h - h.mean(axis=0) - x_hat * (h * x_hat).mean(axis=0)) / deviation
    return d_x, (upstream * x_hat).sum(axis=0), upstream.sum(axis=0)
