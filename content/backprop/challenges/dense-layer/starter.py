import numpy as np


def dense_forward(x, weights, bias):
    """y = x W + b for x (N, in), weights (in, out), bias (out,); returns (N, out)."""
    raise NotImplementedError


def dense_backward(upstream, x, weights):
    """Gradients (d_x, d_weights, d_bias) for the upstream gradient (N, out)."""
    raise NotImplementedError
