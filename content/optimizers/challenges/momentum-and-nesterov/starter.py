import numpy as np


class SGD:
    """SGD with momentum, by PyTorch's convention."""

    def __init__(self, momentum, nesterov=False):
        self.momentum = momentum
        self.nesterov = nesterov
        self.velocities = []

    def step(self, parameters, gradients, rate):
        """One step with the given learning rate; returns the list of the new parameters."""
        raise NotImplementedError
