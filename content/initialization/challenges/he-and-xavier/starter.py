import numpy as np


def xavier_normal(normals):
    """Weights (in, out) from standard normal draws of that shape."""
    raise NotImplementedError


def xavier_uniform(uniforms):
    """Weights (in, out) from draws uniform on [0, 1)."""
    raise NotImplementedError


def he_normal(normals):
    """Weights (in, out) from standard normal draws of that shape."""
    raise NotImplementedError


def he_uniform(uniforms):
    """Weights (in, out) from draws uniform on [0, 1)."""
    raise NotImplementedError
