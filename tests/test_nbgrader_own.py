"""nbgrader's own tests pass with our engine in the place of nbgrader's."""

from __future__ import annotations

import subprocess
import sys

from tests.simulated import ROOT


def test_nbgraders_own_tests_pass_with_our_engine() -> None:
    """All in one process, see `tests/nbgrader_own`: to share a warm host is most of their speed."""
    command = [sys.executable, "-m", "pytest", "-c", "tests/nbgrader_own/pytest.ini"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr
    assert "Calls of our classes" in done.stdout
