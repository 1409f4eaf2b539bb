import numpy as np


def _is_weight(parameter):
    return parameter.ndim == 2


def penalty(parameters, l1, l2):
    weights = [p for p in parameters if _is_weight(p)]
    return sum(l1 * np.sum(np.abs(w)) + 0.5 * l2 * np.sum(w**2) for w in weights)


def penalty_gradients(parameters, l1, l2):
    return [l1 * np.sign(p) + l2 * p if _is_weight(p) else np.zeros_like(p) for p in parameters]


def decayed_step(parameters, gradients, rate, decay):
    stepped = []
    for p, g in zip(parameters, gradients):
        shrinkage = rate * decay if _is_weight(p) else 0.0
        stepped.append((1 - shrinkage) * p - rate * g)
    return stepped
