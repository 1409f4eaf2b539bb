import math


class EarlyStopping:
    """Says when to stop, and keeps the weights of the best epoch."""

    def __init__(self, patience, least=0.0):
        self.patience = patience
        self.least = least
        self.best_loss = math.inf
        self.best_weights = []
        self.bad_epochs = 0

    def update(self, loss, weights):
        if loss < self.best_loss - self.least:
            self.best_loss = loss
            self.best_weights = [w.copy() for w in weights]
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        return self.bad_epochs >= self.patience

    def restore(self):
        return [w.copy() for w in self.best_weights]
