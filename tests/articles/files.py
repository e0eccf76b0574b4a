"""Files to import, written for tests."""

from pathlib import Path

SECTION = "section: symptoms"
BODY = "## What it is\n\nA sample.\n"


def file(folder: Path, name: str, *front: str, body: str = BODY) -> Path:
    """A Markdown file with these lines of front matter. The body begins on the second line behind them."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", *front, "---", "", body]), encoding="utf-8")
    return path
