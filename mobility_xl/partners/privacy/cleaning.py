"""Takes personal names out of what a file says of itself, as Excel does when it removes personal information."""

from mobility_xl.partners.copying.draft import Draft
from mobility_xl.workbook.package.splicing import Span, Splice, escaped

PROGRAM = "mobility_xl"
NOBODY = "Author"
"""What Excel writes for the names of people."""

_KEPT = frozenset({"title", "subject", "keywords", "language", "created", "modified", "creator", "lastModifiedBy"})
_SIGNED = ("creator", "lastModifiedBy")
_OF_THE_OFFICE = ("Company", "Manager", "HyperlinkBase", "HeadingPairs", "TitlesOfParts")
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_HISTORY = ("revisionHeaders", "usernames", "customXml", "thumbnail", "calcChain", "volatileDependencies")
"""What remembers former states or people, or can be made anew; programs do without."""


def clean(draft: Draft) -> None:
    """Take out authors, companies, the paths of files, former states, and lists of people."""
    package = draft.package
    for part in package.targets("", "core-properties"):
        _clean_core(draft.part(part))
    for part in package.targets("", "extended-properties"):
        office = draft.part(part)
        for span in office.root.children:
            if span.name in _OF_THE_OFFICE:
                office.remove(span)
    for part in ("", package.workbook_part):
        for arrow in draft.arrows(part, *_HISTORY):
            draft.cut(part, arrow)
    _clean_workbook(draft.part(package.workbook_part))
    for arrow in draft.arrows(package.workbook_part, "person"):
        people = draft.part(arrow.target)
        for span in people.root.every("person"):
            people.set(span, displayName=NOBODY, userId=NOBODY, providerId="None")
    for sheet in package.sheets:
        if b"<scenario" in package.archive.read(sheet.part):
            scenarios = draft.part(sheet.part)
            for span in scenarios.root.every("scenario"):
                scenarios.set(span, user=None)
        for arrow in draft.arrows(sheet.part, "comments"):
            _clean_comments(draft.part(arrow.target))


def _clean_core(core: Splice) -> None:
    """Keep what a document is about; who made and changed it is the program."""
    for span in core.root.children:
        if span.name not in _KEPT:
            core.remove(span)
        elif span.name in _SIGNED:
            core.write(span, PROGRAM)
    if core.root.child("creator") is None and core.root.close > core.root.inner:
        made = f'<dc:creator xmlns:dc="{_DUBLIN_CORE}">{PROGRAM}</dc:creator>'
        core.replace(core.root.close, core.root.close, made)


def _clean_workbook(book: Splice) -> None:
    for span in book.root.every("fileSharing", "absPath"):
        # The path of the file stands alone in an alternative for newer programs.
        around = span.above("AlternateContent") if span.name == "absPath" else None
        book.remove(around or span)
    for number, span in enumerate(book.root.every("customWorkbookView"), 1):
        book.set(span, name=f"View {number}")


def _clean_comments(comments: Splice) -> None:
    """Take the names of people off their comments, also where they begin the text, as Excel writes them."""
    authors = [span.text.strip() for span in comments.root.every("author")]
    for span in comments.root.every("author"):
        comments.write(span, NOBODY)
    for span in comments.root.every("comment"):
        first = next(iter(span.every("t")), None)
        if first is not None and (named := _named(first, authors)):
            rest = first.text.removeprefix(f"{named}:")
            comments.replace(first.inner, first.close, escaped(f"{NOBODY}:{rest}"))


def _named(span: Span, authors: list[str]) -> str:
    """Return the author with whose name a comment begins."""
    return next((name for name in authors if name and span.text.startswith(f"{name}:")), "")
