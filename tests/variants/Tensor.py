# Right and wrong answers to `Tensor(data)`, one cell a block, as students write them. `np`,
# `Operators` and `sum_to_shape` come from the notebook's cells. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: pairs of a parent and the function of its share
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% right: closures, as in micrograd, and recursion
class Tensor(Operators):
    """In the manner of micrograd: each result knows how to hand its gradient on."""

    def __init__(self, data, parents=()):
        self.data = np.asarray(data, dtype=float).copy()
        self.grad = np.zeros_like(self.data)
        self.flow = None
        self.parents = parents
        self.hand_on = lambda: None

    def receive(self, part):
        self.flow = part if self.flow is None else self.flow + part

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        out = Tensor(self.data + other.data, (self, other))
        def hand_on():
            self.receive(sum_to_shape(out.flow, self.data.shape))
            other.receive(sum_to_shape(out.flow, other.data.shape))
        out.hand_on = hand_on
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        out = Tensor(a * b, (self, other))
        def hand_on():
            self.receive(sum_to_shape(out.flow * b, a.shape))
            other.receive(sum_to_shape(out.flow * a, b.shape))
        out.hand_on = hand_on
        return out

    def __matmul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        a, b = self.data, other.data
        out = Tensor(np.matmul(a, b), (self, other))
        def hand_on():
            self.receive(np.dot(out.flow, b.T))
            other.receive(np.dot(a.T, out.flow))
        out.hand_on = hand_on
        return out

    def entrywise(self, data, slope):
        out = Tensor(data, (self,))
        def hand_on():
            self.receive(out.flow * slope)
        out.hand_on = hand_on
        return out

    def __pow__(self, n):
        return self.entrywise(self.data ** n, n * self.data ** (n - 1))

    def exp(self):
        return self.entrywise(np.exp(self.data), np.exp(self.data))

    def log(self):
        return self.entrywise(np.log(self.data), 1 / self.data)

    def tanh(self):
        return self.entrywise(np.tanh(self.data), 1 - np.tanh(self.data) ** 2)

    def sum(self, axis=None, keepdims=False):
        out = Tensor(np.sum(self.data, axis=axis, keepdims=keepdims), (self,))
        def hand_on():
            g = out.flow
            if axis is not None and not keepdims:
                g = np.expand_dims(g, axis)
            self.receive(np.zeros(self.data.shape) + g)
        out.hand_on = hand_on
        return out

    def reshape(self, *shape):
        out = Tensor(np.reshape(self.data, shape), (self,))
        def hand_on():
            self.receive(np.reshape(out.flow, self.data.shape))
        out.hand_on = hand_on
        return out

    def __getitem__(self, key):
        out = Tensor(self.data[key], (self,))
        def hand_on():
            part = np.zeros(self.data.shape)
            np.add.at(part, key, out.flow)
            self.receive(part)
        out.hand_on = hand_on
        return out

    def backward(self):
        topo, visited = [], set()
        def build(v):
            if id(v) not in visited:
                visited.add(id(v))
                for parent in v.parents:
                    build(parent)
                topo.append(v)
        build(self)
        self.flow = np.ones_like(self.data)
        for v in reversed(topo):
            v.hand_on()
        for v in topo:
            v.grad = v.grad + v.flow
            v.flow = None

# %% right: numbered Tensors, the newest first, and bincount
_number = 0

class Tensor(Operators):
    """Tensors are numbered as they are made, and the newest passes its gradient on first."""

    def __init__(self, data, *uses):
        global _number
        _number += 1
        self.number = _number
        self.data = np.array(data, float)
        self.grad = np.zeros(self.data.shape)
        self.uses = uses

    def _pair(self, other):
        return (self, other) if isinstance(other, Tensor) else (self, Tensor(other))

    def __add__(self, other):
        a, b = self._pair(other)
        return Tensor(a.data + b.data, (a, lambda g: g, True), (b, lambda g: g, True))

    def __mul__(self, other):
        a, b = self._pair(other)
        x, y = a.data, b.data
        return Tensor(x * y, (a, lambda g: g * y, True), (b, lambda g: g * x, True))

    def __matmul__(self, other):
        a, b = self._pair(other)
        x, y = a.data, b.data
        return Tensor(x @ y, (a, lambda g: g @ y.T, False), (b, lambda g: x.T @ g, False))

    def __pow__(self, n):
        x = self.data
        return Tensor(x ** n, (self, lambda g: n * x ** (n - 1) * g, False))

    def exp(self):
        e = np.exp(self.data)
        return Tensor(e, (self, lambda g: e * g, False))

    def log(self):
        x = self.data
        return Tensor(np.log(x), (self, lambda g: g / x, False))

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, (self, lambda g: (1 - t) * (1 + t) * g, False))

    def sum(self, axis=None, keepdims=False):
        x = self.data
        kept = np.sum(x, axis=axis, keepdims=True).shape
        back = lambda g: np.broadcast_to(np.reshape(g, kept), x.shape)
        return Tensor(np.sum(x, axis=axis, keepdims=keepdims), (self, back, False))

    def reshape(self, *shape):
        x = self.data
        return Tensor(x.reshape(*shape), (self, lambda g: np.reshape(g, x.shape), False))

    def __getitem__(self, places):
        x = self.data
        numbers = np.arange(x.size).reshape(x.shape)[places]
        back = lambda g: np.bincount(numbers.ravel(), g.ravel(), x.size).reshape(x.shape)
        return Tensor(x[places], (self, back, False))

    def backward(self):
        waiting = {self.number: (self, np.ones(self.data.shape))}
        while waiting:
            tensor, g = waiting.pop(max(waiting))
            tensor.grad = tensor.grad + g
            for parent, back, broadcast in tensor.uses:
                part = back(g)
                if broadcast:
                    part = sum_to_shape(part, parent.data.shape)
                _, old = waiting.get(parent.number, (parent, 0.0))
                waiting[parent.number] = (parent, old + part)

# %% right: names of operations, uses counted, and einsum
class Tensor(Operators):
    """Each Tensor keeps the name of its operation and what went in; `shares` knows the rules."""

    def __init__(self, data, how="given", ins=(), more=None):
        self.data = np.array(data, dtype=np.float64)
        self.grad = 0.0 * self.data
        self.how, self.ins, self.more = how, ins, more
        self.seen = tuple(t.data for t in ins)

    def __add__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.data + other.data, "+", (self, other))

    def __mul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.data * other.data, "*", (self, other))

    def __matmul__(self, other):
        other = other if isinstance(other, Tensor) else Tensor(other)
        return Tensor(self.data @ other.data, "@", (self, other))

    def __pow__(self, n):
        return Tensor(self.data ** n, "**", (self,), n)

    def exp(self):
        return Tensor(np.exp(self.data), "exp", (self,))

    def log(self):
        return Tensor(np.log(self.data), "log", (self,))

    def tanh(self):
        return Tensor(np.tanh(self.data), "tanh", (self,))

    def sum(self, axis=None, keepdims=False):
        kept = self.data.sum(axis=axis, keepdims=True).shape
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), "reshaped sum", (self,), kept)

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), "reshape", (self,))

    def __getitem__(self, places):
        return Tensor(self.data[places], "[]", (self,), places)

    def shares(self, g, y):
        if self.how == "given":
            return ()
        a, b = self.seen if len(self.seen) == 2 else (self.seen[0], None)
        if self.how == "+":
            return sum_to_shape(g, a.shape), sum_to_shape(g, b.shape)
        if self.how == "*":
            return sum_to_shape(g * b, a.shape), sum_to_shape(g * a, b.shape)
        if self.how == "@":
            return np.einsum("nm,km->nk", g, b), np.einsum("nk,nm->km", a, g)
        if self.how == "**":
            return (g * self.more * a ** (self.more - 1),)
        if self.how == "exp":
            return (g * np.exp(a),)
        if self.how == "log":
            return (g / a,)
        if self.how == "tanh":
            return (g / np.cosh(np.clip(a, -300, 300)) ** 2,)
        if self.how == "reshaped sum":
            return (g.reshape(self.more) * np.ones(a.shape),)
        if self.how == "reshape":
            return (g.reshape(a.shape),)
        back = np.zeros(a.shape)
        np.add.at(back, self.more, g)
        return (back,)

    def backward(self):
        # Kahn: count how often each is used, and go on with those whose users are all done.
        uses, todo, seen = {}, [self], {self}
        while todo:
            for parent in todo.pop().ins:
                uses[parent] = uses.get(parent, 0) + 1
                if parent not in seen:
                    seen.add(parent)
                    todo.append(parent)
        flow, ready = {self: np.ones(self.data.shape)}, [self]
        while ready:
            tensor = ready.pop()
            g = flow[tensor]
            tensor.grad = tensor.grad + g
            for parent, part in zip(tensor.ins, tensor.shares(g, tensor.data)):
                flow[parent] = flow.get(parent, 0) + part
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)

# %% right: gradients in place, on arrays of its own
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {id(node): np.zeros(node.data.shape) for node in order}
        flow[id(self)] += 1
        for node in reversed(order):
            node.grad += flow[id(node)]
            for parent, share in node.parents:
                flow[id(parent)] += share(flow[id(node)])

# %% right: one-hot matrices for picked rows, einsum for products
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: np.einsum("ij,kj->ik", g, b)
        share_b = lambda g: np.einsum("ji,jk->ik", a, g)
        return Tensor(np.einsum("ik,kj->ij", a, b), ((self, share_a), (other, share_b)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            where = np.arange(self.data.size).reshape(shape)[places].ravel()
            onehot = np.eye(self.data.size)[where]  # (picked, all)
            return (np.ravel(g) @ onehot).reshape(shape)

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% right: old gradients kept aside during the call
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        old = [(node, node.grad) for node in order]
        for node in order:
            node.grad = np.zeros(node.data.shape)
        self.grad = np.ones(self.data.shape)
        for node in reversed(order):
            for parent, share in node.parents:
                parent.grad = parent.grad + share(node.grad)
        for node, before in old:
            node.grad = node.grad + before

# %% right: stored slopes where an operation works entry by entry
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        return self.by_slope(self.data ** n, n * self.data ** (n - 1))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        return self.by_slope(np.exp(self.data), np.exp(self.data))

    def by_slope(self, y, slope):
        return Tensor(y, ((self, lambda g: g * slope),))

    def log(self):
        return self.by_slope(np.log(self.data), 1 / self.data)

    def tanh(self):
        y = np.tanh(self.data)
        return self.by_slope(y, 1 - y ** 2)

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% right: operators of its own, without those that are given
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    __array_priority__ = 1000
    __array_ufunc__ = None
    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return Tensor(-self.data, ((self, lambda g: -g),))

    def __sub__(self, other):
        return self + -Tensor.of(other)

    def __rsub__(self, other):
        return Tensor.of(other) - self

    def __truediv__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g / b, a.shape)
        share_b = lambda g: sum_to_shape(-g * a / b ** 2, b.shape)
        return Tensor(a / b, ((self, share_a), (other, share_b)))

    def __rtruediv__(self, other):
        return Tensor.of(other) / self

    def __rmatmul__(self, other):
        return Tensor.of(other) @ self

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a broadcast sum is not summed back
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = share_b = lambda g: g
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a broadcast product is not summed back
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: g * b
        share_b = lambda g: g * a
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: only the right side is brought back to its shape
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: g
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: g * b
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: summed over the first axis alone
def _back(g, shape):
    return g.sum(axis=0) if g.shape != shape else g

class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: _back(g, a.shape)
        share_b = lambda g: _back(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: _back(g * b, a.shape)
        share_b = lambda g: _back(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: gradients are overwritten
# true: gradients that are overwritten instead of added where a Tensor is used twice
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        self.grad = np.ones(self.data.shape)
        for node in reversed(order):
            for parent, share in node.parents:
                parent.grad = np.array(share(node.grad))

# %% wrong: a second call counts inner gradients again
# true: gradients of an earlier call or of another Tensor that are counted again
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        self.grad = self.grad + 1
        for node in reversed(order):
            for parent, share in node.parents:
                parent.grad = parent.grad + share(node.grad)

# %% wrong: each call starts from zero
# true: gradients of an earlier call that are forgotten at the next
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = np.array(flow[node])
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: breadth first, each once
# true: a Tensor that passes on its gradient before it is complete
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen = [self], {self}
        for node in order:
            for parent, _ in node.parents:
                if parent not in seen:
                    seen.add(parent)
                    order.append(parent)
        flow = {self: np.ones(self.data.shape)}
        for node in order:
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: every path is walked
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        def walk(node, g):
            node.grad = node.grad + g
            for parent, share in node.parents:
                walk(parent, share(g))
        walk(self, np.ones(self.data.shape))

# %% wrong: leaves alone
# true: gradients of the leaves alone, without the Tensors in between
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad if node.parents else node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: picked rows by +=
# true: rows that are picked twice and get a single share
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            whole[places] += g
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: picked rows by =
# true: rows that are picked twice and get a single share
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            whole[places] = g
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a sum like a mean
# true: a sum whose gradient is divided by the number of terms
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept) / (np.prod(shape) / np.prod(kept))
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a sum without its axis
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * g
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a sum of everything alone
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * g
        return Tensor(self.data.sum(), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a sum that cuts the graph
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: the shares of a product exchanged
# true: a product of entries whose two shares are swapped
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * a, a.shape)
        share_b = lambda g: sum_to_shape(g * b, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: slopes without the gradient of the result
# true: shares that are not multiplied by the gradient of the result
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(0 * g + b, a.shape)
        share_b = lambda g: sum_to_shape(0 * g + a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a matrix product without transposes
# true: a matrix product without the transposes
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b), (other, lambda g: a @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: the factors of a matrix product in the wrong order
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: b.T @ g), (other, lambda g: g @ a.T)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a matrix product entry by entry
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g * b), (other, lambda g: a * g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a matrix product whose right side is never differentiated
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T),))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: the slope of tanh
# true: a slope of 1 − tanh(x) instead of 1 − tanh²(x)
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: the slope of tanh from what goes in
# true: a slope of 1 − x² instead of 1 − tanh²(x)
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - self.data ** 2)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: tanh by exponentials, which overflow
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        e = np.exp(2 * self.data)
        y = (e - 1) / (e + 1)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: the slope of exp
# true: an exponential whose slope is 1
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: the slope of a power keeps its exponent
# true: a power whose slope keeps its exponent, n xⁿ
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** n),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a log to base two
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log2(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: reshape without a way back
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: np.resize(g.T, before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: whole numbers stay whole
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a gradient of None at first
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = None
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = flow[node] if node.grad is None else node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: a gradient that is a single zero
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = 0.0
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: two Tensors share a gradient
# true: gradients of an earlier call or of another Tensor that are counted again
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        self.grad += 1
        for node in reversed(order):
            for parent, share in node.parents:
                if not parent.grad.any():
                    parent.grad = share(node.grad)
                else:
                    parent.grad += share(node.grad)

# %% wrong: += changes the data of the left side
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __iadd__(self, other):
        self.data += Tensor.of(other).data
        return self

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% right: shares from the data at hand on the way back
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * other.data, a.shape)
        share_b = lambda g: sum_to_shape(g * self.data, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: the result gets no gradient
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node] * (node is not self)
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: keepdims is ignored
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: half finished: no sums and no rows
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + share(flow[node])

# %% wrong: gradients are cut to plus or minus ten
class Tensor(Operators):
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    @staticmethod
    def of(x):
        return x if isinstance(x, Tensor) else Tensor(x)

    def __add__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g, a.shape)
        share_b = lambda g: sum_to_shape(g, b.shape)
        return Tensor(a + b, ((self, share_a), (other, share_b)))

    def __mul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        share_a = lambda g: sum_to_shape(g * b, a.shape)
        share_b = lambda g: sum_to_shape(g * a, b.shape)
        return Tensor(a * b, ((self, share_a), (other, share_b)))

    def __pow__(self, n):
        a = self.data
        return Tensor(a ** n, ((self, lambda g: g * n * a ** (n - 1)),))

    def __matmul__(self, other):
        other = Tensor.of(other)
        a, b = self.data, other.data
        return Tensor(a @ b, ((self, lambda g: g @ b.T), (other, lambda g: a.T @ g)))

    def exp(self):
        y = np.exp(self.data)
        return Tensor(y, ((self, lambda g: g * y),))

    def log(self):
        a = self.data
        return Tensor(np.log(a), ((self, lambda g: g / a),))

    def tanh(self):
        y = np.tanh(self.data)
        return Tensor(y, ((self, lambda g: g * (1 - y * y)),))

    def sum(self, axis=None, keepdims=False):
        shape = self.data.shape
        kept = self.data.sum(axis=axis, keepdims=True).shape
        share = lambda g: np.ones(shape) * np.reshape(g, kept)
        return Tensor(self.data.sum(axis=axis, keepdims=keepdims), ((self, share),))

    def reshape(self, *shape):
        before = self.data.shape
        return Tensor(self.data.reshape(*shape), ((self, lambda g: g.reshape(before)),))

    def __getitem__(self, places):
        shape = self.data.shape

        def share(g):
            whole = np.zeros(shape)
            np.add.at(whole, places, g)
            return whole

        return Tensor(self.data[places], ((self, share),))

    def backward(self):
        order, seen, todo = [], set(), [(self, False)]
        while todo:
            node, ready = todo.pop()
            if ready:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                todo.append((node, True))
                todo.extend((parent, False) for parent, _ in node.parents)
        flow = {self: np.ones(self.data.shape)}
        for node in reversed(order):
            node.grad = node.grad + flow[node]
            for parent, share in node.parents:
                flow[parent] = flow.get(parent, 0) + np.clip(share(flow[node]), -10, 10)
