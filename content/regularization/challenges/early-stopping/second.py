import copy


class EarlyStopping:
    """Keeps the whole history and looks for the best epoch in it."""

    def __init__(self, patience, least=0.0):
        self.patience, self.least = patience, least
        self.history = []

    def update(self, loss, weights):
        self.history.append((loss, copy.deepcopy(list(weights))))
        return len(self.history) - 1 - self._best() >= self.patience

    def _best(self):
        """The number of the best epoch, −1 if there is none."""
        at = -1
        for epoch, (loss, _) in enumerate(self.history):
            limit = self.history[at][0] - self.least if at >= 0 else float("inf")
            at = epoch if loss < limit else at
        return at

    @property
    def best_loss(self):
        return self.history[self._best()][0] if self._best() >= 0 else float("inf")

    def restore(self):
        return copy.deepcopy(self.history[self._best()][1]) if self._best() >= 0 else []
