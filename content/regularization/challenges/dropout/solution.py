import numpy as np


def draw_mask(draws, p):
    return (draws >= p).astype(float)


def dropout_forward(x, mask, p, training):
    return x * mask / (1 - p) if training else x


def dropout_backward(upstream, mask, p, training):
    return upstream * mask / (1 - p) if training else upstream
