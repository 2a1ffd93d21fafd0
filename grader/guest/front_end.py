"""What libraries and magics look for in a notebook that a front end shows.

Libraries ask the shell's name and its kernel whether they draw for a notebook or for a terminal,
and some magics keep things in a profile, a home folder, or a list of folders.
"""

from __future__ import annotations

import importlib.util
import socket
import sys
import warnings
from collections.abc import Callable
from typing import Any, Final

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

LOCALHOST: Final = "127.0.0.1"

ABOUT_NOBODY: Final = ("connect_info", "edit", "qtconsole")
"""Magics for a person who sits in front of the notebook."""


class KernelStandIn:
    """A kernel that nobody is connected to."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.session = None
        self.iopub_socket = None
        self._parent_header: dict[str, Any] = {"header": {"msg_id": "", "session": ""}}

    @property
    def comm_manager(self) -> object:
        """Return the manager of the connections to widgets, none of which leads anywhere."""
        from comm import get_comm_manager

        return get_comm_manager()

    def get_parent(self, channel: str = "shell") -> dict[str, object]:
        """Return the message that is answered."""
        return self._parent_header


class Store(dict[str, Any]):
    """A profile's store (`%store`, `%bookmark`), which ends with the process."""

    def __delitem__(self, key: str) -> None:
        self.pop(key, None)


def pose_as_notebook(shell: Any) -> None:
    """Give a shell what it has in a notebook."""
    shell.kernel = KernelStandIn(shell)
    shell.config.IPKernelApp = Config()
    shell.db = Store()
    shell.extension_manager.load_extension("storemagic")
    shell.register_magic_function(say_autosave, magic_name="autosave")
    for name in ABOUT_NOBODY:
        shell.register_magic_function(do_nothing, magic_name=name)
    name_ipykernel()
    # A missing package draws another progress bar, and is no error of a cell.
    warnings.filterwarnings("ignore", message="IProgress not found")


def say_autosave(line: str) -> None:
    """Say how often the notebook would be saved."""
    seconds = int(line)
    print(f"Autosaving every {seconds} seconds" if seconds else "Autosave disabled")


def do_nothing(_: str) -> None:
    """Do nothing: nobody is there."""


def enter_folder(shell: InteractiveShell, folder: str) -> None:
    """Let a shell begin in a folder: `%cd` alone leads there, and `%cd -` not out of it."""
    shell.home_dir = folder
    shell.history_manager.dir_hist[:] = [folder]
    shell.user_ns["_dh"] = shell.history_manager.dir_hist
    shell.user_ns.update(_="", __="", ___="")


def name_ipykernel() -> None:
    """List ipykernel among the modules, as code asks in a notebook; import it when it is used."""
    spec = importlib.util.find_spec("ipykernel")
    if spec is None or spec.loader is None or "ipykernel" in sys.modules:
        return
    module, loader = importlib.util.module_from_spec(spec), spec.loader

    def load(name: str) -> Any:
        if "__getattr__" not in vars(module) or (name[:1] == "_" and name != "__version__"):
            raise AttributeError(name)
        del module.__getattr__
        loader.exec_module(module)
        return getattr(module, name)

    module.__getattr__ = load  # type: ignore[method-assign]
    sys.modules["ipykernel"] = module


def name_localhost() -> None:
    """Give `localhost` and the machine's own name their address, which no file tells here."""
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _knowing_localhost(getattr(socket, name)))


def _knowing_localhost(look_up: Callable[..., object]) -> Callable[..., object]:
    own = {"localhost", socket.gethostname()}

    def find(host: object, *args: object, **kwargs: object) -> object:
        return look_up(LOCALHOST if host in own else host, *args, **kwargs)

    return find
