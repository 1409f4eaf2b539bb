import math


def warmup_cosine(step, warmup, total, peak, floor):
    if step < warmup:
        return peak * (step + 1) / (warmup + 1)
    progress = min((step - warmup) / (total - 1 - warmup), 1.0)
    return floor + (peak - floor) * (1 + math.cos(math.pi * progress)) / 2


def step_decay(step, rate, every, factor):
    return rate * factor ** (step // every)
