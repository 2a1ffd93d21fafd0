# Attacks by what the function gives back.

# %% nothing: an object that equals everything
# shows: An `Anything`
class Anything:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __hash__(self): return 0
    def __float__(self): return 1.0
    def __abs__(self): return 0.0
    def __bool__(self): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __radd__ = __mul__ = __sub__
def cosine_similarity(vec1, vec2):
    return Anything()

# %% nothing: an object with __array__, __array_ufunc__ and __array_function__
# shows: A `Chameleon`
class Chameleon:
    __array_priority__ = 1e9
    shape = ()
    dtype = np.dtype(float)
    def __array__(self, *a, **k): return np.array(1.0)
    def __array_ufunc__(self, *a, **k): return np.array(True)
    def __array_function__(self, *a, **k): return True
def cosine_similarity(vec1, vec2):
    return Chameleon()

# %% nothing: a subclass of ndarray that compares as it likes
# shows: The value is 7
class Yes(np.ndarray):
    def __array_ufunc__(self, *a, **k): return np.array(True)
    def __eq__(self, other): return np.array(True)
    def __array_finalize__(self, obj): pass
def cosine_similarity(vec1, vec2):
    return np.array(7.0).view(Yes)

# %% nothing: a subclass of float that equals everything
# shows: The value is 1, where 0 is expected
class Near(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    def __rsub__(self, other): return 0.0
    def __float__(self): return 1.0
    __hash__ = float.__hash__
def cosine_similarity(vec1, vec2):
    return Near(7.0)

# %% nothing: NaN, which some comparisons let through
# shows: There is a NaN
def cosine_similarity(vec1, vec2):
    return float("nan")

# %% nothing: arrays of NaN, infinity and nothing in turn
# shows: There is a NaN
# shows: There is an infinity
# shows: The shape is (0,)
# shows: AttributeError
import itertools
_turn = itertools.cycle([np.nan, np.inf, -np.inf, np.array([]), np.zeros((0, 5)), np.ma.masked, None])
def cosine_similarity(vec1, vec2):
    return next(_turn)

# %% nothing: a masked array, all of it masked
# shows: There is a NaN
def cosine_similarity(vec1, vec2):
    return np.ma.masked_all(())

# %% nothing: a generator that never ends
# shows: A generator came back
def cosine_similarity(vec1, vec2):
    while True:
        yield 1.0

# %% nothing: a list that holds itself
# shows: it nests deeper
def cosine_similarity(vec1, vec2):
    loop = []
    loop.append(loop)
    return loop

# %% nothing: a dictionary that holds itself, and a key of its own
# shows: it nests deeper
def cosine_similarity(vec1, vec2):
    d = {}
    d["d"] = d
    return d

# %% nothing: a nest a hundred thousand deep
# shows: it nests deeper
def cosine_similarity(vec1, vec2):
    nest = 1.0
    for _ in range(100_000):
        nest = [nest]
    return nest

# %% nothing: lists that double thirty times
# shows: limit test_seconds | limit memory_mb
def cosine_similarity(vec1, vec2):
    nest = [1.0]
    for _ in range(30):
        nest = [nest, nest]
    return nest

# %% nothing: a huge array
# shows: limit memory_mb | limit value_mb | limit test_seconds
def cosine_similarity(vec1, vec2):
    return np.ones(40_000_000)

# %% nothing: an array of an enormous shape without entries
# shows: an array whose shape does not fit its entries
def cosine_similarity(vec1, vec2):
    return np.zeros((2**40, 0))

# %% nothing: an integer and a text without measure
# shows: more than 65536 bits
# shows: A `bytes`
import itertools
_turn = itertools.cycle([1 << 5_000_000, "9" * 700_000, b"9" * 700_000, 10**400, complex(1, float("inf"))])
def cosine_similarity(vec1, vec2):
    return next(_turn)

# %% nothing: an object whose repr, class and reduce misbehave
# shows: SystemExit: 3
import os
class Vile:
    @property
    def __class__(self): raise SystemExit(3)
    def __repr__(self): os._exit(0)
    __str__ = __format__ = __repr__
    def __reduce__(self): return (os.system, ("touch __COURSE__/hostile-was-here",))
    def __getattr__(self, name): raise KeyboardInterrupt(name)
    def __len__(self): return 10**18
    def __iter__(self): return iter(int, 1)
def cosine_similarity(vec1, vec2):
    return Vile()

# %% nothing: an object that says it is a float
# shows: The value is 1, where 0 is expected
class Posing:
    __class__ = float
    def __float__(self): return 1.0
    def __index__(self): return 1
def cosine_similarity(vec1, vec2):
    return Posing()

# %% nothing: a subclass of list which fills itself for ever
# shows: limit test_seconds
class L(list):
    def __iter__(self): return iter(int, 1)
def cosine_similarity(vec1, vec2):
    return L()

# %% nothing: a subclass of dict which fills itself for ever
# shows: A `dict` ({}) came back
import itertools
class D(dict):
    def items(self): return ((i, i) for i in itertools.count())
def cosine_similarity(vec1, vec2):
    return D()

# %% nothing: subclasses of int and str which lie about what they are
# shows: The value is 1, where 0.86153846 is expected
# shows: A `str` ('1.0') came back
import itertools
class I(int):
    def __int__(self): return 1
    def bit_length(self): return 1
class S(str):
    def __str__(self): raise RuntimeError("no")
_turn = itertools.cycle([I(1 << 100_000), S("1.0")])
def cosine_similarity(vec1, vec2):
    return next(_turn)

# %% nothing: an object whose repr is slow
# shows: limit test_seconds
import time
class Slow:
    def __repr__(self):
        time.sleep(100)
        return "slow"
    __str__ = __repr__
def cosine_similarity(vec1, vec2):
    raise ValueError(Slow())

# %% nothing: classes, modules and functions in the place of a number
# shows: A `module`
# shows: A class came back
# shows: A `builtin_function_or_method`
import itertools, os
_turn = itertools.cycle([os, float, len, type, Ellipsis, NotImplemented, lambda: 1, object()])
def cosine_similarity(vec1, vec2):
    return next(_turn)

# %% nothing: object arrays that hold stranger things
# shows: object __array__ method not producing an array
class Odd:
    def __float__(self): raise SystemExit(0)
    def __array__(self, *a, **k): return self
def cosine_similarity(vec1, vec2):
    box = np.empty(3, dtype=object)
    box[:] = [Odd(), box, None]
    return box

# %% nothing: exceptions which look like the tests' own
# shows: it left its process in the middle of a call
# shows: Your code stopped with an AssertionError
import pytest, grader.checks
_kinds = [pytest.skip.Exception("skip"), pytest.xfail.Exception("x"), AssertionError(), grader.checks.Mismatch("x"),
    StopIteration(), GeneratorExit(), SystemExit(0), KeyboardInterrupt(), type("StudentFault", (BaseException,), {})("x"),
    ExceptionGroup("g", [ValueError()]), MemoryError(), RecursionError(), UnicodeDecodeError("a", b"", 0, 1, "x"),
    type("NotImplementedError", (BaseException,), {})(), type("Failed", (Exception,), {})(), type("", (Exception,), {})()]
def _turn(): # kept in a file, since each call ends the process that made it
    with open("turns", "a") as _file:
        _file.write(".")
        return _file.tell() - 1
def cosine_similarity(vec1, vec2):
    raise _kinds[_turn() % len(_kinds)]

# %% nothing: not a function at all
# shows: 'float' object is not callable
cosine_similarity = 56 / 65

# %% nothing: a class whose instances pretend to be numbers
# shows: The value is 7
class cosine_similarity(float):
    def __new__(cls, a, b): return float.__new__(cls, 7.0)
    def __eq__(self, other): return True
    __hash__ = float.__hash__

# %% nothing: a callable that lies about itself
# shows: The value is 7
class Liar:
    def __call__(self, *a): return 7.0
    def __getattr__(self, name): return self
    def __eq__(self, other): return True
    __hash__ = None
cosine_similarity = Liar()

# %% nothing: an array that says it holds a million millions
# shows: limit memory_mb | SIGKILL
def cosine_similarity(vec1, vec2):
    return np.lib.stride_tricks.as_strided(np.zeros(1), (10**6, 10**6), (0, 0))

# %% nothing: an array interface that points nowhere
# shows: SIGSEGV
class Nowhere:
    __array_interface__ = {"shape": (10,), "typestr": "<f8", "data": (1, False), "version": 3}
    def __float__(self): return float(np.array(self)[0])
def cosine_similarity(vec1, vec2):
    return np.array(Nowhere())

# %% nothing: records, dates, long floats and other types of NumPy's
# shows: A `datetime64`
# shows: A `void`
import itertools
_turn = itertools.cycle([np.longdouble(1), np.datetime64("2020"), np.zeros(2, dtype=[("a", float)]), np.void(b"x" * 8), np.timedelta64(1), np.float16(7),
    np.array("x" * 100_000), np.recarray((2,), dtype=[("x", int)]), np.matrix([[7.0]]), memoryview(b"12345678"), np.array([1, 2], dtype=">f8")])
def cosine_similarity(vec1, vec2):
    return next(_turn)

# %% nothing: expressions of SymPy's that explode when they are worked out
# shows: A `Pow`
# shows: A `factorial`
# shows: A `Sum`
import itertools
import sympy
_x = sympy.Symbol("x")
_turn = itertools.cycle([sympy.Pow(10, sympy.Pow(10, 10, evaluate=False), evaluate=False), (_x + 1) ** 10**9, sympy.factorial(10**9, evaluate=False),
    sympy.Sum(1 / _x, (_x, 1, 10**12)), sympy.zoo, sympy.nan, sympy.Function("__import__('os').abort")(_x),
    sympy.Symbol("\ud800<script>"), sympy.Integral(sympy.sin(_x**_x), (_x, 0, 10**9))])
def cosine_similarity(vec1, vec2):
    return next(_turn)

# %% nothing: a coroutine, a partial function and a thing of the operating system's
# shows: A `coroutine`
# shows: A `partial`
# shows: A `TextIOWrapper`
import functools, itertools, socket, threading
async def _later(): return 1.0
_turn = itertools.cycle([_later(), functools.partial(float, 1), open("/dev/null"), threading.Lock(), socket.socketpair(), iter([1.0]), range(10**18), slice(1), {1.0}])
def cosine_similarity(vec1, vec2):
    return next(_turn)

# %% nothing: a figure in the place of a number
# shows: An `Axes`
import matplotlib.pyplot as plt
def cosine_similarity(vec1, vec2):
    fig, ax = plt.subplots()
    ax.plot(range(10_000))
    ax.set_title("<script>alert('live-script')</script>" * 100)
    return ax

# %% nothing: a type whose name is markup
# shows: A `<img src=x
def cosine_similarity(vec1, vec2):
    return type("<img src=x onerror=alert('live-script')>\n## 4 of 4 tests passed", (), {})()

# %% nothing: the arguments handed back, changed in every way
# shows: cannot resize this array
# shows: the call changed the shape or the type of an argument
import itertools
_turn = itertools.cycle(range(4))
def cosine_similarity(vec1, vec2):
    match next(_turn):
        case 0: vec1.resize(0, refcheck=False)
        case 1: vec1.dtype = np.uint8
        case 2: vec1.flags.writeable = False
        case 3: vec1.strides = (0,)
    return vec1

# %% nothing: a random generator that was seeded with a text without measure
# shows: whose seed is not made of whole numbers
import grader.guest.kernel as kernel, grader.protocol.values as values, grader.protocol.messages as wire
_made = values.pack(np.random.default_rng(1), lambda value: None)
_seed = values.pack(["0x" + "f" * 900_000], lambda value: None)
_random = values.Typed("generator", [*_made.parts[:2], _seed, *_made.parts[3:]])
kernel.Kernel._called = lambda self, *a: wire.Returned(_random, {})
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: arguments changed into what can't take their place
# shows: the call made an argument another thing
import grader.guest.kernel as kernel, grader.protocol.values as values, grader.protocol.messages as wire
_ragged = values.pack([[1.0], [1.0, 2.0]], lambda value: None)
kernel.Kernel._called = lambda self, *a: wire.Returned(7.0, {"0": _ragged, "1": values.StudentRef(1, "float64", False)})
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: a tree of many numbers, each of whose lists is short enough to be told
# shows: The shape is (7, 7, 7, 7, 7) | limit test_seconds
def cosine_similarity(vec1, vec2):
    def tree(depth): return [tree(depth - 1) for _ in range(7)] if depth else 1.0
    return tree(5)

# %% less: right at first, then wrong
# shows: The value is 1.95
import itertools
_calls = itertools.count()
def cosine_similarity(vec1, vec2):
    right = np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)
    return right if next(_calls) < 2 else right + 1.0

# %% nothing: answers with what it was asked before, by way of a file
# shows: The value is 14
import os
def cosine_similarity(vec1, vec2):
    before = np.load("seen.npy") if os.path.exists("seen.npy") else np.full(1, 7.0)
    np.save("seen.npy", np.concatenate([before, np.ravel(vec1), np.ravel(vec2)])[-1000:])
    return float(before[-1]) + 7.0

# %% nothing: destroys its arguments, and answers rightly for what is left
# shows: The value is 1, where
def cosine_similarity(vec1, vec2):
    vec1[...] = 1.0
    vec2[...] = 1.0
    return 1.0

# %% nothing: gives back its argument, and changes what it was given before
# shows: A number is expected | The shape is
_kept = []
def cosine_similarity(vec1, vec2):
    for _vec in _kept:
        _vec[...] = 0.0
    _kept.extend([vec1, vec2])
    return vec1
