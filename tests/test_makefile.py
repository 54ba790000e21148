"""What `make` sets up."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_started_in_the_folder_above(tmp_path: Path) -> None:
    """Python that is started in the folder that holds the checkout finds the package, not the checkout's own folder."""
    checkout = tmp_path / "it's here" / "mobility_xl"
    (checkout / "mobility_xl").mkdir(parents=True)
    (checkout / "mobility_xl" / "__init__.py").write_text("name = 'the package'", encoding="utf-8")
    shutil.copyfile(CHECKOUT / "Makefile", checkout / "Makefile")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    (checkout / ".venv" / "bin" / "pip").touch()

    subprocess.run(["make", ".venv/importable"], cwd=checkout, check=True, capture_output=True)
    says = subprocess.run(
        [checkout / ".venv" / "bin" / "python", "-c", "from mobility_xl import name; print(name)"],
        cwd=checkout.parent,
        check=True,
        capture_output=True,
        text=True,
    )

    assert "the package" == says.stdout.strip()
