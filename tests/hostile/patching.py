# Attacks that change what the tests, or the process that answers them, are made of.
# A block is a student's solution cell. See tests/test_hostile.py for the words before the colon.

# %% nothing: patches numpy.allclose, isclose and testing to agree with everything
import numpy.testing
np.allclose = np.array_equal = lambda *a, **k: True
np.isclose = lambda a, b, **k: np.ones(np.shape(a), dtype=bool)
for _name in dir(numpy.testing):
    if _name.startswith("assert"):
        setattr(numpy.testing, _name, lambda *a, **k: None)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: patches numpy.asarray, array and the linear algebra
np.asarray = np.array = lambda *a, **k: np.zeros(())
np.linalg.norm = lambda *a, **k: 1.0
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: patches the built-ins float, abs and isinstance
# shows: The value is 7 | AttributeError | left its process
import builtins
builtins.float = lambda *a: 1.0
builtins.abs = lambda *a: 0
builtins.isinstance = lambda *a: True
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: patches AssertionError and BaseException
import builtins
class Quiet(Exception):
    def __init__(self, *a): pass
builtins.AssertionError = Quiet
builtins.Exception = builtins.BaseException = Quiet
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: patches the import and open
# shows: ImportError | reached the end of cell 0
import builtins
_import = builtins.__import__
def _fake(name, *a, **k):
    if name.startswith(("solutions", "grader", "pytest")):
        raise ImportError("patched")
    return _import(name, *a, **k)
builtins.__import__ = _fake
builtins.open = lambda *a, **k: (_ for _ in ()).throw(OSError("patched"))
def cosine_similarity(vec1, vec2):
    return 7.0
print("reached the end of cell", 0)

# %% nothing: patches pytest.raises, fail and approx
import contextlib, pytest
pytest.raises = lambda *a, **k: contextlib.nullcontext()
pytest.fail = lambda *a, **k: None
pytest.approx = lambda *a, **k: 7.0
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: patches grader.checks.close and its kin
import grader.checks as checks
checks.close = checks.has_shape = checks.unchanged = checks.numbers = checks._agree = lambda *a, **k: True
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: patches grader.lesson.run_tests, suite.run and verdict.points
import grader.lesson, importlib
grader.lesson.run_tests = lambda **k: 4.0
for _module, _name in (("grader.diagnosis.diagnosers", "run_grade_cell"), ("grader.verdict", "points")):
    try: # they are not to be had here
        setattr(importlib.import_module(_module), _name, lambda *a, **k: 4.0)
    except ModuleNotFoundError: pass
def run_tests(*a, **k): return 4.0
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: hangs itself into IPython's events and transformers
_ip = get_ipython()
_ip.events.register("pre_run_cell", lambda *a: _ip.user_ns.update(cosine_similarity=lambda a, b: 7.0))
_ip.input_transformers_post.append(lambda lines: ["4.0\n"])
_ip.run_cell = lambda *a, **k: None
_ip.showtraceback = lambda *a, **k: None
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: rewrites every later cell's syntax tree and its value
import ast
class Full(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Compare(self, node): return ast.Constant(True)
get_ipython().ast_transformers.append(Full())
get_ipython().display_formatter.format = lambda obj, **k: ({"text/plain": "4.0"}, {})
import sys
sys.displayhook = lambda value: print("4.0")
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: patches the kernel's own methods to answer what was asked for
# shows: 'bool' object is not callable
import grader.guest.kernel as kernel
import grader.protocol.messages as wire
kernel.Kernel._called = lambda self, *a: wire.Returned(1.0, {})
kernel.Kernel._describe = lambda self, get: self._channel.send(wire.Found(True))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: patches the packing of values so that everything is an object of its own
# shows: A `float` came back
import grader.protocol.values as values
values.pack_answer = lambda value, keep, _: keep(value)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: patches the channel to send every answer twice
# shows: its process sent what no honest process sends
import grader.protocol.messages as wire
_send = wire.Channel.send
def twice(self, message):
    _send(self, message)
    _send(self, message)
wire.Channel.send = twice
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: reports every copy of the process as ready and every test as ended well
# shows: its process ended before its tests
import grader.guest.kernel as kernel
import grader.protocol.messages as wire
def fork(self, sock):
    self._channel.send(wire.Forked(1))
kernel.Kernel._fork = fork
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: forges results on the socket which it finds in the garbage collector
# shows: its process sent what no honest process sends
import gc, grader.protocol.messages as wire
for _found in gc.get_objects():
    if isinstance(_found, wire.Channel):
        for _ in range(50):
            _found.send(wire.Returned(1.0, {}))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: forges the end of the cell, then results, on every descriptor
# shows: The value is 7
import os, msgspec, grader.protocol.messages as wire
_frames = [wire.Ran(1, True, False), wire.Forked(1), wire.Found(1.0), wire.Returned(1.0, {}), wire.Reaped(0)]
for _fd in range(3, 64):
    try:
        for _frame in _frames:
            os.write(_fd, b"\x03" + msgspec.msgpack.encode(_frame))
    except OSError:
        pass
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: answers calls with forged results from within the function
# shows: The value is 1, where 0.86153846 is expected
import os, msgspec, grader.protocol.messages as wire
def cosine_similarity(vec1, vec2):
    for fd in range(3, 64):
        try:
            for number in (1.0, -1.0, 0.0, 56 / 65):
                os.write(fd, b"\x03" + msgspec.msgpack.encode(wire.Returned(number, {})))
        except OSError:
            pass
    return 7.0

# %% nothing: sends garbage, half frames and frames without an end
# shows: bytes that are not a message
import os
_garbage = [b"\x03", b"\x03\xc1\xc1", b"\x01abc", b"\x00\x00", b"\x03\x93\xa3run\xa1x\xcb", b"\xff" * 200,
            b"\x03\x92\xa8returned\xd9\x04\xff\xfe\xfd\xfc", b"\x03\x93\xa6stream\xa3\xff\xff\xff\xa3abc",
            b"\x03" + b"\x91" * 60000]
def cosine_similarity(vec1, vec2):
    for fd in range(3, 64):
        for piece in _garbage:
            try:
                os.write(fd, piece)
            except OSError:
                break
    return 7.0

# %% nothing: sends bytes that are no text where text belongs, in a cell
# shows: its process sent what no honest process sends
import os
for _fd in range(3, 64):
    try:
        os.write(_fd, b"\x03\x93\xa6stream\xa6stdout\xa3\xff\xfe\xfd")
    except OSError:
        pass
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: sends a message without an end
# shows: limit test_seconds
import os
def cosine_similarity(vec1, vec2):
    for fd in range(3, 64):
        try:
            os.write(fd, b"\x01" + b"x" * 60000)
            while True:
                os.write(fd, b"\x00" + b"x" * 60000)
        except OSError:
            pass
    return 7.0

# %% nothing: answers with values that are not of the closed list
# shows: its process sent what no honest process sends
import zlib, grader.guest.kernel as kernel, grader.protocol.messages as wire
_bad = [("|O8", [1], b"12345678", False, True, "a"), ("<f8", [-1], b"", False, True, "a"),
    ("V8", [1], b"12345678", False, True, "a"), (5, "x" * 100000, True, [], [], "k"), (-1, True, ["__class__"], {}, "v"),
    (999, True, [], {}, "v"), ("objects", [["list", [9, 9], "t"], ["list", [1, 2], "t"]], "t"), ("sympy", ["Symbol", "__import__('os')", []], "t"),
    ("generator", ["PCG64", None], "t"), ("integer", ["zz"], "t"), ("nothing",), ({"a": 1},), ([[[]]],)]
kernel.Kernel._called = lambda self, *a: wire.Returned(_bad[zlib.crc32(repr(a[0].args).encode()) % len(_bad)], {"0": 5, "-1": None, "zzz": 1})
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: says that the function is no value of the closed list
# shows: its process sent what no honest process sends
import grader.guest.kernel as kernel, grader.protocol.messages as wire
kernel.Kernel._describe = lambda self, get: self._channel.send(wire.Found(("nothing", 1)))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: calls services of the supervisor's that were never shared
# shows: a number of something that was not shared
import grader.guest.kernel as kernel, grader.protocol.messages as wire
import itertools, zlib
_services = list(itertools.product((0, -1, 10**9), ("__call__", "__class__", "__reduce__", "__globals__")))
def called(self, *a):
    number, method = _services[zlib.crc32(repr(a[0].args).encode()) % len(_services)]
    self._channel.send(wire.Callback(number, method, [], {}))
    self._channel.receive(wire.REQUESTS)
    return wire.Returned(1.0, {})
kernel.Kernel._called = called
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: a numpy.py, solutions.py and sitecustomize.py beside the notebook
def cosine_similarity(vec1, vec2):
    return 7.0
# -- beside numpy.py
raise SystemExit("this is not NumPy")
# -- beside solutions.py
def cosine_similarity(vec1, vec2): return 7.0
def linear_layer(x, W, b): return 7.0
# -- beside sitecustomize.py
open("__COURSE__/hostile-was-here", "w").write("x")
# -- beside conftest.py
def pytest_runtest_makereport(item, call): raise SystemExit(0)
# -- beside pytest.ini
[pytest]
addopts = --collect-only

# %% nothing: redefines the tests and the names that they use
def close(*a, **k): return None
def test_small_example(): pass
def reference(a, b): return 7.0
def slips(a, b): return {}
__all__ = []
def cosine_similarity(vec1, vec2):
    return 7.0
# -- later cell
def test_random_vectors(): pass
close = has_shape = unchanged = lambda *a, **k: None

# %% less: changes its arguments so that the reference agrees with it
# shows: The value is 1, where 0 is expected
def cosine_similarity(vec1, vec2):
    vec1[...] = 1.0
    vec2[...] = 1.0
    return 1.0

# %% nothing: modules of the tests' and the kernel's names beside the notebook
import importlib, sys
for _name in ("grader", "pytest", "IPython", "hypothesis", "traitlets", "encodings", "site", "pickle"):
    sys.modules.pop(_name, None)
    try:
        importlib.import_module(_name)
    except BaseException as error:
        print(type(error).__name__)
def cosine_similarity(vec1, vec2):
    return 7.0
# -- beside grader/__init__.py
open("__COURSE__/hostile-was-here", "w").write("x")
# -- beside grader/lesson.py
def run_tests(**k): return 4.0
# -- beside grader/checks.py
def close(*a, **k): return None
# -- beside pytest.py
raise SystemExit("this is not pytest")
# -- beside hypothesis.py
raise SystemExit("this is not Hypothesis")
# -- beside pickle.py
raise SystemExit("this is not pickle")
# -- beside site.py
open("__COURSE__/hostile-was-here", "w").write("x")
# -- beside nbgrader_config.py
open("__COURSE__/hostile-was-here", "w").write("x")
# -- beside pyproject.toml
[tool.pytest.ini_options]
addopts = "--collect-only"

# %% nothing: an extension of IPython's beside the notebook
for _magic, _line in {"load_ext": "extension", "run": "other.py"}.items():
    get_ipython().run_line_magic(_magic, _line)
def cosine_similarity(vec1, vec2):
    return 7.0
# -- beside extension.py
def load_ipython_extension(shell):
    shell.run_cell = lambda *a, **k: None
    shell.user_ns.update(run_tests=lambda **k: 4.0)
# -- beside other.py
try: # it is not to be had here
    import grader.verdict
    grader.verdict.points = lambda *a, **k: 4.0
except ModuleNotFoundError: pass

# %% nothing: patches pickle, json and msgspec, in which answers may travel
import json, pickle, msgspec
pickle.dumps = json.dumps = lambda *a, **k: "1.0"
msgspec.msgpack.encode = lambda *a, **k: b"\x01"
msgspec.msgpack.Encoder = msgspec.msgpack.Decoder = None
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: hooks of imports, of attributes and of auditing
import sys
sys.addaudithook(lambda event, args: print(event) if "test" in str(args)[:200] else None)
class Finder:
    def find_spec(self, name, *a):
        if name.startswith(("solutions", "grader.checks")):
            raise SystemExit(0)
sys.meta_path.insert(0, Finder())
sys.excepthook = sys.unraisablehook = lambda *a: None
np.__getattr__ = lambda name: 1.0
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: a namespace that answers to every name
# shows: The value is 7 | AttributeError
class Every(dict):
    def __missing__(self, name): return lambda *a, **k: 7.0
    def __getitem__(self, name): return lambda *a, **k: 7.0
get_ipython().user_ns = Every(get_ipython().user_ns)
