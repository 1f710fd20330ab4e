"""Set-up in five visible steps, from a bare Python to a working `.venv`.

Run by `make run` and `make test`, or by hand: `python3 install.py`. It needs nothing but Python
with venv. Running it again mends what an earlier attempt left half done.
"""

from __future__ import annotations

import os
import platform
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
UNFINISHED = ROOT / ".venv-unfinished"
"""Lies there while the environment is being written; found at the start, it tells of a crash."""
WRITING = "Installing collected packages"
"""pip's last words before it writes; everything is downloaded by then."""

OLDEST, NEWEST = (3, 11), (3, 13)
STEPS = 5
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PATIENCE = 4.0
"""Seconds that PyTorch's CPU index has to answer."""
SIGN_OF_LIFE = 15.0
"""Seconds between two lines of progress where the output is not a terminal."""

UNWANTED = ("PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_TARGET", "PIP_USER", "PYTHONHOME")
"""Variables that would send pip somewhere else than into `.venv`."""


class SetupFailed(Exception):
    """A step cannot be done: thing, reason and next step, and the output that led there."""

    def __init__(self, message: str, output: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.output = tuple(output)


class Outcome(NamedTuple):
    """How a command ended."""

    code: int
    output: tuple[str, ...]
    """Its last lines."""
    downloaded: float
    """Megabytes that pip says it downloaded."""
    began: bool
    """Whether pip had begun to write packages into the environment."""


@dataclass(frozen=True)
class Cause:
    """A reason for which a step fails, known by its words."""

    signs: str
    reason: str
    remedy: str


CAUSES = (
    Cause(
        r"No space left on device|Errno 28|not enough space on the disk",
        "the disk is full",
        "free about 3 GB where the project and the temporary folder lie",
    ),
    Cause(
        r"ensurepip is not\s+available|No module named '?(venv|ensurepip)",
        "this Python comes without the venv module",
        "on Debian and Ubuntu: `sudo apt install python3-venv`",
    ),
    Cause(
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError",
        "the package index's certificate was not accepted",
        "behind a company proxy, point PIP_CERT at its certificate",
    ),
    Cause(
        r"NewConnectionError|NameResolutionError|name resolution|Network is unreachable"
        r"|Failed to establish|ConnectTimeout|ReadTimeout|timed out|Connection (refused|reset)"
        r"|ProxyError|Cannot connect to proxy|RemoteDisconnected|ProtocolError",
        "the package index cannot be reached",
        "check the network or the proxy (PIP_INDEX_URL, HTTPS_PROXY)",
    ),
    Cause(
        r"Permission denied|Errno 13|Access is denied",
        "a file cannot be written",
        "make the project's folder yours, or delete .venv",
    ),
    Cause(
        r"No matching distribution found|Could not find a version",
        "a locked package has no build for this system that the package index offers",
        f"use another Python from {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}",
    ),
    Cause(
        r"Failed (to build|building)|metadata-generation-failed",
        "a package had to be compiled here and could not be",
        "install a C compiler, or use another Python version",
    ),
)


def check_python(version: Sequence[int]) -> None:
    """Pass for a supported Python version, else raise `SetupFailed`."""
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        found = ".".join(str(part) for part in version[:3])
        raise SetupFailed(
            f"Python {found}: Footnote needs 3.11, 3.12 or 3.13; install one of them, then "
            "`make PYTHON=python3.12 run` or `python3.12 install.py`"
        )


def has_nvidia_gpu(driver: Path = Path("/proc/driver/nvidia"), tool: str = "nvidia-smi") -> bool:
    """Whether an NVIDIA driver is loaded or its tool answers."""
    if driver.exists():
        return True
    if shutil.which(tool) is None:
        return False
    try:
        return subprocess.run([tool], capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def answers(url: str, seconds: float = PATIENCE) -> bool:
    """Whether the address answers within that time, name look-up included."""
    heard = threading.Event()

    def ask() -> None:
        try:
            request = urllib.request.Request(url, method="HEAD")
            with urllib.request.urlopen(request, timeout=seconds):
                heard.set()
        except (OSError, ValueError):
            pass
        finally:
            done.set()

    done = threading.Event()
    threading.Thread(target=ask, daemon=True).start()
    done.wait(seconds)
    return heard.is_set()


def torch_index(
    system: str, has_gpu: Callable[[], bool], index_answers: Callable[[], bool]
) -> str | None:
    """The index to take torch from, or None for pip's own.

    Only on Linux does pip's own index give a build with gigabytes of GPU libraries.
    """
    if system != "Linux" or has_gpu() or not index_answers():
        return None
    return CPU_INDEX


def locked_torch(lock: str) -> str:
    """The lock's requirement on torch, like `torch==1.2.3`."""
    found = re.search(r"^torch==\S+", lock, re.MULTILINE)
    if found is None:
        raise SetupFailed(f"{LOCK.name}: no line pins torch; restore it with `git checkout`")
    return found.group()


def cause_of(output: Sequence[str]) -> Cause | None:
    """The first known cause whose signs stand in the output."""
    text = "\n".join(output)
    return next((cause for cause in CAUSES if re.search(cause.signs, text)), None)


def failure(what: str, outcome: Outcome) -> SetupFailed:
    """The error to raise for a command that failed."""
    cause = cause_of(outcome.output)
    if cause is None:
        reason, remedy = f"exit code {outcome.code}", "see the lines above"
    else:
        reason, remedy = cause.reason, cause.remedy
    output = [line[:200] for line in outcome.output[-12:]]
    return SetupFailed(f"{what}: {reason}; {remedy}, then run this again", output)


def environment() -> dict[str, str]:
    """The environment for the commands of set-up."""
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1"}


def venv_python() -> Path:
    """The interpreter in `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def made_here() -> bool:
    """Whether the scripts of `.venv` name this folder, and not one it was moved or copied from."""
    script = VENV / "bin/pip"
    return os.name == "nt" or (
        script.is_file() and os.fsencode(script.parent) in script.read_bytes()
    )


def venv_version() -> tuple[int, ...] | None:
    """The Python version in `.venv` if it was made here, is supported and its pip works."""
    if not made_here():
        return None
    program = "import pip, sys; print(*sys.version_info[:3])"
    try:
        found = subprocess.run(
            [str(venv_python()), "-c", program], capture_output=True, text=True, timeout=60
        )
        version = tuple(map(int, found.stdout.split()))
        check_python(version)
    except (OSError, ValueError, SetupFailed, subprocess.TimeoutExpired):
        return None
    return version if found.returncode == 0 else None


class Progress:
    """Shows that a command is alive: one changing line on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()
        self._start = self._shown = time.monotonic()
        self._packages = 0
        self._doing = "working"

    def read(self, line: str) -> None:
        """Note what pip says it is doing."""
        found = re.match(r"\s*(Collecting|Downloading|Processing|Building)\s+(\S+)", line)
        if found:
            self._packages += found.group(1) in ("Collecting", "Processing")
            name = found.group(2).rsplit("/", 1)[-1].split("==")[0]
            self._doing = f"{found.group(1).lower()} {name}"
        if line.startswith(WRITING):
            self._doing = "installing what was downloaded"

    def show(self) -> None:
        """Print where things stand, if it is time to."""
        now = time.monotonic()
        if now - self._shown < (0.2 if self._terminal else SIGN_OF_LIFE):
            return
        self._shown = now
        count = f"{self._packages} packages, " if self._packages else ""
        text = f"    {now - self._start:.0f} s: {count}{self._doing}"
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            sys.stdout.write("\r\x1b[K" + text[:width])
            sys.stdout.flush()
        else:
            print(text, flush=True)

    def end(self) -> None:
        """Clear the changing line."""
        if self._terminal:
            sys.stdout.write("\r\x1b[K")


def lines_of(process: subprocess.Popen[str]) -> Iterator[str | None]:
    """Lines as the process writes them, and None for each fifth of a second without one."""
    lines: queue.Queue[str | None] = queue.Queue()

    def listen() -> None:
        for line in process.stdout or ():
            lines.put(line.rstrip())
        lines.put(None)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    while listener.is_alive() or not lines.empty():
        try:
            yield lines.get(timeout=0.2)
        except queue.Empty:
            yield None


def megabytes(line: str) -> float:
    """What a line of pip's says was downloaded."""
    found = re.match(r"\s*Downloading .*\(([\d.]+) (bytes|kB|MB|GB)\)", line)
    units = {"bytes": 1e-6, "kB": 1e-3, "MB": 1.0, "GB": 1e3}
    return float(found.group(1)) * units[found.group(2)] if found else 0.0


def run(command: Sequence[str]) -> Outcome:
    """Run a command in the project's folder, showing progress."""
    progress = Progress()
    last: deque[str] = deque(maxlen=400)
    downloaded, began = 0.0, False
    with subprocess.Popen(
        list(command), cwd=ROOT, env=environment(), text=True, encoding="utf-8", errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        try:
            for line in lines_of(process):
                if line:
                    last.append(line)
                    progress.read(line)
                    downloaded += megabytes(line)
                    if line.startswith(WRITING):
                        began = True
                        UNFINISHED.touch()
                progress.show()
        except BaseException:
            process.kill()
            raise
        finally:
            progress.end()
    return Outcome(process.returncode, tuple(last), downloaded, began)


def pip(*arguments: str) -> Outcome:
    """Run pip in `.venv`; an installation that is cut short leaves its mark."""
    outcome = run([str(venv_python()), "-m", "pip", "install", "--no-input", *arguments])
    if outcome.code == 0:
        UNFINISHED.unlink(missing_ok=True)
    return outcome


def make_environment() -> str:
    """Step 1: a virtual environment whose pip works; tells what was done."""
    cut_short = UNFINISHED.exists()
    if not cut_short and venv_version() is not None:
        return "already there"
    UNFINISHED.touch()
    outcome = run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if outcome.code != 0 or venv_version() is None:
        raise failure(VENV.name, outcome)
    UNFINISHED.unlink()
    return "made anew, because an earlier set-up was cut short" if cut_short else "made"


def install_torch(index: str | None) -> str:
    """Step 2: torch alone; what it needs comes with the locked packages."""
    requirement = locked_torch(LOCK.read_text(encoding="utf-8"))
    outcome = pip("--no-deps", *(("--index-url", index) if index else ()), requirement)
    if outcome.code != 0 and index is not None:
        print("    PyTorch's CPU index gave no build for this system: plain pip", flush=True)
        outcome = pip("--no-deps", requirement)
    if outcome.code != 0:
        raise failure(requirement, outcome)
    return told(outcome)


def install_lock() -> str:
    """Step 3: every other package, in the locked version."""
    outcome = pip("-r", str(LOCK))
    if outcome.code != 0:
        raise failure(LOCK.name, outcome)
    return told(outcome)


def install_footnote() -> str:
    """Step 4: the package itself, from this folder."""
    outcome = pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    if outcome.code != 0:
        raise failure("footnote", outcome)
    return "command: " + str(venv_python().with_name("footnote").relative_to(ROOT))


def make_export() -> str:
    """Step 5: the embedding model in the form that answers fastest."""
    outcome = run([str(venv_python()), "-m", "index.export"])
    if outcome.code != 0:
        raise failure("ONNX export", outcome)
    return outcome.output[-1] if outcome.output else "made"


def told(outcome: Outcome) -> str:
    """What an installation did, in a few words."""
    if not outcome.began:
        return "already there"
    amount = f", {outcome.downloaded:.0f} MB downloaded" if outcome.downloaded >= 0.5 else ""
    return f"installed{amount}"


def duration(seconds: float) -> str:
    """Seconds for people: `41 s`, `3 min 12 s`."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"


def step(number: int, title: str, work: Callable[[], str]) -> None:
    """Announce a step, do it, tell what came of it and how long it took."""
    print(f"{number}/{STEPS} {title}", flush=True)
    start = time.monotonic()
    done = work()
    print(f"    {done} ({duration(time.monotonic() - start)})", flush=True)


def torch_source() -> tuple[str | None, str]:
    """The index for torch, and words that tell the choice."""
    index = torch_index(platform.system(), has_nvidia_gpu, lambda: answers(CPU_INDEX + "/torch/"))
    if index is not None:
        return index, "the CPU build, from PyTorch's own index"
    if platform.system() == "Linux" and not has_nvidia_gpu():
        return None, f"plain pip, as PyTorch's CPU index did not answer in {PATIENCE:.0f} s"
    return None, "plain pip"


def packages_locked() -> int:
    """How many lines the lock has."""
    return sum("==" in line for line in LOCK.read_text(encoding="utf-8").splitlines())


def install() -> None:
    """Do all steps; raises `SetupFailed` at the first that cannot be done."""
    check_python(sys.version_info[:3])
    start = time.monotonic()
    version = ".".join(map(str, venv_version() or sys.version_info[:3]))
    step(1, f"Virtual environment ({VENV.name}, Python {version})", make_environment)
    index, words = torch_source()
    step(2, f"PyTorch ({words})", lambda: install_torch(index))
    step(3, f"Locked packages ({packages_locked()} in {LOCK.name})", install_lock)
    step(4, "Footnote", install_footnote)
    step(5, "Embedding model (its ONNX export)", make_export)
    print(f"Set up in {duration(time.monotonic() - start)}.", flush=True)


def main() -> int:
    """Set up and return the exit code."""
    try:
        install()
    except SetupFailed as error:
        for line in error.output:
            print(f"    | {line}", file=sys.stderr)
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        reason = error.strerror or repr(error)
        print(f"set-up: {error.filename or ROOT}: {reason}; mend it, then run this again",
              file=sys.stderr)  # fmt: skip
        return 1
    except KeyboardInterrupt:
        print("\nset-up: stopped; run it again to go on", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
