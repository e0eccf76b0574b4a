"""Tables on paper: no column is off the sheet, however many there are, and words stay whole while there is room."""

import io
from collections.abc import Sequence
from typing import Any

import pypdf
import pytest
from django.test import Client

from articles import printing
from articles.markdown.parser import MAX_COLUMNS
from tests import factories
from tests.articles.tables import table, widest

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not printing.is_installed(), reason="Pango is not installed, so PDFs can't be made"),
]

URL = "/articles/gene-therapy.pdf"
MARGIN = 20 / 25.4 * 72
"""20 mm in points."""
LAB = {
    "Sodium": "135–145", "Potassium": "3.5–5.0", "Chloride": "98–106", "Bicarbonate": "23–28", "Creatinine": "0.6–1.2",
    "Phosphate": "3.0–4.5", "Magnesium": "1.5–2.4", "Albumin": "3.5–5.0", "Hemoglobin": "12.0–16.0",
    "Platelets": "150–400",
}  # fmt: skip


def printed(client: Client, *tables: str) -> pypdf.PdfReader:
    factories.published(slug="gene-therapy", body="".join(f"## Table {at}\n\n{one}\n" for at, one in enumerate(tables)))
    return pypdf.PdfReader(io.BytesIO(client.get(URL).content))


def ends_of_lines(page: pypdf.PageObject) -> list[float]:
    """How far to the right the lines reach that are drawn, in points: the edges of cells are such."""
    found: list[float] = []

    def drawn(operator: bytes, operands: Any, matrix: Any, _of_text: Any) -> None:
        if operator == b"l":
            found.append(float(operands[0]) * matrix[0] + matrix[4])

    page.extract_text(visitor_operand_before=drawn)
    return found


# Apart, since each print has seconds of its own.
@pytest.mark.parametrize("counts", [range(1, 9), range(9, 13), range(13, 16), (20, 21), (30,), (MAX_COLUMNS,)])
def test_no_column_is_off_the_sheet_however_many_there_are(client: Client, counts: Sequence[int]) -> None:
    read = printed(client, *map(widest, counts))
    ends = [(end, float(page.mediabox.width) - MARGIN) for page in read.pages for end in ends_of_lines(page)]
    assert len(ends) > sum(counts)
    assert [(end, most) for end, most in ends if end > most + 0.5] == []


def test_of_ten_columns_every_word_is_whole_where_all_have_room(client: Client) -> None:
    words = printed(client, table(list(LAB), list(LAB.values()))).pages[0].extract_text().split()
    assert [word for word in (*LAB, *LAB.values()) if word not in words] == []


def test_a_table_of_few_columns_is_written_as_large_as_ever(client: Client) -> None:
    sizes: list[float] = []

    def written(text: str, matrix: Any, _of_text: Any, _font: Any, size: float) -> None:
        if "Acetaminophen" in text:
            sizes.append(size * matrix[0])

    read = printed(client, table(["Medicine", "Dose", "Notes"], ["Acetaminophen", "5 mg", "Words. " * 40]))
    read.pages[0].extract_text(visitor_text=written)
    assert sizes == [pytest.approx(9.5, abs=0.1)]
