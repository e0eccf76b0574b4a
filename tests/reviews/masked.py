"""What the tests of masking ask of any secret."""

from reviews.masking import Kind, mask


def assert_taken_out(secret: str, kind: Kind) -> None:
    """That a secret amid other words goes whole, as what it is, and the words around it stay."""
    left = mask(f"Write to {secret}, please. The dose is wrong.")
    assert secret not in left.words
    assert left.words.startswith("Write to [")
    assert left.words.endswith("The dose is wrong.")
    assert left.taken == (kind,)
