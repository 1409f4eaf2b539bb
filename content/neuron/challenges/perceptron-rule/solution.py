import numpy as np


def predict(x, w, b):
    return np.where(x @ w + b >= 0, 1, -1)


def train(x, labels, w, b, rate, epochs):
    mistakes = []
    for _ in range(epochs):
        count = 0
        for example, label in zip(x, labels):
            if predict(example, w, b) != label:
                w = w + rate * label * example
                b = b + rate * label
                count += 1
        mistakes.append(count)
        if count == 0:
            break
    return w, b, np.array(mistakes)
