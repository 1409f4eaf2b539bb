import numpy as np


def network(x, weights, biases, relu):
    y = x @ weights[0] + biases[0]
    for weight, bias in zip(weights[1:], biases[1:]):
        inner = np.maximum(y, 0) if relu else y
        y = inner @ weight + bias
    return y


def collapse(weights, biases):
    total_weight, total_bias = weights[0], biases[0]
    for weight, bias in zip(weights[1:], biases[1:]):
        total_weight = total_weight @ weight
        total_bias = total_bias @ weight + bias
    return total_weight, total_bias


def largest_gap(x, weights, biases, relu):
    weight, bias = collapse(weights, biases)
    return np.abs(network(x, weights, biases, relu) - (x @ weight + bias)).max()
