"""How much room a number takes when its format shows it: an estimate, in digits of the same size."""

import re

_SECTION = re.compile(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])*)(?:;|$)')
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|[_*].')
_BRACKETED = re.compile(r"\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]")
_DATE_LETTERS = re.compile(r"[ymdhsYMDHS]")
_PLACEHOLDERS = re.compile(r"[0#?][0#?,.]*")
# Months and days written out take the room of September and Wednesday.
_LONG_DATE_PARTS = (("mmmm", "September"), ("dddd", "Wednesday"), ("mmm", "Sep"), ("ddd", "Wed"))
_MOST_THOUSANDS = 9
_NARROW = {".": 0.5, ",": 0.5, ":": 0.5, "-": 0.6, "(": 0.6, ")": 0.6, " ": 0.5, "/": 0.8, "%": 1.4}


def room(text: str) -> float:
    """Return about how many digits wide a text is."""
    return sum(_NARROW.get(letter, 1.0) for letter in text)


def shown(value: float, number_format: str) -> str | None:
    """Return about what a number looks like in a format.

    None where the format gives way to the room there is (General), shows text only, or has no digits.
    """
    sections = [match[1] for match in _SECTION.finditer(number_format)]
    section, value = _section_for(value, sections)
    pattern = _QUOTED.sub(lambda match: match[1] or match[2] or " ", _BRACKETED.sub(_currency, section))
    if "general" in pattern.lower():
        return None
    if _DATE_LETTERS.search(_QUOTED.sub("", _BRACKETED.sub("", section))):
        return _shown_date(_QUOTED.sub(lambda match: match[1] or match[2] or " ", section.lower()))
    places = _PLACEHOLDERS.search(pattern)
    if places is None:
        return None
    digits = _shown_digits(value * 100 if "%" in pattern else value, places[0])
    return pattern[: places.start()] + digits + pattern[places.end() :]


def _section_for(value: float, sections: list[str]) -> tuple[str, float]:
    """Return the section of a format that shows a value, and the value as that section sees it."""
    if value < 0 and len(sections) > 1 and sections[1]:
        return sections[1], -value
    if value == 0 and len(sections) > 2 and sections[2]:
        return sections[2], value
    return sections[0] if sections else "General", value


def _currency(bracket: re.Match[str]) -> str:
    return bracket[1] or ""


def _shown_date(pattern: str) -> str:
    for part, example in _LONG_DATE_PARTS:
        pattern = pattern.replace(part, example)
    return pattern


def _shown_digits(value: float, places: str) -> str:
    """Return a number with the decimals and separators that its placeholders ask for."""
    whole, _, decimals = places.partition(".")
    # Each comma behind the last digit divides by a thousand.
    thousands = min(len(places) - len(places.rstrip(",")), _MOST_THOUSANDS)
    grouped = "," in whole.rstrip(",")
    count = sum(letter in "0#?" for letter in decimals)
    digits = f"{value / 1000**thousands:{',' if grouped else ''}.{count}f}"
    return digits.rjust(sum(letter in "0?" for letter in whole), "0")
