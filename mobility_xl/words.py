"""How sentences say things, whoever says them."""


def several(count: int, what: str) -> str:
    """Say how many there are of something, such as ``1 file`` and ``1,200 files``."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
