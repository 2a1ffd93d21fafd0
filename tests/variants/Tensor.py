# Right and wrong answers to `Tensor(data)`, one cell a block, as students write them. `np` and
# `plt` come from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: a function for each part, sums by identity
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% right: closures that add to the gradients of a call
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((parent, False) for parent, _ in node.parents)
        before = [node.grad for node in order]
        for node in order:
            node.grad = np.zeros_like(node.data)
        self.grad = np.ones_like(self.data)
        for node in reversed(order):
            for parent, rule in node.parents:
                parent.grad = parent.grad + rule(node.grad)
        for node, old in zip(order, before):
            node.grad = node.grad + old

# %% right: uses are counted
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        uses, stack, nodes = {self: 0}, [self], [self]
        while stack:
            for parent, _ in stack.pop().parents:
                if parent not in uses:
                    uses[parent] = 0
                    stack.append(parent)
                    nodes.append(parent)
                uses[parent] += 1
        flow = {node: np.zeros(node.data.shape) for node in nodes}
        flow[self] += 1
        ready = [self]
        while ready:
            node = ready.pop()
            node.grad = node.grad + flow[node]
            for parent, rule in node.parents:
                flow[parent] += rule(flow[node])
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)

# %% right: tensors are numbered
class Tensor:
    count = 0

    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents
        Tensor.count += 1
        self.number = Tensor.count

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        reached, stack = {self.number: self}, [self]
        while stack:
            for parent, _ in stack.pop().parents:
                if parent.number not in reached:
                    reached[parent.number] = parent
                    stack.append(parent)
        flow = {number: np.zeros(node.data.shape) for number, node in reached.items()}
        flow[self.number] = np.ones(self.data.shape)
        for number in sorted(reached, reverse=True):
            node = reached[number]
            node.grad = node.grad + flow[number]
            for parent, rule in node.parents:
                flow[parent.number] = flow[parent.number] + rule(flow[number])

# %% right: one-hot matrices pick the rows
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        hot = np.eye(len(self.data))[np.asarray(rows)]

        def scatter(g):
            H = hot.reshape(-1, len(self.data))
            return (H.T @ g.reshape(len(H), -1)).reshape(self.data.shape)
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% right: a loop over the picked rows
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            for place, row in np.ndenumerate(np.asarray(rows)):
                out[row] += g[place]
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% right: a loop over the rows of the loss
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        logp = np.zeros(self.data.shape)
        for i, row in enumerate(self.data):
            logp[i] = row - row.max() - np.log(np.sum(np.exp(row - row.max())))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% right: targets as rows of an identity matrix
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            return (np.exp(logp) - np.eye(logp.shape[1])[targets]) * g / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% right: a subclass for each kind of node is not needed: a helper makes them
def as_tensor(x):
    return x if isinstance(x, Tensor) else Tensor(x)


class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        other = as_tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        other = as_tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% right: broadcasting undone without sum_to_shape
def undo(g, shape):
    size = int(np.prod(shape))
    where = np.broadcast_to(np.arange(size).reshape(shape), g.shape).ravel()
    return np.bincount(where, weights=g.ravel(), minlength=size).reshape(shape)


class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: undo(g, self.data.shape)),
            (other, lambda g: undo(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: undo(g * y, x.shape)),
            (other, lambda g: undo(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: gradients are set, not added
# true: gradients that are overwritten instead of added where a tensor is used twice
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        self.grad = np.ones(self.data.shape)
        for node in reversed(order):
            for parent, rule in node.parents:
                parent.grad = rule(node.grad)

# %% wrong: a second call counts inner gradients again
# true: a second call that counts the gradients of the first again
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        self.grad = self.grad + 1
        for node in reversed(order):
            for parent, rule in node.parents:
                parent.grad = parent.grad + rule(node.grad)

# %% wrong: a second call begins anew
# true: gradients of an earlier call that are forgotten at the next
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: the leaves alone
# true: gradients of the leaves alone, without the tensors in between
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            if not node.parents:
                node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: breadth first
# true: a tensor that passes on its gradient before it is complete
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, flow = [self], {id(self): np.ones(self.data.shape)}
        for node in order:
            for parent, _ in node.parents:
                if id(parent) not in flow:
                    flow[id(parent)] = np.zeros(parent.data.shape)
                    order.append(parent)
        for node in order:
            node.grad = node.grad + flow[id(node)]
            for parent, rule in node.parents:
                flow[id(parent)] = flow[id(parent)] + rule(flow[id(node)])

# %% wrong: added in place, equal shapes passed on
# true: a gradient that is added in place to an array that another tensor has, too
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: g if g.shape == self.data.shape else sum_to_shape(g, self.data.shape)),
            (other, lambda g: g if g.shape == other.data.shape else sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                if id(parent) in flow:
                    flow[id(parent)] += rule(g)
                else:
                    flow[id(parent)] = rule(g)

# %% wrong: no sum over copies in a sum
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: g),
            (other, lambda g: g),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: no sum over copies in a product
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: g * y),
            (other, lambda g: g * x),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: the right side alone is summed
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: g),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: g * y),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: means over copies
# true: the mean over the copies that broadcasting made, instead of their sum
def mean_to_shape(g, shape):
    return sum_to_shape(g, shape) * np.prod(shape) / g.size


class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: mean_to_shape(g, self.data.shape)),
            (other, lambda g: mean_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: mean_to_shape(g * y, x.shape)),
            (other, lambda g: mean_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: picked rows once
# true: a row that was picked twice, but gets only one of its gradients
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            out[rows] += g
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: picked rows set
# true: a row that was picked twice, but gets only one of its gradients
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            out[rows] = g
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: picked rows get no gradient
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: products with swapped gradients
# true: a product whose two gradients are swapped
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * x, x.shape)),
            (other, lambda g: sum_to_shape(g * y, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a product without its right side
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a matrix product without transposes
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B), (other, lambda g: A @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a matrix product in the other order
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: (g.T @ A))])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a matrix product of one side
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: 1 - t
# true: a slope of 1 − tanh(x) instead of 1 − tanh²(x)
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: 1 - x²
# true: a slope of 1 − x² instead of 1 − tanh²(x)
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - self.data ** 2))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: tanh not chained
# true: a slope of tanh that is not multiplied by what comes from above
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: 1 - t * t)])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: tanh by exponentials
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = (np.exp(self.data) - np.exp(-self.data)) / (np.exp(self.data) + np.exp(-self.data))
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss whose gradient is not divided
# true: a gradient of the cross-entropy that is not divided by the number of rows
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss that is not chained
# true: a gradient of the cross-entropy that is not multiplied by what comes from above
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss whose gradient is y - p
# true: y − p instead of p − y, which goes uphill
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return -g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss whose gradient is p
# true: the probabilities alone, without the 1 at each target subtracted
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss that is a sum
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p
        return Tensor(-logp[np.arange(n), targets].sum(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss with the softmax over everything
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max()
        logp = z - np.log(np.exp(z).sum())

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss that overflows
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss with the largest score of all
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max()
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss with a small constant
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = np.log(np.exp(z) / np.exp(z).sum(axis=1, keepdims=True) + 1e-12)

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss divided by the columns
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / self.data.shape[1]
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a loss in bits
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n / np.log(2)
        return Tensor(-logp[np.arange(n), targets].mean() / np.log(2), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: reshape in the new shape
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g)])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: reshape in columns
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape, order='F'), [(self, lambda g: g.reshape(self.data.shape, order='F'))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a recursive order
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)
        visit(self)
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: every path is walked
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        stack = [(self, np.ones(self.data.shape))]
        while stack:
            node, g = stack.pop()
            node.grad = node.grad + g
            for parent, rule in node.parents:
                stack.append((parent, rule(g)))

# %% wrong: no gradient for the result
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            if node is not self:
                node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: the mean of the result
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape) / self.data.size}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: one number as the first gradient
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): 1.0}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: grad is None at first
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = None
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = g if node.grad is None else node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: whole numbers stay
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data)
        self.grad = np.zeros_like(self.data)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: numbers are refused
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: a += b changes a
class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = np.zeros(self.data.shape)
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __iadd__(self, other):
        self.data = self.data + (other.data if isinstance(other, Tensor) else other)
        return self

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad = node.grad + g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)

# %% wrong: one grad for all of a shape
zeros = {}


class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.array(data, dtype=float)
        self.grad = zeros.setdefault(self.data.shape, np.zeros(self.data.shape))
        self.parents = parents

    def __add__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        return Tensor(self.data + other.data, [
            (self, lambda g: sum_to_shape(g, self.data.shape)),
            (other, lambda g: sum_to_shape(g, other.data.shape)),
        ])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor(other)
        x, y = self.data, other.data
        return Tensor(x * y, [
            (self, lambda g: sum_to_shape(g * y, x.shape)),
            (other, lambda g: sum_to_shape(g * x, y.shape)),
        ])

    def __matmul__(self, other):
        A, B = self.data, other.data
        return Tensor(A @ B, [(self, lambda g: g @ B.T), (other, lambda g: A.T @ g)])

    def __getitem__(self, rows):
        def scatter(g):
            out = np.zeros(self.data.shape)
            np.add.at(out, rows, g)
            return out
        return Tensor(self.data[rows], [(self, scatter)])

    def reshape(self, *shape):
        return Tensor(self.data.reshape(*shape), [(self, lambda g: g.reshape(self.data.shape))])

    def tanh(self):
        t = np.tanh(self.data)
        return Tensor(t, [(self, lambda g: g * (1 - t * t))])

    def cross_entropy(self, targets):
        n = len(targets)
        z = self.data - self.data.max(axis=1, keepdims=True)
        logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))

        def rule(g):
            p = np.exp(logp)
            p[np.arange(n), targets] -= 1
            return g * p / n
        return Tensor(-logp[np.arange(n), targets].mean(), [(self, rule)])

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                for parent, _ in node.parents:
                    stack.append((parent, False))
        flow = {id(self): np.ones(self.data.shape)}
        for node in reversed(order):
            g = flow[id(node)]
            node.grad += g
            for parent, rule in node.parents:
                flow[id(parent)] = flow.get(id(parent), 0.0) + rule(g)
