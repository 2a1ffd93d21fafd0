# Right and wrong answers to `kind_of_point(f, variables, point)`, one cell a block, as students write
# them. `np`, `plt` and `sp` come from the notebook's set-up cell. Every check must pass each right
# answer, and some check must fail each wrong one.

# %% right: the own Hessian, and NumPy's eigenvalues
def kind_of_point(f, variables, point):
    H = sp.Matrix(hessian(f, variables)).subs(dict(zip(variables, point)))
    values = np.linalg.eigvalsh(np.array(H, dtype=float))
    if np.all(values > 1e-9):
        return "minimum"
    if np.all(values < -1e-9):
        return "maximum"
    if np.any(values > 1e-9) and np.any(values < -1e-9):
        return "saddle"
    return "undecided"

# %% right: lambdify, and a general eigenvalue routine
def kind_of_point(f, variables, point):
    H = sp.lambdify(list(variables), sp.hessian(f, list(variables)), "numpy")
    numbers = np.array(H(*[float(p) for p in point]), dtype=float)
    real = np.linalg.eigvals(numbers).real
    signs = {int(np.sign(v)) if abs(v) > 1e-9 else 0 for v in real}
    if signs == {1}:
        return "minimum"
    if signs == {-1}:
        return "maximum"
    return "saddle" if {1, -1} <= signs else "undecided"

# %% right: exact eigenvalues, then their values
def kind_of_point(f, variables, point):
    H = sp.hessian(f, list(variables))
    for v, p in zip(variables, point):
        H = H.subs(v, p)
    values = [sp.re(e.evalf(30)) for e in H.eigenvals()]
    up = [v for v in values if v > 1e-9]
    down = [v for v in values if v < -1e-9]
    if up and down:
        return "saddle"
    if len(up) == len(values):
        return "minimum"
    if len(down) == len(values):
        return "maximum"
    return "undecided"

# %% right: loops over second derivatives
def kind_of_point(f, variables, point):
    place = {variables[i]: point[i] for i in range(len(variables))}
    rows = []
    for u in variables:
        row = []
        for v in variables:
            row.append(float(sp.diff(f, u, v).subs(place)))
        rows.append(row)
    counts = {"up": 0, "down": 0}
    for value in np.linalg.eigvalsh(rows):
        if value > 1e-9:
            counts["up"] += 1
        elif value < -1e-9:
            counts["down"] += 1
    if counts["up"] > 0 and counts["down"] > 0:
        return "saddle"
    if counts["up"] == len(variables):
        return "minimum"
    if counts["down"] == len(variables):
        return "maximum"
    return "undecided"

# %% right: eigh, and rounding to nine digits
def kind_of_point(f, variables, point):
    H = sp.Matrix(hessian(f, variables)).evalf(20, subs=dict(zip(variables, point)))
    values, _ = np.linalg.eigh(np.array(H.tolist(), dtype=np.float64))
    low, high = np.round(values[[0, -1]], 8)
    if low > 0:
        return "minimum"
    if high < 0:
        return "maximum"
    if low < 0 < high:
        return "saddle"
    return "undecided"

# %% right: the roots of the characteristic polynomial
def kind_of_point(f, variables, point):
    H = sp.hessian(f, list(variables)).subs(list(zip(variables, point)))
    coefficients = [float(c) for c in H.charpoly().all_coeffs()]
    signs = []
    for sign in (1, -1):  # real roots: by Descartes' rule as many as changes of sign
        row = [c * sign ** (len(coefficients) - 1 - k) for k, c in enumerate(coefficients)]
        row = [c for c in row if abs(c) > 1e-10]
        signs.append(sum(a * b < 0 for a, b in zip(row, row[1:])))
    up, down = signs
    if up and down:
        return "saddle"
    if up + down < len(variables):
        return "undecided"
    return "minimum" if up else "maximum"

# %% right: SciPy, and a word from a table
from scipy import linalg

def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, list(variables)).subs(dict(zip(variables, point))).evalf(), float)
    values = linalg.eigvalsh(H)
    values[abs(values) < 1e-9] = 0
    words = {(True, False): "minimum", (False, True): "maximum", (True, True): "saddle"}
    word = words.get((values.max() > 0, values.min() < 0), "undecided")
    return word if word == "saddle" or values.all() else "undecided"

# %% right: singular values with the signs of the eigenvectors
def kind_of_point(f, variables, point):
    g = [sp.diff(f, v) for v in variables]
    H = sp.Matrix([[sp.diff(s, v) for v in variables] for s in g])
    A = np.array(H.subs(dict(zip(variables, point))).evalf()).astype(float)
    _, vectors = np.linalg.eigh(A)
    along = [v @ A @ v for v in vectors.T]
    if min(along) > 1e-9:
        kind = "minimum"
    elif max(along) < -1e-9:
        kind = "maximum"
    elif min(along) < -1e-9 and max(along) > 1e-9:
        kind = "saddle"
    else:
        kind = "undecided"
    return kind

# %% right: a word of NumPy
def kind_of_point(f, variables, point):
    A = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(A)
    tests = [(v > 1e-9).all(), (v < -1e-9).all(), (v[0] < -1e-9) & (v[-1] > 1e-9), True]
    return np.array(["minimum", "maximum", "saddle", "undecided"])[int(np.argmax(tests))]

# %% wrong: minimum and maximum swapped
# true: minimum and maximum swapped
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > 1e-9):
        return "maximum"
    if np.all(v < -1e-9):
        return "minimum"
    if v[0] < -1e-9 and v[-1] > 1e-9:
        return "saddle"
    return "undecided"

# %% wrong: the diagonal
# true: the diagonal of the Hessian instead of its eigenvalues
def kind_of_point(f, variables, point):
    place = dict(zip(variables, point))
    v = np.array([float(sp.diff(f, u, 2).subs(place)) for u in variables])
    if np.all(v > 1e-9):
        return "minimum"
    if np.all(v < -1e-9):
        return "maximum"
    if np.any(v < -1e-9) and np.any(v > 1e-9):
        return "saddle"
    return "undecided"

# %% wrong: at least 0 is enough
# true: an eigenvalue of 0 that does not keep a point from being a minimum
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > -1e-9):
        return "minimum"
    if np.all(v < -1e-9):
        return "maximum"
    return "saddle"

# %% wrong: rounding errors count
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > 0):
        return "minimum"
    if np.all(v < 0):
        return "maximum"
    if np.any(v < 0) and np.any(v > 0):
        return "saddle"
    return "undecided"

# %% wrong: a tolerance that swallows small eigenvalues
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > 0.1):
        return "minimum"
    if np.all(v < -0.1):
        return "maximum"
    if np.any(v < -0.1) and np.any(v > 0.1):
        return "saddle"
    return "undecided"

# %% wrong: whole numbers alone
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H).round()
    if np.all(v > 0):
        return "minimum"
    if np.all(v < 0):
        return "maximum"
    if np.any(v < 0) and np.any(v > 0):
        return "saddle"
    return "undecided"

# %% wrong: a zero is undecided before anything else
# true: undecided as soon as an eigenvalue is 0, whatever the others are
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.any(np.abs(v) < 1e-9):
        return "undecided"
    if np.all(v > 0):
        return "minimum"
    if np.all(v < 0):
        return "maximum"
    return "saddle"

# %% wrong: never undecided
# true: a saddle whenever it is neither a minimum nor a maximum
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > 1e-9):
        return "minimum"
    if np.all(v < -1e-9):
        return "maximum"
    return "saddle"

# %% wrong: minimum or saddle, as in a figure
# true: a saddle whenever it is no minimum
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    return "minimum" if np.linalg.eigvalsh(H)[0] > 1e-9 else "saddle"

# %% wrong: the determinant, as for two variables
# true: the rule of the determinant, which holds for two variables only
def kind_of_point(f, variables, point):
    H = sp.hessian(f, variables).subs(dict(zip(variables, point)))
    d = float(H.det())
    if abs(d) < 1e-9:
        return "undecided"
    if d < 0:
        return "saddle"
    return "minimum" if float(H[0, 0]) > 0 else "maximum"

# %% wrong: leading minors, and a saddle for all else
# true: undecided as soon as an eigenvalue is 0, whatever the others are
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    minors = [np.linalg.det(H[:k, :k]) for k in range(1, len(H) + 1)]
    if all(m > 1e-9 for m in minors):
        return "minimum"
    if all(m * (-1) ** k > 1e-9 for k, m in enumerate(minors, 1)):
        return "maximum"
    if abs(minors[-1]) < 1e-9:
        return "undecided"
    return "saddle"

# %% wrong: the trace
# true: the sum of the eigenvalues instead of each of them
def kind_of_point(f, variables, point):
    H = sp.hessian(f, variables).subs(dict(zip(variables, point)))
    total = float(H.trace())
    if abs(total) < 1e-9:
        return "undecided"
    return "minimum" if total > 0 else "maximum"

# %% wrong: the Hessian at the origin
# true: the Hessian at the origin instead of at the point
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs({v: 0 for v in variables}), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > 1e-9):
        return "minimum"
    if np.all(v < -1e-9):
        return "maximum"
    if np.any(v < -1e-9) and np.any(v > 1e-9):
        return "saddle"
    return "undecided"

# %% wrong: the variables in alphabetical order
# true: the point's numbers given to the variables in alphabetical order
def kind_of_point(f, variables, point):
    order = sorted(f.free_symbols, key=str)
    H = np.array(sp.hessian(f, order).subs(dict(zip(order, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > 1e-9):
        return "minimum"
    if np.all(v < -1e-9):
        return "maximum"
    if np.any(v < -1e-9) and np.any(v > 1e-9):
        return "saddle"
    return "undecided"

# %% wrong: x and y by name
def kind_of_point(f, variables, point):
    x, y = sp.symbols("x y")
    H = np.array(sp.hessian(f, [x, y]).subs({x: point[0], y: point[1]}), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > 1e-9):
        return "minimum"
    if np.all(v < -1e-9):
        return "maximum"
    if np.any(v < -1e-9) and np.any(v > 1e-9):
        return "saddle"
    return "undecided"

# %% wrong: only the first two eigenvalues
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    a, b = np.linalg.eigvalsh(H)[:2]
    if a > 1e-9 and b > 1e-9:
        return "minimum"
    if a < -1e-9 and b < -1e-9:
        return "maximum"
    if a < -1e-9 and b > 1e-9:
        return "saddle"
    return "undecided"

# %% wrong: the product of the smallest and the largest eigenvalue, without its sign
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if v[0] * v[-1] > 1e-9:
        return "minimum"
    if v[0] * v[-1] < -1e-9:
        return "saddle"
    return "undecided"

# %% wrong: the value of f in the neighbourhood
def kind_of_point(f, variables, point):
    def value(step):
        return float(f.subs({v: p + s for v, p, s in zip(variables, point, step)}))

    here = value([0] * len(variables))
    rng = np.random.default_rng(0)
    steps = rng.normal(0, 0.01, (200, len(variables)))
    signs = {value(step) > here for step in steps}
    if len(signs) == 2:
        return "saddle"
    return "minimum" if True in signs else "maximum"

# %% wrong: symbols stay in the Hessian
def kind_of_point(f, variables, point):
    values = list(sp.Matrix(hessian(f, variables)).eigenvals())
    if all(v.is_positive for v in values):
        return "minimum"
    if all(v.is_negative for v in values):
        return "maximum"
    return "saddle"

# %% wrong: signs that SymPy may not know
def kind_of_point(f, variables, point):
    values = list(sp.hessian(f, variables).subs(dict(zip(variables, point))).eigenvals())
    if all(v.is_positive for v in values):
        return "minimum"
    if all(v.is_negative for v in values):
        return "maximum"
    if any(v.is_zero for v in values):
        return "undecided"
    return "saddle"

# %% wrong: the eigenvalues of the gradient's squares
def kind_of_point(f, variables, point):
    g = sp.Matrix([sp.diff(f, v) for v in variables])
    H = np.array((g * g.T).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > 1e-9):
        return "minimum"
    if np.all(v < -1e-9):
        return "maximum"
    if np.any(v < -1e-9) and np.any(v > 1e-9):
        return "saddle"
    return "undecided"

# %% wrong: capital letters
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    if np.all(v > 1e-9):
        return "Minimum"
    if np.all(v < -1e-9):
        return "Maximum"
    if np.any(v < -1e-9) and np.any(v > 1e-9):
        return "Saddle"
    return "Undecided"

# %% wrong: the eigenvalues themselves
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    return np.linalg.eigvalsh(H)

# %% wrong: printed instead of returned
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    print("minimum" if np.all(v > 0) else "maximum" if np.all(v < 0) else "saddle")

# %% wrong: an eigenvalue of 0 is left out
# true: an eigenvalue of 0 that does not keep a point from being a minimum
def kind_of_point(f, variables, point):
    H = np.array(sp.hessian(f, variables).subs(dict(zip(variables, point))), dtype=float)
    v = np.linalg.eigvalsh(H)
    v = v[np.abs(v) > 1e-9]
    if len(v) == 0:
        return "undecided"
    if np.all(v > 0):
        return "minimum"
    if np.all(v < 0):
        return "maximum"
    return "saddle"

# %% wrong: the point is emptied
def kind_of_point(f, variables, point):
    H = sp.hessian(f, variables)
    for v in variables:
        H = H.subs(v, point.pop(0))
    v = np.linalg.eigvalsh(np.array(H, dtype=float))
    if np.all(v > 1e-9):
        return "minimum"
    if np.all(v < -1e-9):
        return "maximum"
    if np.any(v < -1e-9) and np.any(v > 1e-9):
        return "saddle"
    return "undecided"
