# Right and wrong answers to `MomentumOptimizer(learning_rate, momentum)` with `.step(params,
# gradients)`, one cell a block, as students write them. `np` and `plt` come from the notebook's
# set-up cell. Every check must pass each right answer, and some check must fail each wrong one.

# %% right: lists of velocities, as in the lecture text
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr = learning_rate
        self.momentum = momentum
        self.velocity = None
    
    def step(self, params, gradients):
        """Gradient descent with momentum"""
        if self.velocity is None:
            self.velocity = [np.zeros_like(grad) for grad in gradients]
        
        # Update velocity
        self.velocity = [self.momentum * v + grad 
                        for v, grad in zip(self.velocity, gradients)]
        
        # Update parameters
        return [param - self.lr * v for param, v in zip(params, self.velocity)]

# %% right: the learning rate inside of the velocity
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, {}

    def step(self, params, gradients):
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.v[i] = self.mu * self.v.get(i, 0.0) + self.lr * g
            new.append(w - self.v[i])
        return new

# %% right: a velocity that points downhill
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, []

    def step(self, params, gradients):
        while len(self.v) < len(params):
            self.v.append(0)
        out = []
        for k in range(len(params)):
            self.v[k] = self.mu * self.v[k] - self.lr * gradients[k]
            out.append(params[k] + self.v[k])
        return out

# %% right: copies changed in place
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.velocity = []

    def step(self, params, gradients):
        if not self.velocity:
            self.velocity = [np.zeros(np.shape(w)) for w in params]
        result = [np.array(w, dtype=float) for w in params]
        for w, v, g in zip(result, self.velocity, gradients):
            v *= self.momentum
            v += g
            w -= self.learning_rate * v
        return result

# %% right: the first velocity is a copy of the first gradient
import copy

class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr = learning_rate
        self.m = momentum

    def step(self, params, gradients):
        if hasattr(self, "v"):
            self.v = [self.m * v + g for v, g in zip(self.v, gradients)]
        else:
            self.v = copy.deepcopy(gradients)
        return tuple(w - self.lr * v for w, v in zip(params, self.v))

# %% right: a closure for each optimizer
from types import SimpleNamespace

def MomentumOptimizer(learning_rate=0.01, momentum=0.9):
    v = None

    def step(params, gradients):
        nonlocal v
        old = v or [0.0] * len(gradients)
        v = [momentum * a + b for a, b in zip(old, gradients)]
        return [a - learning_rate * b for a, b in zip(params, v)]

    return SimpleNamespace(step=step)

# %% right: all gradients are kept, and the sum is taken anew
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.seen = learning_rate, momentum, []

    def velocity(self, i):
        t = len(self.seen)
        return sum(self.mu ** (t - 1 - s) * self.seen[s][i] for s in range(t))

    def step(self, params, gradients):
        self.seen.append([np.array(g) for g in gradients])
        return [w - self.lr * self.velocity(i) for i, w in enumerate(params)]

# %% right: SciPy's recursive filter for each entry
from scipy.signal import lfilter

class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.state = learning_rate, momentum, None

    def step(self, params, gradients):
        flat = [np.ravel(np.asarray(g, dtype=float)) for g in gradients]
        if self.state is None:
            self.state = [np.zeros((g.size, 1)) for g in flat]
        new = []
        for i, (w, g) in enumerate(zip(params, flat)):
            v, self.state[i] = lfilter([1.0], [1.0, -self.mu], g[:, None], zi=self.state[i])
            new.append(w - self.lr * v.reshape(np.shape(w)))
        return new

# %% right: the change of the last step is remembered
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.last_change = None

    def step(self, params, gradients):
        change = [-self.learning_rate * g for g in gradients]
        if self.last_change is not None:
            change = [c + self.momentum * old for c, old in zip(change, self.last_change)]
        self.last_change = change
        return [w + c for w, c in zip(params, change)]

# %% right: a fading mean, scaled back
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.m = learning_rate, momentum, None
    def step(self, params, gradients):
        one = 1 - self.mu
        if self.m is None: self.m = [one * np.asarray(g) for g in gradients]
        else: self.m = [self.mu * m + one * np.asarray(g) for m, g in zip(self.m, gradients)]
        return [p - self.lr / one * m for p, m in zip(params, self.m)]

# %% right: itertools.zip_longest for the velocities that are not there yet
from itertools import zip_longest
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum, self.velocity = learning_rate, momentum, []
    def step(self, params, gradients):
        self.velocity = [np.add(np.multiply(self.momentum, v), g) for v, g in zip_longest(self.velocity, gradients, fillvalue=0.0)]
        return [np.subtract(p, self.learning_rate * v) for p, v in zip(params, self.velocity)]

# %% right: a sum over all earlier gradients
class MomentumOptimizer:
    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.history = []

    def step(self, params: list, gradients: list) -> list:
        self.history.append([np.array(g, dtype=float) for g in gradients])
        T = len(self.history)
        result = []
        for i, w in enumerate(params):
            v = sum(self.momentum ** (T - 1 - t) * self.history[t][i] for t in range(T))
            result.append(np.asarray(w) - self.learning_rate * v)
        return result

# %% wrong: the velocity is thrown away, plain gradient descent
# true: plain gradient descent, without momentum
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu = learning_rate, momentum

    def step(self, params, gradients):
        v = [np.zeros_like(g) for g in gradients]
        v = [self.mu * a + g for a, g in zip(v, gradients)]
        return [w - self.lr * a for w, a in zip(params, v)]

# %% wrong: the gradient weighted with 1 − momentum
# true: gradients multiplied by 1 − momentum
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * v + (1 - self.mu) * g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the step is made before the velocity is renewed
# true: a step with the old velocity, taken before the new gradient is added
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        new = [w - self.lr * v for w, v in zip(params, self.v)]
        self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        return new

# %% wrong: Nesterov's method
# true: Nesterov momentum, which is a different method
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        return [w - self.lr * (g + self.mu * v) for w, g, v in zip(params, gradients, self.v)]

# %% wrong: the learning rate twice
# true: a learning rate applied both in the velocity and in the step
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * v + self.lr * g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the velocity starts at the first gradient, which counts twice
# true: a first gradient that counts twice
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [1.0 * g for g in gradients]
        self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the velocity belongs to the class
class MomentumOptimizer:
    velocity = {}

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu = learning_rate, momentum

    def step(self, params, gradients):
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.velocity[i] = self.mu * self.velocity.get(i, np.zeros_like(g)) + g
            new.append(w - self.lr * self.velocity[i])
        return new

# %% wrong: the velocity in a default argument, shared by all instances
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9, velocity=[]):
        self.lr, self.mu, self.velocity = learning_rate, momentum, velocity

    def step(self, params, gradients):
        if not self.velocity:
            self.velocity.extend(np.zeros_like(g) for g in gradients)
        for i, g in enumerate(gradients):
            self.velocity[i] = self.mu * self.velocity[i] + g
        return [w - self.lr * v for w, v in zip(params, self.velocity)]

# %% wrong: one velocity for all parameters
# true: one velocity that several parameters share
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, 0.0

    def step(self, params, gradients):
        new = []
        for w, g in zip(params, gradients):
            self.v = self.mu * self.v + g
            new.append(w - self.lr * self.v)
        return new

# %% wrong: velocities kept by shape, so that two vectors of one length mix
# true: one velocity that several parameters share
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, {}

    def step(self, params, gradients):
        new = []
        for w, g in zip(params, gradients):
            key = np.shape(w)
            self.v[key] = self.mu * self.v.get(key, 0.0) + g
            new.append(w - self.lr * self.v[key])
        return new

# %% wrong: momentum multiplies the gradient, too
# true: a momentum factor that also multiplies the new gradient
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * (v + g) for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: a velocity that never fades
# true: a velocity that never fades
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [v + g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: momentum fixed at 0.9
# true: a momentum fixed at 0.9, whatever the argument says
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.v = learning_rate, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [0.9 * v + g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: a default momentum of 0.5
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.5):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the arguments in the other order
# true: the learning rate and the momentum swapped
class MomentumOptimizer:
    def __init__(self, momentum=0.9, learning_rate=0.01):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: a momentum of 0 is taken for not given
# true: a momentum of 0 that is treated as if it were not given
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=None):
        self.lr, self.mu, self.v = learning_rate, momentum or 0.9, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: parameters changed in place
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        for i, g in enumerate(gradients):
            self.v[i] = self.mu * self.v[i] + g
            params[i] -= self.lr * self.v[i]
        return params

# %% wrong: the old velocity added to the caller's gradients
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is not None:
            for g, v in zip(gradients, self.v):
                g += self.mu * v
        self.v = [1.0 * g for g in gradients]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the velocity changes every second step
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v, self.t = learning_rate, momentum, None, 0

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        if self.t % 2 == 0:
            self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        self.t += 1
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: only the last two gradients count
# true: a memory of the last gradient alone, not of all earlier ones
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.last = learning_rate, momentum, None

    def step(self, params, gradients):
        last = self.last or [0.0 * g for g in gradients]
        self.last = [1.0 * g for g in gradients]
        return [w - self.lr * (g + self.mu * o) for w, g, o in zip(params, gradients, last)]

# %% wrong: the memory is lost after fifty steps
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v, self.t = learning_rate, momentum, None, 0

    def step(self, params, gradients):
        if self.t % 50 == 0:
            self.v = [np.zeros_like(g) for g in gradients]
        self.t += 1
        self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: velocities that are one number a parameter
# true: one velocity for a whole array, from the mean of its gradient
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [0.0 for g in gradients]
        self.v = [self.mu * v + np.mean(g) for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the sign of the gradient in the velocity, uphill
# true: a step along the velocity, which goes uphill
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * v - g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the velocities, not the parameters
# true: the velocities instead of the new parameters
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        return self.v

# %% wrong: the velocity does not fade in entries of arrays whose gradient is 0
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None
    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        out = []
        for i, (p, g) in enumerate(zip(params, gradients)):
            new = self.mu * self.v[i] + g
            self.v[i] = np.where(g == 0, self.v[i], new) if np.ndim(g) else new
            out.append(p - self.lr * self.v[i])
        return out

# %% wrong: entries of arrays whose gradient is 0 stay where they are
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None
    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        out = []
        for i, (p, g) in enumerate(zip(params, gradients)):
            self.v[i] = self.mu * self.v[i] + g
            out.append(p - self.lr * self.v[i] * (np.asarray(g) != 0) if np.ndim(g) else p - self.lr * self.v[i])
        return out

# %% wrong: a velocity that is cut off at 500
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None
    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [np.clip(self.mu * v + g, -500, 500) for v, g in zip(self.v, gradients)]
        return [p - self.lr * v for p, v in zip(params, self.v)]

# %% wrong: the first velocity is the caller's gradient, changed at the next step
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = list(gradients)
        else:
            for i, g in enumerate(gradients):
                if np.ndim(g) and np.asarray(self.v[i]).dtype.kind == "f":
                    self.v[i] *= self.mu
                    self.v[i] += g
                else:
                    self.v[i] = self.mu * self.v[i] + g
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: velocities of whole numbers where the gradients are whole
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        for v, g in zip(self.v, gradients):
            v[...] = self.mu * v + g
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the new values in one buffer, which the next step overwrites
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v, self.out = learning_rate, momentum, {}, {}

    def step(self, params, gradients):
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.v[i] = self.mu * self.v.get(i, 0.0) + g
            value = w - self.lr * self.v[i]
            if np.ndim(value):
                buffer = self.out.setdefault(i, np.empty(np.shape(value)))
                buffer[...] = value
                value = buffer
            new.append(value)
        return new

# %% wrong: a velocity with a minus, and a minus again
# true: a step along the velocity, which goes uphill
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros(np.shape(g)) for g in gradients]
        self.v = [self.mu * v - g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the same arrays returned at each step
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v, self.out = learning_rate, momentum, None, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros(np.shape(g)) for g in gradients]
            self.out = [np.zeros(np.shape(p)) for p in params]
        for i in range(len(params)):
            self.v[i] = self.mu * self.v[i] + gradients[i]
            self.out[i][...] = params[i] - self.lr * self.v[i]
        return list(self.out)

# %% wrong: no learning rate
# true: a step without the learning rate
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [self.mu * v + g for v, g in zip(self.v, gradients)]
        return [w - v for w, v in zip(params, self.v)]

# %% wrong: the shares of the velocity and the gradient exchanged
# true: momentum times the gradient and 1 − momentum times the velocity
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.lr, self.mu, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(g) for g in gradients]
        self.v = [(1 - self.mu) * v + self.mu * g for v, g in zip(self.v, gradients)]
        return [w - self.lr * v for w, v in zip(params, self.v)]

# %% wrong: the last hundred gradients alone
from collections import deque

class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.history = deque(maxlen=100)

    def step(self, params, gradients):
        self.history.appendleft([np.array(g, dtype=float) for g in gradients])
        new = []
        for i, w in enumerate(params):
            v = sum(self.momentum**k * gs[i] for k, gs in enumerate(self.history))
            new.append(w - self.learning_rate * v)
        return new

# %% wrong: the momentum is not used
# true: plain gradient descent, without momentum
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum

    def step(self, params, grads):
        return [p - self.learning_rate * g for p, g in zip(params, grads)]

# %% right: a defaultdict of velocities
from collections import defaultdict


class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.eta, self.mu = learning_rate, momentum
        self.v = defaultdict(float)

    def step(self, params, gradients):
        result = []
        for k, (w, g) in enumerate(zip(params, gradients)):
            v = self.v[k] * self.mu
            v = v + np.multiply(g, 1.0)
            self.v[k] = v
            result.append(np.subtract(w, self.eta * v))
        return result

# %% right: powers of the momentum weight all gradients
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.past = []

    def step(self, params, gradients):
        self.past.append([np.array(g, dtype=float) for g in gradients])
        new = []
        for k, w in enumerate(params):
            v = 0.0
            for old in self.past:  # Horner's rule
                v = self.momentum * v + old[k]
            new.append(np.array(w, dtype=float) - self.learning_rate * v)
        return new

# %% wrong: velocities of the class, cleared by each instance
class MomentumOptimizer:
    """Gradient descent with momentum."""

    velocities = {}

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        MomentumOptimizer.velocities.clear()

    def step(self, params, gradients):
        new = []
        for k, (w, g) in enumerate(zip(params, gradients)):
            v = self.momentum * self.velocities.get(k, 0.0) + g
            self.velocities[k] = v
            new.append(w - self.learning_rate * v)
        return new

# %% wrong: velocities of arrays by their shape
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.v = {}

    def step(self, params, gradients):
        new = []
        for k, (w, g) in enumerate(zip(params, gradients)):
            key = np.shape(w) or k
            self.v[key] = self.momentum * self.v.get(key, 0.0) + g
            new.append(w - self.learning_rate * self.v[key])
        return new

# %% wrong: its own place, from the first parameters on
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.w = self.v = None

    def step(self, params, gradients):
        if self.w is None:
            self.w = [np.array(w, dtype=float) for w in params]
            self.v = [np.zeros(np.shape(w)) for w in params]
        self.v = [self.momentum * v + g for v, g in zip(self.v, gradients)]
        self.w = [w - self.learning_rate * v for w, v in zip(self.w, self.v)]
        return [np.copy(w) for w in self.w]

# %% wrong: the change since the last place
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.last = None

    def step(self, params, gradients):
        last = params if self.last is None else self.last
        self.last = [np.copy(w) for w in params]
        return [
            w - self.learning_rate * g + self.momentum * (w - old)
            for w, g, old in zip(params, gradients, last)
        ]

# %% wrong: the last ten gradients alone
from collections import deque


class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.past = deque(maxlen=10)

    def step(self, params, gradients):
        self.past.append([np.array(g, dtype=float) for g in gradients])
        new = []
        for k, w in enumerate(params):
            v = 0.0
            for old in self.past:
                v = self.momentum * v + old[k]
            new.append(w - self.learning_rate * v)
        return new

# %% wrong: the new values in the caller's list
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.v = {}

    def step(self, params, gradients):
        for k, g in enumerate(gradients):
            self.v[k] = self.momentum * self.v.get(k, 0.0) + g
            params[k] = params[k] - self.learning_rate * self.v[k]
        return params

# %% right: the first gradient is the first velocity, and is never written into
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum = learning_rate, momentum
        self.v = None

    def step(self, params, gradients):
        if self.v is None:
            self.v = list(gradients)
        else:
            self.v = [self.momentum * v + g for v, g in zip(self.v, gradients)]
        return [w - self.learning_rate * v for w, v in zip(params, self.v)]

# %% wrong: velocities in the type of the parameter
class MomentumOptimizer:
    def __init__(self, learning_rate=0.01, momentum=0.9):
        self.learning_rate, self.momentum, self.v = learning_rate, momentum, None

    def step(self, params, gradients):
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            v = self.momentum * self.v[i] + g
            self.v[i] = v.astype(self.v[i].dtype)
            new.append(w - self.learning_rate * self.v[i])
        return new

# %% right: list of velocities made at the first step
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.velocities = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.velocities is None:
            self.velocities = []
            for w in params:
                self.velocities.append(np.zeros(np.shape(w)))
        new_params = []
        for i in range(len(params)):
            w = np.array(params[i], dtype=float)
            g = np.array(gradients[i], dtype=float)
            v = self.momentum * self.velocities[i] + g
            self.velocities[i] = v
            new_params.append(w - self.learning_rate * v)
        return new_params

# %% right: comprehensions, velocity starts as the number 0
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.eta, self.mu, self.v = float(learning_rate), float(momentum), []

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        old = self.v or [0.0] * len(params)
        self.v = [self.mu * v + g for v, g in zip(old, gradients, strict=True)]
        return [w - self.eta * v for w, v in zip(params, self.v, strict=True)]

# %% right: one flat NumPy vector for all velocities
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.rate = learning_rate
        self.momentum = momentum
        self.velocity = 0.0

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if len(params) == 0:
            return []
        g = np.concatenate([np.asarray(g, dtype=float).reshape(-1) for g in gradients])
        self.velocity = self.momentum * self.velocity + g
        new, start = [], 0
        for w in params:
            end = start + np.size(w)
            change = self.rate * self.velocity[start:end].reshape(np.shape(w))
            new.append(np.asarray(w, dtype=float) - change)
            start = end
        return new

# %% right: keeps all old gradients and adds them with fading weights
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.settings = {"eta": learning_rate, "mu": momentum}
        self.seen = []

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        self.seen.append([np.array(g, dtype=float) for g in gradients])
        last = len(self.seen) - 1
        result = []
        for i, w in enumerate(params):
            v = sum(self.settings["mu"] ** (last - k) * gs[i] for k, gs in enumerate(self.seen))
            result.append(np.array(w, dtype=float) - self.settings["eta"] * v)
        return result

# %% wrong: gradient weighted with 1 - momentum, a running mean; (1) adds the whole g
# true: gradients multiplied by 1 − momentum
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.v is None:
            self.v = [np.zeros_like(w, dtype=float) for w in params]
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            self.v[i] = self.momentum * self.v[i] + (1 - self.momentum) * g
            new.append(w - self.learning_rate * self.v[i])
        return new

# %% wrong: velocities start at 0 in every call of step, so there is no memory ("keeps v from one step to the next")
# true: plain gradient descent, without momentum
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        velocities = [np.zeros(np.shape(w)) for w in params]
        new = []
        for w, g, v in zip(params, gradients, velocities):
            v = self.momentum * v + g
            new.append(w - self.learning_rate * v)
        return new

# %% wrong: first velocity is the caller's gradient array, changed in place later; "unchanged, even at later steps"
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.v is None:
            self.v = list(gradients)
        else:
            for i, g in enumerate(gradients):
                self.v[i] *= self.momentum
                self.v[i] += g
        return [w - self.learning_rate * v for w, v in zip(params, self.v)]

# %% wrong: velocities in a class attribute, shared by all; "Two optimizers keep separate velocities"
class MomentumOptimizer:
    """Gradient descent with momentum."""

    velocities = {}

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        new = []
        for i, (w, g) in enumerate(zip(params, gradients)):
            v = self.momentum * self.velocities.get(i, 0.0) + g
            self.velocities[i] = v
            new.append(w - self.learning_rate * v)
        return new

# %% wrong: one velocity for all parameters; "Each entry of each parameter has its own velocity"
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.velocity = 0.0

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        new_params = []
        for w, g in zip(params, gradients):
            self.velocity = self.momentum * self.velocity + g
            new_params.append(w - self.learning_rate * self.velocity)
        return new_params

# %% wrong: velocities found by id(w), but each step gets new arrays, so they are lost or mixed up
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.velocities = {}

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        new = []
        for w, g in zip(params, gradients):
            key = id(w)
            if key not in self.velocities:
                self.velocities[key] = np.zeros(np.shape(w))
            self.velocities[key] = self.momentum * self.velocities[key] + g
            new.append(w - self.learning_rate * self.velocities[key])
        return new

# %% wrong: step with the old velocity before the gradient is added; order of (1)
# true: a step with the old velocity, taken before the new gradient is added
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.v is None:
            self.v = [0.0 * np.asarray(w) for w in params]
        new = [w - self.learning_rate * v for w, v in zip(params, self.v)]
        self.v = [self.momentum * v + g for v, g in zip(self.v, gradients)]
        return new

# %% wrong: zeros_like(w) makes velocities of integers if w is, and += cuts or fails
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.v is None:
            self.v = [np.zeros_like(w) for w in params]
        new = []
        for v, w, g in zip(self.v, params, gradients):
            v[...] = self.momentum * v + g
            new.append(w - self.learning_rate * v)
        return new

# %% wrong: w -= changes the caller's parameters; "Leave both lists, and all arrays in them, unchanged"
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.v = {}

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        for i in range(len(params)):
            self.v[i] = self.momentum * self.v.get(i, 0) + gradients[i]
            params[i] -= self.learning_rate * self.v[i]
        return params

# %% wrong: learning rate in the velocity and again in the step
# true: a learning rate applied both in the velocity and in the step
class MomentumOptimizer:
    """Gradient descent with momentum."""

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.9):
        """Store the two numbers, and prepare a place for the velocities."""
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.v = None

    def step(self, params: list, gradients: list) -> list:
        """Return the new values of the parameters after one step.

        params: floats or arrays of any shapes.
        gradients: one for each parameter, with the same shape. Leave both unchanged.
        Returns a list with the shapes of params.
        """
        if self.v is None:
            self.v = [np.zeros(np.shape(g)) for g in gradients]
        out = []
        for i in range(len(params)):
            self.v[i] = self.momentum * self.v[i] + self.learning_rate * gradients[i]
            out.append(params[i] - self.learning_rate * self.v[i])
        return out
