"""Tables in Markdown, as tests print them."""


def table(heads: list[str], *rows: list[str], aligned: str = "---") -> str:
    """One row of heads and some below it."""
    lines = [heads, [aligned] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def widest(columns: int) -> str:
    """A table of words and numbers that no column has room for."""
    numbers = [f"{'9' * 30} mg for each kilogram of body weight"] * columns
    return table(["Pseudohypoaldosteronism" * 2] * columns, numbers, aligned="---:")
