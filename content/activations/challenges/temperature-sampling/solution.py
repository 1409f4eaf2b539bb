import numpy as np


def probabilities(logits, temperature):
    shifted = logits - logits.max()
    if temperature == 0:
        shares = (shifted == 0).astype(float)
    else:
        with np.errstate(over="ignore"):
            shares = np.exp(shifted / temperature)
    return shares / shares.sum()


def pick(logits, temperature, u):
    cumulative = np.cumsum(probabilities(logits, temperature))
    # Rounding may leave the last one a little off 1; u times it is always less.
    return np.searchsorted(cumulative, u * cumulative[-1], side="right")
