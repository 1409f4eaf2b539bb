import numpy as np


def xavier_normal(normals):
    fan_in, fan_out = normals.shape
    return normals * np.sqrt(2 / (fan_in + fan_out))


def xavier_uniform(uniforms):
    fan_in, fan_out = uniforms.shape
    bound = np.sqrt(6 / (fan_in + fan_out))
    return bound * (2 * uniforms - 1)


def he_normal(normals):
    return normals * np.sqrt(2 / len(normals))


def he_uniform(uniforms):
    limit = np.sqrt(6 / len(uniforms))
    return limit * (2 * uniforms - 1)
