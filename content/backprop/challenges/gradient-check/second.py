import numpy as np


def numeric_gradient(f, x, h):
    # One vector that is moved and put back, and the mean of the slopes to either side.
    point = np.array(x, dtype=float)
    here = f(point)
    slopes = []
    for i, value in enumerate(point.tolist()):
        point[i] = value + h
        right = (f(point) - here) / h
        point[i] = value - h
        left = (here - f(point)) / h
        point[i] = value
        slopes.append((left + right) / 2)
    return np.array(slopes)


def relative_error(analytic, numeric):
    largest = 0.0
    for a, n in zip(analytic, numeric):
        largest = max(largest, a, -a, n, -n)
    errors = []
    for a, n in zip(analytic, numeric):
        gap = a - n if a > n else n - a
        errors.append(0.0 if gap == 0 else gap / largest)
    return np.array(errors)


def wrong_entries(f, gradient, x, h, tolerance):
    errors = relative_error(gradient, numeric_gradient(f, x, h))
    return [i for i, error in enumerate(errors) if not error <= tolerance]
