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
        self.best = math.inf
        self.bad_epochs = 0
        self.resting = 0

    def step(self, loss):
        if loss < (1 - self.threshold) * self.best:
            self.best = loss
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        if self.resting > 0:
            self.resting -= 1
            self.bad_epochs = 0
        if self.bad_epochs > self.patience:
            self.rate = max(self.factor * self.rate, self.least)
            self.resting = self.cooldown
            self.bad_epochs = 0
        return self.rate
