import numpy as np


def numeric_gradient(f, x, h):
    steps = h * np.eye(len(x))
    return np.array([(f(x + step) - f(x - step)) / (2 * h) for step in steps])


def relative_error(analytic, numeric):
    distance = np.abs(analytic - numeric)
    largest = max(np.abs(analytic).max(), np.abs(numeric).max())
    return distance / largest if largest > 0 else distance


def wrong_entries(f, gradient, x, h, tolerance):
    error = relative_error(gradient, numeric_gradient(f, x, h))
    return np.flatnonzero(error > tolerance)
