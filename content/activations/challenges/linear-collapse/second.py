import numpy as np


def _with_ones(x):
    return np.hstack([x, np.ones((len(x), 1))])


def _joined(weight, bias):
    """[[W, 0], [b, 1]]: a row (x, 1) times this is (xW + b, 1)."""
    inputs, outputs = weight.shape
    joined = np.zeros((inputs + 1, outputs + 1))
    joined[:inputs, :outputs] = weight
    joined[inputs, :outputs] = bias
    joined[inputs, outputs] = 1
    return joined


def network(x, weights, biases, relu):
    rows = _with_ones(x)
    last = len(weights) - 1
    for layer, (weight, bias) in enumerate(zip(weights, biases)):
        rows = rows @ _joined(weight, bias)
        if relu and layer < last:
            rows = rows * (rows > 0)
    return rows[:, :-1]


def collapse(weights, biases):
    # From the last layer to the first.
    joined = np.eye(len(biases[-1]) + 1)
    for weight, bias in zip(reversed(weights), reversed(biases)):
        joined = _joined(weight, bias) @ joined
    return joined[:-1, :-1], joined[-1, :-1]


def largest_gap(x, weights, biases, relu):
    weight, bias = collapse(weights, biases)
    largest = 0.0
    for row, output in zip(x, network(x, weights, biases, relu)):
        for k, y in enumerate(output):
            largest = max(largest, abs(y - sum(row * weight[:, k]) - bias[k]))
    return largest
