# Right and wrong answers to `quadratic_form(A, x)` and `quadratic_form_gradient(A, x)`, one cell a
# block, as students write them. `np` and `plt` come from the notebook's set-up cell. Every check
# must pass each right answer, and some check must fail each wrong one.

# %% right: matrix products
def quadratic_form(A, x):
    return x.T @ A @ x

def quadratic_form_gradient(A, x):
    return (A + A.T) @ x

# %% right: loops, a float and a list
def quadratic_form(A, x):
    total = 0.0
    for i in range(len(x)):
        for j in range(len(x)):
            total += A[i][j] * x[i] * x[j]
    return float(total)

def quadratic_form_gradient(A, x):
    g = []
    for k in range(len(x)):
        g.append(float(sum((A[k][j] + A[j][k]) * x[j] for j in range(len(x)))))
    return g

# %% right: einsum, a 0-d array
def quadratic_form(A, x):
    return np.array(np.einsum("i,ij,j->", x, A, x))

def quadratic_form_gradient(A, x):
    return np.einsum("ij,j->i", A, x) + np.einsum("ij,i->j", A, x)

# %% right: the symmetric part first
def symmetric(A):
    return 0.5 * (A + A.T)

def quadratic_form(A, x):
    return np.dot(x, np.dot(symmetric(A), x))

def quadratic_form_gradient(A, x):
    return 2 * symmetric(A) @ x

# %% right: a central difference of step 1, exact for a quadratic function
def quadratic_form(A, x):
    return np.sum(A * np.outer(x, x))

def quadratic_form_gradient(A, x):
    n = len(x)
    return np.array(
        [(quadratic_form(A, x + e) - quadratic_form(A, x - e)) / 2 for e in np.eye(n)]
    )

# %% right: lambdas, rows from the left and from the right
quadratic_form = lambda A, x: (A @ x) @ x
quadratic_form_gradient = lambda A, x: A @ x + x @ A

# %% right: through a column and back
def quadratic_form(A, x):
    c = np.asarray(x, dtype=float).reshape(-1, 1)
    return (c.T @ A @ c).item()

def quadratic_form_gradient(A, x):
    c = np.asarray(x, dtype=float).reshape(-1, 1)
    return (A @ c + A.T @ c).ravel()

# %% right: on copies changed in place
def quadratic_form(A, x):
    y = x.astype(float)
    y *= A @ x
    return y.sum()

def quadratic_form_gradient(A, x):
    S = A.astype(float)
    S += A.T
    return S.dot(x)

# %% right: a complex step
def quadratic_form(A, x):
    return np.inner(x, np.inner(A, x))
def quadratic_form_gradient(A, x):
    g = np.zeros(len(x))
    for k in range(len(x)):
        z = x.astype(complex); z[k] += 1e-30j
        g[k] = (z @ A @ z).imag / 1e-30
    return g

# %% right: 2Ax where A is exactly symmetric, both products elsewhere
def quadratic_form(A, x):
    return np.trace(A @ np.outer(x, x))
def quadratic_form_gradient(A, x):
    if np.array_equal(A, A.T):
        return 2 * A @ x
    return A @ x + A.T @ x

# %% right: the gradient by the lecture's steps of 1
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return np.array(slopes(A, x))

# %% wrong: 2Ax, as in the lecture text
# true: 2Ax, which is right only for a symmetric A
def quadratic_form(A, x):
    return x.T @ A @ x

def quadratic_form_gradient(A, x):
    return 2 * A @ x

# %% wrong: 2 times the transpose
# true: 2Aᵀx, which is right only for a symmetric A
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return 2 * A.T @ x

# %% wrong: 2Ax with a look at the first corner alone
# true: 2Ax, which is right only for a symmetric A
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    if len(x) > 1 and A[0, 1] != A[1, 0]:
        return (A + A.T) @ x
    return 2 * A @ x

# %% wrong: Ax
# true: Ax, which counts only one of the two places where x appears
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return A @ x

# %% wrong: half of the gradient
# true: half of the gradient
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return (A + A.T) @ x / 2

# %% wrong: a factor of 2 too many
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return 2 * (A + A.T) @ x

# %% wrong: the difference of A and its transpose
# true: A − Aᵀ instead of A + Aᵀ
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return (A - A.T) @ x

# %% wrong: A times itself for its transpose
# true: AAᵀx, a product of A and Aᵀ instead of their sum
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return A @ A.T @ x

# %% wrong: the matrix without x
# true: the second derivative A + Aᵀ instead of the gradient
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return A + A.T

# %% wrong: products entry by entry
# true: products entry by entry, `*` instead of `@`
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return (A + A.T) * x

# %% wrong: the gradient in a column
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return ((A + A.T) @ x).reshape(-1, 1)

# %% wrong: the form with a factor of a half
# true: half of the quadratic form
def quadratic_form(A, x):
    return 0.5 * x @ A @ x

def quadratic_form_gradient(A, x):
    return (A + A.T) @ x

# %% wrong: the diagonal terms of the form
# true: only the diagonal terms, without the mixed products
def quadratic_form(A, x):
    return np.sum(np.diag(A) * x**2)

def quadratic_form_gradient(A, x):
    return (A + A.T) @ x

# %% wrong: entries that are not added up
# true: the products x_i (Ax)_i, not added up
def quadratic_form(A, x):
    return x * (A @ x)

def quadratic_form_gradient(A, x):
    return (A + A.T) @ x

# %% wrong: a form of one triangle, counted twice
# true: one triangle of A, counted twice
def quadratic_form(A, x):
    total = 0
    for i in range(len(x)):
        total += A[i, i] * x[i] ** 2
        for j in range(i + 1, len(x)):
            total += 2 * A[i, j] * x[i] * x[j]
    return total

def quadratic_form_gradient(A, x):
    return (A + A.T) @ x

# %% wrong: a form that is never negative
# true: the absolute value of the form
def quadratic_form(A, x):
    return abs(x @ A @ x)

def quadratic_form_gradient(A, x):
    return (A + A.T) @ x

# %% wrong: a form with one row and one column
def quadratic_form(A, x):
    c = x.reshape(-1, 1)
    return c.T @ A @ c

def quadratic_form_gradient(A, x):
    return (A + A.T) @ x

# %% wrong: a forward difference, off by the step
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    h, f = 1e-4, x @ A @ x
    return np.array([((x + h * e) @ A @ (x + h * e) - f) / h for e in np.eye(len(x))])

# %% wrong: makes the caller's matrix symmetric, and halves it
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    A += A.T.copy()
    return A @ x

# %% wrong: scales the caller's vector
def quadratic_form(A, x):
    x *= A @ x
    return x.sum()

def quadratic_form_gradient(A, x):
    return (A + A.T) @ x

# %% wrong: two entries alone
def quadratic_form(A, x):
    return A[0, 0] * x[0] ** 2 + (A[0, 1] + A[1, 0]) * x[0] * x[1] + A[1, 1] * x[1] ** 2

def quadratic_form_gradient(A, x):
    s = A[0, 1] + A[1, 0]
    return np.array([2 * A[0, 0] * x[0] + s * x[1], s * x[0] + 2 * A[1, 1] * x[1]])

# %% wrong: rounded to four decimals
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return np.round((A + A.T) @ x, 4)

# %% wrong: the matrix of the first call is kept
seen = []

def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    if not seen or seen[0].shape != A.shape:
        seen[:] = [A + A.T]
    return seen[0] @ x

# %% wrong: the answers for the example of the lecture text
def quadratic_form(A, x):
    return 18

def quadratic_form_gradient(A, x):
    return np.array([8, 14])

# %% wrong: 2Ax with a look at the first row and column alone
# true: 2Ax, which is right only for a symmetric A
def quadratic_form(A, x):
    return x @ A @ x
def quadratic_form_gradient(A, x):
    if np.allclose(A[0], A[:, 0]):
        return 2 * A @ x
    return (A + A.T) @ x

# %% wrong: 2Ax for what is nearly symmetric
# true: 2Ax, which is right only for a symmetric A
def quadratic_form(A, x):
    return x @ A @ x
def quadratic_form_gradient(A, x):
    if np.allclose(A, A.T, atol=1.5):
        return 2 * A @ x
    return (A + A.T) @ x

# %% wrong: the upper triangle, mirrored
# true: only the upper triangle of A, mirrored
def quadratic_form(A, x):
    return x @ A @ x
def quadratic_form_gradient(A, x):
    U = np.triu(A)
    return (U + U.T) @ x

# %% wrong: symmetric is what np.allclose takes for symmetric
def quadratic_form(A, x):
    return x @ A @ x


def quadratic_form_gradient(A, x):
    if np.allclose(A, A.T, atol=1e-3):
        return 2 * A @ x
    return (A + A.T) @ x

# %% wrong: slopes in an array of the type of x
def quadratic_form(A, x):
    return x @ A @ x


def quadratic_form_gradient(A, x):
    slopes = np.zeros_like(x)
    for k in range(len(x)):
        slopes[k] = (A[k] + A[:, k]) @ x
    return slopes

# %% wrong: on copies changed in place, which whole numbers do not allow
def quadratic_form(A, x):
    y = x.copy()
    y *= A @ x
    return y.sum()

def quadratic_form_gradient(A, x):
    S = A.copy()
    S += A.T
    return S.dot(x)

# %% right: twice the symmetric part
def quadratic_form(A, x):
    return np.vdot(x, np.matmul(A, x))

def quadratic_form_gradient(A, x):
    S = 0.5 * (A + np.transpose(A))
    return 2 * np.inner(S, x)

# %% wrong: elementwise
# true: the products A_ij x_j², with x_j twice instead of x_i x_j
def quadratic_form(A, x):
    return np.sum(x * A * x)

def quadratic_form_gradient(A, x):
    return A @ x + A.T @ x

# %% wrong: the matrix in the type of x
def quadratic_form(A, x):
    return x @ A.astype(x.dtype) @ x

def quadratic_form_gradient(A, x):
    B = A.astype(x.dtype)
    return (B + B.T) @ x

# %% wrong: the form in the place of its gradient
# true: the quadratic form instead of its gradient
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    return np.dot(x, np.dot(A, x))

# %% wrong: symmetry by the defaults of allclose
def quadratic_form(A, x):
    return x @ A @ x

def quadratic_form_gradient(A, x):
    if np.allclose(A, A.T):
        return 2 * A @ x
    return (A + A.T) @ x

# %% right: loops over all pairs, both slopes of a pair at once
def quadratic_form(A, x):
    n = len(x)
    return sum(A[i, j] * x[i] * x[j] for i in range(n) for j in range(n))


def quadratic_form_gradient(A, x):
    n = len(x)
    slopes = [0.0] * n
    for i in range(n):
        for j in range(n):
            slopes[i] += A[i, j] * x[j]
            slopes[j] += A[i, j] * x[i]
    return np.array(slopes)

# %% right: a dot product for each row of the symmetric part
def quadratic_form(A, x):
    return np.sum(A * np.outer(x, x))


def quadratic_form_gradient(A, x):
    S = 0.5 * np.add(A, np.transpose(A))
    return np.array([2.0 * np.dot(row, x) for row in S])

# %% wrong: symmetry by the sums of rows and columns
def quadratic_form(A, x):
    return float(x @ A @ x)


def quadratic_form_gradient(A, x):
    if np.array_equal(A.sum(axis=0), A.sum(axis=1)):
        return 2 * A @ x
    return (A + A.T) @ x

# %% wrong: axes of one entry are squeezed out
def quadratic_form(A, x):
    return float(x @ A @ x)


def quadratic_form_gradient(A, x):
    return np.squeeze((A + A.T) @ x[:, None])

# %% wrong: the first two entries of the form alone
def quadratic_form(A, x):
    n = min(2, len(x))
    return float(sum(A[i][j] * x[i] * x[j] for i in range(n) for j in range(n)))


def quadratic_form_gradient(A, x):
    return (A + A.T) @ x

# %% wrong: slopes measured with a step of 1e-6
def quadratic_form(A, x):
    return float(x @ A @ x)


def quadratic_form_gradient(A, x):
    h = 1e-6
    return np.array(
        [(quadratic_form(A, x + h * e) - quadratic_form(A, x - h * e)) / (2 * h) for e in np.eye(len(x))]
    )

# %% wrong: rounded to six decimals
def quadratic_form(A, x):
    return round(float(x @ A @ x), 6)


def quadratic_form_gradient(A, x):
    return np.round((A + A.T) @ x, 6)

# %% wrong: symmetric where entries differ by less than 1e-4
def quadratic_form(A, x):
    return float(x @ A @ x)


def quadratic_form_gradient(A, x):
    symmetric = np.abs(A - A.T).max() < 1e-4
    return 2 * A @ x if symmetric else A @ x + A.T @ x

# %% wrong: a form in single precision
def quadratic_form(A, x):
    A, x = np.float32(A), np.float32(x)
    return float(x @ A @ x)

def quadratic_form_gradient(A, x):
    return A @ x + A.T @ x

# %% right: double sum of (1), two sums of (2), in loops
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    n = len(x)
    total = 0.0
    for i in range(n):
        for j in range(n):
            total += A[i, j] * x[i] * x[j]
    return total


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    n = len(x)
    slopes = np.zeros(n)
    for k in range(n):
        with_row = 0.0
        with_column = 0.0
        for j in range(n):
            with_row += A[k, j] * x[j]
        for i in range(n):
            with_column += A[i, k] * x[i]
        slopes[k] = with_row + with_column
    return slopes

# %% right: matrix products in one line each
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return x @ A @ x


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    return (A + A.T) @ x

# %% right: multi_dot from numpy.linalg, Ax plus xA
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return float(np.linalg.multi_dot([x, A, x]))


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    return np.dot(A, x) + np.dot(x, A)

# %% right: einsum and outer product, elementwise then summed
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return np.einsum("ij,i,j->", A, x, x)


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    both = A + np.swapaxes(A, 0, 1)
    return (both * x).sum(axis=1)

# %% wrong: 2Ax, which is right only for a symmetric A; "any square matrix"
# true: 2Ax, which is right only for a symmetric A
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return x @ A @ x


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    return 2 * A @ x

# %% wrong: Ax only, as if x appeared once (equation (2) has two sums)
# true: Ax, which counts only one of the two places where x appears
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return np.dot(x, np.dot(A, x))


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    return np.dot(A, x)

# %% wrong: * instead of @, so the form is a matrix; "The form is one number"
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return x.T * A * x


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    return (A + A.T) @ x

# %% wrong: brackets missing, A + A.T @ x adds a matrix and a vector
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return x.T @ A @ x


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    return A + A.T @ x

# %% wrong: only the diagonal terms A_ii x_i² of the sum (1)
# true: only the diagonal terms, without the mixed products
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    total = 0
    for i in range(len(x)):
        total += A[i][i] * x[i] * x[i]
    return total


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    return A @ x + A.T @ x

# %% wrong: np.allclose decides for 2Ax, wrong for an almost symmetric A ("symmetric or not")
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return x @ A @ x


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    if np.allclose(A, A.T):
        return 2 * A @ x
    return (A + A.T) @ x

# %% wrong: A += A.T writes into the argument; "Leave both arguments unchanged"
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return x @ A @ x


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    A += A.T
    return A @ x

# %% wrong: * instead of @ in the gradient, which scales columns and gives a matrix; "has the shape of x"
# true: products entry by entry, `*` instead of `@`
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return x @ A @ x


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    return (A + A.T) * x

# %% wrong: slopes measured with h = 1e-4 and rounded off beside large terms ("six significant digits")
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return x @ A @ x


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    h = 1e-4
    grad = np.zeros(len(x))
    for k in range(len(x)):
        e = np.zeros(len(x))
        e[k] = h
        grad[k] = (quadratic_form(A, x + e) - quadratic_form(A, x)) / h
    return grad

# %% wrong: half of the form, as for an energy; (1) has no factor 1/2
def quadratic_form(A: np.ndarray, x: np.ndarray) -> float:
    """Return the quadratic form of a matrix at a point.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns a number.
    """
    return 0.5 * x @ A @ x


def quadratic_form_gradient(A: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the gradient of the quadratic form with respect to x.

    A: shape (n, n), any square matrix; x: shape (n,), n >= 1; both are left unchanged.
    Returns shape (n,).
    """
    return 0.5 * (A + A.T) @ x
