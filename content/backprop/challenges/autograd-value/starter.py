import math


class Value:
    """A number that remembers how it was computed."""

    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def __add__(self, other):
        raise NotImplementedError

    def __mul__(self, other):
        raise NotImplementedError

    __radd__ = __add__
    __rmul__ = __mul__

    def tanh(self):
        raise NotImplementedError

    def relu(self):
        raise NotImplementedError

    def backward(self):
        raise NotImplementedError
