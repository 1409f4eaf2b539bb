import numpy as np


class SGD:
    """Remembers every gradient: a velocity is their sum, each weighted by the momentum to the power of its age."""

    def __init__(self, momentum, nesterov=False):
        self.momentum = momentum
        self.nesterov = nesterov
        self.history = []

    @property
    def velocities(self):
        sums = [np.zeros(g.shape) for g in self.history[0]]
        for age, gradients in enumerate(reversed(self.history)):
            for total, gradient in zip(sums, gradients):
                total += self.momentum**age * gradient
        return sums

    def step(self, parameters, gradients, rate):
        self.history.append([np.array(g) for g in gradients])
        moved = []
        for w, g, v in zip(parameters, gradients, self.velocities):
            ahead = self.momentum * v + g - v if self.nesterov else 0.0
            moved.append(w - rate * v - rate * ahead)
        return moved
