import numpy as np


def predict(x, w, b):
    """+1 or -1 for every row of x (N, D); a score of 0 counts as +1. Returns (N,)."""
    raise NotImplementedError


def train(x, labels, w, b, rate, epochs):
    """Trains by the perceptron rule; returns (w, b, mistakes of each epoch)."""
    raise NotImplementedError
