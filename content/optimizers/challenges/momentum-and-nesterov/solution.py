import numpy as np


class SGD:
    """SGD with momentum, by PyTorch's convention."""

    def __init__(self, momentum, nesterov=False):
        self.momentum = momentum
        self.nesterov = nesterov
        self.velocities = []

    def step(self, parameters, gradients, rate):
        if not self.velocities:
            self.velocities = [np.zeros_like(g) for g in gradients]
        self.velocities = [self.momentum * v + g for v, g in zip(self.velocities, gradients)]
        directions = self.velocities
        if self.nesterov:
            directions = [g + self.momentum * v for v, g in zip(self.velocities, gradients)]
        return [w - rate * d for w, d in zip(parameters, directions)]
