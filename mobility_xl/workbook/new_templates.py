"""Copies a template for staff to edit, and draws what one looks like."""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from mobility_xl.errors import BadArgument, BadFile
from mobility_xl.workbook.templates import LAYOUT, REVIEW, STYLE, packaged_templates, template_folder, templates_folder

NAME = re.compile(r"\w[\w .'\u2019-]*(?<![ .])")


def new_template(name: str, source: str = REVIEW, into: Path = Path()) -> Path:
    """Copy a template into a folder of its own; return that folder.

    Parameters
    ----------
    name
        What the copy is called.
    source
        What is copied: a template's name, or the path of its folder.
    into
        The folder in which the copy's folder is made.

    Raises
    ------
    BadArgument
        When a template of that name comes with this package, the name is none for a folder, or there is no
        such template to copy.
    BadFile
        When there is a folder of that name already, or it cannot be written.
    """
    if name in packaged_templates():
        raise BadArgument(f"A template '{name}' comes with mobility_xl. Choose another name for yours.")
    if not NAME.fullmatch(name):
        raise BadArgument(
            f"'{name}' cannot be the name of a template: use letters, digits, spaces, dots, hyphens "
            "and apostrophes; -o says where."
        )
    folder, target = template_folder(source), into / name
    if target.exists():
        raise BadFile(f"{target} is there already. Choose another name, or move it away.")
    own = folder / STYLE
    try:
        into.mkdir(parents=True, exist_ok=True)
        # Whoever looks meanwhile finds the whole folder or none.
        with TemporaryDirectory(dir=into, prefix=f".{name}") as draft:
            made = Path(draft, name)
            made.mkdir()
            shutil.copyfile(folder / LAYOUT, made / LAYOUT)
            shutil.copyfile(own if own.exists() else templates_folder() / REVIEW / STYLE, made / STYLE)
            made.rename(target)
    except OSError as error:
        raise BadFile(f"{target} cannot be written ({error.strerror}). Name another folder with -o.") from error
    return target
