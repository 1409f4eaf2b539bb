import math

import numpy as np


def global_norm(gradients):
    return math.hypot(*(float(entry) for g in gradients for entry in g.ravel()))


def clip_by_norm(gradients, limit):
    flat = np.concatenate([g.ravel() for g in gradients])
    flat = flat * min(1.0, limit / max(float(np.linalg.norm(flat)), 1e-300))
    clipped, start = [], 0
    for g in gradients:
        clipped.append(flat[start : start + g.size].reshape(g.shape))
        start += g.size
    return clipped
