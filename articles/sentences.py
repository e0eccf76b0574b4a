"""What people wrote, as it can stand in a sentence of ours."""


def shortened(name: str, most: int = 60) -> str:
    """A name as it can stand in a sentence, whatever somebody wrote."""
    name = " ".join(name.split())
    return name if len(name) <= most else f"{name[:most]}…"
