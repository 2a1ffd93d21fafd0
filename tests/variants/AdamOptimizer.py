# Right and wrong answers to `AdamOptimizer(learning_rate, beta1, beta2, epsilon)` with
# `.step(params, gradients)`, one cell a block, as students write them. `np` and `plt` come from
# the notebook's set-up cell. Every check must pass each right answer, and some check must fail
# each wrong one.

# %% right: moments in lists, as in the lecture text
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.m = None  # First moment
        self.v = None  # Second moment
        self.t = 0     # Time step
    
    def step(self, params, gradients):
        """Adam optimizer"""
        self.t += 1
        
        if self.m is None:
            self.m = [np.zeros_like(grad) for grad in gradients]
            self.v = [np.zeros_like(grad) for grad in gradients]
        
        updated_params = []
        for i, (param, grad) in enumerate(zip(params, gradients)):
            # Update biased first moment estimate
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * grad
            
            # Update biased second raw moment estimate
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * grad**2
            
            # Compute bias-corrected first moment estimate
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            
            # Compute bias-corrected second raw moment estimate
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            
            # Update parameters
            updated_param = param - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon)
            updated_params.append(updated_param)
        
        return updated_params

# %% right: as libraries write it, with a step size and a denominator
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.betas, self.eps = learning_rate, (beta1, beta2), epsilon
        self.state, self.steps = {}, 0

    def step(self, params, gradients):
        b1, b2 = self.betas
        self.steps += 1
        step_size = self.lr / (1 - b1**self.steps)
        root = (1 - b2**self.steps) ** 0.5
        out = []
        for key, (w, g) in enumerate(zip(params, gradients)):
            m, v = self.state.get(key, (0.0, 0.0))
            m = m + (1 - b1) * (g - m)
            v = v * b2 + (1 - b2) * g * g
            self.state[key] = (m, v)
            out.append(w - step_size * m / (v**0.5 / root + self.eps))
        return out

# %% right: epsilon scaled along with the root of v
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.alpha, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.p1, self.p2 = [], [], 1.0, 1.0

    def step(self, params, gradients):
        if not self.m:
            self.m = [0.0] * len(params)
            self.v = [0.0] * len(params)
        self.p1 *= self.b1
        self.p2 *= self.b2
        c = np.sqrt(1 - self.p2)
        alpha = self.alpha * c / (1 - self.p1)
        new = []
        for i in range(len(params)):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * gradients[i]
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * np.square(gradients[i])
            new.append(params[i] - alpha * self.m[i] / (np.sqrt(self.v[i]) + self.eps * c))
        return new

# %% right: an object a parameter, a tuple
class Moment:
    def __init__(self, beta):
        self.beta, self.weight, self.total = beta, 0.0, 0.0

    def __call__(self, x):
        self.total = self.beta * self.total + (1 - self.beta) * x
        self.weight = self.beta * self.weight + (1 - self.beta)
        return self.total / self.weight

class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.make = lambda: (Moment(beta1), Moment(beta2))
        self.moments = None

    def step(self, params, gradients):
        if self.moments is None:
            self.moments = [self.make() for _ in params]
        return tuple(
            w - self.learning_rate * first(g) / (np.sqrt(second(g**2)) + self.epsilon)
            for w, g, (first, second) in zip(params, gradients, self.moments)
        )

# %% right: one long vector with all entries
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m = self.v = 0.0
        self.t = 0

    def step(self, params, gradients):
        self.t += 1
        g = np.concatenate([np.ravel(x) for x in gradients])
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g**2
        m_hat = self.m / (1 - self.b1**self.t)
        v_hat = self.v / (1 - self.b2**self.t)
        change = self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
        new, at = [], 0
        for w in params:
            n = np.size(w)
            new.append(w - change[at : at + n].reshape(np.shape(w)))
            at += n
        return new

# %% right: its own arrays changed in place
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.learning_rate = learning_rate
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.iterations = 0

    def step(self, params, gradients):
        if self.iterations == 0:
            self.m = [np.zeros(np.shape(w)) for w in params]
            self.v = [np.zeros(np.shape(w)) for w in params]
        self.iterations += 1
        t = self.iterations
        result = [np.array(w, dtype=float) for w in params]
        for w, g, m, v in zip(result, gradients, self.m, self.v):
            m *= self.beta1
            m += (1 - self.beta1) * np.asarray(g)
            v *= self.beta2
            v += (1 - self.beta2) * np.asarray(g) ** 2
            w -= (
                self.learning_rate
                * (m / (1 - self.beta1**t))
                / (np.sqrt(v / (1 - self.beta2**t)) + self.epsilon)
            )
        return result

# %% right: a generator that is sent gradients
def adam(lr, b1, b2, eps):
    m = v = None
    t = 0
    params, gradients = yield
    while True:
        t += 1
        m = m or [0 * g for g in gradients]
        v = v or [0 * g for g in gradients]
        m = [b1 * a + (1 - b1) * g for a, g in zip(m, gradients)]
        v = [b2 * a + (1 - b2) * g**2 for a, g in zip(v, gradients)]
        params, gradients = yield [
            w - lr * (a / (1 - b1**t)) / (np.sqrt(b / (1 - b2**t)) + eps)
            for w, a, b in zip(params, m, v)
        ]

class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.inner = adam(learning_rate, beta1, beta2, epsilon)
        next(self.inner)

    def step(self, params, gradients):
        return self.inner.send((params, gradients))

# %% right: entry by entry in pure Python
import math

class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, 0

    def entry(self, key, w, g):
        if isinstance(w, list):
            return [self.entry((*key, i), a, b) for i, (a, b) in enumerate(zip(w, g))]
        self.m[key] = self.b1 * self.m.get(key, 0.0) + (1 - self.b1) * g
        self.v[key] = self.b2 * self.v.get(key, 0.0) + (1 - self.b2) * g * g
        m_hat = self.m[key] / (1 - math.pow(self.b1, self.t))
        v_hat = self.v[key] / (1 - math.pow(self.b2, self.t))
        return w - self.lr * m_hat / (math.sqrt(v_hat) + self.eps)

    def step(self, params, gradients):
        self.t += 1
        return [
            self.entry((i,), np.asarray(w).tolist(), np.asarray(g).tolist())
            for i, (w, g) in enumerate(zip(params, gradients))
        ]

# %% right: corrected means, moved on at a rate that changes
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b, self.eps = learning_rate, (beta1, beta2), epsilon
        self.n, self.means = [0.0, 0.0], None
    def step(self, params, gradients):
        self.n = [b * n + 1 for b, n in zip(self.b, self.n)]
        r1, r2 = 1 / self.n[0], 1 / self.n[1]
        if self.means is None:
            self.means = [(0 * g, 0 * g) for g in gradients]
        self.means = [(m + r1 * (g - m), v + r2 * (g**2 - v)) for (m, v), g in zip(self.means, gradients)]
        return [p - self.lr * m / (np.sqrt(v) + self.eps) for p, (m, v) in zip(params, self.means)]

# %% right: the correction by logarithms, with a warning for a beta of 0
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps, self.t, self.s = learning_rate, beta1, beta2, epsilon, 0, {}
    def step(self, params, gradients):
        self.t += 1
        c1, c2 = (-np.expm1(self.t * np.log(np.float64(b))) for b in (self.b1, self.b2))
        out = []
        for i, (p, g) in enumerate(zip(params, gradients)):
            m, v = self.s.get(i, (0.0, 0.0))
            m, v = m + (1 - self.b1) * (g - m), v + (1 - self.b2) * (np.square(g) - v)
            self.s[i] = m, v
            out.append(p - self.lr * (m / c1) / ((v / c2) ** 0.5 + self.eps))
        return out

# %% right: all parameters in one long vector
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.h = learning_rate, beta1, beta2, epsilon
        self.t, self.m, self.v = 0, 0.0, 0.0

    def step(self, params, gradients):
        lr, b1, b2, eps = self.h
        shapes = [np.shape(p) for p in params]
        flat = lambda things: np.concatenate([np.ravel(x).astype(float) for x in things])
        w, g = flat(params), flat(gradients)
        self.t += 1
        self.m = b1 * self.m + (1 - b1) * g
        self.v = b2 * self.v + (1 - b2) * g**2
        w = w - lr * self.m / (1 - b1**self.t) / (np.sqrt(self.v / (1 - b2**self.t)) + eps)
        sizes = [int(np.prod(s)) for s in shapes]
        pieces = np.split(w, np.cumsum(sizes)[:-1])
        return [p.reshape(s) for p, s in zip(pieces, shapes)]

# %% wrong: no correction of the bias
# true: moments without bias correction
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i]
            v_hat = self.v[i]
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the first moment alone is corrected
# true: a bias correction of the first moment only
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i]
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the second moment alone is corrected
# true: a bias correction of the second moment only
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i]
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the step count never moves on
# true: a step count t that stays at 1
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t = 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the step count goes up with every parameter
# true: a step count t that goes up for every parameter instead of every step
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.t += 1
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the step count is raised after the step, so that the first divides by zero
# true: a step count t of 0 at the first step, where the correction divides by 0
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        self.t += 1
        return new

# %% wrong: the step count is one too large
# true: a step count t that starts at 2
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 1

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the correction is kept, so that it is applied again at every step
# true: a corrected m that was stored in place of m
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            self.m[i] = m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: no correction after ten steps
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            late = self.t > 10
            m_hat = self.m[i] / (1 if late else 1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 if late else 1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: beta1 corrects both moments
# true: beta1 in the bias correction of both moments
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta1**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: epsilon inside of the root
# true: an epsilon inside the square root
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / np.sqrt(v_hat + self.epsilon))
        return new

# %% wrong: epsilon squared, inside of the root
# true: epsilon squared, inside the root
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / np.sqrt(v_hat + self.epsilon**2))
        return new

# %% wrong: epsilon before the bias is corrected
# true: an epsilon that is added before the bias correction of v
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            root = np.sqrt(self.v[i]) + self.epsilon
            new.append(w - self.lr * np.sqrt(1 - self.beta2**self.t) * m_hat / root)
        return new

# %% wrong: no epsilon, so that a gradient of zero gives NaN
# true: a denominator without epsilon
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / np.sqrt(v_hat))
        return new

# %% wrong: epsilon fixed at 1e-8
# true: an epsilon of 1e-8, although another one is given
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + 1e-8))
        return new

# %% wrong: a default epsilon of 1e-7
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the root is left out
# true: a second moment without its square root
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (v_hat + self.epsilon))
        return new

# %% wrong: the sizes of the gradients in the place of their squares
# true: absolute gradients in v, instead of their squares
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * np.abs(g)
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the variance, the mean taken from the squares
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(np.abs(v_hat - m_hat**2)) + self.epsilon))
        return new

# %% wrong: beta1 and beta2 exchanged
# true: a swap of beta1 and beta2
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta2, beta1, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: beta2 fixed at 0.999
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, 0.999, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: a default beta2 of 0.99
# true: a default beta2 of 0.99 instead of 0.999
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.99, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: a default learning rate of 0.01
class AdamOptimizer:
    def __init__(self, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the arguments in another order
# true: beta1 and beta2 in the wrong order in `__init__`
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta2=0.999, beta1=0.9, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the gradient enters the first moment in full
# true: a gradient that enters m in full, without 1 − beta1
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the moments belong to the class
class AdamOptimizer:
    m, v = {}, {}

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.t = 0

    def step(self, params, gradients):
        self.t += 1
        for i, g in enumerate(gradients):
            self.m.setdefault(i, np.zeros_like(g))
            self.v.setdefault(i, np.zeros_like(g))
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the step count belongs to the class
class AdamOptimizer:
    t = 0

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v = None, None

    def step(self, params, gradients):
        AdamOptimizer.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the same zeros for both moments, changed in place
# true: one array, or one list, that is both m and v
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros(np.shape(g)) for g in gradients]
            self.v = self.m
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i][...] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i][...] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: one second moment a parameter, the mean over its entries
# true: one v for a whole parameter, from the mean of its squares
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * np.mean(g**2)
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the largest second moment so far, which is AMSGrad
# true: the largest v so far, which is AMSGrad
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            self.top = getattr(self, 'top', {})
            v_hat = self.top[i] = np.maximum(self.top.get(i, 0.0), v_hat)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: Nesterov's look-ahead
# true: Nesterov's look-ahead, which is Nadam
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            m_hat = self.beta1 * m_hat + (1 - self.beta1) * g / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: weight decay
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * (m_hat / (np.sqrt(v_hat) + self.epsilon) + 1e-4 * w))
        return new

# %% wrong: a learning rate that fades with the root of t
# true: a learning rate that shrinks with the root of t
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr / np.sqrt(self.t) * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: moments in single precision
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros(np.shape(g), np.float32) for g in gradients]
            self.v = [np.zeros(np.shape(g), np.float32) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = np.float32(self.beta1) * self.m[i] + np.float32(1 - self.beta1) * np.asarray(g, np.float32)
            self.v[i] = np.float32(self.beta2) * self.v[i] + np.float32(1 - self.beta2) * np.asarray(g, np.float32) ** 2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: arrays changed in place
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            w -= self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon)
            new.append(w)
        return new

# %% wrong: gradients squared in place
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            if np.ndim(g):
                g **= 2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: the moments start at the first gradient and its square
# true: m and v that start at the first gradient instead of 0
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [1.0 * g for g in gradients]
            self.v = [g**2 for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: uphill
# true: a step along the gradient, which goes uphill
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w + self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: a beta1 of 0 is taken for not given
# true: a beta of 0 that is treated as if it were not given
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.beta1, self.beta2, self.epsilon = learning_rate, beta1 or 0.9, beta2, epsilon
        self.m, self.v, self.t = None, None, 0

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: a root that is at least epsilon
# true: the larger of the root and epsilon, instead of their sum
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps, self.t, self.m, self.v = learning_rate, beta1, beta2, epsilon, 0, None, None
    def step(self, params, gradients):
        self.t += 1
        if self.m is None: self.m, self.v = [0] * len(params), [0] * len(params)
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, gradients)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, gradients)]
        return [p - self.lr * m / (1 - self.b1**self.t) / np.maximum(np.sqrt(v / (1 - self.b2**self.t)), self.eps) for p, m, v in zip(params, self.m, self.v)]

# %% wrong: the correction by math.log, which stops at a beta of 0
import math
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps, self.t, self.m, self.v = learning_rate, beta1, beta2, epsilon, 0, None, None
    def step(self, params, gradients):
        self.t += 1
        if self.m is None: self.m, self.v = [0] * len(params), [0] * len(params)
        self.m = [self.b1 * m + (1 - self.b1) * g for m, g in zip(self.m, gradients)]
        self.v = [self.b2 * v + (1 - self.b2) * g**2 for v, g in zip(self.v, gradients)]
        c1, c2 = (1 - math.exp(self.t * math.log(b)) for b in (self.b1, self.b2))
        return [p - self.lr * m / c1 / (np.sqrt(v / c2) + self.eps) for p, m, v in zip(params, self.m, self.v)]

# %% wrong: the means do not fade where the gradient is 0
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps, self.t, self.m, self.v = learning_rate, beta1, beta2, epsilon, 0, None, None
    def step(self, params, gradients):
        self.t += 1
        if self.m is None: self.m, self.v = [0 * g for g in gradients], [0 * g for g in gradients]
        self.m = [np.where(np.asarray(g) == 0, m, self.b1 * m + (1 - self.b1) * g) for m, g in zip(self.m, gradients)]
        self.v = [np.where(np.asarray(g) == 0, v, self.b2 * v + (1 - self.b2) * g**2) for v, g in zip(self.v, gradients)]
        return [p - self.lr * m / (1 - self.b1**self.t) / (np.sqrt(v / (1 - self.b2**self.t)) + self.eps) for p, m, v in zip(params, self.m, self.v)]

# %% wrong: moments of whole numbers where the gradients are whole
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.t, self.m, self.v = 0, None, None

    def step(self, params, gradients):
        self.t += 1
        if self.m is None:
            self.m = [np.zeros_like(g) for g in gradients]
            self.v = [np.zeros_like(g) for g in gradients]
        new = []
        for w, g, m, v in zip(params, gradients, self.m, self.v):
            m[...] = self.b1 * m + (1 - self.b1) * g
            v[...] = self.b2 * v + (1 - self.b2) * g**2
            m_hat, v_hat = m / (1 - self.b1**self.t), v / (1 - self.b2**self.t)
            new.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new

# %% wrong: the new values in one buffer, which the next step overwrites
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.t, self.m, self.v, self.out = 0, {}, {}, {}

    def step(self, params, gradients):
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.b1 * self.m.get(i, 0.0) + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v.get(i, 0.0) + (1 - self.b2) * g**2
            m_hat, v_hat = self.m[i] / (1 - self.b1**self.t), self.v[i] / (1 - self.b2**self.t)
            value = w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)
            if np.ndim(value):
                buffer = self.out.setdefault(i, np.empty(np.shape(value)))
                buffer[...] = value
                value = buffer
            new.append(value)
        return new

# %% wrong: t goes up at the end of a step
# true: a step count t that starts at 0, so that the first step is not corrected
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m = self.v = None
        self.t = 0

    def step(self, params, gradients):
        if self.m is None:
            self.m = [np.zeros(np.shape(p)) for p in params]
            self.v = [np.zeros(np.shape(p)) for p in params]
        out = []
        for i in range(len(params)):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * gradients[i]
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * gradients[i] ** 2
            mh = self.m[i] / (1 - self.b1**self.t) if self.t else self.m[i]
            vh = self.v[i] / (1 - self.b2**self.t) if self.t else self.v[i]
            out.append(params[i] - self.lr * mh / (np.sqrt(vh) + self.eps))
        self.t += 1
        return out

# %% wrong: the corrected means stored
# true: corrected means that were stored in place of m and v
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m = self.v = None
        self.t = 0

    def step(self, params, gradients):
        if self.m is None:
            self.m = [0 * np.asarray(p, float) for p in params]
            self.v = [0 * np.asarray(p, float) for p in params]
        self.t += 1
        out = []
        for i in range(len(params)):
            self.m[i] = (self.b1 * self.m[i] + (1 - self.b1) * gradients[i]) / (1 - self.b1**self.t)
            self.v[i] = (self.b2 * self.v[i] + (1 - self.b2) * gradients[i] ** 2) / (1 - self.b2**self.t)
            out.append(params[i] - self.lr * self.m[i] / (np.sqrt(self.v[i]) + self.eps))
        return out

# %% wrong: the squared norm of a gradient
# true: one mean of squares for a whole parameter, not one for each entry
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, 0

    def step(self, params, gradients):
        self.t += 1
        out = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.b1 * self.m.get(i, 0) + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v.get(i, 0) + (1 - self.b2) * np.sum(np.square(g))
            mh, vh = self.m[i] / (1 - self.b1**self.t), self.v[i] / (1 - self.b2**self.t)
            out.append(w - self.lr * mh / (np.sqrt(vh) + self.eps))
        return out

# %% wrong: squares of the distance from m
# true: a variance around the mean, instead of a mean of the squares
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, 0

    def step(self, params, gradients):
        self.t += 1
        out = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.b1 * self.m.get(i, 0) + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v.get(i, 0) + (1 - self.b2) * (g - self.m[i]) ** 2
            mh, vh = self.m[i] / (1 - self.b1**self.t), self.v[i] / (1 - self.b2**self.t)
            out.append(w - self.lr * mh / (np.sqrt(vh) + self.eps))
        return out

# %% wrong: beta2 corrects both moments
# true: beta2 in the bias correction of both moments
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, 0

    def step(self, params, gradients):
        self.t += 1
        out = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.b1 * self.m.get(i, 0.0) + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v.get(i, 0.0) + (1 - self.b2) * g**2
            m_hat = self.m[i] / (1 - self.b2**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            out.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return out

# %% wrong: the square enters the second moment in full
# true: a square that enters v in full, without 1 − beta2
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, 0

    def step(self, params, gradients):
        self.t += 1
        out = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.b1 * self.m.get(i, 0.0) + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v.get(i, 0.0) + g**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            out.append(w - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return out

# %% wrong: no learning rate
# true: a step without the learning rate
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, 0

    def step(self, params, gradients):
        self.t += 1
        out = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.b1 * self.m.get(i, 0.0) + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v.get(i, 0.0) + (1 - self.b2) * g**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            out.append(w - m_hat / (np.sqrt(v_hat) + self.eps))
        return out

# %% wrong: the changes alone
# true: the change alone, without the old value
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, 0

    def step(self, params, gradients):
        self.t += 1
        out = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.b1 * self.m.get(i, 0.0) + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v.get(i, 0.0) + (1 - self.b2) * g**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            out.append(-self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return out

# %% wrong: the gradient itself in the numerator
# true: the raw gradient in the step, in place of m
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.m, self.v, self.t = {}, {}, 0

    def step(self, params, gradients):
        self.t += 1
        out = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.b1 * self.m.get(i, 0.0) + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v.get(i, 0.0) + (1 - self.b2) * g**2
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            out.append(w - self.lr * g / (np.sqrt(v_hat) + self.eps))
        return out

# %% wrong: an epsilon of at most 1e-8
# true: an epsilon of 1e-8, although another one is given
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.lr, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, min(epsilon, 1e-8)
        self.t, self.m, self.v = 0, None, None

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros(np.shape(p)) for p in params]
            self.v = [np.zeros(np.shape(p)) for p in params]
        self.t += 1
        new = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * np.square(g)
            m = self.m[i] / (1 - self.b1**self.t)
            v = self.v[i] / (1 - self.b2**self.t)
            new.append(p - self.lr * m / (np.sqrt(v) + self.eps))
        return new

# %% right: means in dictionaries by position
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta1, self.beta2 = beta1, beta2
        self.t, self.m, self.v = 0, {}, {}

    def step(self, params, gradients):
        """Return the new values of the parameters after one step."""
        self.t += 1
        new = []
        for k, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            self.m[k] = self.beta1 * self.m.get(k, 0.0) + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v.get(k, 0.0) + (1 - self.beta2) * g * g
            m_hat = self.m[k] / (1 - self.beta1**self.t)
            v_hat = self.v[k] / (1 - self.beta2**self.t)
            new.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% right: running products of the betas
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.eta, self.b1, self.b2, self.eps = learning_rate, beta1, beta2, epsilon
        self.left1 = self.left2 = 1.0  # beta1 ** t and beta2 ** t
        self.means = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step."""
        if self.means is None:
            self.means = [(np.zeros(np.shape(w)), np.zeros(np.shape(w))) for w in params]
        self.left1 *= self.b1
        self.left2 *= self.b2
        new = []
        for (m, v), w, g in zip(self.means, params, gradients):
            g = np.array(g, dtype=float)
            m *= self.b1
            m += (1 - self.b1) * g
            v *= self.b2
            v += (1 - self.b2) * np.square(g)
            typical = np.sqrt(v / (1 - self.left2)) + self.eps
            new.append(np.array(w, dtype=float) - self.eta * (m / (1 - self.left1)) / typical)
        return new

# %% right: averages of all gradients
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.betas = beta1, beta2
        self.past = []

    def _mean(self, values, beta):
        t = len(values)
        weights = (1 - beta) * beta ** np.arange(t - 1, -1, -1.0)  # the last weighs most
        return np.tensordot(weights / (1 - beta**t), np.array(values), axes=1)

    def step(self, params, gradients):
        self.past.append([np.array(g, dtype=float) for g in gradients])
        new = []
        for k, w in enumerate(params):
            seen = [gs[k] for gs in self.past]
            m = self._mean(seen, self.betas[0])
            v = self._mean([g**2 for g in seen], self.betas[1])
            new.append(np.subtract(w, self.learning_rate * m / (np.sqrt(v) + self.epsilon)))
        return new

# %% right: an object for the state, np.average for m
class _Means:
    def __init__(self, shape):
        self.m, self.v = np.zeros(shape), np.zeros(shape)

    def update(self, g, beta1, beta2):
        self.m = np.average([self.m, g], axis=0, weights=[beta1, 1 - beta1])
        self.v = beta2 * self.v + g * ((1 - beta2) * g)


class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.rate, self.beta1, self.beta2, self.epsilon = learning_rate, beta1, beta2, epsilon
        self.states, self.t = [], 0

    def step(self, params, gradients):
        if self.t == 0:
            self.states = [_Means(np.shape(w)) for w in params]
        self.t = self.t + 1
        new = []
        for w, g, state in zip(params, gradients, self.states):
            state.update(np.asarray(g) * 1.0, self.beta1, self.beta2)
            up = self.rate * state.m / (1 - self.beta1**self.t)
            down = self.epsilon + (state.v / (1 - self.beta2**self.t)) ** 0.5
            new.append(w - up / down)
        return new

# %% wrong: no correction after the first ten steps
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta1, self.beta2 = beta1, beta2
        self.t, self.m, self.v = 0, {}, {}

    def step(self, params, gradients):
        """Return the new values of the parameters after one step."""
        self.t += 1
        new = []
        for k, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            self.m[k] = self.beta1 * self.m.get(k, 0.0) + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v.get(k, 0.0) + (1 - self.beta2) * g * g
            m_hat, v_hat = self.m[k], self.v[k]
            if self.t <= 10:
                m_hat = m_hat / (1 - self.beta1**self.t)
                v_hat = v_hat / (1 - self.beta2**self.t)
            new.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: entries whose gradient is 0 stay where they are
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta1, self.beta2 = beta1, beta2
        self.t, self.m, self.v = 0, {}, {}

    def step(self, params, gradients):
        """Return the new values of the parameters after one step."""
        self.t += 1
        new = []
        for k, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            self.m[k] = self.beta1 * self.m.get(k, 0.0) + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v.get(k, 0.0) + (1 - self.beta2) * g * g
            m_hat = self.m[k] / (1 - self.beta1**self.t)
            v_hat = self.v[k] / (1 - self.beta2**self.t)
            move = self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)
            new.append(w - np.where(g == 0, 0.0, move) if np.ndim(g) else w - (move if g else 0.0))
        return new

# %% wrong: means and t of the class, reset by each instance
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta1, self.beta2 = beta1, beta2
        AdamOptimizer.t, AdamOptimizer.m, AdamOptimizer.v = 0, {}, {}

    def step(self, params, gradients):
        """Return the new values of the parameters after one step."""
        AdamOptimizer.t += 1
        new = []
        for k, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            self.m[k] = self.beta1 * self.m.get(k, 0.0) + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v.get(k, 0.0) + (1 - self.beta2) * g * g
            m_hat = self.m[k] / (1 - self.beta1**self.t)
            v_hat = self.v[k] / (1 - self.beta2**self.t)
            new.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: means of arrays by their shape
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta1, self.beta2 = beta1, beta2
        self.t, self.m, self.v = 0, {}, {}

    def step(self, params, gradients):
        """Return the new values of the parameters after one step."""
        self.t += 1
        new = []
        for k, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            k = g.shape or k
            self.m[k] = self.beta1 * self.m.get(k, 0.0) + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v.get(k, 0.0) + (1 - self.beta2) * g * g
            m_hat = self.m[k] / (1 - self.beta1**self.t)
            v_hat = self.v[k] / (1 - self.beta2**self.t)
            new.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new

# %% wrong: its own place, remembered as an attribute
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta1, self.beta2 = beta1, beta2
        self.t, self.m, self.v = 0, {}, {}

    def step(self, params, gradients):
        """Return the new values of the parameters after one step."""
        self.t += 1
        params = getattr(self, "place", params)
        new = []
        for k, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            self.m[k] = self.beta1 * self.m.get(k, 0.0) + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v.get(k, 0.0) + (1 - self.beta2) * g * g
            m_hat = self.m[k] / (1 - self.beta1**self.t)
            v_hat = self.v[k] / (1 - self.beta2**self.t)
            new.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        self.place = [np.copy(w) for w in new]
        return new

# %% wrong: the new values in the caller's list
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta1, self.beta2 = beta1, beta2
        self.t, self.m, self.v = 0, {}, {}

    def step(self, params, gradients):
        """Return the new values of the parameters after one step."""
        self.t += 1
        for k, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            self.m[k] = self.beta1 * self.m.get(k, 0.0) + (1 - self.beta1) * g
            self.v[k] = self.beta2 * self.v.get(k, 0.0) + (1 - self.beta2) * g * g
            m_hat = self.m[k] / (1 - self.beta1**self.t)
            v_hat = self.v[k] / (1 - self.beta2**self.t)
            params[k] = w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)
        return params

# %% wrong: gradients in the type of the parameter
class AdamOptimizer:
    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.settings, self.t, self.m, self.v = (learning_rate, beta1, beta2, epsilon), 0, {}, {}

    def step(self, params, gradients):
        lr, b1, b2, eps = self.settings
        self.t += 1
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            g = np.asarray(g).astype(np.asarray(w).dtype)
            self.m[i] = b1 * self.m.get(i, 0.0) + (1 - b1) * g
            self.v[i] = b2 * self.v.get(i, 0.0) + (1 - b2) * g**2
            m, v = self.m[i] / (1 - b1**self.t), self.v[i] / (1 - b2**self.t)
            new.append(w - lr * m / (np.sqrt(v) + eps))
        return new

# %% right: lists of zeros, every line of (2) and (3) apart
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.m is None:
            self.m = [np.zeros(np.shape(w)) for w in params]
            self.v = [np.zeros(np.shape(w)) for w in params]
        self.t += 1
        new_params = []
        for i in range(len(params)):
            w = np.array(params[i], dtype=float)
            g = np.array(gradients[i], dtype=float)
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new_params

# %% right: dictionary of pairs that start as numbers
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.eta, self.betas, self.epsilon = learning_rate, (beta1, beta2), epsilon
        self.t, self.means = 0, {}

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        self.t += 1
        b1, b2 = self.betas
        new = []
        for i, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            m, v = self.means.get(i, (0.0, 0.0))
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
            self.means[i] = m, v
            size = np.sqrt(v / (1 - b2**self.t)) + self.epsilon
            new.append(w - self.eta * (m / (1 - b1**self.t)) / size)
        return new

# %% right: all entries in one matrix of two moments
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.numbers = (learning_rate, beta1, beta2, epsilon)
        self.t = 0
        self.moments = 0.0

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        eta, beta1, beta2, epsilon = self.numbers
        self.t += 1
        if not params:
            return []
        g = np.concatenate([np.ravel(np.asarray(g, dtype=float)) for g in gradients])
        beta = np.array([[beta1], [beta2]])
        self.moments = beta * self.moments + (1 - beta) * np.stack([g, np.square(g)])
        m, v = self.moments / (1 - beta**self.t)
        change = eta * m / (np.sqrt(v) + epsilon)
        ends = np.cumsum([np.size(w) for w in params])
        parts = np.split(change, ends[:-1])
        return [
            np.asarray(w, dtype=float) - part.reshape(np.shape(w))
            for w, part in zip(params, parts)
        ]

# %% right: keeps all gradients, corrected means as weighted means
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta1, self.beta2 = beta1, beta2
        self.history = []

    @staticmethod
    def _mean(values, beta):
        """A corrected mean is a weighted mean with the weights beta^0, beta^1, ... backwards."""
        weights = [beta**age for age in range(len(values))][::-1]
        return sum(w * x for w, x in zip(weights, values)) / sum(weights)

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        self.history.append([np.array(g, dtype=float) for g in gradients])
        new = []
        for i, w in enumerate(params):
            past = [step[i] for step in self.history]
            m_hat = self._mean(past, self.beta1)
            v_hat = self._mean([g**2 for g in past], self.beta2)
            new.append(np.array(w, float) - self.learning_rate * m_hat / (v_hat**0.5 + self.epsilon))
        return new

# %% wrong: t goes up once per parameter; "goes up by one with each call of step"
# true: a step count t that goes up for every parameter instead of every step
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.m is None:
            self.m = [np.zeros(np.shape(w)) for w in params]
            self.v = [np.zeros(np.shape(w)) for w in params]
        new_params = []
        for i in range(len(params)):
            self.t += 1
            w = np.array(params[i], dtype=float)
            g = np.array(gradients[i], dtype=float)
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new_params

# %% wrong: bias correction is missing; (3) divides by 1 - beta^t
# true: moments without bias correction
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.m is None:
            self.m = [np.zeros(np.shape(w)) for w in params]
            self.v = [np.zeros(np.shape(w)) for w in params]
        self.t += 1
        new_params = []
        for i in range(len(params)):
            w = np.array(params[i], dtype=float)
            g = np.array(gradients[i], dtype=float)
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i]
            v_hat = self.v[i]
            new_params.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new_params

# %% wrong: epsilon inside the square root; "which is added outside the square root"
# true: an epsilon inside the square root
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.eta, self.betas, self.epsilon = learning_rate, (beta1, beta2), epsilon
        self.t, self.means = 0, {}

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        self.t += 1
        b1, b2 = self.betas
        new = []
        for i, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            m, v = self.means.get(i, (0.0, 0.0))
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
            self.means[i] = m, v
            size = np.sqrt(v / (1 - b2**self.t) + self.epsilon)
            new.append(w - self.eta * (m / (1 - b1**self.t)) / size)
        return new

# %% wrong: the gradient is not squared in v, sqrt of negative numbers is NaN
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.m is None:
            self.m = [np.zeros(np.shape(w)) for w in params]
            self.v = [np.zeros(np.shape(w)) for w in params]
        self.t += 1
        new_params = []
        for i in range(len(params)):
            w = np.array(params[i], dtype=float)
            g = np.array(gradients[i], dtype=float)
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new_params

# %% wrong: no square root in the denominator of (3)
# true: a second moment without its square root
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.m is None:
            self.m = [np.zeros(np.shape(w)) for w in params]
            self.v = [np.zeros(np.shape(w)) for w in params]
        self.t += 1
        new_params = []
        for i in range(len(params)):
            w = np.array(params[i], dtype=float)
            g = np.array(gradients[i], dtype=float)
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(w - self.learning_rate * m_hat / (v_hat + self.epsilon))
        return new_params

# %% wrong: the corrected means are stored and used at the next step; (2) goes on with m and v
# true: corrected means that were stored in place of m and v
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.m is None:
            self.m = [np.zeros(np.shape(w)) for w in params]
            self.v = [np.zeros(np.shape(w)) for w in params]
        self.t += 1
        new_params = []
        for i in range(len(params)):
            w = np.array(params[i], dtype=float)
            g = np.array(gradients[i], dtype=float)
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            self.m[i] = self.m[i] / (1 - self.beta1**self.t)
            self.v[i] = self.v[i] / (1 - self.beta2**self.t)
            change = self.m[i] / (np.sqrt(self.v[i]) + self.epsilon)
            new_params.append(w - self.learning_rate * change)
        return new_params

# %% wrong: correction with beta * t instead of the power beta^t, negative or 0 later
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.eta, self.betas, self.epsilon = learning_rate, (beta1, beta2), epsilon
        self.t, self.means = 0, {}

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        self.t += 1
        b1, b2 = self.betas
        new = []
        for i, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            m, v = self.means.get(i, (0.0, 0.0))
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
            self.means[i] = m, v
            size = np.sqrt(v / (1 - b2 * self.t)) + self.epsilon
            new.append(w - self.eta * (m / (1 - b1 * self.t)) / size)
        return new

# %% wrong: one m and v for each parameter, the mean of the gradient; "Every entry ... has its own means"
# true: one v for a whole parameter, from the mean of its squares
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.eta, self.betas, self.epsilon = learning_rate, (beta1, beta2), epsilon
        self.t, self.means = 0, {}

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        self.t += 1
        b1, b2 = self.betas
        new = []
        for i, (w, g) in enumerate(zip(params, gradients, strict=True)):
            g = np.asarray(g, dtype=float)
            m, v = self.means.get(i, (0.0, 0.0))
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * np.mean(g**2)
            self.means[i] = m, v
            size = np.sqrt(v / (1 - b2**self.t)) + self.epsilon
            new.append(w - self.eta * (m / (1 - b1**self.t)) / size)
        return new

# %% wrong: means in class attributes, t and m shared by all optimizers; "two optimizers keep separate means and step numbers"
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    t = 0
    m = {}
    v = {}

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        self.t += 1
        new_params = []
        for i in range(len(params)):
            w = np.array(params[i], dtype=float)
            g = np.array(gradients[i], dtype=float)
            self.m[i] = self.beta1 * self.m.get(i, 0.0) + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v.get(i, 0.0) + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(w - self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return new_params

# %% wrong: w -= in place on the caller's array; "Leave both lists, and all arrays in them, unchanged"
class AdamOptimizer:
    """Adam, with bias correction of both means."""

    def __init__(
        self,
        learning_rate: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ):
        """Store the four numbers, and prepare a place for t, m and v."""
        self.learning_rate = learning_rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.t = 0
        self.m = []
        self.v = []

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        self.t += 1
        if self.t == 1:
            self.m = [0.0 for _ in params]
            self.v = [0.0 for _ in params]
        result = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            w -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)
            result.append(w)
        return result
