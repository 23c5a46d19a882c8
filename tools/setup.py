"""Make ``.venv`` and ``node_modules``, once for each set of pinned requirements.

Runs before anything is installed: standard library only.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
PINS = ("requirements.txt", "requirements-dev.txt")  # the second holds all of the first


class SetupError(Exception):
    """Something that the reader of the message can mend."""


class Stamp:
    """A file that remembers what was done last, and with which result.

    Parameters
    ----------
    path : Path
        Where the stamp lies.
    inputs : str
        What the step depends on; when it changes, the stamp no longer counts.
    """

    def __init__(self, path: Path, inputs: str) -> None:
        self.path = path
        self.key = hashlib.sha256(inputs.encode()).hexdigest()

    def result(self) -> str | None:
        """Return the remembered result, or None where there is none for these inputs."""
        if not self.path.is_file():
            return None
        key, _, result = self.path.read_text(encoding="utf-8").partition("\n")
        return result if key == self.key else None

    def remember(self, result: str) -> None:
        """Write down the result of the step."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(f"{self.key}\n{result}", encoding="utf-8")


def say(message: str) -> None:
    """Print one line of progress at once, in a pipe too."""
    print(message, flush=True)


def install(what: str, command: list[str], cwd: Path) -> str:
    """Run an installer quietly; return what it printed, or raise with its last lines."""
    say(f"Installing {what} (once) ...")
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        close_fds=False,
    )
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        reason = f"Could not install {what}, status {done.returncode}:"
        raise SetupError("\n".join([reason, *lines[-12:]]))
    say(f"  done in {time.monotonic() - start:.0f} s")
    return done.stdout


def venv_python(root: Path = ROOT) -> Path:
    """Return the path of the Python in the project's virtual environment."""
    return root / ".venv" / "bin" / "python"


def works(python: Path) -> bool:
    """Tell whether this Python starts; it does not after its base was removed or upgraded."""
    try:
        return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Wait for a set-up that is under way, and for what a killed one has left running."""
    folder = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this folder ...")
            fcntl.flock(folder, fcntl.LOCK_EX)
        os.set_inheritable(folder, True)  # an installer holds the lock as long as it runs
        yield
    finally:
        os.close(folder)


def pins_stamp(root: Path, name: str) -> Stamp:
    """Return what remembers that a file of pins was installed, from its first line to its last."""
    return Stamp(root / ".venv" / f"{name}.done", f"{root}\n{(root / name).read_text('utf-8')}")


def make_venv(root: Path) -> None:
    """Create ``.venv`` where there is none that works and was once finished."""
    folder = root / ".venv"
    working = works(venv_python(root))
    if working and any(pins_stamp(root, name).path.exists() for name in PINS):
        return
    if folder.exists():
        what = "The set-up of .venv never ended" if working else "The Python behind .venv is gone"
        say(f"{what}: making .venv again")
        shutil.rmtree(folder)
    command = [sys.executable, "-m", "venv", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, close_fds=False)
    if done.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            f"{sys.executable} cannot make virtual environments:\n{done.stdout}{done.stderr}"
            f"On Debian and Ubuntu: apt-get install python{version}-venv"
        )


def install_python(root: Path, dev: bool) -> None:
    """Install the pinned packages into ``.venv``, unless that was done.

    Parameters
    ----------
    root : Path
        The project.
    dev : bool
        Also what the tests need.
    """
    make_venv(root)
    stamps = [pins_stamp(root, name) for name in (PINS[1:] if dev else PINS)]
    if any(stamp.result() is not None for stamp in stamps):
        return
    for name in PINS:  # until the end, .venv counts as half-made
        pins_stamp(root, name).path.unlink(missing_ok=True)
    name = PINS[dev]
    pip = [str(venv_python(root)), "-m", "pip", "install", "--disable-pip-version-check"]
    command = [*pip, "--quiet", "--require-hashes", "--requirement", name]
    install(f"the Python packages of {name}", command, root)
    stamps[0].remember("installed")


def install_npm(root: Path, dev: bool) -> None:
    """Install what comes from npm, where there is an npm; a failure is remembered.

    Parameters
    ----------
    root : Path
        The project.
    dev : bool
        Also what the checks and tests need.
    """
    lock = root / "package-lock.json"
    npm = shutil.which("npm")
    if npm is None or not lock.is_file():
        return
    names = ["npm-dev"] if dev else ["npm", "npm-dev"]
    stamps = [
        Stamp(root / ".venv" / f"{name}.done", f"{root}\n{lock.read_text('utf-8')}")
        for name in names
    ]
    results = {stamp.result() for stamp in stamps}
    installed = (root / "node_modules").is_dir()
    if "failed" in results or ("installed" in results and installed):
        return
    try:
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"]
        install("parts from npm", [npm, "ci", *quiet, *([] if dev else ["--omit=dev"])], root)
    except SetupError as error:
        say(f"{error}\nGoing on without them; `make setup` tries again.")
        stamps[0].remember("failed")
    else:
        stamps[0].remember("installed")


def newer_python() -> str | None:
    """Return a Python on PATH that is new enough, preferring the newest."""
    return next((path for name in NEWER_PYTHONS if (path := shutil.which(name))), None)


def forget(root: Path) -> None:
    """Forget what was installed and what failed, so that every step runs again."""
    for stamp in (root / ".venv").glob("*.done"):
        stamp.unlink()


def main(arguments: list[str] | None = None) -> int:
    """Set up what the site needs, and with ``--dev`` what its tests need."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.setup", description=main.__doc__)
    parser.add_argument("--dev", action="store_true", help="also what the tests need")
    parser.add_argument("--again", action="store_true", help="forget what was done or failed")
    options = parser.parse_args(arguments)
    if sys.version_info < OLDEST_PYTHON:
        python = newer_python()
        if python is None:
            found = ".".join(map(str, sys.version_info[:3]))
            say(f"This needs Python 3.11 or newer; {sys.executable} is {found}.")
            return 1
        os.execv(python, [python, "-m", "tools.setup", *sys.argv[1:]])  # noqa: S606
    try:
        with alone(ROOT):
            if options.again:
                forget(ROOT)
            install_python(ROOT, options.dev)
            install_npm(ROOT, options.dev)
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped; the next `make` goes on from here")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
