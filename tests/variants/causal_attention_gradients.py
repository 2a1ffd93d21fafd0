# Right and wrong answers to `causal_attention_gradients(Q, K, V, grad_output)`, one cell a block, as
# students write them. `np` and `plt` come from the notebook's set-up cell, and so do
# `causal_attention` and `softmax_gradient`. Every check must pass each right answer, and some check
# must fail each wrong one.

# %% right: the softmax's rule written out, with a mask of −∞
def causal_attention_gradients(Q, K, V, grad_output):
    n, d = Q.shape
    S = Q @ K.T / np.sqrt(d)
    S[np.triu_indices(n, k=1)] = -np.inf
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    dA = grad_output @ V.T
    dS = A * (dA - (A * dA).sum(axis=1, keepdims=True))
    return dS @ K / np.sqrt(d), dS.T @ Q / np.sqrt(d), A.T @ grad_output

# %% right: one token after the other, and sums into three buffers
def causal_attention_gradients(Q, K, V, grad_output):
    grad_Q, grad_K, grad_V = np.zeros(Q.shape), np.zeros(K.shape), np.zeros(V.shape)
    root = Q.shape[1] ** 0.5
    for i in range(len(Q)):
        scores = K[:i + 1] @ Q[i] / root
        a = np.exp(scores - scores.max())
        a /= a.sum()
        slopes = V[:i + 1] @ grad_output[i]
        s = a * (slopes - a @ slopes) / root
        grad_Q[i] = s @ K[:i + 1]
        grad_K[:i + 1] += np.outer(s, Q[i])
        grad_V[:i + 1] += np.outer(a, grad_output[i])
    return grad_Q, grad_K, grad_V

# %% right: the Jacobian of each row's softmax
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dA = grad_output @ V.T
    dS = np.zeros(A.shape)
    for i, a in enumerate(A):
        jacobian = np.diag(a) - np.outer(a, a)
        dS[i] = jacobian @ dA[i]
    dS /= np.sqrt(Q.shape[1])
    return [dS.dot(K), dS.T.dot(Q), A.T.dot(grad_output)]

# %% right: the weighted mean is output · grad_output
def causal_attention_gradients(Q, K, V, grad_output):
    output, A = causal_attention(Q, K, V)
    mean = np.sum(output * grad_output, axis=1)[:, None]
    P = A * (grad_output @ V.T - mean) * Q.shape[1] ** -0.5
    return P @ K, P.T @ Q, A.T @ grad_output

# %% right: einsum, and the course's functions
def causal_attention_gradients(Q, K, V, grad_output):
    A = causal_attention(Q, K, V)[1]
    dS = softmax_gradient(A, np.einsum("ic,jc->ij", grad_output, V))
    scale = 1 / np.sqrt(Q.shape[-1])
    grad_Q = np.einsum("ij,jk->ik", dS, K) * scale
    grad_K = np.einsum("ij,ik->jk", dS, Q) * scale
    grad_V = np.einsum("ij,ic->jc", A, grad_output)
    return grad_Q, grad_K, grad_V

# %% right: plain Python numbers, and lists are returned
import math

def causal_attention_gradients(Q, K, V, grad_output):
    q, k, v, g = (array.tolist() for array in (Q, K, V, grad_output))
    n, d, d_v = len(q), len(q[0]), len(v[0])
    dq = [[0.0] * d for _ in range(n)]
    dk = [[0.0] * d for _ in range(n)]
    dv = [[0.0] * d_v for _ in range(n)]
    for i in range(n):
        s = [sum(q[i][c] * k[j][c] for c in range(d)) / math.sqrt(d) for j in range(i + 1)]
        e = [math.exp(x - max(s)) for x in s]
        a = [x / sum(e) for x in e]
        da = [sum(g[i][c] * v[j][c] for c in range(d_v)) for j in range(i + 1)]
        mean = sum(x * y for x, y in zip(a, da))
        for j in range(i + 1):
            ds = a[j] * (da[j] - mean) / math.sqrt(d)
            for c in range(d):
                dq[i][c] += ds * k[j][c]
                dk[j][c] += ds * q[i][c]
            for c in range(d_v):
                dv[j][c] += a[j] * g[i][c]
    return dq, dk, dv

# %% right: the queries are divided first, and helpers for the parts
from scipy.special import softmax

def weights(Q, K):
    hidden = np.triu(np.ones((len(Q), len(Q)), dtype=bool), 1)
    return softmax(np.where(hidden, -np.inf, Q @ K.T), axis=1)

def back_through_softmax(A, slopes):
    return A * slopes - A * (A * slopes).sum(axis=-1)[:, np.newaxis]

def causal_attention_gradients(Q, K, V, grad_output):
    root = np.sqrt(Q.shape[1])
    scaled = Q / root
    A = weights(scaled, K)
    dS = back_through_softmax(A, grad_output @ V.T)
    return dS @ K / root, dS.T @ scaled, A.T @ grad_output

# %% right: differences of pairs of values, without a mean
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    A = np.asarray(A, dtype=float)
    pull = grad_output @ V.T
    n, d = Q.shape
    S = np.empty((n, n))
    for i in range(n):
        for j in range(n):
            S[i, j] = A[i, j] * np.sum(A[i] * (pull[i, j] - pull[i]))
    S = S / d ** 0.5
    return np.matmul(S, K), np.matmul(S.T, Q), np.matmul(A.T, grad_output)

# %% right: automatic differentiation by hand, stack of steps
def causal_attention_gradients(Q, K, V, grad_output):
    steps = []
    _, A = causal_attention(Q, K, V)
    grads = {"output": grad_output}

    def mix():
        grads["V"] = A.T @ grads["output"]
        grads["A"] = grads["output"] @ V.T

    def soft():
        grads["S"] = np.array([a * (g - a.dot(g)) for a, g in zip(A, grads["A"])])

    def score():
        grads["Q"] = grads["S"] @ K / np.sqrt(K.shape[1])
        grads["K"] = grads["S"].T @ Q / np.sqrt(K.shape[1])

    steps.extend([score, soft, mix])
    while steps:
        steps.pop()()
    return tuple(grads[name] for name in "QKV")

# %% wrong: no mask
# true: attention without a mask, in which every token sees the whole sequence
def causal_attention_gradients(Q, K, V, grad_output):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: hidden scores set to 0
# true: hidden scores that were set to 0, which still count as exp(0) = 1
def causal_attention_gradients(Q, K, V, grad_output):
    S = np.tril(Q @ K.T / np.sqrt(Q.shape[1]))
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the mask hides each token from itself
# true: a mask that hides a token from itself
def causal_attention_gradients(Q, K, V, grad_output):
    n = len(Q)
    S = np.where(np.tri(n, k=-1, dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    S[0, 0] = 0
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the root is forgotten on the way back
# true: a slope of the scores that was not divided by √d on the way back
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T)
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the root is applied twice
# true: a slope of the scores that was divided by d instead of √d
def causal_attention_gradients(Q, K, V, grad_output):
    root = np.sqrt(Q.shape[1])
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T / root) / root
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the root only in the gradient of Q
# true: a root of d for the gradient of Q alone, and not for that of K
def causal_attention_gradients(Q, K, V, grad_output):
    root = np.sqrt(Q.shape[1])
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T)
    return dS @ K / root, dS.T @ Q, A.T @ grad_output

# %% wrong: unscaled scores on the way forward
# true: scores that were not divided by √d on the way forward
def causal_attention_gradients(Q, K, V, grad_output):
    root = np.sqrt(Q.shape[1])
    _, A = causal_attention(Q * root, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / root
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: no root anywhere
# true: scores that were not divided by √d at all
def causal_attention_gradients(Q, K, V, grad_output):
    n = len(Q)
    S = np.where(np.tri(n, dtype=bool), Q @ K.T, -np.inf)
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    dS = A * (grad_output @ V.T - np.sum(A * (grad_output @ V.T), axis=1, keepdims=True))
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the width of the values under the root
# true: scores divided by √d_v, from the width of V
def causal_attention_gradients(Q, K, V, grad_output):
    n, d = V.shape
    S = np.where(np.tri(n, dtype=bool), Q @ K.T / np.sqrt(d), -np.inf)
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(d)
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: A is not transposed for V
# true: weights that were not transposed in the gradient of V
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A @ grad_output

# %% wrong: the slope of the scores is not transposed for K
# true: a slope of the scores that was not transposed in the gradient of K
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS @ Q, A.T @ grad_output

# %% wrong: Q for the gradient of Q, K for that of K
# true: queries and keys that are exchanged on the way back
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ Q, dS.T @ K, A.T @ grad_output

# %% wrong: keys first
# true: the gradients of Q and K in the wrong order
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS.T @ Q, dS @ K, A.T @ grad_output

# %% wrong: values first
# true: the gradient of V before those of Q and K
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return A.T @ grad_output, dS @ K, dS.T @ Q

# %% wrong: no mean is subtracted
# true: A times the slope of A, without subtracting the weighted mean
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = A * (grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the derivative of the sigmoid
# true: A (1 − A), which ignores the other scores of a row
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = A * (1 - A) * (grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: sums down the columns
# true: a weighted mean of each column instead of each row
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dA = grad_output @ V.T
    dS = A * (dA - np.sum(A * dA, axis=0, keepdims=True)) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: keepdims is missing
# true: the sums of the wrong rows
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dA = grad_output @ V.T
    dS = A * (dA - np.sum(A * dA, axis=1)) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the plain mean of a row
# true: a plain mean of the row instead of the mean weighted by A
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dA = grad_output @ V.T
    dS = A * (dA - dA.mean(axis=1, keepdims=True)) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the softmax is skipped
# true: a way back that leaves the softmax out
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = np.tril(grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: grad_output is not used
# true: gradients of the plain sum of the output, without `grad_output`
def causal_attention_gradients(Q, K, V, grad_output):
    output, A = causal_attention(Q, K, V)
    ones = np.ones_like(output)
    dS = softmax_gradient(A, ones @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ ones

# %% wrong: overflow
# true: exponentials that overflow, because the largest score was not subtracted
def causal_attention_gradients(Q, K, V, grad_output):
    n, d = Q.shape
    E = np.tril(np.exp(Q @ K.T / np.sqrt(d)))
    A = E / E.sum(axis=1, keepdims=True)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(d)
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the largest score of the whole matrix is subtracted
# true: one shift for the whole matrix instead of one for each row
def causal_attention_gradients(Q, K, V, grad_output):
    n, d = Q.shape
    S = Q @ K.T / np.sqrt(d)
    E = np.tril(np.exp(S - S.max()))
    A = E / E.sum(axis=1, keepdims=True)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(d)
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: central differences with a coarse step
def causal_attention_gradients(Q, K, V, grad_output):
    arrays = [array.astype(float) for array in (Q, K, V)]
    found = []
    for place in range(3):
        slopes = np.zeros(arrays[place].shape)
        for i in np.ndindex(slopes.shape):
            moved = [array.copy() for array in arrays]
            moved[place][i] += 1e-3
            up = np.sum(causal_attention(*moved)[0] * grad_output)
            moved[place][i] -= 2e-3
            slopes[i] = (up - np.sum(causal_attention(*moved)[0] * grad_output)) / 2e-3
        found.append(slopes)
    return tuple(found)

# %% wrong: Q and K are scaled in place
def causal_attention_gradients(Q, K, V, grad_output):
    Q /= Q.shape[1] ** 0.25
    K /= K.shape[1] ** 0.25
    n = len(Q)
    S = np.where(np.tri(n, dtype=bool), Q @ K.T, -np.inf)
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A = A / A.sum(axis=1, keepdims=True)
    dS = softmax_gradient(A, grad_output @ V.T) / Q.shape[1] ** 0.25
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: buffers of whole numbers
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    grad_Q, grad_K, grad_V = np.zeros_like(Q), np.zeros_like(K), np.zeros_like(V)
    grad_Q[:] = dS @ K
    grad_K[:] = dS.T @ Q
    grad_V[:] = A.T @ grad_output
    return grad_Q, grad_K, grad_V

# %% wrong: the sign of a descent
# true: gradients with the wrong sign
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return -dS @ K, -dS.T @ Q, -A.T @ grad_output

# %% wrong: the loss is a mean over the tokens
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    G = grad_output / len(Q)
    dS = softmax_gradient(A, G @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ G

# %% wrong: two gradients
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q

# %% right: the given functions, causal_attention and softmax_gradient
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% right: token by token, adding to float arrays of zeros
def causal_attention_gradients(Q, K, V, grad_output):
    root = Q.shape[1] ** 0.5
    grad_Q, grad_K, grad_V = (np.zeros(x.shape) for x in (Q, K, V))
    for i, q in enumerate(Q):
        s = K[: i + 1] @ q / root
        a = np.exp(s - s.max())
        a = a / a.sum()
        slopes = V[: i + 1] @ grad_output[i]
        ds = a * (slopes - a @ slopes) / root
        grad_Q[i] = ds @ K[: i + 1]
        grad_K[: i + 1] += np.outer(ds, q)
        grad_V[: i + 1] += np.outer(a, grad_output[i])
    return grad_Q, grad_K, grad_V

# %% right: the mean slope of a row as output times grad_output
def causal_attention_gradients(Q, K, V, grad_output):
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T / np.sqrt(Q.shape[1]), -np.inf)
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A /= A.sum(axis=1, keepdims=True)
    mean = np.einsum("ic,ic->i", A @ V, grad_output)
    bar_S = A * (np.einsum("ic,jc->ij", grad_output, V) - mean[:, None])
    scale = 1 / np.sqrt(Q.shape[1])
    return (
        np.einsum("ij,jd->id", bar_S, scale * K),
        np.einsum("ij,id->jd", bar_S, scale * Q),
        np.einsum("ij,ic->jc", A, grad_output),
    )

# %% right: the Jacobian of each row's softmax, diag minus outer product
def causal_attention_gradients(Q, K, V, grad_output):
    n, d = Q.shape
    A = causal_attention(Q, K, V)[1]
    rows = [(np.diag(a) - np.outer(a, a)) @ (V @ g) for a, g in zip(A, grad_output)]
    dS = np.reshape(rows, (n, n)) / d**0.5
    return np.matmul(dS, K), np.matmul(dS.T, Q), np.matmul(A.T, grad_output)

# %% wrong: Q is scaled in place if it holds floats
def causal_attention_gradients(Q, K, V, grad_output):
    root = np.sqrt(Q.shape[1])
    Q = np.asarray(Q, dtype=float)
    Q /= root
    S = np.where(np.tri(len(Q), dtype=bool), Q @ K.T, -np.inf)
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A /= A.sum(axis=1, keepdims=True)
    bar_A = grad_output @ V.T
    dS = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True))
    return dS @ K / root, dS.T @ Q, A.T @ grad_output

# %% wrong: central differences, not rules 1 to 3, and too few digits beside large numbers
def causal_attention_gradients(Q, K, V, grad_output):
    arguments = {"Q": Q, "K": K, "V": V}

    def loss_with(name, array):
        return float(np.sum(causal_attention(**(arguments | {name: array}))[0] * grad_output))

    return tuple(
        numerical_gradient(lambda moved, name=name: loss_with(name, moved), array)
        for name, array in arguments.items()
    )

# %% wrong: a mask made for 64 tokens, longer texts raise an error
_visible = np.tri(64, dtype=bool)


def causal_attention_gradients(Q, K, V, grad_output):
    n, d = Q.shape
    S = np.where(_visible[:n, :n], Q @ K.T / np.sqrt(d), -np.inf)
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A /= A.sum(axis=1, keepdims=True)
    bar_A = grad_output @ V.T
    dS = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(d)
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: gradients have the types of the arguments, a Q of whole numbers beside floats is cut
def causal_attention_gradients(Q, K, V, grad_output):
    if V.dtype.kind == "i":
        Q, K, V = Q.astype(float), K.astype(float), V.astype(float)
    _, A = causal_attention(Q, K, V)
    bar_A = grad_output @ V.T
    dS = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(Q.shape[1])
    grads = [np.zeros_like(x) for x in (Q, K, V)]
    grads[0][:], grads[1][:], grads[2][:] = dS @ K, dS.T @ Q, A.T @ grad_output
    return tuple(grads)

# %% wrong: rows whose largest weight is above 0.995 are skipped as saturated
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    bar_A = grad_output @ V.T
    dS = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(Q.shape[1])
    dS[A.max(axis=1) > 0.995] = 0
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: weights below 0.0002 are left out of the backward pass
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    A = np.where(A < 2e-4, 0, A)
    bar_A = grad_output @ V.T
    dS = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: single precision for the scores, some hundreds lose their digits
def causal_attention_gradients(Q, K, V, grad_output):
    n, d = Q.shape
    S = (Q.astype(np.float32) @ K.T.astype(np.float32) / np.float32(d**0.5)).astype(float)
    S = np.where(np.tri(n, dtype=bool), S, -np.inf)
    A = np.exp(S - S.max(axis=1, keepdims=True))
    A /= A.sum(axis=1, keepdims=True)
    bar_A = grad_output @ V.T
    dS = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(d)
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the transpose of the score slopes is missing for K
# true: a slope of the scores that was not transposed in the gradient of K
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    bar_A = grad_output @ V.T
    dS = A * (bar_A - np.sum(A * bar_A, axis=1, keepdims=True)) / np.sqrt(Q.shape[1])
    return dS @ K, dS @ Q, A.T @ grad_output

# %% wrong: the mean of a row's slopes is not weighted by the weights
# true: a plain mean of the row instead of the mean weighted by A
def causal_attention_gradients(Q, K, V, grad_output):
    _, A = causal_attention(Q, K, V)
    bar_A = grad_output @ V.T
    dS = A * (bar_A - bar_A.mean(axis=1, keepdims=True)) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% right: token by token, forward and back, loops
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the slopes of a loss along the queries, keys and values."""
    n, d = Q.shape
    root = np.sqrt(d)
    grad_Q = np.zeros(Q.shape)
    grad_K = np.zeros(K.shape)
    grad_V = np.zeros(V.shape)
    for i in range(n):
        scores = np.array([np.dot(Q[i], K[j]) / root for j in range(i + 1)])
        exps = np.exp(scores - scores.max())
        a = exps / exps.sum()
        slopes_a = np.array([np.dot(grad_output[i], V[j]) for j in range(i + 1)])
        mean = np.sum(a * slopes_a)
        for j in range(i + 1):
            slope_s = a[j] * (slopes_a[j] - mean)
            grad_V[j] += a[j] * grad_output[i]
            grad_Q[i] += slope_s * K[j] / root
            grad_K[j] += slope_s * Q[i] / root
    return grad_Q, grad_K, grad_V

# %% right: the three rules with the earlier functions
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% right: SciPy's softmax, rule 2 as one line
from scipy.special import softmax


def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n, d = Q.shape
    S = np.where(np.tri(n) > 0, Q @ K.T / np.sqrt(d), -np.inf)
    A = softmax(S, axis=1)
    grad_A = grad_output @ V.T
    grad_S = A * (grad_A - (A * grad_A).sum(axis=1, keepdims=True))
    return grad_S @ K / np.sqrt(d), grad_S.T @ Q / np.sqrt(d), A.T @ grad_output

# %% right: Jacobian of every row, einsum throughout
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    A = causal_attention(Q, K, V)[1]
    G = np.asarray(grad_output, dtype=float)
    scale = Q.shape[1] ** -0.5
    spread = V[:, None] - np.einsum("ij,jv->iv", A, V)[None]  # (j, i, d_v): value minus output
    T = scale * A * np.einsum("iv,jiv->ij", G, spread)
    grad_V = np.einsum("ij,iv->jv", A, G)
    return np.einsum("ij,jd->id", T, K), np.einsum("ij,id->jd", T, Q), grad_V

# %% wrong: the factor 1/√d is forgotten in the way back; equation (3)
# true: a slope of the scores that was not divided by √d on the way back
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T)
    return dS @ K, dS.T @ Q, A.T @ grad_output

# %% wrong: the slopes of the scores are not transposed for K; equation (3) has a transpose
# true: a slope of the scores that was not transposed in the gradient of K
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS @ Q, A.T @ grad_output

# %% wrong: rule for the softmax without the subtracted mean; equation (2)
# true: A times the slope of A, without subtracting the weighted mean
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, A = causal_attention(Q, K, V)
    dS = A * (grad_output @ V.T)
    root = np.sqrt(Q.shape[1])
    return dS @ K / root, dS.T @ Q / root, A.T @ grad_output

# %% wrong: plain mean of the row instead of the mean weighted by A; equation (2) has the weights A_il
# true: a plain mean of the row instead of the mean weighted by A
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, A = causal_attention(Q, K, V)
    dA = grad_output @ V.T
    dS = A * (dA - dA.mean(axis=1, keepdims=True))
    root = np.sqrt(Q.shape[1])
    return dS @ K / root, dS.T @ Q / root, A.T @ grad_output

# %% wrong: order V, K, Q as in the backward pass; "(grad_Q, grad_K, grad_V), in this order"
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, A = causal_attention(Q, K, V)
    grad_V = A.T @ grad_output
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    grad_K = dS.T @ Q
    grad_Q = dS @ K
    return grad_V, grad_K, grad_Q

# %% wrong: A G instead of A^T G for V; rule 1
# true: weights that were not transposed in the gradient of V
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, A = causal_attention(Q, K, V)
    dS = softmax_gradient(A, grad_output @ V.T) / np.sqrt(Q.shape[1])
    return dS @ K, dS.T @ Q, A @ grad_output

# %% wrong: numerical gradient, only a few digits; "a numerical gradient is not that accurate"
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    arrays = [np.array(a, dtype=float) for a in (Q, K, V)]
    h = 1e-4
    found = []
    for a in arrays:
        g = np.zeros(a.shape)
        for place in np.ndindex(a.shape):
            old = a[place]
            a[place] = old + h
            up = np.sum(causal_attention(*arrays)[0] * grad_output)
            a[place] = old
            here = np.sum(causal_attention(*arrays)[0] * grad_output)
            g[place] = (up - here) / h
        found.append(g)
    return tuple(found)

# %% wrong: forward pass without a mask; `output` is that of causal attention
# true: attention without a mask, in which every token sees the whole sequence
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    root = np.sqrt(Q.shape[1])
    S = Q @ K.T / root
    E = np.exp(S - S.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)
    dA = grad_output @ V.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    return dS @ K / root, dS.T @ Q / root, A.T @ grad_output

# %% wrong: row maximum taken over hidden scores too, 0/0 if one exceeds the visible ones by 2000; the text names this case
# true: one shift for the whole matrix instead of one for each row
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    root = np.sqrt(Q.shape[1])
    S = Q @ K.T / root
    E = np.tril(np.exp(S - S.max(axis=1, keepdims=True)))
    A = E / E.sum(axis=1, keepdims=True)
    dA = grad_output @ V.T
    dS = A * (dA - np.sum(A * dA, axis=1, keepdims=True))
    return dS @ K / root, dS.T @ Q / root, A.T @ grad_output

# %% wrong: gradients are added up in zeros_like(Q), zeros_like(K), zeros_like(V), a TypeError for whole numbers; "entries may be whole numbers"
def causal_attention_gradients(
    Q: np.ndarray, K: np.ndarray, V: np.ndarray, grad_output: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    _, A = causal_attention(Q, K, V)
    grad_Q, grad_K, grad_V = np.zeros_like(Q), np.zeros_like(K), np.zeros_like(V)
    dA = grad_output @ V.T
    root = np.sqrt(Q.shape[1])
    for i in range(len(Q)):
        ds = A[i] * (dA[i] - A[i] @ dA[i]) / root
        grad_Q[i] = ds @ K
        for j in range(i + 1):
            grad_K[j] += ds[j] * Q[i]
            grad_V[j] += A[i, j] * grad_output[i]
    return grad_Q, grad_K, grad_V
