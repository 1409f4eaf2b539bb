import math

import numpy as np


def _normal(draws, variance):
    return np.array([[float(z) * math.sqrt(variance) for z in row] for row in draws])


def _uniform(draws, variance):
    # A draw on [0, 1) has mean 1/2 and variance 1/12.
    return np.array([[(float(u) - 0.5) * math.sqrt(12 * variance) for u in row] for row in draws])


def xavier_normal(normals):
    return _normal(normals, 2 / sum(normals.shape))


def xavier_uniform(uniforms):
    return _uniform(uniforms, 2 / sum(uniforms.shape))


def he_normal(normals):
    return _normal(normals, 2 / normals.shape[0])


def he_uniform(uniforms):
    return _uniform(uniforms, 2 / uniforms.shape[0])
