# Right and wrong answers to `gradient_vector(f, variables)` and `hessian(f, variables)`, one cell a
# block, as students write them. `np`, `plt` and `sp` come from the notebook's set-up cell. Every
# check must pass each right answer, and some check must fail each wrong one.

# %% right: list comprehensions
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    return sp.Matrix([[sp.diff(f, u, v) for v in variables] for u in variables])

# %% right: a column from the Jacobian, and SymPy's own Hessian
def gradient_vector(f, variables):
    return sp.Matrix([f]).jacobian(list(variables)).T

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% right: loops, a tuple and nested lists
def gradient_vector(f, variables):
    slopes = []
    for i in range(len(variables)):
        slopes.append(f.diff(variables[i]))
    return tuple(slopes)

def hessian(f, variables):
    rows = []
    for a in variables:
        row = []
        for b in variables:
            row.append(f.diff(a).diff(b))
        rows.append(row)
    return rows

# %% right: the Jacobian of the gradient, simplified and immutable
def gradient_vector(f, variables):
    return sp.ImmutableMatrix([sp.simplify(sp.diff(f, v)) for v in variables])

def hessian(f, variables):
    return sp.ImmutableMatrix(gradient_vector(f, variables).jacobian(variables))

# %% right: a matrix by a function of its indices, the symmetric half copied
def gradient_vector(f, variables):
    return list(map(lambda v: sp.expand(sp.diff(f, v)), variables))

def hessian(f, variables):
    n = len(variables)
    H = sp.zeros(n, n)
    for i in range(n):
        for j in range(i, n):
            H[i, j] = sp.diff(f, variables[i], variables[j])
            H[j, i] = H[i, j]
    return H

# %% right: NumPy arrays of expressions
def gradient_vector(f, variables):
    return np.array([sp.diff(f, v) for v in variables], dtype=object)

def hessian(f, variables):
    return np.array([[sp.diff(g, v) for v in variables] for g in gradient_vector(f, variables)])

# %% right: the derivatives of SymPy's arrays, made lists
def gradient_vector(f, variables):
    return sp.derive_by_array(f, list(variables)).tolist()

def hessian(f, variables):
    first = sp.derive_by_array(f, list(variables))
    return sp.derive_by_array(first, list(variables)).tolist()

# %% right: lambdas, and a nested list for the column
gradient_vector = lambda f, variables: [[sp.diff(f, v)] for v in variables]
hessian = lambda f, variables: sp.Matrix(
    len(variables), len(variables), lambda i, j: sp.diff(f, variables[j], variables[i])
)

# %% right: limits of difference quotients for the gradient
def slope(f, v):
    h = sp.Dummy("h")
    return sp.limit(sp.expand((f.subs(v, v + h) - f) / h), h, 0)

def gradient_vector(f, variables):
    return [slope(f, v) if f.is_polynomial(v) else sp.diff(f, v) for v in variables]

def hessian(f, variables):
    return sp.Matrix([[sp.diff(g, v) for v in variables] for g in gradient_vector(f, variables)])

# %% right: a nudge of each variable, by whose size it differentiates
def gradient_vector(f, variables):
    e = sp.Dummy("e")
    return [f.subs(v, v + e).diff(e).subs(e, 0) for v in variables]
def hessian(f, variables):
    return sp.ImmutableMatrix([gradient_vector(p, variables) for p in gradient_vector(f, variables)])

# %% right: a transposed Jacobian, a sparse Hessian
def gradient_vector(f, variables):
    return sp.Matrix([f]).jacobian(sp.Matrix(variables)).T
def hessian(f, variables):
    return sp.SparseMatrix(len(variables), len(variables), {(i, j): sp.diff(f, a, b) for i, a in enumerate(variables) for j, b in enumerate(variables)})

# %% wrong: the variables are called x and y, as in the lecture text
# true: rows and columns in alphabetical order
x, y = sp.symbols("x y")

def gradient_vector(f, variables):
    return [sp.diff(f, x), sp.diff(f, y)]

def hessian(f, variables):
    return sp.Matrix([[sp.diff(f, x, 2), sp.diff(f, x, y)], [sp.diff(f, y, x), sp.diff(f, y, 2)]])

# %% wrong: the first two variables alone
# true: only the first two variables, however many there are
def gradient_vector(f, variables):
    x, y = variables[0], variables[1]
    return [sp.diff(f, x), sp.diff(f, y)]

def hessian(f, variables):
    x, y = variables[0], variables[1]
    return sp.Matrix([[sp.diff(f, x, 2), sp.diff(f, x, y)], [sp.diff(f, y, x), sp.diff(f, y, 2)]])

# %% wrong: alphabetical order
# true: partial derivatives in alphabetical order
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in sorted(variables, key=str)]

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: the Hessian in alphabetical order, the gradient right
# true: rows and columns in alphabetical order
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    return sp.hessian(f, sorted(variables, key=str))

# %% wrong: the symbols of the expression, not the variables
# true: derivatives along all symbols of f instead of the given variables
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in sorted(f.free_symbols, key=str)]

def hessian(f, variables):
    return sp.hessian(f, sorted(f.free_symbols, key=str))

# %% wrong: partial derivatives that are zero are left out
# true: a gradient that leaves out entries of zero
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables if f.has(v)]

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: one derivative after the other
# true: derivatives taken one after the other, each of the previous result
def gradient_vector(f, variables):
    slopes = []
    for v in variables:
        f = sp.diff(f, v)
        slopes.append(f)
    return slopes

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: the sum of the partial derivatives
# true: the sum of the partial derivatives
def gradient_vector(f, variables):
    return sum(sp.diff(f, v) for v in variables)

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: a dict of partial derivatives
def gradient_vector(f, variables):
    return {v: sp.diff(f, v) for v in variables}

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: the gradient downhill
# true: the negative gradient, which points downhill
def gradient_vector(f, variables):
    return [-sp.diff(f, v) for v in variables]

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: the gradient at the origin
# true: the gradient at the origin instead of at every point
def gradient_vector(f, variables):
    origin = {v: 0 for v in variables}
    return [sp.diff(f, v).subs(origin) for v in variables]

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: a gradient of unit length
# true: the gradient divided by its length
def gradient_vector(f, variables):
    slopes = sp.Matrix([sp.diff(f, v) for v in variables])
    return slopes / sp.sqrt(slopes.dot(slopes))

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: the diagonal alone
# true: only the diagonal, without the mixed derivatives
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    return sp.diag(*[sp.diff(f, v, 2) for v in variables])

# %% wrong: a list of second derivatives
# true: a list of the n second derivatives, without the mixed ones
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    return [sp.diff(f, v, 2) for v in variables]

# %% wrong: the rows in one list
# true: one flat list of all second derivatives instead of rows
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    return [sp.diff(f, u, v) for u in variables for v in variables]

# %% wrong: one triangle
# true: one triangle of the Hessian, with zeros in the other
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    n = len(variables)
    H = sp.zeros(n, n)
    for i in range(n):
        for j in range(i, n):
            H[i, j] = sp.diff(f, variables[i], variables[j])
    return H

# %% wrong: products of first derivatives
# true: products of first derivatives instead of second derivatives
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    g = sp.Matrix(gradient_vector(f, variables))
    return g * g.T

# %% wrong: the determinant
# true: the determinant of the Hessian
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    return sp.hessian(f, list(variables)).det()

# %% wrong: the number 2 in the place of the second variable, mixed derivatives twice
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    return sp.Matrix([[sp.diff(f, u, 1, v, 2) for v in variables] for u in variables])

# %% wrong: half of the Hessian off its diagonal
# true: half of each mixed derivative
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    H = sp.hessian(f, list(variables))
    return (H + sp.diag(*H.diagonal())) / 2

# %% wrong: parameters are set to 1
def gradient_vector(f, variables):
    others = {s: 1 for s in f.free_symbols if s not in variables}
    return [sp.diff(f.subs(others), v) for v in variables]

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: unevaluated derivatives
def gradient_vector(f, variables):
    return [sp.Derivative(f, v) for v in variables]

def hessian(f, variables):
    return sp.hessian(f, list(variables))

# %% wrong: the Hessian of the first call is kept
cache = {}

def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]

def hessian(f, variables):
    key = len(variables)
    if key not in cache:
        cache[key] = sp.hessian(f, list(variables))
    return cache[key]

# %% wrong: the answers for the example of the lecture text
x, y = sp.symbols("x y")

def gradient_vector(f, variables):
    return [2 * x + 2 * y, 2 * x + 2 * y]

def hessian(f, variables):
    return sp.Matrix([[2, 2], [2, 2]])

# %% wrong: the gradient in a row Matrix
# true: one row that holds all entries, instead of a list or a column
def gradient_vector(f, variables):
    return sp.Matrix([f]).jacobian(variables)
def hessian(f, variables):
    return sp.hessian(f, variables)

# %% wrong: a Hessian without the variables that do not occur
# true: a Hessian without the variables that do not occur
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]
def hessian(f, variables):
    used = [v for v in variables if f.has(v)]
    return sp.hessian(f, used)

# %% wrong: polynomials alone
def gradient_vector(f, variables):
    p = sp.Poly(f, *variables)
    return [p.diff(v).as_expr() for v in variables]
def hessian(f, variables):
    return sp.hessian(f, variables)

# %% right: jacobian
def gradient_vector(f, variables):
    return sp.Matrix([f]).jacobian(sp.Matrix(variables)).T

def hessian(f, variables):
    return gradient_vector(f, variables).jacobian(variables)

# %% wrong: a dictionary
def gradient_vector(f, variables):
    return {v: sp.diff(f, v) for v in variables}

def hessian(f, variables):
    return sp.hessian(f, variables)

# %% wrong: one mixed derivative of all
# true: one mixed derivative along all variables, in every entry
def gradient_vector(f, variables):
    return [sp.diff(f, *variables) for _ in variables]

def hessian(f, variables):
    return sp.hessian(f, variables)

# %% wrong: results kept by expression alone
_known = {}

def gradient_vector(f, variables):
    if f not in _known:
        _known[f] = [sp.diff(f, v) for v in variables]
    return _known[f]

def hessian(f, variables):
    return sp.hessian(f, variables)

# %% wrong: a list in a list
# true: one row that holds all entries, instead of a list or a column
def gradient_vector(f, variables):
    return [[sp.diff(f, v) for v in variables]]

def hessian(f, variables):
    return sp.hessian(f, variables)

# %% wrong: a comma that makes a tuple
# true: one row that holds all entries, instead of a list or a column
def gradient_vector(f, variables):
    slopes = [sp.diff(f, v) for v in variables],
    return slopes

def hessian(f, variables):
    return sp.hessian(f, variables)

# %% right: nameless symbols inside, one triangle mirrored
from itertools import combinations_with_replacement


def gradient_vector(f, variables):
    dummies = [sp.Dummy() for _ in variables]
    g = f.subs(dict(zip(variables, dummies)), simultaneous=True)
    back = dict(zip(dummies, variables))
    return [sp.Derivative(g, d).doit().subs(back) for d in dummies]


def hessian(f, variables):
    n = len(variables)
    H = sp.zeros(n, n)
    for i, j in combinations_with_replacement(range(n), 2):
        H[i, j] = H[j, i] = f.diff(variables[j]).diff(variables[i])
    return H

# %% wrong: a Hessian of the first two variables
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]


def hessian(f, variables):
    u, v = variables[0], variables[1]
    return sp.Matrix([[f.diff(u, u), f.diff(u, v)], [f.diff(v, u), f.diff(v, v)]])

# %% wrong: new symbols from the names, without their assumptions
def gradient_vector(f, variables):
    return [sp.diff(f, sp.Symbol(v.name)) for v in variables]


def hessian(f, variables):
    return sp.Matrix([gradient_vector(g, variables) for g in gradient_vector(f, variables)])

# %% wrong: central differences with a step of a hundredth
STEP = sp.Rational(1, 100)


def gradient_vector(f, variables):
    return [(f.subs(v, v + STEP) - f.subs(v, v - STEP)) / (2 * STEP) for v in variables]


def hessian(f, variables):
    return sp.Matrix([gradient_vector(g, variables) for g in gradient_vector(f, variables)])

# %% wrong: a Hessian with nothing but the diagonal and its neighbours
def gradient_vector(f, variables):
    return [sp.diff(f, v) for v in variables]


def hessian(f, variables):
    n = len(variables)
    H = sp.zeros(n, n)
    for i in range(n):
        H[i, i] = sp.diff(f, variables[i], 2)
        if i + 1 < n:
            H[i, i + 1] = H[i + 1, i] = sp.diff(f, variables[i], variables[i + 1])
    return H

# %% right: nested loops, rows built one by one
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    result = []
    for v in variables:
        result.append(sp.diff(f, v))
    return result


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    rows = []
    for v in variables:
        first = sp.diff(f, v)
        row = []
        for w in variables:
            row.append(sp.diff(first, w))
        rows.append(row)
    return sp.Matrix(rows)

# %% right: comprehensions, the Hessian from the gradient
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    return [f.diff(v) for v in variables]


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    return sp.Matrix([gradient_vector(g, variables) for g in gradient_vector(f, variables)])

# %% right: SymPy's jacobian (transposed) and hessian
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    return sp.Matrix([f]).jacobian(variables).T


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    return sp.hessian(f, variables)

# %% right: derive_by_array for the list, Matrix from a lambda
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    return list(sp.derive_by_array(sp.sympify(f), tuple(variables)))


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    n = len(variables)
    return sp.Matrix(n, n, lambda i, j: sp.diff(f, variables[i], variables[j]))

# %% wrong: x and y are built in; "variables is a list of two or more symbols"
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    return [sp.diff(f, x), sp.diff(f, y)]


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    return sp.Matrix(
        [
            [sp.diff(f, x, x), sp.diff(f, x, y)],
            [sp.diff(f, y, x), sp.diff(f, y, y)],
        ]
    )

# %% wrong: free_symbols of f, sorted by name, instead of the list (order, missing and constant symbols)
# true: derivatives along all symbols of f instead of the given variables
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    symbols = sorted(f.free_symbols, key=str)
    return [sp.diff(f, s) for s in symbols]


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    symbols = sorted(f.free_symbols, key=str)
    return sp.Matrix([[sp.diff(f, s, t) for t in symbols] for s in symbols])

# %% wrong: each derivative is taken of the previous result, f is overwritten in the loop
# true: derivatives taken one after the other, each of the previous result
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    result = []
    for v in variables:
        f = sp.diff(f, v)
        result.append(f)
    return result


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    return sp.Matrix([[sp.diff(f, a, b) for b in variables] for a in variables])

# %% wrong: entries of zero are left out; "still has an entry, which is 0"
# true: a gradient that leaves out entries of zero
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    slopes = []
    for v in variables:
        slope = sp.diff(f, v)
        if slope != 0:
            slopes.append(slope)
    return slopes


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    return sp.hessian(f, variables)

# %% wrong: only the diagonal of the Hessian, mixed derivatives stay 0 (equation (4))
# true: only the diagonal, without the mixed derivatives
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    return [sp.diff(f, v) for v in variables]


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    n = len(variables)
    H = sp.zeros(n, n)
    for i in range(n):
        H[i, i] = sp.diff(f, variables[i], 2)
    return H

# %% wrong: makes the symbols anew by name, which loses assumptions like positive=True and gives 0
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    names = [sp.Symbol(str(v)) for v in variables]
    return [sp.diff(f, v) for v in names]


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    names = [sp.Symbol(str(v)) for v in variables]
    return sp.Matrix([[sp.diff(f, a, b) for a in names] for b in names])

# %% wrong: the list is sorted by name first; "The entries follow the order of this list"
# true: partial derivatives in alphabetical order
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    variables = sorted(variables, key=lambda s: s.name)
    return [sp.diff(f, v) for v in variables]


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    variables = sorted(variables, key=lambda s: s.name)
    return sp.hessian(f, variables)

# %% wrong: diff with all variables at once is one mixed derivative, not a list of n
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    return sp.diff(f, *variables)


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    return sp.Matrix([[sp.diff(f, a, b) for b in variables] for a in variables])

# %% wrong: only the upper triangle of the Hessian is filled, entries below the diagonal stay 0
# true: one triangle of the Hessian, with zeros in the other
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    return [f.diff(v) for v in variables]


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    n = len(variables)
    H = sp.zeros(n)
    for i in range(n):
        for j in range(i, n):
            H[i, j] = f.diff(variables[i]).diff(variables[j])
    return H

# %% wrong: derivatives left unevaluated; "must be worked out"
def gradient_vector(f: sp.Expr, variables: list[sp.Symbol]) -> list[sp.Expr]:
    """Return the partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns n expressions, in the order of the variables.
    """
    return [sp.Derivative(f, v) for v in variables]


def hessian(f: sp.Expr, variables: list[sp.Symbol]) -> sp.Matrix:
    """Return the second partial derivatives of an expression.

    f: an expression; variables: n symbols, n >= 2.
    Returns a Matrix (n, n), rows and columns in the order of the variables.
    """
    return sp.Matrix([[sp.Derivative(f, a, b) for b in variables] for a in variables])
