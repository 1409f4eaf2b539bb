import numpy as np
import solution


def train(images, targets, gains, size, stride, rate, steps):
    """Scales the pixels by gains (H, W) and pools them; trains the gains on the mean squared error."""
    losses = []
    for _ in range(steps):
        scaled = images * gains
        error = solution.max_pool(scaled, size, stride) - targets
        losses.append(np.mean(error**2))
        d_scaled = solution.max_pool_backward(2 * error / error.size, scaled, size, stride)
        gains = gains - rate * (d_scaled * images).sum(axis=(0, 1))
    return np.array(losses), gains
