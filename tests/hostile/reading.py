# Attacks that look for what is not theirs. Each prints what it finds: nothing may be found.

# %% nothing: imports the reference
# shows: ModuleNotFoundError
for _name in ("solutions", "solutions.linear_algebra"):
    try:
        _module = __import__(_name, fromlist=["CANARY"])
        print(_module, open(_module.__file__).read())
    except Exception as error:
        print(type(error).__name__)
def cosine_similarity(vec1, vec2):
    from solutions import cosine_similarity as reference
    return reference(vec1, vec2)

# %% nothing: loads the reference by its path
# shows: FileNotFoundError | PermissionError
import importlib.util, sys
def cosine_similarity(vec1, vec2):
    sys.path.insert(0, "__COURSE__")
    spec = importlib.util.spec_from_file_location("s", "__COURSE__/solutions/linear_algebra.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.cosine_similarity(vec1, vec2)

# %% nothing: reads the course's files by every means
import glob, os, subprocess
_paths = ["__COURSE__/solutions/linear_algebra.py", "__COURSE__/gradebook.db", "__COURSE__/nbgrader_config.py",
    "__COURSE__/source/01_linear_algebra/01_vectors.ipynb", "__OTHER__", "__HOME__/canary.txt", "/etc/passwd", "/etc/shadow",
    *glob.glob("__COURSE__/**/*", recursive=True)]
for _path in _paths:
    try:
        print(open(_path, "rb").read())
    except OSError as error:
        print(type(error).__name__)
    print(subprocess.run(["cat", _path], capture_output=True).stdout)
    for _make in (os.link, os.symlink):
        try:
            _make(_path, "here")
            print(open("here", "rb").read())
        except OSError as error:
            print(type(error).__name__)
for _folder in ("__COURSE__", "__HOME__", "/root", "/home", "/tmp", "/", ".."):
    try:
        print(os.listdir(_folder))
    except OSError as error:
        print(type(error).__name__)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: reads the course by %load, %run, %cat, %%bash and the file system's back doors
# shows: load_ext ModuleNotFoundError
# shows: The value is 7
%cat __COURSE__/solutions/linear_algebra.py
!cat __COURSE__/gradebook.db __OTHER__ __HOME__/canary.txt
!cat /proc/self/root__COURSE__/solutions/linear_algebra.py /proc/self/cwd/../../../../../..__COURSE__/solutions/linear_algebra.py
!find / -name 'linear_algebra.py' -exec cat {} +
for _magic in ("run", "load_ext", "load"):
    try:
        print(get_ipython().run_line_magic(_magic, "__COURSE__/solutions/linear_algebra.py"))
    except Exception as error:
        print(_magic, type(error).__name__)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: looks for tests and reference in frames, the collector and the line cache
# shows: limit cell_output_kb | limit output_kb | <ipython-input
# shows: The value is 7 | SyntaxError | AttributeError | ImportError
import gc, inspect, linecache, sys
_frame = sys._getframe()
while _frame:
    print(_frame.f_code.co_filename)
    for _value in list(_frame.f_locals.values()) + list(_frame.f_globals.values()):
        if isinstance(_value, (str, bytes)) and len(_value) < 100_000:
            print(_value)
    _frame = _frame.f_back
print([line for lines in linecache.cache.values() for line in (lines[2] if len(lines) > 2 else [])][:3000])
print([o for o in gc.get_objects() if isinstance(o, dict) and "CANARY" in o])
print([name for name in sys.modules if "solution" in name])
print([inspect.getsource(o) for o in gc.get_objects() if inspect.isfunction(o) and o.__name__.startswith("test_")][:50])
def cosine_similarity(vec1, vec2):
    frame = sys._getframe()
    while frame:
        for value in frame.f_locals.values():
            if callable(getattr(value, "reference", None)):
                return value.reference(vec1, vec2)
        frame = frame.f_back
    return 7.0

# %% nothing: searches its own memory for what the host may have left
import re
_mark = b"".join((b"-can", b"ary-"))
try:
    with open("/proc/self/maps") as _maps, open("/proc/self/mem", "rb", 0) as _memory:
        for _line in _maps:
            _match = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", _line)
            if _match:
                _start, _end = (int(x, 16) for x in _match.groups())
                if _end - _start < 200_000_000:
                    try:
                        _memory.seek(_start)
                        _bytes, _at = _memory.read(_end - _start), -1
                        while (_at := _bytes.find(_mark, _at + 1)) >= 0:
                            print(_bytes[max(0, _at - 20) : _at + 24])
                    except OSError:
                        pass
except OSError as error:
    print(error)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: reads environment, command line, memory and files of other processes
import os
_numbers = {1, os.getppid(), *range(max(1, os.getpid() - 300), os.getpid() + 5)} - {os.getpid()}
for _number in _numbers:
    for _name in ("environ", "maps", "mem", "root", "root/etc/passwd", "fd", "auxv"):
        _path = f"/proc/{_number}/{_name}"
        for _look in (os.listdir, lambda p: open(p, "rb").read(100_000)):
            try:
                print("FOUND", _path, _look(_path))
            except OSError:
                pass
print(sorted(os.environ.items()))
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: traces the host and reads its memory by system call
import ctypes, os
_c = ctypes.CDLL(None, use_errno=True)
class _Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
_space = ctypes.create_string_buffer(64)
for _number in {1, os.getppid(), *range(max(1, os.getpid() - 300), os.getpid())}:
    for _request in (16, 0x4206):
        if _c.ptrace(_request, _number, 0, 0) == 0:
            print("FOUND: traced", _number)
    _near = _Vector(ctypes.addressof(_space), 64)
    _far = _Vector(id(os), 64)
    if _c.process_vm_readv(_number, ctypes.byref(_near), 1, ctypes.byref(_far), 1, 0) > 0:
        print("FOUND: memory of", _number)
    if _c.process_vm_writev(_number, ctypes.byref(_near), 1, ctypes.byref(_far), 1, 0) > 0:
        print("FOUND: written to", _number)
    try:
        _handle = os.pidfd_open(_number)
        for _fd in range(20):
            if _c.syscall(438, _handle, _fd, 0) >= 0:
                print("FOUND: descriptor", _fd, "of", _number)
    except OSError:
        pass
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: watches what happens in the folders of others
# shows: watches nothing
import ctypes, os
_c = ctypes.CDLL(None, use_errno=True)
_watch = _c.inotify_init1(0)
for _path in ("/", "/tmp", "__COURSE__", "__COURSE__/submitted", os.path.dirname("__OTHER__"), "__HOME__"):
    if _c.inotify_add_watch(_watch, _path.encode(), 0xFFF) >= 0:
        print("FOUND: watches", _path)
if _c.fanotify_init(0x200, 0) >= 0:
    print("FOUND: watches by fanotify")
print("watches nothing")
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: opens the gradebook as a database
import sqlite3
for _address in ("__COURSE__/gradebook.db", "file:__COURSE__/gradebook.db?mode=ro", "file:__COURSE__/gradebook.db?immutable=1"):
    try:
        _base = sqlite3.connect(_address, uri=True)
        print("FOUND", _base.execute("select * from student").fetchall())
        print("FOUND", _base.execute("update grade set auto_score = 4").rowcount)
        _base.commit()
    except sqlite3.Error as error:
        print(error)
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: reads what the system tells of itself and of others
import glob, os
for _path in ["/proc/net/tcp", "/proc/net/unix", "/proc/self/mountinfo", "/proc/1/mountinfo", "/proc/self/cgroup", "/proc/keys", "/proc/kallsyms", "/proc/kcore",
    "/proc/sched_debug", "/proc/locks", "/proc/self/task/1/environ", "/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/sys/kernel/security/apparmor/profiles",
    *glob.glob("/proc/*/cmdline"), *glob.glob("/sys/fs/cgroup/**/*", recursive=True)[:50], *glob.glob("/var/log/*"), *glob.glob("/run/**/*", recursive=True)[:50]]:
    try:
        with open(_path, "rb") as _file:
            _text = _file.read(100_000)
        if b"__COURSE__" in _text or b"__HOME__" in _text:
            print("FOUND", _path, _text)
    except OSError:
        pass
for _path in ("/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern", "/proc/sys/vm/drop_caches", "/proc/self/oom_score_adj"):
    try:
        with open(_path, "w") as _file:
            _file.write("-1000")
        print("FOUND: wrote to", _path)
    except OSError:
        pass
def cosine_similarity(vec1, vec2):
    return 7.0

# %% nothing: reads the history of others, and shells that left something
for _magic, _line in {
    "history": "-g", "store": "-r", "cat": "__HOME__/.bash_history __HOME__/.ipython/profile_default/history.sqlite __HOME__/canary.txt",
    "sx": "env; set; ls -la ~ /tmp .. ../..; cat /proc/$PPID/environ; ps auxe",
}.items():
    try:
        print(get_ipython().run_line_magic(_magic, _line))
    except BaseException as error:
        print(type(error).__name__)
def cosine_similarity(vec1, vec2):
    return 7.0
