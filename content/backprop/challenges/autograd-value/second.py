import math


class Value:
    """Gradients flow by closures, once all uses of a value are counted off."""

    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        self.sources = []
        self.send = lambda g: []

    def _result(self, data, sources, send):
        out = Value(data)
        out.sources, out.send = sources, send
        return out

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self._result(self.data + other.data, [self, other], lambda g: [g, g])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        a, b = self.data, other.data
        return self._result(a * b, [self, other], lambda g: [g * b, g * a])

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def tanh(self):
        slope = 1 / math.cosh(self.data) ** 2
        return self._result(math.tanh(self.data), [self], lambda g: [g * slope])

    def relu(self):
        return self._result(self.data, [self], lambda g: [g]) if self.data > 0 else self._result(0.0, [self], lambda g: [0.0])

    def backward(self):
        uses, waiting, known = {}, [self], {id(self)}
        while waiting:
            for source in waiting.pop().sources:
                uses[id(source)] = uses.get(id(source), 0) + 1
                if id(source) not in known:
                    known.add(id(source))
                    waiting.append(source)
        arriving = {id(self): 1.0}
        ready = [self]
        while ready:
            value = ready.pop()
            g = arriving[id(value)]
            value.grad += g
            for source, part in zip(value.sources, value.send(g)):
                key = id(source)
                arriving[key] = arriving.get(key, 0.0) + part
                uses[key] -= 1
                if uses[key] == 0:
                    ready.append(source)
