import math


def warmup_cosine(step, warmup, total, peak, floor):
    """The learning rate of a step: linear warm-up to the peak, then half a cosine down to the floor."""
    raise NotImplementedError


def step_decay(step, rate, every, factor):
    """The learning rate of a step: cut by the factor after every so many steps."""
    raise NotImplementedError
