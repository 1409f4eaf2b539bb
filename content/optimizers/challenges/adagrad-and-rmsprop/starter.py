import numpy as np


def adagrad_step(weights, gradient, total, rate, epsilon):
    """One step of AdaGrad; returns (weights, total), each (D,)."""
    raise NotImplementedError


def rmsprop_step(weights, gradient, average, rate, decay, epsilon):
    """One step of RMSProp; returns (weights, average), each (D,)."""
    raise NotImplementedError
