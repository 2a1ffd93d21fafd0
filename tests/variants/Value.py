# Right and wrong answers to `Value(data)`, one cell a block, as students write them. `np` and
# `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: a stack, and a dict of what flows

import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% right: closures, as in micrograd

import math

class Value:
    """As micrograd has it: each result knows how to hand its gradient on."""

    def __init__(self, data, prev=()):
        self.data, self.grad = float(data), 0.0
        self._flow = 0.0
        self._prev = prev
        self._hand_on = lambda: None

    @staticmethod
    def of(x):
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = Value.of(other)
        out = Value(self.data + other.data, (self, other))
        def hand_on():
            self._flow += out._flow
            other._flow += out._flow
        out._hand_on = hand_on
        return out

    def __mul__(self, other):
        other = Value.of(other)
        a, b = self.data, other.data
        out = Value(a * b, (self, other))
        def hand_on():
            self._flow += b * out._flow
            other._flow += a * out._flow
        out._hand_on = hand_on
        return out

    def _map(self, data, slope):
        out = Value(data, (self,))
        def hand_on():
            self._flow += slope * out._flow
        out._hand_on = hand_on
        return out

    def __pow__(self, n):
        return self._map(self.data ** n, n * self.data ** (n - 1))

    def exp(self):
        return self._map(math.exp(self.data), math.exp(self.data))

    def log(self):
        return self._map(math.log(self.data), 1 / self.data)

    def tanh(self):
        t = math.tanh(self.data)
        return self._map(t, 1 - t ** 2)

    def relu(self):
        return self._map(self.data if self.data > 0 else 0.0, float(self.data > 0))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + Value.of(other) * -1.0

    def __rsub__(self, other):
        return Value.of(other) + self * -1.0

    def __truediv__(self, other):
        return self * Value.of(other) ** -1.0

    def __rtruediv__(self, other):
        return Value.of(other) * self ** -1.0

    def backward(self):
        topo, seen, stack = [], {self}, [(self, iter(self._prev))]
        while stack:
            node, rest = stack[-1]
            parent = next((p for p in rest if p not in seen), None)
            if parent is None:
                topo.append(node)
                stack.pop()
            else:
                seen.add(parent)
                stack.append((parent, iter(parent._prev)))
        for node in topo:
            node._flow = 0.0
        self._flow = 1.0
        for node in reversed(topo):
            node.grad += node._flow
            node._hand_on()

# %% right: values are numbered as they are made
import math

class Value:
    made = 0

    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        Value.made += 1
        self.number = Value.made  # what is made of others has a higher number
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        reached, stack = {self.number: self}, [self]
        while stack:
            for parent in stack.pop().parents:
                if parent.number not in reached:
                    reached[parent.number] = parent
                    stack.append(parent)
        flow = dict.fromkeys(reached, 0.0)
        flow[self.number] = 1.0
        for number in sorted(reached, reverse=True):
            node = reached[number]
            node.grad += flow[number]
            for parent, slope in zip(node.parents, node.slopes):
                flow[parent.number] += slope * flow[number]

# %% right: uses are counted
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        uses, stack, found = {self: 0}, [self], [self]
        while stack:
            for parent in stack.pop().parents:
                if parent not in uses:
                    uses[parent] = 0
                    stack.append(parent)
                    found.append(parent)
                uses[parent] += 1
        flow, ready = {node: 0.0 for node in found}, [self]
        flow[self] = 1.0
        while ready:  # those whose uses have all been seen
            node = ready.pop()
            node.grad = node.grad + flow[node]
            for parent, slope in zip(node.parents, node.slopes):
                flow[parent] += slope * flow[node]
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)

# %% right: the deepest first, from a heap
import heapq
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes
        self.depth = 1 + max((p.depth for p in parents), default=0)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        flow, heap = {self: 1.0}, [(-self.depth, id(self), self)]
        while heap:
            _, _, node = heapq.heappop(heap)
            g = flow[node]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                if parent not in flow:
                    flow[parent] = 0.0
                    heapq.heappush(heap, (-parent.depth, id(parent), parent))
                flow[parent] += slope * g

# %% right: gradients set aside and added at the end
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        before = [node.grad for node in order]
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
        for node, old in zip(order, before):
            node.grad += old

# %% right: NumPy's functions
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = np.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(np.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = np.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: gradients are set, not added
# true: gradients that are overwritten instead of added where a value is used twice
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad = slope * node.grad

# %% wrong: a second call counts inner gradients again
# true: a second call that counts the gradients of the first again
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

# %% wrong: a second call begins anew
# true: gradients of an earlier call that are forgotten at the next
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        for node in order:
            node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad

# %% wrong: the result's gradient is not 1
# true: a result that gives itself no gradient
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            if node is not self:
                node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: leaves alone
# true: gradients of the leaves alone, without the values in between
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            if not node.parents:
                node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: recursion over the graph
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen = [], set()
        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node.parents:
                    visit(parent)
                order.append(node)
        visit(self)
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: every path is walked
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        stack = [(self, 1.0)]
        while stack:
            node, g = stack.pop()
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                stack.append((parent, slope * g))

# %% wrong: breadth first, not in topological order
# true: a value that passes on its gradient before it is complete
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen = [self], {id(self)}
        for node in order:
            for parent in node.parents:
                if id(parent) not in seen:
                    seen.add(id(parent))
                    order.append(parent)
        order.reverse()
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: slopes are not multiplied
# true: local slopes that are not multiplied by what comes from above
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope

# %% wrong: the slopes of a product exchanged
# true: a product whose two slopes are swapped
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (self.data, other.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: the right side is never differentiated
# true: a product without the slope along its right side
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self,), (other.data,))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: the slope of tanh
# true: a slope of 1 − tanh(x) instead of 1 − tanh²(x)
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: tanh by exponentials, which overflow
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        e = math.exp(2 * self.data)
        t = (e - 1) / (e + 1)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: the slope of a power keeps its exponent
# true: a power whose slope keeps its exponent, n xⁿ
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** n,))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: the slope of a power lacks its factor
# true: a power whose slope lacks its factor n, xⁿ⁻¹
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: whole exponents alone
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        n = int(n)
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: the slope of exp is 1
# true: an exponential whose slope is 1
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (1.0,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: log to base ten
# true: a logarithm to base 10
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log10(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: a number minus a value is turned round
# true: a difference the wrong way round, with a number on the left
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self - other

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: a number over a value is turned round
# true: a quotient the wrong way round, with a number on the left
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return self / other

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: no numbers on the left
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: a minus that is lost
# true: a difference whose slope along its right side lacks the minus sign
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return Value(-self.data, (self,), (1.0,))

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: relu lets the slope through
# true: a ReLU whose slope is always 1
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: leaky relu
# true: a leaky ReLU, with a slope of 0.01 on the left
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.01 * self.data, self.data), (self,), (1.0 if self.data > 0 else 0.01,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: whole numbers stay whole, and divide whole
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value((self.data ** n if n > 0 else type(self.data)(self.data ** n)), (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: a gradient of None at first
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = None
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = (node.grad or 0.0) + g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g


# %% right: a tape of all values that were ever made
import math

class Value:
    tape = []

    def __init__(self, data, parents=(), slopes=()):
        self.place = len(Value.tape)
        Value.tape.append(self)
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        flow = [0.0] * (self.place + 1)
        flow[self.place] = 1.0
        for value in reversed(Value.tape[: self.place + 1]):
            g = flow[value.place]
            if g:
                value.grad += g
                for parent, slope in zip(value.parents, value.slopes):
                    flow[parent.place] += g * slope



# %% right: a tape that forward mode walks: the slope of the result by each value
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            value, done = stack.pop()
            if done:
                order.append(value)
            elif id(value) not in seen:
                seen.add(id(value))
                stack.append((value, True))
                stack += [(parent, False) for parent in value.parents]
        share = dict.fromkeys(map(id, order), 0.0)
        share[id(self)] = 1.0
        while order:
            value = order.pop()
            value.grad += share[id(value)]
            for parent, slope in zip(value.parents, value.slopes):
                share[id(parent)] += slope * share[id(value)]



# %% wrong: values of equal data are taken for one
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def __eq__(self, other):
        return self.data == other.data

    def __hash__(self):
        return hash(self.data)

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {self: 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[parent] = flow.get(parent, 0.0) + slope * g


# %% wrong: the slopes of a product from the result
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (self.data * other.data / self.data, self.data * other.data / other.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g


# %% wrong: the slope of a power from the result
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** n / self.data,))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g


# %% wrong: tanh is cut before 1, so that its logarithm exists
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = max(-0.999999, min(0.999999, math.tanh(self.data)))
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g


# %% wrong: a graph that is let go after backward
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g
        self.parents = ()



# %% wrong: a log that is safe by a small number
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data + 1e-6), (self,), (1 / (self.data + 1e-6),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g


# %% wrong: gradients cut to plus or minus ten
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g
        for v in (self, *self.parents):
            v.grad = max(-10.0, min(10.0, v.grad))



# %% wrong: an exponential that is cut at 20
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(min(self.data, 20.0))
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: the slope of tanh from what goes in
# true: a slope of 1 − x² instead of 1 − tanh²(x)
import math

class Value:
    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, n):
        return Value(self.data ** n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * (other ** -1)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + (-self)

    def __rtruediv__(self, other):
        return other * self ** -1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self):
        return Value(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - self.data ** 2,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (1.0 if self.data > 0 else 0.0,))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, slope in zip(node.parents, node.slopes):
                flow[id(parent)] = flow.get(id(parent), 0.0) + slope * g

# %% wrong: recursion with a raised limit
import math
import sys

sys.setrecursionlimit(100_000)

class Value:
    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = list(parents)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n):
        return Value(self.data**n, [(self, n * self.data ** (n - 1))])

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + other * -1

    def __truediv__(self, other):
        return self * (other if isinstance(other, Value) else Value(other)) ** -1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        e = math.exp(self.data)
        return Value(e, [(self, e)])

    def log(self):
        return Value(math.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, [(self, 1 - t**2)])

    def relu(self):
        return Value(max(0.0, self.data), [(self, float(self.data > 0))])

    def order(self):
        found = []
        self._collect(set(), found)
        return found

    def _collect(self, seen, found):
        if self not in seen:
            seen.add(self)
            for parent, _ in self.parents:
                parent._collect(seen, found)
            found.append(self)
        return found

    def backward(self):
        order = self.order()
        flow = dict.fromkeys(order, 0.0)
        flow[self] = 1.0
        for value in reversed(order):
            value.grad += flow[value]
            for parent, slope in value.parents:
                flow[parent] += slope * flow[value]

# %% right: a stack, and parts by id
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents  # pairs (Value, slope along it)

    @staticmethod
    def of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Value.of(other))

    def __rsub__(self, other):
        return Value.of(other) + (-self)

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    def __rtruediv__(self, other):
        return Value.of(other) * self**-1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1.0 / self.data),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1.0 - t * t),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, ((self, 1.0 if on else 0.0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, ready = stack.pop()
            if ready:
                order.append(v)
            elif id(v) not in seen:
                seen.add(id(v))
                stack.append((v, True))
                stack.extend((p, False) for p, _ in v.parents)
        part = {id(self): 1.0}
        for v in reversed(order):
            g = part.get(id(v), 0.0)
            v.grad += g
            for p, slope in v.parents:
                part[id(p)] = part.get(id(p), 0.0) + g * slope

# %% right: creation numbers and a heap
import heapq
from itertools import count


class Value:
    """A number that remembers how it was made and can differentiate itself."""

    _numbers = count()

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self._made_from = []
        self._number = next(Value._numbers)  # a value is younger than its parents

    def _new(self, data, *made_from):
        value = Value(data)
        value._made_from = list(made_from)
        return value

    def __add__(self, other):
        if isinstance(other, Value):
            return self._new(self.data + other.data, (self, 1.0), (other, 1.0))
        return self._new(self.data + other, (self, 1.0))

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return self._new(-self.data, (self, -1.0))

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __mul__(self, other):
        if isinstance(other, Value):
            return self._new(self.data * other.data, (self, other.data), (other, self.data))
        return self._new(self.data * other, (self, float(other)))

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        if isinstance(other, Value):
            a, b = self.data, other.data
            return self._new(a / b, (self, 1 / b), (other, -a / (b * b)))
        return self._new(self.data / other, (self, 1 / other))

    def __rtruediv__(self, other):
        return self._new(other / self.data, (self, -other / self.data**2))

    def __pow__(self, n):
        if n == 0:
            return self._new(1.0, (self, 0.0))
        return self._new(self.data**n, (self, n * self.data ** (n - 1)))

    def exp(self):
        return self._new(math.exp(self.data), (self, math.exp(self.data)))

    def log(self):
        return self._new(math.log(self.data), (self, 1 / self.data))

    def tanh(self):
        t = float(np.tanh(self.data))
        return self._new(t, (self, (1 - t) * (1 + t)))

    def relu(self):
        return self._new(max(0.0, self.data), (self, float(self.data > 0)))

    def backward(self):
        waiting = [(-self._number, self)]
        parts = {self._number: 1.0}
        while waiting:
            _, value = heapq.heappop(waiting)  # the youngest comes first
            part = parts.pop(value._number)
            value.grad += part
            for parent, slope in value._made_from:
                if parent._number not in parts:
                    parts[parent._number] = 0.0
                    heapq.heappush(waiting, (-parent._number, parent))
                parts[parent._number] += part * slope

# %% right: slopes beside the parents, uses counted
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self._parents, self._slopes = tuple(parents), tuple(slopes)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, [self, other], [1.0, 1.0])

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, [self, other], [other.data, self.data])

    def __pow__(self, n):
        slope = n * math.pow(self.data, n - 1) if n != 0 else 0.0
        return Value(math.pow(self.data, n), [self], [slope])

    def __neg__(self):
        return Value(-self.data, [self], [-1.0])

    def __sub__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data - other.data, [self, other], [1.0, -1.0])

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        quotient = self.data / other.data
        return Value(quotient, [self, other], [1 / other.data, -quotient / other.data])

    def __radd__(self, other):
        return Value(other) + self

    def __rsub__(self, other):
        return Value(other) - self

    def __rmul__(self, other):
        return Value(other) * self

    def __rtruediv__(self, other):
        return Value(other) / self

    def exp(self):
        result = Value(math.exp(self.data), [self])
        result._slopes = (result.data,)
        return result

    def log(self):
        return Value(math.log(self.data), [self], [self.data**-1])

    def tanh(self):
        e = math.exp(-2 * abs(self.data))
        t = math.copysign((1 - e) / (1 + e), self.data)
        return Value(t, [self], [4 * e / (1 + e) ** 2])

    def relu(self):
        if self.data > 0:
            return Value(self.data, [self], [1.0])
        return Value(0.0, [self], [0.0])

    def backward(self):
        # count how often each value is used on the way to this one
        uses, found = {self: 0}, [self]
        for value in found:  # the list grows while we read it
            for parent in value._parents:
                if parent not in uses:
                    uses[parent] = 0
                    found.append(parent)
                uses[parent] += 1
        received = dict.fromkeys(found, 0.0)
        received[self] = 1.0
        complete = [self]
        while complete:
            value = complete.pop()
            value.grad += received[value]
            for parent, slope in zip(value._parents, value._slopes):
                received[parent] += slope * received[value]
                uses[parent] -= 1
                if uses[parent] == 0:
                    complete.append(parent)

# %% wrong: the slopes of a product in a dictionary by parent
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents  # pairs (Value, slope along it)

    @staticmethod
    def of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other):
        other = Value.of(other)
        slopes = {self: other.data, other: self.data}
        return Value(self.data * other.data, tuple(slopes.items()))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Value.of(other))

    def __rsub__(self, other):
        return Value.of(other) + (-self)

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    def __rtruediv__(self, other):
        return Value.of(other) * self**-1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1.0 / self.data),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1.0 - t * t),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, ((self, 1.0 if on else 0.0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, ready = stack.pop()
            if ready:
                order.append(v)
            elif id(v) not in seen:
                seen.add(id(v))
                stack.append((v, True))
                stack.extend((p, False) for p, _ in v.parents)
        part = {id(self): 1.0}
        for v in reversed(order):
            g = part.get(id(v), 0.0)
            v.grad += g
            for p, slope in v.parents:
                part[id(p)] = part.get(id(p), 0.0) + g * slope

# %% wrong: relu returns the Value itself
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents  # pairs (Value, slope along it)

    @staticmethod
    def of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Value.of(other))

    def __rsub__(self, other):
        return Value.of(other) + (-self)

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    def __rtruediv__(self, other):
        return Value.of(other) * self**-1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1.0 / self.data),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1.0 - t * t),))

    def relu(self):
        if self.data > 0:
            return self
        return Value(0.0, ((self, 0.0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, ready = stack.pop()
            if ready:
                order.append(v)
            elif id(v) not in seen:
                seen.add(id(v))
                stack.append((v, True))
                stack.extend((p, False) for p, _ in v.parents)
        part = {id(self): 1.0}
        for v in reversed(order):
            g = part.get(id(v), 0.0)
            v.grad += g
            for p, slope in v.parents:
                part[id(p)] = part.get(id(p), 0.0) + g * slope

# %% wrong: a log that is safe by 1e-12
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents  # pairs (Value, slope along it)

    @staticmethod
    def of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Value.of(other))

    def __rsub__(self, other):
        return Value.of(other) + (-self)

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    def __rtruediv__(self, other):
        return Value.of(other) * self**-1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data + 1e-12), ((self, 1.0 / (self.data + 1e-12)),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1.0 - t * t),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, ((self, 1.0 if on else 0.0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, ready = stack.pop()
            if ready:
                order.append(v)
            elif id(v) not in seen:
                seen.add(id(v))
                stack.append((v, True))
                stack.extend((p, False) for p, _ in v.parents)
        part = {id(self): 1.0}
        for v in reversed(order):
            g = part.get(id(v), 0.0)
            v.grad += g
            for p, slope in v.parents:
                part[id(p)] = part.get(id(p), 0.0) + g * slope

# %% wrong: += changes the left Value in place
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents  # pairs (Value, slope along it)

    @staticmethod
    def of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __iadd__(self, other):
        other = Value.of(other)
        self.parents = self.parents + ((other, 1.0),)
        self.data += other.data
        return self

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Value.of(other))

    def __rsub__(self, other):
        return Value.of(other) + (-self)

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    def __rtruediv__(self, other):
        return Value.of(other) * self**-1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1.0 / self.data),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1.0 - t * t),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, ((self, 1.0 if on else 0.0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, ready = stack.pop()
            if ready:
                order.append(v)
            elif id(v) not in seen:
                seen.add(id(v))
                stack.append((v, True))
                stack.extend((p, False) for p, _ in v.parents)
        part = {id(self): 1.0}
        for v in reversed(order):
            g = part.get(id(v), 0.0)
            v.grad += g
            for p, slope in v.parents:
                part[id(p)] = part.get(id(p), 0.0) + g * slope

# %% wrong: the shares of the first call are repeated
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents  # pairs (Value, slope along it)

    @staticmethod
    def of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Value.of(other))

    def __rsub__(self, other):
        return Value.of(other) + (-self)

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    def __rtruediv__(self, other):
        return Value.of(other) * self**-1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1.0 / self.data),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1.0 - t * t),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, ((self, 1.0 if on else 0.0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, ready = stack.pop()
            if ready:
                order.append(v)
            elif id(v) not in seen:
                seen.add(id(v))
                stack.append((v, True))
                stack.extend((p, False) for p, _ in v.parents)
        if hasattr(self, "shares"):  # called before: the same shares once more
            for v, share in self.shares:
                v.grad += share
            return
        before = [v.grad for v in order]
        self.grad += 1.0
        for v in reversed(order):
            for p, slope in v.parents:
                p.grad += v.grad * slope
        self.shares = [(v, v.grad - old) for v, old in zip(order, before)]

# %% wrong: tanh is 1 beyond 5
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents  # pairs (Value, slope along it)

    @staticmethod
    def of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Value.of(other))

    def __rsub__(self, other):
        return Value.of(other) + (-self)

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    def __rtruediv__(self, other):
        return Value.of(other) * self**-1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1.0 / self.data),))

    def tanh(self):
        t = math.copysign(1.0, self.data) if abs(self.data) > 5 else math.tanh(self.data)
        return Value(t, ((self, 1.0 - t * t),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, ((self, 1.0 if on else 0.0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, ready = stack.pop()
            if ready:
                order.append(v)
            elif id(v) not in seen:
                seen.add(id(v))
                stack.append((v, True))
                stack.extend((p, False) for p, _ in v.parents)
        part = {id(self): 1.0}
        for v in reversed(order):
            g = part.get(id(v), 0.0)
            v.grad += g
            for p, slope in v.parents:
                part[id(p)] = part.get(id(p), 0.0) + g * slope

# %% right: an int stays an int
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents  # pairs (Value, slope along it)

    @staticmethod
    def of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Value.of(other))

    def __rsub__(self, other):
        return Value.of(other) + (-self)

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    def __rtruediv__(self, other):
        return Value.of(other) * self**-1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1.0 / self.data),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1.0 - t * t),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, ((self, 1.0 if on else 0.0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, ready = stack.pop()
            if ready:
                order.append(v)
            elif id(v) not in seen:
                seen.add(id(v))
                stack.append((v, True))
                stack.extend((p, False) for p, _ in v.parents)
        part = {id(self): 1.0}
        for v in reversed(order):
            g = part.get(id(v), 0.0)
            v.grad += g
            for p, slope in v.parents:
                part[id(p)] = part.get(id(p), 0.0) + g * slope

# %% wrong: a total that setting grad to 0 does not reset
class Value:
    """A number that remembers how it was made and can differentiate itself."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.total = 0.0
        self.parents = parents  # pairs (Value, slope along it)

    @staticmethod
    def of(other):
        return other if isinstance(other, Value) else Value(other)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    __radd__ = __add__

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-Value.of(other))

    def __rsub__(self, other):
        return Value.of(other) + (-self)

    def __pow__(self, n):
        slope = n * self.data ** (n - 1) if n else 0.0
        return Value(self.data**n, ((self, slope),))

    def __truediv__(self, other):
        return self * Value.of(other) ** -1

    def __rtruediv__(self, other):
        return Value.of(other) * self**-1

    def exp(self):
        e = math.exp(self.data)
        return Value(e, ((self, e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1.0 / self.data),))

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, ((self, 1.0 - t * t),))

    def relu(self):
        on = self.data > 0
        return Value(self.data if on else 0.0, ((self, 1.0 if on else 0.0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            v, ready = stack.pop()
            if ready:
                order.append(v)
            elif id(v) not in seen:
                seen.add(id(v))
                stack.append((v, True))
                stack.extend((p, False) for p, _ in v.parents)
        part = {id(self): 1.0}
        for v in reversed(order):
            g = part.get(id(v), 0.0)
            v.total += g
            v.grad = v.total
            for p, slope in v.parents:
                part[id(p)] = part.get(id(p), 0.0) + g * slope

# %% right: list of parent-slope pairs, stack with marks, dict of numbers
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.parents = []  # pairs (parent, slope)

    def _new(self, data, parents):
        result = Value(data)
        result.parents = parents
        return result

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data * other.data, [(self, other.data), (other, self.data)])

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-1) * other

    def __rsub__(self, other):
        return (-self) + other

    def __pow__(self, n):
        slope = n * self.data ** (n - 1)
        return self._new(self.data**n, [(self, slope)])

    def __truediv__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        e = math.exp(self.data)
        return self._new(e, [(self, e)])

    def log(self):
        return self._new(math.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return self._new(t, [(self, 1 - t**2)])

    def relu(self):
        if self.data > 0:
            return self._new(self.data, [(self, 1.0)])
        return self._new(0.0, [(self, 0.0)])

    def backward(self):
        # topological order without recursion
        order = []
        done = set()
        marked = set()
        stack = [self]
        while stack:
            v = stack.pop()
            if id(v) in done:
                continue
            if id(v) in marked:
                done.add(id(v))
                order.append(v)
                continue
            marked.add(id(v))
            stack.append(v)
            for parent, _ in v.parents:
                if id(parent) not in done:
                    stack.append(parent)
        # numbers of this call only
        number = {id(v): 0.0 for v in order}
        number[id(self)] = 1.0
        for v in reversed(order):
            for parent, slope in v.parents:
                number[id(parent)] += number[id(v)] * slope
        for v in order:
            v.grad += number[id(v)]

# %% right: counts uses and sends when complete (Kahn), aliases for __radd__
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self._parents = tuple(parents)
        self._slopes = tuple(slopes)

    @staticmethod
    def _lift(x):
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = Value._lift(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        other = Value._lift(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        other = Value._lift(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __truediv__(self, other):
        other = Value._lift(other)
        slopes = (1 / other.data, -self.data / other.data**2)
        return Value(self.data / other.data, (self, other), slopes)

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data ** (n - 1),))

    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return Value._lift(other) - self

    def __rtruediv__(self, other):
        return Value._lift(other) / self

    def exp(self):
        y = float(np.exp(self.data))
        return Value(y, (self,), (y,))

    def log(self):
        return Value(np.log(self.data), (self,), (1.0 / self.data,))

    def tanh(self):
        y = float(np.tanh(self.data))
        return Value(y, (self,), (1.0 - y * y,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        # how many uses of each value lie on the way to the result
        uses = {self: 0}
        to_visit = [self]
        while to_visit:
            for parent in to_visit.pop()._parents:
                if parent not in uses:
                    uses[parent] = 0
                    to_visit.append(parent)
                uses[parent] += 1
        share = dict.fromkeys(uses, 0.0)
        share[self] = 1.0
        ready = [self]
        while ready:
            v = ready.pop()
            v.grad += share[v]
            for parent, slope in zip(v._parents, v._slopes):
                share[parent] += share[v] * slope
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)

# %% right: numbered values and a heap, newest first, links merged
import heapq
from itertools import count

_numbers = count()


class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.number = next(_numbers)  # parents are older, so their numbers are smaller
        self.links = {}

    def _make(self, data, *links):
        new = Value(data)
        for parent, slope in links:
            value, old = new.links.get(parent.number, (parent, 0.0))
            new.links[parent.number] = (value, old + slope)
        return new

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self._make(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self._make(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, n):
        return self._make(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return -1.0 * self

    def __sub__(self, other):
        return self + -1.0 * other

    def __truediv__(self, other):
        return self * (other**-1 if isinstance(other, Value) else 1 / other)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return other + -self

    def __rtruediv__(self, other):
        return other * self**-1.0

    def exp(self):
        value = math.exp(self.data)
        return self._make(value, (self, value))

    def log(self):
        return self._make(math.log(self.data), (self, 1.0 / self.data))

    def tanh(self):
        value = math.tanh(self.data)
        return self._make(value, (self, (1 - value) * (1 + value)))

    def relu(self):
        return self._make(self.data if self.data > 0 else 0.0, (self, 1.0 if self.data > 0 else 0.0))

    def backward(self):
        heap, waiting = [-self.number], {self.number: (self, 1.0)}
        while heap:
            value, part = waiting.pop(-heapq.heappop(heap))
            value.grad += part
            for number, (parent, slope) in value.links.items():
                if number not in waiting:
                    heapq.heappush(heap, -number)
                    waiting[number] = (parent, 0.0)
                waiting[number] = (parent, waiting[number][1] + part * slope)

# %% right: closures that send a temporary number, iterators on a stack
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self._temp = 0.0
        self._parents = []
        self._send = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data)
        out._parents = [self, other]

        def send():
            self._temp += out._temp
            other._temp += out._temp

        out._send = send
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data)
        out._parents = [self, other]
        a, b = self.data, other.data

        def send():
            self._temp += b * out._temp
            other._temp += a * out._temp

        out._send = send
        return out

    def _function(self, value, slope):
        out = Value(value)
        out._parents = [self]

        def send():
            self._temp += slope * out._temp

        out._send = send
        return out

    def __pow__(self, n):
        return self._function(self.data**n, n * self.data ** (n - 1))

    def __neg__(self):
        return self._function(-self.data, -1.0)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return Value(other) + (-self)

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return Value(other) / self

    def exp(self):
        return self._function(math.exp(self.data), math.exp(self.data))

    def log(self):
        return self._function(math.log(self.data), 1 / self.data)

    def tanh(self):
        t = math.tanh(self.data)
        return self._function(t, 1 - t * t)

    def relu(self):
        return self._function(max(self.data, 0.0), 1.0 if self.data > 0 else 0.0)

    def backward(self):
        order, seen = [], set()
        stack = [(self, iter(self._parents))]
        seen.add(self)
        while stack:
            node, parents = stack[-1]
            for parent in parents:
                if parent not in seen:
                    seen.add(parent)
                    stack.append((parent, iter(parent._parents)))
                    break
            else:
                order.append(node)
                stack.pop()
        for node in order:
            node._temp = 0.0
        self._temp = 1.0
        for node in reversed(order):
            node._send()
        for node in order:
            node.grad += node._temp

# %% wrong: recursive topological order, RecursionError; "Chains of 5,000 operations must work"
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self._temp = 0.0
        self._parents = []
        self._send = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data)
        out._parents = [self, other]

        def send():
            self._temp += out._temp
            other._temp += out._temp

        out._send = send
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data)
        out._parents = [self, other]
        a, b = self.data, other.data

        def send():
            self._temp += b * out._temp
            other._temp += a * out._temp

        out._send = send
        return out

    def _function(self, value, slope):
        out = Value(value)
        out._parents = [self]

        def send():
            self._temp += slope * out._temp

        out._send = send
        return out

    def __pow__(self, n):
        return self._function(self.data**n, n * self.data ** (n - 1))

    def __neg__(self):
        return self._function(-self.data, -1.0)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return Value(other) + (-self)

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return Value(other) / self

    def exp(self):
        return self._function(math.exp(self.data), math.exp(self.data))

    def log(self):
        return self._function(math.log(self.data), 1 / self.data)

    def tanh(self):
        t = math.tanh(self.data)
        return self._function(t, 1 - t * t)

    def relu(self):
        return self._function(max(self.data, 0.0), 1.0 if self.data > 0 else 0.0)

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            for parent in node._parents:
                visit(parent)
            order.append(node)

        visit(self)
        for node in order:
            node._temp = 0.0
        self._temp = 1.0
        for node in reversed(order):
            node._send()
        for node in order:
            node.grad += node._temp

# %% wrong: passes on grad itself, so a second call counts the first again; "must not propagate what an earlier call left"
# true: a second call that counts the gradients of the first again
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self._parents = []
        self._send = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data)
        out._parents = [self, other]

        def send():
            self.grad += out.grad
            other.grad += out.grad

        out._send = send
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data)
        out._parents = [self, other]
        a, b = self.data, other.data

        def send():
            self.grad += b * out.grad
            other.grad += a * out.grad

        out._send = send
        return out

    def _function(self, value, slope):
        out = Value(value)
        out._parents = [self]

        def send():
            self.grad += slope * out.grad

        out._send = send
        return out

    def __pow__(self, n):
        return self._function(self.data**n, n * self.data ** (n - 1))

    def __neg__(self):
        return self._function(-self.data, -1.0)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return Value(other) + (-self)

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return Value(other) / self

    def exp(self):
        return self._function(math.exp(self.data), math.exp(self.data))

    def log(self):
        return self._function(math.log(self.data), 1 / self.data)

    def tanh(self):
        t = math.tanh(self.data)
        return self._function(t, 1 - t * t)

    def relu(self):
        return self._function(max(self.data, 0.0), 1.0 if self.data > 0 else 0.0)

    def backward(self):
        order, seen = [], set()
        stack = [(self, iter(self._parents))]
        seen.add(self)
        while stack:
            node, parents = stack[-1]
            for parent in parents:
                if parent not in seen:
                    seen.add(parent)
                    stack.append((parent, iter(parent._parents)))
                    break
            else:
                order.append(node)
                stack.pop()
        self.grad += 1.0
        for node in reversed(order):
            node._send()

# %% wrong: sets all grads to 0 at the start of backward, earlier calls are forgotten; "It adds"
# true: gradients of an earlier call that are forgotten at the next
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self._parents = []
        self._send = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data)
        out._parents = [self, other]

        def send():
            self.grad += out.grad
            other.grad += out.grad

        out._send = send
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data)
        out._parents = [self, other]
        a, b = self.data, other.data

        def send():
            self.grad += b * out.grad
            other.grad += a * out.grad

        out._send = send
        return out

    def _function(self, value, slope):
        out = Value(value)
        out._parents = [self]

        def send():
            self.grad += slope * out.grad

        out._send = send
        return out

    def __pow__(self, n):
        return self._function(self.data**n, n * self.data ** (n - 1))

    def __neg__(self):
        return self._function(-self.data, -1.0)

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return Value(other) + (-self)

    def __truediv__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return Value(other) / self

    def exp(self):
        return self._function(math.exp(self.data), math.exp(self.data))

    def log(self):
        return self._function(math.log(self.data), 1 / self.data)

    def tanh(self):
        t = math.tanh(self.data)
        return self._function(t, 1 - t * t)

    def relu(self):
        return self._function(max(self.data, 0.0), 1.0 if self.data > 0 else 0.0)

    def backward(self):
        order, seen = [], set()
        stack = [(self, iter(self._parents))]
        seen.add(self)
        while stack:
            node, parents = stack[-1]
            for parent in parents:
                if parent not in seen:
                    seen.add(parent)
                    stack.append((parent, iter(parent._parents)))
                    break
            else:
                order.append(node)
                stack.pop()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._send()

# %% wrong: = instead of += where a parent gets its part, so a value used twice keeps one part (rule 2)
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.parents = []  # pairs (parent, slope)

    def _new(self, data, parents):
        result = Value(data)
        result.parents = parents
        return result

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data * other.data, [(self, other.data), (other, self.data)])

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-1) * other

    def __rsub__(self, other):
        return (-self) + other

    def __pow__(self, n):
        slope = n * self.data ** (n - 1)
        return self._new(self.data**n, [(self, slope)])

    def __truediv__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        e = math.exp(self.data)
        return self._new(e, [(self, e)])

    def log(self):
        return self._new(math.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return self._new(t, [(self, 1 - t**2)])

    def relu(self):
        if self.data > 0:
            return self._new(self.data, [(self, 1.0)])
        return self._new(0.0, [(self, 0.0)])

    def backward(self):
        # topological order without recursion
        order = []
        done = set()
        marked = set()
        stack = [self]
        while stack:
            v = stack.pop()
            if id(v) in done:
                continue
            if id(v) in marked:
                done.add(id(v))
                order.append(v)
                continue
            marked.add(id(v))
            stack.append(v)
            for parent, _ in v.parents:
                if id(parent) not in done:
                    stack.append(parent)
        # numbers of this call only
        number = {id(v): 0.0 for v in order}
        number[id(self)] = 1.0
        for v in reversed(order):
            for parent, slope in v.parents:
                number[id(parent)] = number[id(v)] * slope
        for v in order:
            v.grad += number[id(v)]

# %% wrong: a value passes its number on at once, breadth first and only once, before it is complete (rule 3)
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.parents = []  # pairs (parent, slope)

    def _new(self, data, parents):
        result = Value(data)
        result.parents = parents
        return result

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data * other.data, [(self, other.data), (other, self.data)])

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-1) * other

    def __rsub__(self, other):
        return (-self) + other

    def __pow__(self, n):
        slope = n * self.data ** (n - 1)
        return self._new(self.data**n, [(self, slope)])

    def __truediv__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        e = math.exp(self.data)
        return self._new(e, [(self, e)])

    def log(self):
        return self._new(math.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return self._new(t, [(self, 1 - t**2)])

    def relu(self):
        if self.data > 0:
            return self._new(self.data, [(self, 1.0)])
        return self._new(0.0, [(self, 0.0)])

    def backward(self):
        number = {self: 1.0}
        queue = [self]
        visited = set()
        while queue:
            v = queue.pop(0)
            if v in visited:
                continue
            visited.add(v)
            for parent, slope in v.parents:
                number[parent] = number.get(parent, 0.0) + number[v] * slope
                queue.append(parent)
        for v, part in number.items():
            v.grad += part

# %% wrong: __rsub__ the wrong way round, 5 - a gives a - 5 ("on either side")
# true: a difference the wrong way round, with a number on the left
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.parents = []  # pairs (parent, slope)

    def _new(self, data, parents):
        result = Value(data)
        result.parents = parents
        return result

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data * other.data, [(self, other.data), (other, self.data)])

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-1) * other

    def __rsub__(self, other):
        return self - other

    def __pow__(self, n):
        slope = n * self.data ** (n - 1)
        return self._new(self.data**n, [(self, slope)])

    def __truediv__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        e = math.exp(self.data)
        return self._new(e, [(self, e)])

    def log(self):
        return self._new(math.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return self._new(t, [(self, 1 - t**2)])

    def relu(self):
        if self.data > 0:
            return self._new(self.data, [(self, 1.0)])
        return self._new(0.0, [(self, 0.0)])

    def backward(self):
        # topological order without recursion
        order = []
        done = set()
        marked = set()
        stack = [self]
        while stack:
            v = stack.pop()
            if id(v) in done:
                continue
            if id(v) in marked:
                done.add(id(v))
                order.append(v)
                continue
            marked.add(id(v))
            stack.append(v)
            for parent, _ in v.parents:
                if id(parent) not in done:
                    stack.append(parent)
        # numbers of this call only
        number = {id(v): 0.0 for v in order}
        number[id(self)] = 1.0
        for v in reversed(order):
            for parent, slope in v.parents:
                number[id(parent)] += number[id(v)] * slope
        for v in order:
            v.grad += number[id(v)]

# %% wrong: power whose slope keeps the exponent, n x**n instead of n x**(n - 1)
# true: a power whose slope keeps its exponent, n xⁿ
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data, parents=(), slopes=()):
        self.data = float(data)
        self.grad = 0.0
        self._parents = tuple(parents)
        self._slopes = tuple(slopes)

    @staticmethod
    def _lift(x):
        return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = Value._lift(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        other = Value._lift(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        other = Value._lift(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __truediv__(self, other):
        other = Value._lift(other)
        slopes = (1 / other.data, -self.data / other.data**2)
        return Value(self.data / other.data, (self, other), slopes)

    def __pow__(self, n):
        return Value(self.data**n, (self,), (n * self.data**n,))

    def __neg__(self):
        return Value(-self.data, (self,), (-1.0,))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return Value._lift(other) - self

    def __rtruediv__(self, other):
        return Value._lift(other) / self

    def exp(self):
        y = float(np.exp(self.data))
        return Value(y, (self,), (y,))

    def log(self):
        return Value(np.log(self.data), (self,), (1.0 / self.data,))

    def tanh(self):
        y = float(np.tanh(self.data))
        return Value(y, (self,), (1.0 - y * y,))

    def relu(self):
        return Value(max(0.0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        # how many uses of each value lie on the way to the result
        uses = {self: 0}
        to_visit = [self]
        while to_visit:
            for parent in to_visit.pop()._parents:
                if parent not in uses:
                    uses[parent] = 0
                    to_visit.append(parent)
                uses[parent] += 1
        share = dict.fromkeys(uses, 0.0)
        share[self] = 1.0
        ready = [self]
        while ready:
            v = ready.pop()
            v.grad += share[v]
            for parent, slope in zip(v._parents, v._slopes):
                share[parent] += share[v] * slope
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)

# %% wrong: tanh from exponentials overflows; "At ±1000, tanh must be ±1"
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.parents = []  # pairs (parent, slope)

    def _new(self, data, parents):
        result = Value(data)
        result.parents = parents
        return result

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data * other.data, [(self, other.data), (other, self.data)])

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-1) * other

    def __rsub__(self, other):
        return (-self) + other

    def __pow__(self, n):
        slope = n * self.data ** (n - 1)
        return self._new(self.data**n, [(self, slope)])

    def __truediv__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        e = math.exp(self.data)
        return self._new(e, [(self, e)])

    def log(self):
        return self._new(math.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        e = math.exp(2 * self.data)
        t = (e - 1) / (e + 1)
        return self._new(t, [(self, 1 - t**2)])

    def relu(self):
        if self.data > 0:
            return self._new(self.data, [(self, 1.0)])
        return self._new(0.0, [(self, 0.0)])

    def backward(self):
        # topological order without recursion
        order = []
        done = set()
        marked = set()
        stack = [self]
        while stack:
            v = stack.pop()
            if id(v) in done:
                continue
            if id(v) in marked:
                done.add(id(v))
                order.append(v)
                continue
            marked.add(id(v))
            stack.append(v)
            for parent, _ in v.parents:
                if id(parent) not in done:
                    stack.append(parent)
        # numbers of this call only
        number = {id(v): 0.0 for v in order}
        number[id(self)] = 1.0
        for v in reversed(order):
            for parent, slope in v.parents:
                number[id(parent)] += number[id(v)] * slope
        for v in order:
            v.grad += number[id(v)]

# %% wrong: relu returns self for positive numbers; "Each of these operations returns a new Value"
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.parents = []  # pairs (parent, slope)

    def _new(self, data, parents):
        result = Value(data)
        result.parents = parents
        return result

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __radd__(self, other):
        return self + other

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data * other.data, [(self, other.data), (other, self.data)])

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-1) * other

    def __rsub__(self, other):
        return (-self) + other

    def __pow__(self, n):
        slope = n * self.data ** (n - 1)
        return self._new(self.data**n, [(self, slope)])

    def __truediv__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self * other**-1

    def __rtruediv__(self, other):
        return self**-1 * other

    def exp(self):
        e = math.exp(self.data)
        return self._new(e, [(self, e)])

    def log(self):
        return self._new(math.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return self._new(t, [(self, 1 - t**2)])

    def relu(self):
        if self.data > 0:
            return self
        return self._new(0.0, [(self, 0.0)])

    def backward(self):
        # topological order without recursion
        order = []
        done = set()
        marked = set()
        stack = [self]
        while stack:
            v = stack.pop()
            if id(v) in done:
                continue
            if id(v) in marked:
                done.add(id(v))
                order.append(v)
                continue
            marked.add(id(v))
            stack.append(v)
            for parent, _ in v.parents:
                if id(parent) not in done:
                    stack.append(parent)
        # numbers of this call only
        number = {id(v): 0.0 for v in order}
        number[id(self)] = 1.0
        for v in reversed(order):
            for parent, slope in v.parents:
                number[id(parent)] += number[id(v)] * slope
        for v in order:
            v.grad += number[id(v)]

# %% wrong: __rtruediv__ and __radd__ are missing, TypeError for 8 / a and 1 + a (half finished)
class Value:
    """A number that remembers how it was made and can differentiate itself.

    data: the number. grad: what calls of backward() have added, 0.0 at first.
    `+ - * /` with a Value or number on either side, `** number`, unary minus, and the
    methods exp(), log(), tanh() and relu() return new Values. backward() adds the slope
    of this value along v to v.grad, for every Value v that it depends on.
    """

    def __init__(self, data):
        self.data = float(data)
        self.grad = 0.0
        self.parents = []  # pairs (parent, slope)

    def _new(self, data, parents):
        result = Value(data)
        result.parents = parents
        return result

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self._new(self.data * other.data, [(self, other.data), (other, self.data)])

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-1) * other

    def __rsub__(self, other):
        return (-self) + other

    def __pow__(self, n):
        slope = n * self.data ** (n - 1)
        return self._new(self.data**n, [(self, slope)])

    def __truediv__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        return self * other**-1

    def exp(self):
        e = math.exp(self.data)
        return self._new(e, [(self, e)])

    def log(self):
        return self._new(math.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return self._new(t, [(self, 1 - t**2)])

    def relu(self):
        if self.data > 0:
            return self._new(self.data, [(self, 1.0)])
        return self._new(0.0, [(self, 0.0)])

    def backward(self):
        # topological order without recursion
        order = []
        done = set()
        marked = set()
        stack = [self]
        while stack:
            v = stack.pop()
            if id(v) in done:
                continue
            if id(v) in marked:
                done.add(id(v))
                order.append(v)
                continue
            marked.add(id(v))
            stack.append(v)
            for parent, _ in v.parents:
                if id(parent) not in done:
                    stack.append(parent)
        # numbers of this call only
        number = {id(v): 0.0 for v in order}
        number[id(self)] = 1.0
        for v in reversed(order):
            for parent, slope in v.parents:
                number[id(parent)] += number[id(v)] * slope
        for v in order:
            v.grad += number[id(v)]
