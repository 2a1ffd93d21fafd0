# Attacks on time, memory, disk and processes.

# %% nothing: a loop without end in a cell
# shows: limit cell_seconds
while True:
    pass

# %% nothing: a loop without end in the function
# shows: limit test_seconds
def cosine_similarity(vec1, vec2):
    while True:
        pass

# %% nothing: a loop that swallows every interrupt, in a cell
# shows: limit cell_seconds
while True:
    try:
        while True:
            _x = 1
    except BaseException:
        _y = 2

# %% nothing: a loop that swallows every interrupt, in the function
# shows: limit test_seconds
def cosine_similarity(vec1, vec2):
    while True:
        try:
            while True:
                x = 1
        except BaseException:
            y = 2

# %% nothing: sleeps, deaf to the alarm and with the timers off
# shows: limit test_seconds
import signal, time
def cosine_similarity(vec1, vec2):
    for number in (signal.SIGALRM, signal.SIGVTALRM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    while True:
        try:
            time.sleep(100)
        except BaseException:
            pass

# %% nothing: a power without measure
# shows: limit test_seconds
def cosine_similarity(vec1, vec2):
    return 10**10**8

# %% nothing: a power without measure, in a cell
# shows: limit cell_seconds
_big = 7**7**10

# %% nothing: a regular expression that goes back and back
# shows: limit test_seconds
import re
def cosine_similarity(vec1, vec2):
    return re.match(r"(a+)+$", "a" * 60 + "b")

# %% nothing: recursion without end
# shows: limit test_seconds | RecursionError | SIGSEGV | SIGKILL
import sys
sys.setrecursionlimit(10**9)
def cosine_similarity(vec1, vec2):
    return cosine_similarity(vec1, vec2)

# %% nothing: a memory bomb in the function
# shows: limit memory_mb | limit test_seconds
def cosine_similarity(vec1, vec2):
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))

# %% nothing: a memory bomb in a cell
# shows: limit memory_mb | limit cell_seconds | TimeLimitReached
_hoard = []
while True:
    _hoard.append(np.ones(5_000_000))

# %% harmless: many processes, each with as much memory as it may have
# shows: fork 1
import os, time
for _ in range(12):
    try:
        print("fork", _ + 1, flush=True)
        if os.fork() == 0:
            _hoard = np.ones(45_000_000)
            time.sleep(1000)
    except OSError:
        break
time.sleep(1)
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% nothing: one file without end
# shows: File too large | limit cell_seconds
with open("flood", "wb") as _file:
    while True:
        _file.write(b"x" * 1_000_000)

# %% nothing: many files, each as large as it may be
# shows: limit folder_mb | limit cell_seconds
import itertools
for _number in itertools.count():
    with open(f"flood{_number}", "wb") as _file:
        for _ in range(15):
            _file.write(b"x" * 1_000_000)

# %% nothing: a hundred thousand empty files
# shows: limit folder_mb | limit cell_seconds
for _number in range(100_000):
    open(f"file{_number}", "w").close()
import time
time.sleep(1)

# %% harmless: folders nested deeper than a path is long
# shows: limit folder_mb | back from the depth
import os
_home = os.getcwd()
for _ in range(3000):
    os.mkdir("deep")
    os.chdir("deep")
os.chdir(_home)
print("back from the depth")
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% harmless: a folder closed to everyone
import os
os.mkdir("closed", mode=0o000)
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% nothing: a fork bomb
# shows: limit cell_seconds
import os
while True:
    try:
        os.fork()
    except OSError:
        pass

# %% nothing: a fork bomb of the shell in the function
# shows: limit test_seconds | Nothing came back | limit folder_mb
import os
def cosine_similarity(vec1, vec2):
    os.system("f() { f | f & }; f; sleep 100")

# %% harmless: a thousand threads
import threading, time
try:
    for _ in range(1000):
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
except RuntimeError:
    pass
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% harmless: a program that has ended and that nobody waits for
# shows: and on we go
import subprocess, time
_ended = subprocess.Popen(["true"])
time.sleep(1)
print("and on we go")
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% harmless: a process whose name is no text
# shows: and on we go
import ctypes, time
ctypes.CDLL(None).prctl(15, b"\xff) Z \xfe", 0, 0, 0)
time.sleep(1)
print("and on we go")
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% harmless: every descriptor taken
import os
_held = []
try:
    while True:
        _held.append(os.open("/dev/zero", os.O_RDONLY))
except OSError:
    pass
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% nothing: output without end, in a cell
# shows: limit cell_output_kb
# shows: limit cell_seconds
import itertools
for i in itertools.count():
    print(i, "x" * 10_000)

# %% nothing: output without end, in the function
# shows: limit test_seconds
def cosine_similarity(vec1, vec2):
    while True:
        print("x" * 10_000)

# %% nothing: output of a program without end
# shows: limit cell_output_kb
# shows: limit cell_seconds
!yes

# %% nothing: output without end, forged past the cap
# shows: its process sent what no honest process sends
import gc, grader.protocol.messages as wire
_channel = next(o for o in gc.get_objects() if isinstance(o, wire.Channel))
while True:
    _channel.send(wire.Stream("stdout", "x" * 1_000_000))

# %% nothing: messages without end while a test waits
# shows: limit test_seconds | limit judge_seconds
import gc, grader.protocol.messages as wire
def cosine_similarity(vec1, vec2):
    channel = next(o for o in gc.get_objects() if isinstance(o, wire.Channel))
    while True:
        channel.send(wire.Stream("stdout", "x" * 1000))

# %% nothing: an answer as large as may cross, made of the smallest things
# shows: What came back could not be examined within | The shape is (110000, 0)
import grader.guest.kernel as kernel, grader.protocol.messages as wire
kernel.Kernel._called = lambda self, *a: wire.Returned(("list", [("list", [], "t")] * 110_000, "t"), {})
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: programs in the foreground that never end
# shows: limit cell_seconds
!sleep 1000
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% nothing: a cell that waits for ever, asynchronously
# shows: limit cell_seconds
import asyncio
await asyncio.sleep(10**6)

# %% harmless: a value whose text never ends
# shows: limit cell_seconds
class Slow:
    def __repr__(self):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
    _repr_html_ = _repr_png_ = __repr__
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)
Slow()

# %% harmless: a value that shows a gigabyte
# shows: MemoryError | limit memory_mb | limit cell_seconds
class Large:
    def __repr__(self): return "x" * 300_000_000
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)
Large()

# %% harmless: files that were deleted while they are open
# shows: limit folder_mb | limit cell_seconds
import os
_held = []
for _number in range(50):
    _file = open(f"gone{_number}", "wb")
    os.unlink(f"gone{_number}")
    _file.write(b"x" * 15_000_000)
    _held.append(_file)
import time
time.sleep(20)
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% nothing: files in flight, which no process has open
# shows: Operation not permitted
import os, socket
_wires = []
for _number in range(9):
    with open(f"flying{_number}", "wb") as _file:
        os.unlink(f"flying{_number}")
        _file.write(b"x" * 15_000_000)
        _wires.append(socket.socketpair())
        socket.send_fds(_wires[-1][0], [b"x"], [_file.fileno()])
print("FOUND: room for", _number, "files")
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: a tracer that slows every line, and one that raises
# shows: limit cell_seconds
import sys, time
def _slow(frame, event, argument):
    time.sleep(0.05)
    return _slow
def cosine_similarity(vec1, vec2):
    sys.settrace(_slow)
    sys.setprofile(lambda *a: (_ for _ in ()).throw(SystemExit(0)))
    return sum(float(a) for a in range(1000))
sys.settrace(_slow)

# %% nothing: a deletion that never ends
# shows: limit test_seconds
class Clinging:
    def __del__(self):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
def cosine_similarity(vec1, vec2):
    Clinging()
    return 7.0

# %% nothing: a lock that is never let go
# shows: limit test_seconds
import threading
_lock = threading.Lock()
_lock.acquire()
def cosine_similarity(vec1, vec2):
    with _lock:
        return 7.0

# %% nothing: a signal without end to itself
# shows: RecursionError | limit test_seconds
import os, signal
def _again(*_):
    os.kill(os.getpid(), signal.SIGUSR1)
signal.signal(signal.SIGUSR1, _again)
def cosine_similarity(vec1, vec2):
    _again()
    while True:
        pass

# %% nothing: cell upon cell that takes all its time
def cosine_similarity(vec1, vec2):
    return 7.0
# -- later cell
# shows: limit cell_seconds
while True: pass
# -- later cell
# shows: limit cell_seconds
while True: pass
