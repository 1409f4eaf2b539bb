class ReduceOnPlateau:
    """Counts down the epochs that may still pass before a cut."""

    def __init__(self, rate, factor, patience, threshold, cooldown=0, least=0.0):
        self.rate = rate
        self.lower = lambda r: least if r * factor < least else r * factor
        self.improves = lambda new, old: new == new if old is None else old - new > threshold * old
        self.borne, self.rest = patience + 1, cooldown
        self.left = self.borne
        self.best = None

    def step(self, loss):
        self.left -= 1
        if self.improves(loss, self.best):
            self.best = loss
            # What is left of a cooldown stays.
            self.left = max(self.left, self.borne)
        if self.left == 0:
            self.rate = self.lower(self.rate)
            self.left = self.borne + self.rest
        return self.rate
