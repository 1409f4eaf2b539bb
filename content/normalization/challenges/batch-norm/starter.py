import numpy as np


def batch_norm_train(x, gamma, beta, running_mean, running_variance, momentum, epsilon):
    """Output (N, D), new running mean (D,) and new running variance (D,)."""
    raise NotImplementedError


def batch_norm_eval(x, gamma, beta, running_mean, running_variance, epsilon):
    """Output (N, D)."""
    raise NotImplementedError


def batch_norm_backward(upstream, x, gamma, epsilon):
    """Gradients (d_x, d_gamma, d_beta) of the training form."""
    raise NotImplementedError
