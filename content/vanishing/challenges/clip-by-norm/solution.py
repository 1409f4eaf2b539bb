import numpy as np


def global_norm(gradients):
    return np.sqrt(sum(np.sum(g**2) for g in gradients))


def clip_by_norm(gradients, limit):
    norm = global_norm(gradients)
    if norm <= limit:
        return gradients
    factor = limit / norm
    return [g * factor for g in gradients]
