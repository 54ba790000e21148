"""What `make` sets up."""

import shutil
import subprocess
import venv
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]


def test_started_in_the_folder_above(tmp_path: Path) -> None:
    """Python that is started in the folder that holds the checkout finds the package, not the checkout's own folder."""
    checkout = tmp_path / "it's here" / "mobility_xl"
    (checkout / "mobility_xl").mkdir(parents=True)
    (checkout / "mobility_xl" / "__init__.py").write_text("name = 'the package'", encoding="utf-8")
    shutil.copyfile(CHECKOUT / "Makefile", checkout / "Makefile")
    venv.create(checkout / ".venv", with_pip=False)
    (checkout / ".venv" / "bin" / "pip").touch()

    subprocess.run(["make", ".venv/importable"], cwd=checkout, check=True, capture_output=True)  # noqa: S607 - a user's own
    says = subprocess.run(  # noqa: S603 - our own
        [checkout / ".venv" / "bin" / "python", "-c", "from mobility_xl import name; print(name)"],
        cwd=checkout.parent,
        check=True,
        capture_output=True,
        text=True,
    )

    assert "the package" == says.stdout.strip()
