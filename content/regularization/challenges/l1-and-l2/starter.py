import numpy as np


def penalty(parameters, l1, l2):
    """The penalty on all weights (arrays of two axes), a number; biases (one axis) are left out."""
    raise NotImplementedError


def penalty_gradients(parameters, l1, l2):
    """The list of the penalty's gradients, one for each parameter."""
    raise NotImplementedError


def decayed_step(parameters, gradients, rate, decay):
    """One step of SGD with weight decay; returns the list of new parameters."""
    raise NotImplementedError
