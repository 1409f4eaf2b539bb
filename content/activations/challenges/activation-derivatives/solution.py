import numpy as np


def relu(x):
    return np.maximum(x, 0.0)


def relu_backward(upstream, x):
    return upstream * (x > 0)


def leaky_relu(x, slope):
    return np.where(x > 0, x, slope * x)


def leaky_relu_backward(upstream, x, slope):
    return upstream * np.where(x > 0, 1.0, slope)


def sigmoid(x):
    # exp of a number that is at most 0 can't overflow.
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


def sigmoid_backward(upstream, x):
    y = sigmoid(x)
    return upstream * y * (1 - y)


def tanh(x):
    return np.tanh(x)


def tanh_backward(upstream, x):
    y = np.tanh(x)
    return upstream * (1 - y**2)
