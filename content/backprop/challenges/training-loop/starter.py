import numpy as np


def train(x, classes, parameters, orders, batch_size, rate, goal):
    """Loss after each epoch, and w1, b1, w2 and b2 at the end, for x (N, D), classes (N,) and orders (E, N)."""
    w1, b1, w2, b2 = parameters
    raise NotImplementedError
