import numpy as np


def bce(logits, targets):
    return np.mean(targets * _softplus(-logits) + (1 - targets) * _softplus(logits))


def bce_gradient(logits, targets):
    # σ(z) = exp(−softplus(−z))
    return (np.exp(-_softplus(-logits)) - targets) / len(logits)


def hinge(scores, labels):
    return np.mean(np.maximum(0, 1 - labels * scores))


def hinge_gradient(scores, labels):
    return np.where(labels * scores < 1, -labels, 0) / len(scores)


def _softplus(z):
    return np.logaddexp(0, z)
