import numpy as np
import solution


def train(x, classes, weights1, bias1, weights2, bias2, rate, steps):
    """Trains by gradient descent on the whole batch; returns the losses and the parameters at the end."""
    parameters = [weights1, bias1, weights2, bias2]
    losses = []
    for _ in range(steps):
        losses.append(float(solution.loss(x, classes, *parameters)))
        gradients = solution.gradients(x, classes, *parameters)
        parameters = [p - rate * g for p, g in zip(parameters, gradients)]
    return (np.array(losses), *parameters)
