import numpy as np


def bce(logits, targets):
    """Binary cross-entropy of logits (N,) and targets from 0 to 1 (N,), averaged; a number."""
    raise NotImplementedError


def bce_gradient(logits, targets):
    """Gradient of bce with respect to the logits, (N,)."""
    raise NotImplementedError


def hinge(scores, labels):
    """Hinge loss of scores (N,) and labels of -1 or +1 (N,), averaged; a number."""
    raise NotImplementedError


def hinge_gradient(scores, labels):
    """Gradient of hinge with respect to the scores, (N,)."""
    raise NotImplementedError
