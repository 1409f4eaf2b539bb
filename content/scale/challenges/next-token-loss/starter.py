import numpy as np


def next_token_loss(logits, tokens, padding):
    """Mean negative log-likelihood and perplexity for logits (N, T, V) and tokens (N, T)."""
    raise NotImplementedError


def next_token_loss_gradient(logits, tokens, padding):
    """Gradient (N, T, V) of the mean negative log-likelihood."""
    raise NotImplementedError
