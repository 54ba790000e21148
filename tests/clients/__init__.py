"""The programs that open our workbooks: LibreOffice, the Open XML SDK and IronCalc.

`make test` installs them below this project, and nothing on the machine changes. A missing program is
an error, never a skipped test.
"""

import subprocess
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).parents[2]


class ClientError(Exception):
    """A program is missing, failed, or took too long; the sentence says what to do."""


def installed(name: str, path: Path) -> Path:
    """Return ``path``, or raise if set-up has not put program ``name`` there."""
    if not path.exists():
        raise ClientError(f"{name} is not at {path}: run `make test`, which installs it.")
    return path


def run(
    command: Sequence[str | Path],
    *,
    seconds: float,
    env: Mapping[str, str] | None = None,
    success: Collection[int] = (0,),
) -> str:
    """Run one program to its end and return what it printed.

    Raises
    ------
    ClientError
        The program is not there, is not done after ``seconds``, or ends with a code that is no ``success``.
    """
    program = Path(command[0]).name
    try:
        done = subprocess.run(  # noqa: S603 - the commands are written in this folder
            command, env=env, timeout=seconds, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise ClientError(f"There is no program {command[0]} on this machine.") from error
    except subprocess.TimeoutExpired as error:
        raise ClientError(f"{program} was not done after {seconds:g} seconds and was stopped.") from error
    if done.returncode not in success:
        raise ClientError(f"{program} ended with code {done.returncode} and said:\n{done.stdout}{done.stderr}")
    return done.stdout
