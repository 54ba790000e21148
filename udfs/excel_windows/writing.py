"""Writes a file whole or not at all."""

from pathlib import Path
from tempfile import NamedTemporaryFile


def replace_file(path: Path, content: bytes) -> None:
    """Write to a temporary name beside the file and rename; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", delete=False) as draft:
        try:
            draft.write(content)
            draft.close()
            Path(draft.name).replace(path)
        except BaseException:
            draft.close()
            Path(draft.name).unlink(missing_ok=True)
            raise
