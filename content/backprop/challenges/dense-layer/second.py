import numpy as np


def dense_forward(x, weights, bias):
    rows, inputs = x.shape
    outputs = len(bias)
    y = np.zeros((rows, outputs))
    for n in range(rows):
        for k in range(outputs):
            y[n, k] = bias[k] + sum(x[n, i] * weights[i, k] for i in range(inputs))
    return y


def dense_backward(upstream, x, weights):
    d_x = np.zeros(x.shape)
    d_weights = np.zeros(weights.shape)
    d_bias = np.zeros(weights.shape[1])
    for n in range(x.shape[0]):
        for k in range(weights.shape[1]):
            d_bias[k] += upstream[n, k]
            for i in range(x.shape[1]):
                d_x[n, i] += upstream[n, k] * weights[i, k]
                d_weights[i, k] += upstream[n, k] * x[n, i]
    return d_x, d_weights, d_bias
