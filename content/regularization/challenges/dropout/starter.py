import numpy as np


def draw_mask(draws, p):
    """A mask (N, D) of 1 for kept and 0 for dropped entries, from uniform draws (N, D); p is the rate of dropping."""
    raise NotImplementedError


def dropout_forward(x, mask, p, training):
    """The output (N, D) of inverted dropout."""
    raise NotImplementedError


def dropout_backward(upstream, mask, p, training):
    """The gradient with respect to the input, for the upstream gradient (N, D)."""
    raise NotImplementedError
