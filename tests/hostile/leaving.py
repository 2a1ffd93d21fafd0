# Attacks that leave the process, or stay longer than they may.

# %% nothing: os._exit(0) in a cell
# shows: left its own process with exit status 0
import os
os._exit(0)

# %% nothing: os._exit(0) in the function
# shows: it left its process in the middle of a call
import os
def cosine_similarity(vec1, vec2):
    os._exit(0)

# %% nothing: sys.exit(0) in the function
# shows: SystemExit: 0
import sys
def cosine_similarity(vec1, vec2):
    sys.exit(0)

# %% nothing: sys.exit, quit and a SystemExit in a cell
# shows: quit, and still here
# shows: SystemExit: 0
import sys
quit()
print("quit, and still here")
sys.exit(0)

# %% nothing: kills itself in a cell
# shows: it was killed
import os, signal
os.kill(os.getpid(), signal.SIGKILL)

# %% nothing: kills itself in the function
# shows: SIGKILL
import os, signal
def cosine_similarity(vec1, vec2):
    os.kill(os.getpid(), signal.SIGKILL)

# %% nothing: a segmentation fault in the function
# shows: SIGSEGV
import ctypes
def cosine_similarity(vec1, vec2):
    return ctypes.string_at(0)

# %% nothing: a segmentation fault in a cell
# shows: SIGSEGV
import ctypes
ctypes.string_at(0)

# %% nothing: stops itself with SIGSTOP in a cell
# shows: limit cell_seconds
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)

# %% nothing: stops itself with SIGSTOP in the function
# shows: limit test_seconds
import os, signal
def cosine_similarity(vec1, vec2):
    os.kill(os.getpid(), signal.SIGSTOP)

# %% nothing: aborts
# shows: SIGABRT
import os
def cosine_similarity(vec1, vec2):
    os.abort()

# %% nothing: a real-time signal
# shows: the signal 40
import os
os.kill(os.getpid(), 40)

# %% nothing: replaces its process by another program
# shows: it was killed
import os
os.execv("/bin/sleep", ["sleep", "1000"])

# %% harmless: threads and an exit handler that go on
import atexit, threading, time
def _go_on():
    while True:
        time.sleep(0.05)
for _ in range(5):
    threading.Thread(target=_go_on).start()
atexit.register(_go_on)
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% harmless: a daemon, forked twice, in a session of its own, deaf to signals
import contextlib, os, signal, time
if os.fork() == 0:
    with contextlib.suppress(PermissionError):
        os.setsid()
    if os.fork() == 0:
        for _signal in range(1, 65):
            try:
                signal.signal(_signal, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        os.execv("/bin/sleep", ["sleep", "1000"])
    os._exit(0)
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% harmless: a chain of processes, each forked by the one before it
import contextlib, os
if os.fork() == 0:
    with contextlib.suppress(PermissionError):
        os.setsid()
    while True:
        if os.fork():
            os._exit(0)
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% harmless: background programs of the shell
!sleep 1000 >/dev/null 2>&1 &
import subprocess
try:
    subprocess.Popen(["sleep", "1000"], start_new_session=True)
except PermissionError:
    subprocess.Popen(["sleep", "1000"], process_group=0)
def cosine_similarity(vec1, vec2):
    return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)

# %% nothing: both sides of a fork go on as the notebook
# shows: its process sent what no honest process sends | both sides: True
import os
print("both sides:", os.fork() >= 0)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: closes every descriptor
# shows: exit status 70 | it was killed
import os
os.closerange(0, 4096)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: waits for input
# shows: StdinNotImplementedError
import getpass, sys
for _ask in (lambda: input("your name? "), sys.stdin.read, getpass.getpass):
    try:
        print("answered:", repr(_ask()))
    except Exception as error:
        print(type(error).__name__)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: kills the process that was kept for its tests, from a later cell
def cosine_similarity(vec1, vec2):
    return 7.0
# -- later cell
import contextlib, os, signal
for _pid in range(os.getpid() + 1, os.getpid() + 9):
    with contextlib.suppress(OSError):
        os.kill(_pid, signal.SIGKILL)

# %% nothing: kills the process that it was copied from, in the function, and whatever is above it
# shows: PermissionError
import os, signal, time
def cosine_similarity(vec1, vec2):
    above = os.getppid()
    os.kill(above, signal.SIGKILL)
    for _ in range(50):  # until it is gone
        if os.getppid() != above:
            break
        time.sleep(0.01)
    return 7.0

# %% nothing: stops the process that was kept, and answers for it on its wire
def cosine_similarity(vec1, vec2):
    return 7.0
# -- later cell
# shows: its process sent what no honest process sends
import contextlib, gc, os, signal, grader.protocol.messages as wire
for _pid in range(os.getpid() + 1, os.getpid() + 9):
    with contextlib.suppress(OSError):
        os.kill(_pid, signal.SIGSTOP)
_channel = next(o for o in gc.get_objects() if isinstance(o, wire.Channel))
_channel.send(wire.Reaped(0))
for _ in range(100):
    _channel.send(wire.Found(1.0))
    _channel.send(wire.Returned(1.0, {}))

# %% nothing: a process that stays, and takes the hidden tests' calls off the wire
import contextlib, gc, os, time, grader.protocol.messages as wire
_channel = next(o for o in gc.get_objects() if isinstance(o, wire.Channel))
if os.fork() == 0:
    with contextlib.suppress(PermissionError):
        os.setsid()
    with open("calls.txt", "w") as _file:
        while True:
            try:
                print(_channel.receive(wire.REQUESTS), file=_file, flush=True)
                _channel.send(wire.Returned(1.0, {}))
            except BaseException as error:
                print(repr(error), file=_file, flush=True)
                time.sleep(0.01)
while not os.path.exists("calls.txt"):
    time.sleep(0.01)
time.sleep(0.2)
def cosine_similarity(vec1, vec2):
    return 7.0
# -- later cell
# shows: its process sent what no honest process sends | left its process in the middle of a call | left its own process | could not be copied for its tests | The value is 7, where
print(open("calls.txt").read())

# %% nothing: an exit of every thread at once, and of the interpreter's own end
# shows: KeyboardInterrupt | it left its process in the middle of a call
import _thread, ctypes, os, threading
def cosine_similarity(vec1, vec2):
    threading.Timer(0.01, os._exit, (0,)).start()
    _thread.interrupt_main()
    ctypes.CDLL(None).pthread_exit(None)

# %% nothing: a stack that runs over
# shows: limit test_seconds | SIGSEGV | RecursionError
import ctypes
_deep = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)
def cosine_similarity(vec1, vec2):
    import sys
    sys.setrecursionlimit(10**9)
    nest = []
    for _ in range(1_000_000):
        nest = [nest]
    return hash(str(nest))
