# Right and wrong answers to `conjugate_gradient(A, b, steps)`, one cell a block, as students write
# them. `np` and `plt` come from the notebook's set-up cell. Every check must pass each right answer,
# and some check must fail each wrong one.

# %% right: the loop of the text
def conjugate_gradient(A, b, steps):
    x = np.zeros(len(b))
    r = np.array(b, dtype=float)
    p = r.copy()
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= 1e-12 * np.linalg.norm(b):
            path.append(x)
            continue
        Ap = A @ p
        rr = r @ r
        alpha = rr / (p @ Ap)
        x = x + alpha * p
        r = r - alpha * Ap
        p = r + (r @ r) / rr * p
        path.append(x)
    return path

# %% right: arrays changed in place, with copies, and the rest of the path at the end
def conjugate_gradient(A, b, steps):
    A = np.array(A, dtype=float)
    x = np.zeros(len(b))
    r = np.array(b, dtype=float)
    p = r.copy()
    path = [x.copy()]
    for _ in range(steps):
        rr = np.dot(r, r)
        if np.sqrt(rr) <= 1e-12 * np.sqrt(np.dot(b, b)):
            break
        Ap = np.dot(A, p)
        alpha = rr / np.dot(p, Ap)
        x += alpha * p
        r -= alpha * Ap
        p *= np.dot(r, r) / rr
        p += r
        path.append(x.copy())
    while len(path) < steps + 1:
        path.append(x.copy())
    return path

# %% right: rows of an array, and the residual computed anew
def conjugate_gradient(A, b, steps):
    path = np.zeros((steps + 1, len(b)))
    p = None
    for k in range(steps):
        r = b - A @ path[k]
        if np.linalg.norm(r) <= 1e-12 * np.linalg.norm(b):
            path[k + 1:] = path[k]
            break
        p = r if p is None else r - (r @ A @ p) / (p @ A @ p) * p
        path[k + 1] = path[k] + (r @ p) / (p @ A @ p) * p
    return path

# %% right: plain lists and sums
def dot(u, v):
    return sum(a * c for a, c in zip(u, v))

def conjugate_gradient(A, b, steps):
    A = np.asarray(A, dtype=float).tolist()
    b = np.asarray(b, dtype=float).tolist()
    x, r, p = [0.0] * len(b), list(b), list(b)
    path = [x]
    for _ in range(steps):
        rr = dot(r, r)
        if rr**0.5 > 1e-12 * dot(b, b)**0.5:
            Ap = [dot(row, p) for row in A]
            alpha = rr / dot(p, Ap)
            x = [a + alpha * c for a, c in zip(x, p)]
            r = [a - alpha * c for a, c in zip(r, Ap)]
            beta = dot(r, r) / rr
            p = [a + beta * c for a, c in zip(r, p)]
        path.append(x)
    return path

# %% right: recursion on the state
def walk(A, x, r, p, enough, steps):
    if steps == 0:
        return [x]
    if np.linalg.norm(r) <= enough:
        return [x] + walk(A, x, r, p, enough, steps - 1)
    alpha = r.dot(r) / p.dot(A.dot(p))
    new = r - alpha * A.dot(p)
    beta = new.dot(new) / r.dot(r)
    return [x] + walk(A, x + alpha * p, new, new + beta * p, enough, steps - 1)

def conjugate_gradient(A, b, steps):
    b = np.asarray(b) * 1.0
    return walk(np.asarray(A), 0 * b, b, b, 1e-12 * np.linalg.norm(b), steps)

# %% right: made conjugate to all directions before, by Gram and Schmidt
def conjugate_gradient(A, b, steps):
    x, directions = np.zeros(len(b)), []
    path = [x]
    for _ in range(steps):
        r = b - A @ x
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            p = r
            for q in directions:
                p = p - (r @ A @ q) / (q @ A @ q) * q
            directions.append(p)
            x = x + (p @ r) / (p @ A @ p) * p
        path.append(x)
    return path

# %% right: a generator, with a gradient in place of the residual
def points(A, b):
    x = np.zeros(len(b))
    g = -np.asarray(b, dtype=float)
    p = -g
    while True:
        yield x
        if np.linalg.norm(g) > 1e-12 * np.linalg.norm(b):
            t = (g @ g) / (p @ A @ p)
            x = x + t * p
            old, g = g, g + t * (A @ p)
            p = -g + (g @ g) / (old @ old) * p

def conjugate_gradient(A, b, steps):
    walk = points(A, b)
    return tuple(next(walk) for _ in range(steps + 1))

# %% right: the smallest value over all combinations of b, Ab, A²b, …
def conjugate_gradient(A, b, steps):
    A, b = np.asarray(A, dtype=float), np.asarray(b, dtype=float)
    x, basis = np.zeros(len(b)), []
    path = [x]
    for _ in range(steps):
        r = b - A @ x
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b) and len(basis) < len(b):
            q = r / np.linalg.norm(r)
            for other in basis:
                q = q - (q @ other) * other
            basis.append(q / np.linalg.norm(q))
            V = np.array(basis).T
            x = V @ np.linalg.solve(V.T @ A @ V, V.T @ b)
        path.append(x)
    return path

# %% wrong: steepest descent with the best step length
# true: steepest descent, which walks along the residual alone
def conjugate_gradient(A, b, steps):
    x = np.zeros(len(b))
    path = [x]
    for _ in range(steps):
        r = b - A @ x
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            x = x + (r @ r) / (r @ A @ r) * r
        path.append(x)
    return path

# %% wrong: the residual is overwritten before β is computed
# true: a β of 1
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            r = r - alpha * (A @ p)
            beta = (r @ r) / (r @ r)
            p = r + beta * p
        path.append(x)
    return path

# %% wrong: β upside down
# true: a β upside down, the old residual over the new one
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            if np.any(new):
                p = new + (r @ r) / (new @ new) * p
            r = new
        path.append(x)
    return path

# %% wrong: β of norms that are not squared
# true: a β of lengths instead of squared lengths
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + np.linalg.norm(new) / np.linalg.norm(r) * p
            r = new
        path.append(x)
    return path

# %% wrong: minus β
# true: a β with a minus sign
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new - (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% wrong: plus in the residual
# true: a residual with αAp added instead of subtracted
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r + alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% wrong: the curvature along r
# true: a step length with the residual in the denominator instead of the direction
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (r @ A @ r)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% wrong: β times the old residual
# true: a direction built from the old residual instead of the old direction
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * r
            r = new
        path.append(x)
    return path

# %% wrong: the residual is never updated
# true: a residual that stays b
def conjugate_gradient(A, b, steps):
    x = np.zeros(len(b))
    path = [x]
    for _ in range(steps):
        if np.any(b):
            x = x + (b @ b) / (b @ A @ b) * b
        path.append(x)
    return path

# %% wrong: the start is b
# true: a start at b instead of zeros
def conjugate_gradient(A, b, steps):
    x = np.array(b, dtype=float)
    r = b - A @ x
    p, first = r, np.linalg.norm(r)
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * first:
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% wrong: the start is left out
# true: a path without its start
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = []
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% wrong: the solution alone
# true: the last point instead of the whole path
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
    return x

# %% wrong: ends where the system is solved
# true: a path that ends where the residual is 0, however many steps are left
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= 1e-12 * np.linalg.norm(b):
            break
        alpha = (r @ r) / (p @ A @ p)
        x = x + alpha * p
        new = r - alpha * (A @ p)
        p = new + (new @ new) / (r @ r) * p
        r = new
        path.append(x)
    return path

# %% wrong: one array in all places of the path
# true: the last point in every entry of the path
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x += alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% wrong: r is b itself, and is changed in place
def conjugate_gradient(A, b, steps):
    x, r, enough = np.zeros(len(b)), b, 1e-12 * np.linalg.norm(b)
    p = r.copy()
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > enough:
            rr = r @ r
            alpha = rr / (p @ A @ p)
            x = x + alpha * p
            r -= alpha * (A @ p)
            p = r + (r @ r) / rr * p
        path.append(x)
    return path

# %% wrong: r and p are one array
def conjugate_gradient(A, b, steps):
    x = np.zeros(len(b))
    r = np.array(b, dtype=float)
    p = r
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            rr = r @ r
            alpha = rr / (p @ A @ p)
            x = x + alpha * p
            r -= alpha * (A @ p)
            p = r + (r @ r) / rr * p
        path.append(x)
    return path

# %% wrong: divides 0 by 0 where the system is solved
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        alpha = (r @ r) / (p @ A @ p)
        x = x + alpha * p
        new = r - alpha * (A @ p)
        p = new + (new @ new) / (r @ r) * p
        r = new
        path.append(x)
    return path

# %% wrong: less than, so that b = 0 divides 0 by 0
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if not np.linalg.norm(r) < 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% wrong: stops at a fixed residual, whatever the size of b
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-8:
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% wrong: an array of integers for the path
def conjugate_gradient(A, b, steps):
    path = np.zeros((steps + 1, len(b)), dtype=b.dtype)
    x, r, p = np.zeros(len(b)), b, b
    for k in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path[k + 1] = x
    return path

# %% wrong: the solution from the first step on
def conjugate_gradient(A, b, steps):
    return [np.zeros(len(b))] + [np.linalg.solve(A, b)] * steps

# %% wrong: only the diagonal of A counts
def conjugate_gradient(A, b, steps):
    x, r, p, d = np.zeros(len(b)), b, b, np.diag(A)
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ (d * p))
            x = x + alpha * p
            new = r - alpha * d * p
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% right: goes on until the residual is exactly zero, which changes nothing that counts
def conjugate_gradient(A, b, steps):
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.any(r):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% right: SciPy's, stopped after each number of steps
from scipy.sparse.linalg import cg

def conjugate_gradient(A, b, steps):
    path = [np.zeros(len(b))]
    A, b = np.asarray(A, dtype=float), np.asarray(b, dtype=float)
    for k in range(1, steps + 1):
        path.append(cg(A, b, rtol=1e-12, atol=0, maxiter=k)[0])
    return path

# %% wrong: a tolerance of a millionth
def conjugate_gradient(A, b, steps):
    x, r = np.zeros(len(b)), np.array(b, dtype=float)
    p, path = r, [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-6 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
        path.append(x)
    return path

# %% wrong: the last point as often as there are entries
# true: the last point in every entry of the path
def conjugate_gradient(A, b, steps):
    x, r = np.zeros(len(b)), np.array(b, dtype=float)
    p = r
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            alpha = (r @ r) / (p @ A @ p)
            x = x + alpha * p
            new = r - alpha * (A @ p)
            p = new + (new @ new) / (r @ r) * p
            r = new
    return [x] * (steps + 1)

# %% right: the test at the top of each step
def conjugate_gradient(A, b, steps):
    """Return the points of conjugate gradients for A x = b, starting from zeros."""
    A, b = np.array(A, dtype=float), np.array(b, dtype=float)
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            Ap = A @ p
            alpha = (r @ r) / (p @ Ap)
            x = x + alpha * p
            new = r - alpha * Ap
            beta = (new @ new) / (r @ r)
            p = new + beta * p
            r = new
        path.append(x.copy())
    return path

# %% right: lists, and math.fsum
import math


def _dot(u, v):
    return math.fsum(a * b for a, b in zip(u, v))


def conjugate_gradient(A, b, steps):
    rows = [[float(v) for v in row] for row in A]
    start = [float(v) for v in b]
    x, r, p = [0.0] * len(start), start[:], start[:]
    path = [np.array(x)]
    for _ in range(steps):
        if math.sqrt(_dot(r, r)) <= 1e-12 * math.sqrt(_dot(start, start)):
            path.append(np.array(x))
            continue
        Ap = [_dot(row, p) for row in rows]
        alpha = _dot(r, r) / _dot(p, Ap)
        x = [u + alpha * v for u, v in zip(x, p)]
        after = [u - alpha * v for u, v in zip(r, Ap)]
        beta = _dot(after, after) / _dot(r, r)
        r, p = after, [u + beta * v for u, v in zip(after, p)]
        path.append(np.array(x))
    return path

# %% right: an endless generator, cut by islice
from itertools import islice, repeat


def _points(A, b):
    x, r = np.zeros(b.shape), b.copy()
    p, size = r.copy(), np.linalg.norm(b)
    yield x
    while np.linalg.norm(r) > 1e-12 * size:
        alpha = np.inner(r, r) / np.einsum("i,ij,j", p, A, p)
        x, new = x + alpha * p, r - alpha * (A @ p)
        p, r = new + np.inner(new, new) / np.inner(r, r) * p, new
        yield x
    yield from repeat(x)


def conjugate_gradient(A, b, steps):
    return list(islice(_points(1.0 * A, 1.0 * b), steps + 1))

# %% wrong: solved where the residual is below 1e-12
def conjugate_gradient(A, b, steps):
    """Return the points of conjugate gradients for A x = b, starting from zeros."""
    A, b = np.array(A, dtype=float), np.array(b, dtype=float)
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12:
            Ap = A @ p
            alpha = (r @ r) / (p @ Ap)
            x = x + alpha * p
            new = r - alpha * Ap
            beta = (new @ new) / (r @ r)
            p = new + beta * p
            r = new
        path.append(x.copy())
    return path

# %% wrong: squared lengths compared with 1e-12
def conjugate_gradient(A, b, steps):
    """Return the points of conjugate gradients for A x = b, starting from zeros."""
    A, b = np.array(A, dtype=float), np.array(b, dtype=float)
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if r @ r > 1e-12 * (b @ b):
            Ap = A @ p
            alpha = (r @ r) / (p @ Ap)
            x = x + alpha * p
            new = r - alpha * Ap
            beta = (new @ new) / (r @ r)
            p = new + beta * p
            r = new
        path.append(x.copy())
    return path

# %% wrong: solved by allclose
def conjugate_gradient(A, b, steps):
    """Return the points of conjugate gradients for A x = b, starting from zeros."""
    A, b = np.array(A, dtype=float), np.array(b, dtype=float)
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if not np.allclose(A @ x, b):
            Ap = A @ p
            alpha = (r @ r) / (p @ Ap)
            x = x + alpha * p
            new = r - alpha * Ap
            beta = (new @ new) / (r @ r)
            p = new + beta * p
            r = new
        path.append(x.copy())
    return path

# %% wrong: the direction begins anew after three steps
def conjugate_gradient(A, b, steps):
    """Return the points of conjugate gradients for A x = b, starting from zeros."""
    A, b = np.array(A, dtype=float), np.array(b, dtype=float)
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for k in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            Ap = A @ p
            alpha = (r @ r) / (p @ Ap)
            x = x + alpha * p
            new = r - alpha * Ap
            beta = (new @ new) / (r @ r)
            p = new + beta * p if (k + 1) % 3 else new
            r = new
        path.append(x.copy())
    return path

# %% wrong: points without their axis for one weight
def conjugate_gradient(A, b, steps):
    """Return the points of conjugate gradients for A x = b, starting from zeros."""
    A, b = np.array(A, dtype=float), np.array(b, dtype=float)
    x, r, p = np.zeros(len(b)), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            Ap = A @ p
            alpha = (r @ r) / (p @ Ap)
            x = x + alpha * p
            new = r - alpha * Ap
            beta = (new @ new) / (r @ r)
            p = new + beta * p
            r = new
        path.append(x.copy())
    return [np.squeeze(point) for point in path]

# %% wrong: single precision
def conjugate_gradient(A, b, steps):
    """Return the points of conjugate gradients for A x = b, starting from zeros."""
    A, b = np.array(A, dtype=np.float32), np.array(b, dtype=np.float32)
    x, r, p = np.zeros(len(b), dtype=np.float32), b, b
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            Ap = A @ p
            alpha = (r @ r) / (p @ Ap)
            x = x + alpha * p
            new = r - alpha * Ap
            beta = (new @ new) / (r @ r)
            p = new + beta * p
            r = new
        path.append(x.copy())
    return path

# %% right: equation (2) line by line, append a copy when solved
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    A = np.array(A, dtype=float)
    b = np.array(b, dtype=float)
    x = np.zeros(len(b))
    r = b.copy()
    p = b.copy()
    small = 1e-12 * np.linalg.norm(b)
    path = [x.copy()]
    for k in range(steps):
        if np.linalg.norm(r) <= small:
            path.append(x.copy())
        else:
            Ap = A @ p
            alpha = (r @ r) / (p @ Ap)
            x = x + alpha * p
            r_new = r - alpha * Ap
            beta = (r_new @ r_new) / (r @ r)
            p = r_new + beta * p
            r = r_new
            path.append(x.copy())
    return path

# %% right: array of zeros filled row by row, last rows repeated
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    path = np.zeros((steps + 1, len(b)))
    r = p = b * 1.0
    for k in range(steps):
        if np.sqrt(r @ r) <= 1e-12 * np.sqrt(b @ b):
            path[k + 1 :] = path[k]
            break
        alpha = r @ r / (p @ A @ p)
        path[k + 1] = path[k] + alpha * p
        new = r - alpha * (A @ p)
        p = new + (new @ new) / (r @ r) * p
        r = new
    return path

# %% right: SciPy's cg with a callback that keeps the points
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    from scipy.sparse.linalg import cg

    A, b = np.asarray(A, dtype=float), np.asarray(b, dtype=float)
    path = [np.zeros(len(b))]
    if steps > 0 and np.any(b):
        cg(
            A,
            b,
            x0=np.zeros(len(b)),
            rtol=1e-12,
            atol=0.0,
            maxiter=steps,
            callback=lambda x: path.append(np.array(x)),
        )
    while len(path) < steps + 1:
        path.append(path[-1].copy())
    return path[: steps + 1]

# %% right: generator of states, einsum for the products, padded by itertools
from itertools import chain, islice, repeat


def _walk(A, b):
    x, r, p = 0.0 * b, 1.0 * b, 1.0 * b
    yield x
    rr = np.einsum("i,i", r, r)
    while rr**0.5 > 1e-12 * np.einsum("i,i", b, b) ** 0.5:
        Ap = np.einsum("ij,j->i", A, p)
        alpha = rr / np.einsum("i,i", p, Ap)
        x, r = x + alpha * p, r - alpha * Ap
        yield x
        rr, old = np.einsum("i,i", r, r), rr
        p = r + rr / old * p


def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    b = np.asarray(b, dtype=float)
    path = list(islice(_walk(np.asarray(A, dtype=float), b), steps + 1))
    return path + [path[-1].copy() for _ in range(steps + 1 - len(path))]

# %% wrong: r is overwritten before beta, so beta is always 1 (equation (2) has r' over r)
# true: a β of 1
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    x = np.zeros(len(b))
    r = b.astype(float)
    p = r.copy()
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= 1e-12 * np.linalg.norm(b):
            path.append(x.copy())
            continue
        Ap = A @ p
        alpha = r @ r / (p @ Ap)
        x = x + alpha * p
        r = r - alpha * Ap
        beta = r @ r / (r @ r)
        p = r + beta * p
        path.append(x)
    return path

# %% wrong: no rule for the end, 0 / 0 gives NaN once the system is solved; "stop walking and repeat"
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    x = np.zeros(len(b))
    r = b * 1.0
    p = b * 1.0
    path = [x]
    for _ in range(steps):
        Ap = A @ p
        alpha = r @ r / (p @ Ap)
        x = x + alpha * p
        new_r = r - alpha * Ap
        beta = new_r @ new_r / (r @ r)
        p = new_r + beta * p
        r = new_r
        path.append(x)
    return path

# %% wrong: break without repeating the last point; "until the path has steps + 1 points"
# true: a path that ends where the residual is 0, however many steps are left
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    x = np.zeros(len(b))
    r = b * 1.0
    p = r
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= 1e-12 * np.linalg.norm(b):
            break
        Ap = A @ p
        alpha = r @ r / (p @ Ap)
        x = x + alpha * p
        new_r = r - alpha * Ap
        p = new_r + (new_r @ new_r) / (r @ r) * p
        r = new_r
        path.append(x)
    return path

# %% wrong: solved if |r| < 1e-10, whatever b is; "at most 1e-12 times that of b"
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    x = np.zeros(len(b))
    r = b * 1.0
    p = r
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) < 1e-10:
            path.append(x.copy())
            continue
        Ap = A @ p
        alpha = r @ r / (p @ Ap)
        x = x + alpha * p
        new_r = r - alpha * Ap
        p = new_r + (new_r @ new_r) / (r @ r) * p
        r = new_r
        path.append(x)
    return path

# %% wrong: squared lengths compared with 1e-12, so it stops at 1e-6 of b (too early)
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    x = np.zeros(len(b))
    r = b * 1.0
    p = r
    path = [x]
    for _ in range(steps):
        if r @ r <= 1e-12 * (b @ b):
            path.append(x.copy())
            continue
        Ap = A @ p
        alpha = r @ r / (p @ Ap)
        x = x + alpha * p
        new_r = r - alpha * Ap
        p = new_r + (new_r @ new_r) / (r @ r) * p
        r = new_r
        path.append(x)
    return path

# %% wrong: A * p instead of the matrix product A @ p, so the points become matrices or the shapes don't fit
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    x = np.zeros(len(b))
    r = b.astype(float)
    p = r
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= 1e-12 * np.linalg.norm(b):
            path.append(x.copy())
            continue
        Ap = A * p
        alpha = r @ r / (p @ Ap)
        x = x + alpha * p
        new_r = r - alpha * Ap
        p = new_r + (new_r @ new_r) / (r @ r) * p
        r = new_r
        path.append(x)
    return path

# %% wrong: r = b and p = b are the caller's array, r -= writes into it; "Leave A and b unchanged"
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    x = np.zeros(len(b))
    r = b
    p = b.copy()
    size = np.linalg.norm(b)
    path = [x.copy()]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * size:
            Ap = A @ p
            old = r @ r
            alpha = old / (p @ Ap)
            x += alpha * p
            r -= alpha * Ap
            p = r + (r @ r) / old * p
        path.append(x.copy())
    return path

# %% wrong: x += changes the one array in all entries of the path
# true: the last point in every entry of the path
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    x = np.zeros(len(b))
    r = b.astype(float)
    p = r.copy()
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) > 1e-12 * np.linalg.norm(b):
            Ap = A @ p
            alpha = r @ r / (p @ Ap)
            x += alpha * p
            new_r = r - alpha * Ap
            p = new_r + (new_r @ new_r) / (r @ r) * p
            r = new_r
        path.append(x)
    return path

# %% wrong: zeros_like(b) is an array of integers if b is, so rows are cut ("whole numbers")
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    path = np.zeros((steps + 1, len(b)), dtype=b.dtype)
    r = b * 1.0
    p = r
    for k in range(steps):
        if np.linalg.norm(r) <= 1e-12 * np.linalg.norm(b):
            path[k + 1] = path[k]
            continue
        Ap = A @ p
        alpha = r @ r / (p @ Ap)
        path[k + 1] = path[k] + alpha * p
        new_r = r - alpha * Ap
        p = new_r + (new_r @ new_r) / (r @ r) * p
        r = new_r
    return path

# %% wrong: steepest descent, the next direction is the residual alone (beta p is missing)
# true: steepest descent, which walks along the residual alone
def conjugate_gradient(A: np.ndarray, b: np.ndarray, steps: int) -> list:
    """Return the points of conjugate gradients for A x = b, starting from zeros.

    A: symmetric, with positive eigenvalues, shape (n, n). b: shape (n,). steps: 0 or more.
    Returns the steps + 1 points, each of shape (n,). Leaves A and b unchanged.
    """
    x = np.zeros(len(b))
    r = b.astype(float)
    path = [x]
    for _ in range(steps):
        if np.linalg.norm(r) <= 1e-12 * np.linalg.norm(b):
            path.append(x.copy())
            continue
        Ar = A @ r
        alpha = r @ r / (r @ Ar)
        x = x + alpha * r
        r = r - alpha * Ar
        path.append(x)
    return path
