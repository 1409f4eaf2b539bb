import numpy as np


def dense_forward(x, weights, bias):
    return x @ weights + bias


def dense_backward(upstream, x, weights):
    d_x = upstream @ weights.T
    d_weights = x.T @ upstream
    d_bias = upstream.sum(axis=0)
    return d_x, d_weights, d_bias
