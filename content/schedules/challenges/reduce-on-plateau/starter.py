import math


class ReduceOnPlateau:
    """Cuts the learning rate when the loss no longer falls."""

    def __init__(self, rate, factor, patience, threshold, cooldown=0, least=0.0):
        self.rate = rate
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.cooldown = cooldown
        self.least = least

    def step(self, loss):
        """Takes the loss of an epoch; returns the learning rate of the next."""
        raise NotImplementedError
