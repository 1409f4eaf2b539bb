import numpy as np


def neuron(x, w, b, activation):
    """Output of one neuron for x (D,), a number, or for a batch x (N, D), shape (N,)."""
    raise NotImplementedError


def missing_bias(x, w, targets):
    """For x (N, D) and targets (N,): the best bias, the loss without a bias, the loss with the best one."""
    raise NotImplementedError
