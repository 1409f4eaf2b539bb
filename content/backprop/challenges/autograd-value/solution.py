import math


class Value:
    """A number that remembers its inputs and the derivative with respect to each."""

    def __init__(self, data, inputs=()):
        self.data = data
        self.grad = 0.0
        self.inputs = inputs

    def __add__(self, other):
        other = _as_value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = _as_value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __radd__ = __add__
    __rmul__ = __mul__

    def tanh(self):
        y = math.tanh(self.data)
        return Value(y, ((self, 1 - y**2),))

    def relu(self):
        return Value(max(self.data, 0.0), ((self, 1.0 if self.data > 0 else 0.0),))

    def backward(self):
        self.grad += 1.0
        for value in reversed(self._in_order()):
            for source, slope in value.inputs:
                source.grad += slope * value.grad

    def _in_order(self):
        """Every value once, after its inputs; a stack in place of recursion."""
        order, seen = [], {id(self)}
        stack = [(self, iter(self.inputs))]
        while stack:
            value, rest = stack[-1]
            for source, _ in rest:
                if id(source) not in seen:
                    seen.add(id(source))
                    stack.append((source, iter(source.inputs)))
                    break
            else:
                order.append(value)
                stack.pop()
        return order


def _as_value(number):
    return number if isinstance(number, Value) else Value(number)
