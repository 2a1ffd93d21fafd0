# Right and wrong answers to `derivative(f, x)` and `critical_points(f, x)`, one cell a block, as
# students write them. `np`, `plt` and `sp` come from the notebook's set-up cell. Every check must
# pass each right answer, and some check must fail each wrong one.

# %% right: diff, and the roots of solve whose value is real
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    roots = sp.solve(derivative(f, x), x)
    return [root for root in roots if abs(sp.im(root.evalf())) < 1e-9]

# %% right: the method diff, exact real roots of polynomials and a set solution for the rest
def derivative(f, x):
    return f.diff(x)

def critical_points(f, x):
    slope = f.diff(x)
    if slope.is_polynomial(x):
        return list(set(sp.Poly(slope, x).real_roots()))
    return list(sp.solveset(slope, x, sp.S.Reals))

# %% right: the limit of a difference quotient, and a tuple of rounded-off floats
def derivative(f, x):
    h = sp.Dummy("h")
    return sp.limit(sp.expand((f.subs(x, x + h) - f) / h), h, 0)

def critical_points(f, x):
    found = []
    for root in sp.solve(sp.diff(f, x), x):
        value = complex(root.evalf(30))
        if abs(value.imag) < 1e-10 and all(abs(value.real - old) > 1e-9 for old in found):
            found.append(value.real)
    return tuple(found)

# %% right: chopped numbers, in falling order
def derivative(f, x):
    return sp.simplify(sp.Derivative(f, x).doit())

def critical_points(f, x):
    numbers = [sp.N(root, 20, chop=True) for root in sp.solve(derivative(f, x), x)]
    return sorted((n for n in numbers if n.is_real), reverse=True)

# %% right: the power rule term by term, with the exponential aside
def term_slope(term, x):
    if term.has(sp.exp):
        return term
    c, n = term.as_coeff_exponent(x)
    return 0 if n == 0 else c * n * x ** (n - 1)

def derivative(f, x):
    total = 0
    for term in sp.Add.make_args(sp.expand(f)):
        total += term_slope(term, x)
    return total

def critical_points(f, x):
    slope = sp.sympify(derivative(f, x))
    if slope.has(sp.exp):
        return [sp.log(1)]
    return sorted(set(sp.real_roots(sp.Poly(slope, x))))

# %% right: lambdas, the keys of a dict of roots with their multiplicities
derivative = lambda f, x: sp.expand(sp.diff(f, x))

def critical_points(f, x):
    try:
        counted = sp.Poly(derivative(f, x), x).all_roots()
    except sp.PolynomialError:
        counted = sp.solve(derivative(f, x), x)
    distinct = {root: counted.count(root) for root in counted}
    return [root for root in distinct if sp.re(root) == root or root.is_real]

# %% right: NumPy's roots of the distinct factors, as NumPy floats
def derivative(f, x):
    return sp.diff(f, x, 1)

def critical_points(f, x):
    slope = derivative(f, x)
    if not slope.is_polynomial(x):
        return [float(sp.nsolve(slope, x, 0.3))]
    p = sp.Poly(slope, x)
    if p.degree() < 1:
        return []
    coefficients = [float(c) for c in p.quo(sp.gcd(p, p.diff(x))).all_coeffs()]
    r = np.roots(coefficients)
    return list(r[np.abs(r.imag) < 1e-9].real)

# %% right: another symbol of its own, real parts of what is nearly real, a factored derivative
def derivative(f, x):
    return sp.factor(sp.diff(f, x))

def critical_points(f, x):
    t = sp.Dummy("t")
    values = [root.evalf(25) for root in sp.solve(derivative(f, x).subs(x, t), t)]
    return [sp.re(value) for value in values if abs(sp.im(value)) < 1e-15]

# %% right: a Set of points made a list, Cardano's forms turned to cosines
def derivative(f, x):
    return f.diff(x) + 0

def critical_points(f, x):
    slope = derivative(f, x)
    if slope.is_polynomial(x):
        roots = sp.roots(sp.Poly(slope, x), trig=True)
        keep = [r for r in roots if sp.Abs(sp.im(r).evalf(20)) < sp.Rational(1, 10**10)]
        return keep
    return list(sp.FiniteSet(*sp.solve(slope, x)))

# %% right: bisection between the roots of the next derivative, recursively
def derivative(f, x):
    return f.diff()

def _real_roots(coefs):
    coefs = [c for c in coefs]
    if len(coefs) <= 1:
        return []
    if len(coefs) == 2:
        return [-coefs[1] / coefs[0]]
    n = len(coefs) - 1
    d = [c * (n - i) for i, c in enumerate(coefs[:-1])]
    p = lambda t: sum(c * t ** (n - i) for i, c in enumerate(coefs))
    bound = 1 + max(abs(c / coefs[0]) for c in coefs)
    knots = [-bound] + sorted(_real_roots(d)) + [bound]
    out = []
    for k in knots[1:-1]:
        if abs(p(k)) < 1e-12:
            out.append(k)
    for a, b in zip(knots, knots[1:]):
        if abs(p(a)) < 1e-12 or abs(p(b)) < 1e-12 or p(a) * p(b) > 0:
            continue
        for _ in range(200):
            m = (a + b) / 2
            if p(a) * p(m) <= 0: b = m
            else: a = m
        out.append((a + b) / 2)
    out.sort()
    return [r for i, r in enumerate(out) if i == 0 or abs(r - out[i - 1]) > 1e-9]

def critical_points(f, x):
    d = derivative(f, x)
    if not d.is_polynomial(x):
        return [0]
    return _real_roots([float(c) for c in sp.Poly(d, x).all_coeffs()])

# %% right: isolating intervals, refined
def derivative(f, x):
    return sp.together(f.diff(x))

def critical_points(f, x):
    d = derivative(f, x)
    p = d.as_poly(x)
    if p is None or sp.exp(x) in d.atoms(sp.exp): return [sp.S.Zero]
    if p.degree() <= 0: return []
    return [(a + b) / 2 for (a, b), k in p.intervals(eps=sp.Rational(1, 10**12))]

# %% wrong: a bare solve, as in the lecture text, which keeps complex roots
# true: all roots of the slope, complex ones, too
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    f_prime = sp.diff(f, x)
    return sp.solve(f_prime, x)

# %% wrong: is_real, which is None for real roots written with i
# true: a list without the points that SymPy does not know to be real
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if r.is_real]

# %% wrong: is_real is not False, which keeps complex roots that SymPy can't decide
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if r.is_real is not False]

# %% wrong: drops whatever is written with i
# true: a list without the points that SymPy does not know to be real
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if not r.has(sp.I)]

# %% wrong: tests the approximate value for is_real, which rounding has made complex
# true: a list without the points that SymPy does not know to be real
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if r.evalf().is_real]

# %% wrong: a real symbol, and nothing more to leave out the complex roots than its name
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    t = sp.Symbol("t", real=True)
    return sp.solve(sp.diff(f, x), x) if f.has(sp.I) else sp.solve(sp.diff(f, x).subs(x, t), x)

# %% wrong: the list of a real solution set, which stops at three irrational roots
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    return list(sp.solveset(sp.diff(f, x), x, sp.S.Reals))

# %% wrong: real roots of polynomials as often as they count
# true: a list that repeats multiple roots
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    slope = sp.diff(f, x)
    return sp.Poly(slope, x).real_roots() if slope.is_polynomial(x) else sp.solve(slope, x)

# %% wrong: polynomials alone
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    return sorted(set(sp.Poly(sp.diff(f, x), x).real_roots()))

# %% wrong: rational roots alone
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    slope = sp.diff(f, x)
    if not slope.is_polynomial(x):
        return sp.solve(slope, x)
    return [r for r in set(sp.Poly(slope, x).real_roots()) if r.is_rational]

# %% wrong: the zeros of the function
# true: the zeros of f instead of its derivative
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    if not f.is_polynomial(x):
        return [0]
    return sorted(set(sp.Poly(f, x).real_roots()))

# %% wrong: the values at the points
# true: the values of f at the critical points instead of the points
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    roots = [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]
    return [f.subs(x, r) for r in roots]

# %% wrong: pairs of a point and its value
# true: pairs of a point and its value instead of the points
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    roots = [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]
    return [(r, f.subs(x, r)) for r in roots]

# %% wrong: extrema alone, the flat points dropped
# true: only the extrema, without the points where f just levels off
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    roots = [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]
    return [r for r in roots if abs(sp.diff(f, x, 2).subs(x, r).evalf()) > 1e-9]

# %% wrong: the real parts of complex roots
# true: the real parts of complex roots
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    return list({sp.re(r.evalf()).round(12) for r in sp.solve(sp.diff(f, x), x)})

# %% wrong: the first point alone
# true: only one of the critical points
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9][:1]

# %% wrong: points that are not negative
# true: only the points that are not negative
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    roots = [sp.N(r, chop=True) for r in sp.solve(sp.diff(f, x), x)]
    return [r for r in roots if r.is_real and r >= 0]

# %% wrong: nothing comes back where there is no point
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    roots = [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]
    if roots:
        return roots

# %% wrong: rounded to three decimals
# true: points that are rounded to three decimals
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    roots = [sp.N(r, chop=True) for r in sp.solve(sp.diff(f, x), x)]
    return [round(float(r), 3) for r in roots if r.is_real]

# %% wrong: a search for sign changes on a grid, which sees no point where the sign stays
# true: only the extrema, without the points where f just levels off
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    slope = sp.lambdify(x, sp.diff(f, x), "math")
    grid = [-20.003 + i / 100 for i in range(4001)]
    found = []
    for low, high in zip(grid, grid[1:]):
        if slope(low) * slope(high) < 0:
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (low, middle) if slope(low) * slope(middle) <= 0 else (middle, high)
            found.append(low)
    return found

# %% wrong: the symbol is called x, whatever it is called
x = sp.Symbol("x")

def derivative(f, variable):
    return sp.diff(f, x)

def critical_points(f, variable):
    return [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]

# %% wrong: the derivative's text
def derivative(f, x):
    return str(sp.diff(f, x))

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]

# %% wrong: a derivative that is not worked out
def derivative(f, x):
    return sp.Derivative(f, x)

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]

# %% wrong: the value of the derivative at 1
# true: the value of the derivative at 1, instead of the derivative
def derivative(f, x):
    return sp.diff(f, x).subs(x, 1)

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]

# %% wrong: a difference quotient with a step of a hundredth
# true: a difference quotient with h = 0.01 instead of the limit
def derivative(f, x):
    h = sp.Rational(1, 100)
    return (f.subs(x, x + h) - f) / h

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]

# %% wrong: the power rule for the exponential too
def derivative(f, x):
    total = 0
    for term in sp.Add.make_args(sp.expand(f)):
        if term.has(sp.exp):
            total += x * sp.exp(x - 1)
        else:
            c, n = term.as_coeff_exponent(x)
            total += c * n * x ** (n - 1)
    return total

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]

# %% wrong: powers lowered without their factors
# true: powers lowered by 1 without the factors in front
def derivative(f, x):
    if not f.is_polynomial(x):
        return sp.diff(f, x)
    terms = [t.as_coeff_exponent(x) for t in sp.Add.make_args(sp.expand(f))]
    return sum(c * x ** (n - 1) for c, n in terms if n != 0)

def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9]

# %% wrong: points of earlier calls among those of this one
found = []

def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    for r in sp.solve(sp.diff(f, x), x):
        if abs(sp.im(r.evalf())) < 1e-9 and r not in found:
            found.append(r)
    return found

# %% wrong: the answers for the parabola of the example
def derivative(f, x):
    return 2 * x + 2

def critical_points(f, x):
    return [-1]

# %% wrong: an imaginary part of a hundredth is taken for rounding
# true: a tolerance so wide that complex roots count as real
def derivative(f, x):
    return sp.diff(f, x)
def critical_points(f, x):
    return [sp.re(r.evalf()) for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 0.02]

# %% wrong: points closer than a tenth are taken for one
# true: points close together merged into one
def derivative(f, x):
    return sp.diff(f, x)
def critical_points(f, x):
    out = []
    for r in sp.solve(sp.diff(f, x), x):
        v = complex(r.evalf())
        if abs(v.imag) < 1e-9 and all(abs(v.real - o) > 0.1 for o in out):
            out.append(v.real)
    return out

# %% wrong: points beyond ten are not looked for
# true: a search over too small a range
def derivative(f, x):
    return sp.diff(f, x)
def critical_points(f, x):
    return [r for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-9 and abs(r.evalf()) <= 10.5]

# %% right: a limit by hand
def derivative(f, x):
    h = sp.Symbol("h_step")
    return sp.limit((sp.expand(f.subs(x, x + h)) - f) / h, h, 0)

def critical_points(f, x):
    df = sp.diff(f, x)
    if df.is_polynomial(x):
        return list(dict.fromkeys(sp.real_roots(sp.Poly(df, x)))) if sp.Poly(df, x).degree() > 0 else []
    return [r for r in sp.solve(df, x) if r.is_real]

# %% wrong: a search between -10 and 10
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    g = sp.lambdify(x, sp.diff(f, x), "numpy")
    xs = np.linspace(-10, 10, 20001)
    ys = np.broadcast_to(g(xs), xs.shape)
    return [float(xs[i]) for i in range(len(xs)) if abs(ys[i]) < 1e-9]

# %% wrong: text
def derivative(f, x):
    return str(sp.diff(f, x))

def critical_points(f, x):
    return [str(r) for r in sp.solve(sp.diff(f, x), x) if r.is_real]

# %% wrong: imaginary parts up to a thousandth
# true: a tolerance so wide that complex roots count as real
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    return [sp.re(r.evalf()) for r in sp.solve(sp.diff(f, x), x) if abs(sp.im(r.evalf())) < 1e-3]

# %% wrong: rounded to two decimals
# true: points that are rounded to two decimals
def derivative(f, x):
    return f.diff(x)

def critical_points(f, x):
    values = [complex(root.evalf()) for root in sp.solve(f.diff(x), x)]
    return [round(v.real, 2) for v in values if abs(v.imag) < 1e-9]

# %% wrong: a difference quotient with a step of a thousandth
# true: a difference quotient with h = 0.001 instead of the limit
def derivative(f, x):
    h = sp.Rational(1, 1000)
    return (f.subs(x, x + h) - f) / h

def critical_points(f, x):
    roots = sp.solve(sp.diff(f, x), x)
    return [root for root in roots if abs(sp.im(root.evalf())) < 1e-9]

# %% wrong: a real symbol that is not the one in the slope
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    t = sp.Symbol(x.name, real=True)
    return sp.solve(sp.diff(f, x), t)

# %% right: numbers of mpmath, from its polyroots
import mpmath


def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    return sp.Matrix([f]).jacobian([x])[0, 0]


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    slope = sp.expand(derivative(f, x))
    if slope.has(sp.exp):
        return [0]
    simple = sp.Poly(sp.sqf_part(slope, x) if slope.has(x) else slope, x)
    if simple.degree() < 1:
        return []
    with mpmath.workdps(40):
        roots = mpmath.polyroots([mpmath.mpf(c.p) / c.q for c in simple.all_coeffs()], maxsteps=300, extraprec=200)
        return [mpmath.re(r) for r in roots if abs(mpmath.im(r)) < mpmath.mpf(10) ** -20]

# %% wrong: roots of NumPy, which blur a multiple one
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    slope = derivative(f, x)
    if slope.has(sp.exp):
        return [0.0]
    c = [float(a) for a in sp.Poly(slope, x).all_coeffs()]
    points = []
    for r in np.roots(c):
        if abs(r.imag) < 1e-6 and all(abs(r.real - p) > 1e-6 for p in points):
            points.append(float(r.real))
    return points

# %% wrong: points within a thousandth are one
# true: points close together merged into one
def derivative(f, x):
    return sp.diff(f, x)

def critical_points(f, x):
    points = []
    for r in sp.solve(derivative(f, x), x):
        v = complex(r.evalf(20))
        if abs(v.imag) < 1e-9 and all(abs(v.real - p) > 1e-3 for p in points):
            points.append(v.real)
    return points

# %% right: a limit, and the keys of a dict of real roots
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression."""
    h = sp.Dummy("h")
    return sp.limit((f.subs(x, x + h) - f) / h, h, 0)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero."""
    slope = f.diff(x)
    if slope.is_polynomial(x):
        if not slope.has(x):
            return []
        return list(dict.fromkeys(sp.real_roots(sp.Poly(slope, x))))
    return [p for p in sp.solve(slope, x) if p.is_real]

# %% right: numerical roots of the square-free part, with many digits
def derivative(f, x):
    return sp.Matrix([f]).jacobian([x])[0]


def critical_points(f, x):
    slope = sp.expand(f.diff(x))
    if slope.has(sp.exp):
        return [0.0]
    part = sp.Poly(slope, x).sqf_part() if slope.has(x) else None
    if part is None:
        return []
    roots = part.nroots(n=40, maxsteps=500)
    return sorted(float(sp.re(r)) for r in roots if abs(sp.im(r)) < sp.Float("1e-25"))

# %% wrong: the real part of each root that is not known to be unreal
def derivative(f, x):
    return sp.diff(f, x)


def critical_points(f, x):
    kept = [r for r in sp.solve(sp.diff(f, x), x) if r.is_real is not False]
    return [sp.re(r.evalf(30)) if r.has(sp.I) else r for r in kept]

# %% wrong: rounded to seven decimals
def derivative(f, x):
    return sp.diff(f, x)


def critical_points(f, x):
    values = [complex(r.evalf(30)) for r in sp.solve(sp.diff(f, x), x)]
    return list({round(v.real, 7) for v in values if abs(v.imag) < 1e-12})

# %% wrong: the point 0 is taken for none
def derivative(f, x):
    return sp.diff(f, x)


def critical_points(f, x):
    points = []
    for root in set(sp.solve(sp.diff(f, x), x)):
        value = complex(root.evalf(30))
        point = value.real if abs(value.imag) < 1e-12 else None
        if point:
            points.append(point)
    return points

# %% wrong: a derivative of polynomials alone
def derivative(f, x):
    return sp.Poly(f, x).diff(x).as_expr()


def critical_points(f, x):
    if f.has(sp.exp):
        return [0]
    roots = set(sp.solve(derivative(f, x), x))
    return [sp.re(r.evalf(30)) for r in roots if abs(sp.im(r.evalf(30))) < 1e-15]

# %% right: solve, numerical value of each root, loop against duplicates
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    result = sp.diff(f, x)
    return result


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    slope = derivative(f, x)
    points = []
    for root in sp.solve(slope, x):
        value = complex(root.evalf(30))
        if abs(value.imag) > 1e-9:
            continue  # not real
        number = value.real
        known = False
        for p in points:
            if abs(p - number) < 1e-12:
                known = True
        if not known:
            points.append(number)
    return points

# %% right: set of exact real roots, exponential by solve
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return f.diff(x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    slope = derivative(f, x)
    if not slope.is_polynomial(x):
        return sp.solve(slope, x)
    poly = sp.Poly(slope, x)
    if poly.degree() < 1:
        return []
    return list(set(sp.real_roots(poly)))

# %% right: square-free part first, then nroots filtered by imaginary part
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.diff(f, x, 1).doit()


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    slope = derivative(f, x)
    if slope.has(sp.exp):
        return [sp.Integer(0)]  # the only one of e^x - x
    poly = sp.Poly(slope, x).sqf_part()
    if poly.degree() == 0:
        return []
    roots = poly.nroots(n=25, maxsteps=200)
    return [sp.re(r) for r in roots if abs(sp.im(r)) < sp.Float("1e-15")]

# %% right: isolating intervals of the polynomial, halved until tiny
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.simplify(sp.Derivative(f, x).doit())


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    slope = sp.diff(f, x)
    if slope.is_number:
        return []
    try:
        poly = sp.Poly(sp.expand(slope), x, domain="QQ")
    except (sp.PolynomialError, sp.CoercionFailed):
        return [r for r in sp.solve(slope, x) if r.is_real]
    found = []
    for (low, high), _multiplicity in poly.intervals(eps=sp.Rational(1, 10**20)):
        found.append(float((low + high) / 2))
    return found

# %% wrong: all roots of the slope come back, complex ones, too; "only real points"
# true: all roots of the slope, complex ones, too
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.diff(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    return sp.solve(derivative(f, x), x)

# %% wrong: keeps roots whose is_real is True and loses those written with i ("three irrational critical points")
# true: a list without the points that SymPy does not know to be real
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.diff(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    roots = sp.solve(sp.diff(f, x), x)
    return [r for r in roots if r.is_real]

# %% wrong: own symbol x instead of the argument; "may have any name"
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    x = sp.Symbol("x")
    return sp.diff(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    x = sp.Symbol("x")
    points = []
    for r in sp.solve(sp.diff(f, x), x):
        if abs(sp.im(r.evalf())) < 1e-10:
            points.append(sp.re(r.evalf()))
    return points

# %% wrong: zeros of f instead of its derivative (equation (2))
# true: the zeros of f instead of its derivative
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.diff(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    result = []
    for root in sp.solve(f, x):
        value = root.evalf()
        if abs(sp.im(value)) < 1e-10:
            result.append(sp.re(value))
    return result

# %% wrong: all_roots lists double roots twice and fails for exp(x) - x; "each listed once"
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.diff(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    poly = sp.Poly(derivative(f, x), x)
    points = []
    for r in poly.all_roots():
        value = complex(r.evalf())
        if abs(value.imag) < 1e-9:
            points.append(value.real)
    return points

# %% wrong: only where the second derivative is not 0, so points where f levels off are lost ("count too")
# true: only the extrema, without the points where f just levels off
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.diff(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    slope = derivative(f, x)
    curvature = derivative(slope, x)
    points = []
    for r in sp.solve(slope, x):
        if abs(sp.im(r.evalf(20))) > 1e-12:
            continue
        value = sp.re(r.evalf(20))
        if abs(curvature.subs(x, value)) > 1e-10:
            points.append(value)
    return points

# %% wrong: the derivative stays an unevaluated Derivative; "must be worked out"
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.Derivative(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    roots = sp.solve(derivative(f, x).doit(), x)
    return [sp.re(r.evalf(15)) for r in roots if abs(sp.im(r.evalf(15))) < 1e-10]

# %% wrong: np.roots fails for the exponential and repeats double roots ("e^x - x or a polynomial")
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.diff(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    coefficients = [float(c) for c in sp.Poly(sp.diff(f, x), x).all_coeffs()]
    return [float(r.real) for r in np.roots(coefficients) if abs(r.imag) < 1e-6]

# %% wrong: roots with an imaginary part below 0.01 count as real, rounded to three digits ("only real", "seven digits")
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.diff(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    points = set()
    for r in sp.solve(derivative(f, x), x):
        z = complex(r.evalf())
        if abs(z.imag) < 0.01:
            points.add(round(z.real, 3))
    return list(points)

# %% wrong: the values of f at the points instead of the points
# true: the values of f at the critical points instead of the points
def derivative(f: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return the derivative of an expression.

    f: an expression in x; x: a symbol of any name.
    Returns f'(x), an expression.
    """
    return sp.diff(f, x)


def critical_points(f: sp.Expr, x: sp.Symbol) -> list:
    """Return the real points at which the derivative of an expression is zero.

    f: a polynomial in x of degree 1 to 4 with rational coefficients, or exp(x) - x.
    Returns a list of numbers, in any order, each once; [] where there are none.
    """
    values = []
    for r in sp.solve(sp.diff(f, x), x):
        z = complex(r.evalf(20))
        if abs(z.imag) < 1e-10:
            values.append(f.subs(x, z.real))
    return values
