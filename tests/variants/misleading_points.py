# Right and wrong answers to `misleading_points(v)`, one cell a block, as students write them.
# `np` comes from the notebook's set-up cell. Every check must pass each right answer, and some
# check must fail each wrong one.

# %% right: a line, moved by a quarter turn of v
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.array([100 * across - v, 100 * across + v])

# %% right: the other quarter turn, as lists
def misleading_points(v):
    x, y = v
    return [[50 * y + t * x, -50 * x + t * y] for t in range(-3, 4)]

# %% right: a rotated cloud
def misleading_points(v):
    R = np.array([[v[0], -v[1]], [v[1], v[0]]])
    cloud = np.random.default_rng(0).normal(size=(200, 2)) * [5, 0.1] + [0, 80]
    return cloud @ R.T

# %% right: points written out by hand and turned
def misleading_points(v):
    upright = [(1, 30), (2, 30), (3, 30), (-6, 30)]
    return np.array([a * v + b * np.array([v[1], -v[0]]) for a, b in upright])

# %% right: with complex numbers
def misleading_points(v):
    z = complex(v[0], v[1])
    points = [z * (t + 25j) for t in np.linspace(-1, 1, 9)]
    return np.array([[p.real, p.imag] for p in points])

# %% right: the direction across by a cross product
def misleading_points(v):
    out_of_the_page = np.array([0.0, 0.0, 1.0])
    w = np.cross(out_of_the_page, [v[0], v[1], 0.0])[:2]
    X = np.zeros((6, 2))
    for i in range(6):
        X[i] = i * v - 2.5 * v + 1000 * w
    return X

# %% right: the angle of v
def misleading_points(v):
    a = np.arctan2(v[1], v[0])
    w = np.array([np.cos(a + np.pi / 2), np.sin(a + np.pi / 2)])
    return np.vstack([20 * w, 20 * w + v, 20 * w - v, 20 * w])

# %% right: tiny points, far away for their size
def misleading_points(v):
    w = np.array([v[1], -v[0]]) * 1e-3
    return np.stack([w + 1e-5 * v, w - 1e-5 * v])

# %% right: a wide cloud that is moved far
def misleading_points(v):
    w = np.array([-v[1], v[0]])
    X = []
    for a in (-4, 4):
        for b in (-1, 1):
            X.append(a * v + (b + 60) * w)
    return tuple(map(tuple, X))

# %% right: turned until it works
def misleading_points(v):
    for w in ([v[1], v[0]], [-v[1], v[0]], [v[0], -v[1]]):
        if abs(np.dot(w, v)) < 1e-9:
            return np.outer([-2, 2], v) + 40 * np.array(w)

# %% wrong: the mean is the origin
# true: points whose mean is the origin, where nothing has to be centred
def misleading_points(v):
    return np.outer([-1.0, 0.0, 1.0], v)

# %% wrong: a cloud around the origin
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.array([3 * v, -3 * v, across, -across])

# %% wrong: moved along v
# true: points that are moved along v instead of across it
def misleading_points(v):
    return np.outer([-1.0, 0.0, 1.0], v) + 10 * v

# %% wrong: the spread is across v
# true: points that vary across v
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.outer([-1.0, 0.0, 1.0], across) + 10 * v

# %% wrong: mirrored instead of turned
# true: the mirror image of v in place of a quarter turn
def misleading_points(v):
    return np.outer([-1.0, 0.0, 1.0], v) + 10 * np.array([v[1], v[0]])

# %% wrong: the second entry negated, which is no quarter turn
def misleading_points(v):
    w = np.array([v[0], -v[1]])
    return np.outer([-1.0, 0.0, 1.0], v) + 10 * w

# %% wrong: not moved far enough
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.outer([-1.0, 0.0, 1.0], v) + 0.5 * across

# %% wrong: moved, but the spread grows too
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return 10 * (np.outer([-1.0, 0.0, 1.0], v) + across / 5)

# %% wrong: right for v = (1, 0) alone
def misleading_points(v):
    return np.array([[-1.0, 10.0], [0.0, 10.0], [1.0, 10.0]])

# %% wrong: always moved up
def misleading_points(v):
    return np.outer([-1.0, 0.0, 1.0], v) + np.array([0.0, 10.0])

# %% wrong: always moved along the diagonal
def misleading_points(v):
    return np.outer([-1.0, 0.0, 1.0], v) + 10

# %% wrong: points in columns
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return (np.outer([-1.0, 0.0, 1.0], v) + 10 * across).T

# %% wrong: a single point
def misleading_points(v):
    return np.array([[-10 * v[1], 10 * v[0]]])

# %% wrong: one point, as a vector
def misleading_points(v):
    return np.array([-10 * v[1], 10 * v[0]])

# %% wrong: all points are the same
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.array([10 * across, 10 * across])

# %% wrong: only one point is moved
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.array([-v, 0 * v, v + 10 * across])

# %% wrong: each point is moved to another side
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.array([v + 10 * across, -v - 10 * across])

# %% wrong: moved at an angle of 45 degrees
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.outer([-1.0, 0.0, 1.0], v) + 10 * (across + v)

# %% wrong: a wide cloud that varies more across
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    t = np.array([[1, 2], [1, -2], [-1, 2], [-1, -2]])
    return t @ np.array([v, across]) + 50 * across

# %% wrong: v is turned in place
def misleading_points(v):
    along = v.copy()
    v[0], v[1] = -v[1], v[0]
    return np.outer([-1.0, 0.0, 1.0], along) + 10 * v

# %% wrong: what the function finds
def misleading_points(v):
    X = np.array([v, -v])
    return uncentred_direction(X)

# %% wrong: nothing comes back
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    X = np.outer([-1.0, 0.0, 1.0], v) + 10 * across

# %% wrong: integers cut the points off
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    X = np.zeros((3, 2), dtype=int)
    for i in range(3):
        X[i] = (i - 1) * v + 10 * across
    return X

# %% wrong: random points that are moved
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.random.default_rng(1).normal(size=(50, 2)) + 10 * across

# %% wrong: the points and the direction
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return np.outer([-1.0, 0.0, 1.0], v) + 10 * across, across

# %% wrong: text instead of numbers
def misleading_points(v):
    across = np.array([-v[1], v[0]])
    return str(np.outer([-1.0, 0.0, 1.0], v) + 10 * across)
