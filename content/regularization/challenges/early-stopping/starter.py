import math


class EarlyStopping:
    """Says when to stop, and keeps the weights of the best epoch."""

    def __init__(self, patience, least=0.0):
        self.patience = patience
        self.least = least

    def update(self, loss, weights):
        """Takes an epoch's validation loss and the list of weights; returns whether training should stop."""
        raise NotImplementedError

    def restore(self):
        """The list of the weights of the best epoch."""
        raise NotImplementedError
