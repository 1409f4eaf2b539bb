import numpy as np
import solution


def mistakes(x, labels, epochs):
    """Mistakes of each epoch of training from zero."""
    return solution.train(x, labels, np.zeros(x.shape[1]), 0.0, 1.0, epochs)[2]


def classify(x, labels, unseen, epochs):
    """Trains from zero, then predicts the examples trained on and unseen ones."""
    w, b, _ = solution.train(x, labels, np.zeros(x.shape[1]), 0.0, 1.0, epochs)
    return solution.predict(x, w, b), solution.predict(unseen, w, b)
