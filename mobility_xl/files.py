"""Writes a file whole or not at all."""

from pathlib import Path
from tempfile import NamedTemporaryFile

READABLE = 0o644
"""A temporary file is its maker's alone; what takes its place is for everybody to read."""


def replace_file(path: Path, content: bytes) -> None:
    """Write to a temporary name beside the file and rename; its folder is made where it is missing.

    Raises
    ------
    OSError
        When that cannot be done; what was there before stays, and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as draft:
        temporary = Path(draft.name)
        try:
            draft.write(content)
            draft.close()
            temporary.chmod(READABLE)
            temporary.replace(path)
        except BaseException:
            draft.close()
            temporary.unlink(missing_ok=True)
            raise
