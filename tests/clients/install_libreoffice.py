"""Install one LibreOffice for the tests: `python -m tests.clients.install_libreoffice 25.2`.

apt downloads it with all it needs, and dpkg-deb unpacks that into a folder of this project. So two versions stand
side by side, root is not needed, and nothing on the machine changes. It needs Debian's apt sources, as on Debian 12.
"""

import email
import os
import re
import shutil
import sys
from pathlib import Path

from tests.clients import PROJECT, ClientError, run
from tests.clients.office import Office

SUITES = {"25.2": "bookworm-backports", "7.4": "bookworm"}

PACKAGES = (
    "libreoffice-calc-nogui",
    # As wide as Calibri, letter by letter.
    "fonts-crosextra-carlito",
    "fonts-dejavu-core",
    # pdftoppm, which draws pages.
    "poppler-utils",
)

# The C library and the compiler's runtime must be the machine's own; nothing here runs Python or Perl.
LEFT_OUT = ("libc-bin_", "libc6_", "libgcc-s1_", "libperl", "libpython3", "libstdc++6_", "perl", "python3")

# LibreOffice trusts the values it finds in a file unless its profile says: always recalculate.
SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""

# Only the fonts unpacked beside LibreOffice, so that a page looks the same on every machine.
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias binding="same"><family>Calibri</family><prefer><family>Carlito</family></prefer></alias>
</fontconfig>
"""


def debian_sources(folder: Path) -> list[tuple[str, str]]:
    """Return the apt sources in ``folder`` (/etc/apt) that may be Debian's bookworm, with its backports added.

    Each is the text of a sources file and its extension. Third-party archives that call themselves
    bookworm, too, are among them.
    """
    sources = []
    for file in (folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))):
        if file.suffix == ".sources":
            sources += [(".sources", text) for text in _from_stanzas(file.read_text(encoding="utf-8"))]
        elif file.suffix == ".list" and file.exists():
            sources += [(".list", text) for text in _from_lines(file.read_text(encoding="utf-8"))]
    return sources


def _from_stanzas(text: str) -> list[str]:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    found = []
    for stanza in re.split(r"\n\s*\n", "\n".join(lines)):
        # A stanza has the form of a mail's header.
        fields = email.message_from_string(stanza.strip())
        is_wanted = (
            "deb" in fields.get("Types", "").split()
            and "bookworm" in fields.get("Suites", "").split()
            and "main" in fields.get("Components", "").split()
            and fields.get("Enabled", "yes") != "no"
        )
        if is_wanted:
            fields.replace_header("Types", "deb")
            fields.replace_header("Suites", "bookworm bookworm-backports")
            fields.replace_header("Components", "main")
            found.append("".join(f"{name}: {value}\n" for name, value in fields.items()))
    return found


def _from_lines(text: str) -> list[str]:
    found = []
    for line in text.splitlines():
        archive = re.match(r"deb\s+((?:\[.*?\]\s+)?\S+)\s+bookworm\s+(.*)", line)
        if archive and "main" in archive[2].split():
            found.append("".join(f"deb {archive[1]} {suite} main\n" for suite in ("bookworm", "bookworm-backports")))
    return found


def apt(scratch: Path, program: str, *arguments: str) -> str:
    """Run apt with lists and a cache of its own below ``scratch``, as if no package were installed."""
    options = {
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": scratch / "sources",
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Dir::State::Lists": scratch / "lists",
        # Empty, and not /dev/null: apt writes its locks beside it.
        "Dir::State::Status": scratch / "installed",
        "Dir::Cache": scratch / "cache",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "APT::Install-Recommends": "false",
        # As root, apt reads as a user who may not look into this project.
        "APT::Sandbox::User": "root",
        "APT::Update::Error-Mode": "any",
    }
    set_options = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
    return run([program, *set_options, *arguments], seconds=1800, env={**os.environ, "LC_ALL": "C.UTF-8"})


def read_lists(scratch: Path, sources: list[tuple[str, str]]) -> None:
    """Fetch the package lists of the first source that is Debian's: no other archive has bookworm's backports."""
    (scratch / "lists" / "partial").mkdir(parents=True)
    (scratch / "cache" / "archives" / "partial").mkdir(parents=True)
    (scratch / "installed").touch()
    said = []
    for extension, text in sources:
        shutil.rmtree(scratch / "sources", ignore_errors=True)
        (scratch / "sources").mkdir(parents=True)
        (scratch / "sources" / f"debian{extension}").write_text(text, encoding="utf-8")
        try:
            apt(scratch, "apt-get", "update", "-qq")
        except ClientError as error:
            said.append(str(error))
        else:
            return
    raise ClientError(
        "No apt source of this machine gives Debian's suites bookworm and bookworm-backports (component main), "
        "which have LibreOffice 7.4 and 25.2. They are needed in /etc/apt, as on Debian 12.\n" + "\n".join(said)
    )


def download(scratch: Path, version: str) -> list[Path]:
    """Download LibreOffice and everything it depends on."""
    suite = SUITES[version]
    offered = re.search(r"Candidate: (?:\d+:)?(\S+)", apt(scratch, "apt-cache", "policy", "-t", suite, PACKAGES[0]))
    series = version.partition(".")[0]
    if offered is None or not offered[1].startswith(f"{series}."):
        raise ClientError(
            f"Debian's {suite} has LibreOffice {offered[1] if offered else '(none)'}, no longer {series}.x: "
            f"choose the version to test with, and its suite, in {Path(__file__).name}."
        )
    apt(scratch, "apt-get", "install", "-qq", "--yes", "--download-only", "-t", suite, *PACKAGES)
    return sorted((scratch / "cache" / "archives").glob("*.deb"))


def unpack(packages: list[Path], folder: Path) -> None:
    """Unpack the packages, and do what their own set-up would do, so that they work in any folder."""
    for package in packages:
        if not package.name.startswith(LEFT_OUT):
            run(["dpkg-deb", "-x", package, folder], seconds=300)

    office = folder / "usr/lib/libreoffice"
    shutil.copytree(office / "share/.registry", folder / "etc/libreoffice/registry", dirs_exist_ok=True)
    for link in folder.rglob("*"):
        if link.is_symlink() and link.readlink().is_absolute():
            target = folder / link.readlink().relative_to("/")
            if target.exists():
                link.unlink()
                link.symlink_to(os.path.relpath(target, link.parent))

    for name in ("fundamentalrc", "sofficerc"):
        file = office / "program" / name
        places = file.read_text(encoding="utf-8")
        places = places.replace("file:///usr/lib/libreoffice", "${ORIGIN}/..")
        places = places.replace("file:///etc/libreoffice", "${ORIGIN}/../../../../etc/libreoffice")
        file.write_text(places, encoding="utf-8")


def settle(folder: Path) -> None:
    """Write the profile that every call copies.

    LibreOffice has to start once to make it, and starts much faster once it has converted a file with it.
    """
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    (folder / "fonts.conf").write_text(FONTS, encoding="utf-8")
    office = Office(folder)
    office.soffice(profile, "--terminate_after_init")
    table = profile / "first.csv"
    table.write_text("1\n", encoding="utf-8")
    office.soffice(profile, "--convert-to", "xlsx", "--outdir", profile, table)
    if not table.with_suffix(".xlsx").exists():
        raise ClientError("It was unpacked but does not convert a file.")


def install(version: str) -> None:
    """Put one LibreOffice, which has been started once, into the project's tools: whole or not at all."""
    folder = PROJECT / ".tools" / f"libreoffice-{version}"
    unfinished = folder.with_name(f"{folder.name}-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    scratch = unfinished / "scratch"
    read_lists(scratch, debian_sources(Path("/etc/apt")))
    unpack(download(scratch, version), unfinished)
    shutil.rmtree(scratch)
    settle(unfinished)
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)


if __name__ == "__main__":
    try:
        install(sys.argv[1])
    except ClientError as error:
        sys.exit(f"LibreOffice {sys.argv[1]} cannot be installed. {error}")
