import numpy as np


def numeric_gradient(f, x, h):
    """Centred differences of f at x (D,) with the step h; returns (D,)."""
    raise NotImplementedError


def relative_error(analytic, numeric):
    """Differences of two gradients (D,), relative to the largest entry of either; returns (D,)."""
    raise NotImplementedError


def wrong_entries(f, gradient, x, h, tolerance):
    """Numbers of the entries of gradient (D,) whose relative error is greater than the tolerance."""
    raise NotImplementedError
