"""The package as a stranger installs it: a wheel, in an environment with nothing else, far from the checkout."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LARGEST_WHEEL = 60_000_000

pytestmark = pytest.mark.client


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, PROJECT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the installed command."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", folder)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", wheel)
    return folder / "bin" / "mobility-xl"


def run(*words: object, cwd: Path | None = None) -> str:
    """Run a program to its good end and return what it prints."""
    line = [str(word) for word in words]
    done = subprocess.run(line, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603 - our own

    assert (0, "") == (done.returncode, done.stderr if done.returncode else "")
    return done.stdout


class TestInstalled:
    def test_small(self, wheel: Path) -> None:
        """With the store in it the wheel stays under 60 MB."""
        assert wheel.stat().st_size < LARGEST_WHEEL

    def test_answers(self, command: Path, tmp_path: Path) -> None:
        """It answers from anywhere, with the store that came with it."""
        said = run(command, "metric", "low birth weight", "Cook County, IL", cwd=tmp_path)

        assert "9.4% (9.1% to 9.6%), 2023, Strong" in said

    def test_builds(self, command: Path, tmp_path: Path) -> None:
        """With the template that came with it, it writes the same bytes as the checkout."""
        run(command, "build", "Cook County, Illinois", cwd=tmp_path)
        run(sys.executable, "-m", "mobility_xl", "build", "17031", "-o", tmp_path / "checkout.xlsx")
        installed = tmp_path / "17031 Cook County, Illinois - Mobility Review Guide 2025.xlsx"

        assert (tmp_path / "checkout.xlsx").read_bytes() == installed.read_bytes()

    def test_front_ends(self, command: Path, tmp_path: Path) -> None:
        """The functions for Excel on Windows are in it, and say what they need."""
        code = "from mobility_xl.udfs.excel_windows import doctor, functions"
        done = subprocess.run(  # noqa: S603 - our own
            [command.with_name("python"), "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
        )

        assert done.stderr.endswith('Install it with: pip install "mobility_xl[excel]"\n')
