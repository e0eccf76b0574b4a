"""The usual words of English, and what is one error away from them."""

from articles.english import how_usual, one_error_away


def test_what_is_one_error_away_is_a_usual_word() -> None:
    # Left out, added, changed, swapped
    for typed in ("shingls", "shinglees", "shinglas", "shinglse"):
        assert "shingles" in one_error_away(typed)
    assert one_error_away("zzyzx") == set()
    assert how_usual("shingles") > how_usual("zzyzx") == 0
    assert "a" in one_error_away("")
