"""What the front end keeps in the user's folder: what there was before it was set up, and a log of failures."""

from pathlib import Path

from mobility_xl.store.editions import user_folder


def own_folder() -> Path:
    """Return the folder; ``addin install`` makes it and ``addin remove`` deletes it."""
    return user_folder() / "addin"


def errors_file() -> Path:
    """Return the log of what failed in a cell and should not have; nothing is written without the folder."""
    return own_folder() / "errors.log"
