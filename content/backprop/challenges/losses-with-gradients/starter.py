import numpy as np


def mse(prediction, target):
    """Mean squared error over all entries of two arrays (N, D); a number."""
    raise NotImplementedError


def mse_gradient(prediction, target):
    """Its gradient with respect to the prediction, (N, D)."""
    raise NotImplementedError


def cross_entropy(logits, classes):
    """Mean cross-entropy of logits (N, C) and class numbers (N,); a number."""
    raise NotImplementedError


def cross_entropy_gradient(logits, classes):
    """Its gradient with respect to the logits, (N, C)."""
    raise NotImplementedError
