import numpy as np


def log_sum_exp(logits):
    """log Σ exp of every row of logits (N, C); returns (N,)."""
    raise NotImplementedError


def softmax(logits):
    """Probabilities of every row of logits (N, C); returns (N, C)."""
    raise NotImplementedError


def log_softmax(logits):
    """Logarithms of the probabilities of every row of logits (N, C); returns (N, C)."""
    raise NotImplementedError
