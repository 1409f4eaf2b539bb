import numpy as np


def warmup_cosine(step, warmup, total, peak, floor):
    # The whole schedule as a table, the warm-up from zero one step ahead of the first.
    rising = np.linspace(0, peak, warmup + 2)[1:-1]
    angles = np.linspace(0, np.pi / 2, total - warmup)
    falling = peak * np.cos(angles) ** 2 + floor * np.sin(angles) ** 2
    table = np.concatenate([rising, falling])
    return float(table[min(step, total - 1)])


def step_decay(step, rate, every, factor):
    while step >= every:
        rate, step = rate * factor, step - every
    return rate
