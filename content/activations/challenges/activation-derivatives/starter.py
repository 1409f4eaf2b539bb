import numpy as np


def relu(x):
    raise NotImplementedError


def relu_backward(upstream, x):
    raise NotImplementedError


def leaky_relu(x, slope):
    raise NotImplementedError


def leaky_relu_backward(upstream, x, slope):
    raise NotImplementedError


def sigmoid(x):
    raise NotImplementedError


def sigmoid_backward(upstream, x):
    raise NotImplementedError


def tanh(x):
    raise NotImplementedError


def tanh_backward(upstream, x):
    raise NotImplementedError
