import numpy as np


def draw_mask(draws, p):
    mask = np.ones(draws.shape)
    mask[draws < p] = 0
    return mask


def _factors(mask, p, training):
    """What each entry is multiplied by, in either direction."""
    if not training:
        return np.ones(mask.shape)
    return np.where(mask == 1, 1 / (1 - p), 0.0)


def dropout_forward(x, mask, p, training):
    return np.multiply(_factors(mask, p, training), x)


def dropout_backward(upstream, mask, p, training):
    # The map is linear and diagonal, so it is its own transpose.
    return dropout_forward(upstream, mask, p, training)
