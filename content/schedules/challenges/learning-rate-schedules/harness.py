import numpy as np
import solution


def rates(name, steps, settings):
    """The rates of all these steps; the settings follow the step."""
    schedule = getattr(solution, name)
    return np.array([schedule(int(step), *settings) for step in steps])


def descend(weights, curvatures, total, warmup, peak, floor):
    """Minimises half the sum of curvature times weight squared by the warm-up and cosine; returns losses and weights."""
    losses = []
    for step in range(total):
        losses.append(0.5 * np.sum(curvatures * weights**2))
        weights = weights - solution.warmup_cosine(step, warmup, total, peak, floor) * curvatures * weights
    return np.array(losses), weights
