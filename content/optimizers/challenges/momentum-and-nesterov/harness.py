import numpy as np
import solution


def run(momentum, nesterov, parameters, gradients, rates):
    """One step for each rate, with the gradients given; returns the last parameters and velocities."""
    optimizer = solution.SGD(momentum, nesterov)
    for given, rate in zip(gradients, rates):
        parameters = optimizer.step(parameters, given, float(rate))
    return *parameters, *optimizer.velocities


def descend(parameters, curvatures, momentum, nesterov, rates):
    """Minimises half the sum of curvature times weight squared, one step for each rate.

    The gradients are written into the same arrays at every step. Returns the losses and the last parameters.
    """
    optimizer = solution.SGD(momentum, nesterov)
    gradients = [np.zeros_like(w) for w in parameters]
    losses = []
    for rate in rates:
        losses.append(sum(0.5 * np.sum(c * w**2) for c, w in zip(curvatures, parameters)))
        for gradient, c, w in zip(gradients, curvatures, parameters):
            gradient[:] = c * w
        parameters = optimizer.step(parameters, gradients, float(rate))
    return np.array(losses), *parameters
