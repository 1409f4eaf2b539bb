import numpy as np


def _sign(score):
    return -1 if score < 0 else 1


def predict(x, w, b):
    return np.array([_sign(sum(a * c for a, c in zip(row, w)) + b) for row in x])


def train(x, labels, w, b, rate, epochs):
    # The bias is the weight of a last input that is always 1.
    rows = [[float(value) for value in row] + [1.0] for row in x]
    weights = [float(value) for value in w] + [float(b)]
    history = []
    while len(history) < epochs and 0 not in history:
        history.append(0)
        for row, label in zip(rows, labels.tolist()):
            # Half the difference of the labels: 0 where it is right, otherwise the label.
            by = (label - _sign(sum(a * c for a, c in zip(row, weights)))) / 2
            history[-1] += abs(by)
            for d, value in enumerate(row):
                weights[d] += rate * by * value
    return np.array(weights[:-1]), weights[-1], np.array(history)
