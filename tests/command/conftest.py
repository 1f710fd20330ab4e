"""The command, run in a folder of its own: in this process, or as a process of its own."""

import io
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from assistant.cli import main
from tests.command.running import Ran, Run

WITHOUT_PRIVILEGES = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2
for capability in (DAC_OVERRIDE, DAC_READ_SEARCH):
    if os.geteuid() == 0 and libc.prctl(DROP, capability, 0, 0, 0):
        sys.exit("cannot drop a capability: " + os.strerror(ctypes.get_errno()))
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Runs Python without root's right to read and write whatever the permissions say."""


def environment(**more: str) -> dict[str, str]:
    """The environment without this program's variables, and with some more."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOOTNOTE_")}
    return kept | more


@pytest.fixture
def footnote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs the command in this process: `footnote("ask", "Who?")`."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: str = "", **variables: str) -> Ran:
        capsys.readouterr()
        with (
            mock.patch.dict(os.environ, environment(**variables), clear=True),
            mock.patch("sys.stdin", io.StringIO(stdin)),
        ):
            try:
                code = main([str(argument) for argument in arguments])
            except SystemExit as exit:
                code = int(exit.code or 0)
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """Runs the command as a process: `process("ask", "Who?")`."""

    def run(*arguments: object, stdin: bytes = b"", **variables: str) -> Ran:
        return python(tmp_path, "-m", "assistant", *arguments, stdin=stdin, **variables)

    return run


@pytest.fixture
def unprivileged(tmp_path: Path) -> Run:
    """Runs the command as a process for which permissions count."""

    def run(*arguments: object) -> Ran:
        return python(tmp_path, "-c", WITHOUT_PRIVILEGES, "-m", "assistant", *arguments)

    return run


@pytest.fixture
def forbidden(tmp_path: Path) -> Run:
    """Runs one expression over `Path` like `unprivileged`; fails unless that is not permitted."""

    def probe(expression: str) -> Ran:
        code = f"from pathlib import Path; {expression}"
        ran = python(tmp_path, "-c", WITHOUT_PRIVILEGES, "-c", code)
        assert "PermissionError" in ran.err, ran
        return ran

    return probe


def python(cwd: Path, *arguments: object, stdin: bytes = b"", **variables: str) -> Ran:
    """Python as a process."""
    ran = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env=environment(**variables),
        input=stdin,
        capture_output=True,
        timeout=120,
    )
    return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())
