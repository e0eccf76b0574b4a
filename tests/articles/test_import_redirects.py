"""Addresses of an old site lead to pages of ours: what is taken, what is refused, and what a reader gets."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from articles.actions.articles import change_address
from articles.models import Redirect
from people.roles import PUBLISHER
from record.chain import Event
from record.verification import verify
from reviews.actions import withdraw
from tests import commands, factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def library() -> None:
    factories.published(slug="gene-therapy")
    factories.published(slug="asthma")


def run(folder: Path, *lines: str, head: str = "from,to") -> tuple[int, list[str]]:
    """Exit code and report of an import of these lines."""
    return run_bytes(folder, "\n".join([head, *lines, ""]).encode())


def run_bytes(folder: Path, data: bytes) -> tuple[int, list[str]]:
    file = folder / "old.csv"
    file.write_bytes(data)
    said = commands.run("import_redirects", file)
    return said.code, said.out.splitlines()


def test_an_old_address_leads_on(client: Client, tmp_path: Path) -> None:
    code, report = run(
        tmp_path,
        "/Gene_Therapy.html,/articles/gene-therapy/",
        f"https://old.example.org/page.php?id=5,{settings.PUBLIC_ORIGIN}/articles/asthma/#what-it-is",
        "/caf%C3%A9,/about/privacy/",
    )
    assert code == 0
    assert report == [
        "line 2: added: /Gene_Therapy.html → /articles/gene-therapy/",
        "line 3: added: /page.php?id=5 → /articles/asthma/#what-it-is",
        "line 4: added: /café → /about/privacy/",
        "3 lines: 3 added.",
    ]
    answer = client.get("/Gene_Therapy.html?utm=1")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/gene-therapy/")
    assert "no-cache" in answer["Cache-Control"]
    assert not answer.cookies
    assert client.get("/page.php?id=5")["Location"] == "/articles/asthma/#what-it-is"
    assert client.get("/page.php?id=6").status_code == 404
    assert client.get("/page.php").status_code == 404
    assert client.get("/caf%C3%A9")["Location"] == "/about/privacy/"
    assert client.head("/Gene_Therapy.html").status_code == 301
    assert client.post("/Gene_Therapy.html").status_code == 404
    assert Event.objects.get(verb="import_redirects").told["facts"]["count"] == 3
    assert verify().is_whole


def test_it_counts_only_where_nothing_else_answers(client: Client, tmp_path: Path) -> None:
    draft = factories.draft(slug="news")
    assert run(tmp_path, "/articles/news/,/articles/gene-therapy/")[0] == 0
    assert client.get("/articles/news/")["Location"] == "/articles/gene-therapy/"
    article = factories.published(factories.signed(factories.submitted(draft))).article
    assert client.get("/articles/news/").status_code == 200
    withdraw(article=article, reason="r", notice="Ask us.", by=factories.person(PUBLISHER), door="admin")
    assert client.get("/articles/news/").status_code == 410


@pytest.mark.parametrize(
    "old",
    ["/articles/asthma/", "/articles/asthma/?page=2", "/sections/", "/sections/symptoms/", "/about/privacy/", "/?p=5",
     "/search/?q=a", "/articles/gone/", "/articles/former/"],
)  # fmt: skip
def test_no_page_of_ours_is_an_old_address(client: Client, tmp_path: Path, old: str) -> None:
    gone, moved = factories.published(slug="gone"), factories.published(slug="former")
    withdraw(article=gone.article, reason="r", notice="Ask us.", by=factories.person(PUBLISHER), door="admin")
    change_address(article=moved.article, slug="current", by=moved.article.owner, door="admin")
    # What leads to the same page from elsewhere is in order, whichever line comes first.
    code, report = run(
        tmp_path, "/before.html,/articles/asthma/", f"{old},/articles/gene-therapy/", "/after,/sections/"
    )
    assert code == 1
    assert [line.split(": ")[1] for line in report[:3]] == ["added", "refused", "added"]
    assert "A page of this library answers at the old address" in report[1]
    assert client.get("/before.html")["Location"] == "/articles/asthma/"


@pytest.mark.parametrize(
    ("old", "page"),
    [
        ("/articles/asthma.pdf", ""),
        ("/articles/asthma/history/", ""),
        ("/articles/asthma/editions/1/", ""),
        ("/a-z/b/", ""),
        ("/body-systems/blood/", ""),
        ("/favicon.ico", ""),
        ("/admin/old/", ""),
        ("/articles/Asthma/", "/articles/asthma/"),
        ("/ARTICLES/ASTHMA", "/articles/asthma/"),
        ("/articles/asthma", "/articles/asthma/"),
        ("/articles/Asthma.PDF", "/articles/asthma.pdf"),
        ("/Sections/Symptoms", "/sections/symptoms/"),
        ("/Glossary/?id=5", "/glossary/"),
        ("/search", "/search/"),
    ],
)
def test_nor_is_what_leads_to_a_page_of_ours_of_itself(client: Client, tmp_path: Path, old: str, page: str) -> None:
    code, report = run(tmp_path, f"{old},/articles/gene-therapy/", "/articles/asthma.html,/articles/asthma/")
    assert code == 1
    assert report[0].startswith("line 2: refused: ")
    said = f"is led to {page}, a page of this library" if page else "A page of this library answers"
    assert said in report[0]
    assert report[1].startswith("line 3: added: ")
    assert client.get("/articles/asthma.html")["Location"] == "/articles/asthma/"


def test_an_old_address_in_capitals_never_shadows_a_page_that_has_come(client: Client, tmp_path: Path) -> None:
    draft = factories.draft(slug="news")
    assert run(tmp_path, "/articles/News/,/articles/gene-therapy/")[0] == 0
    assert client.get("/articles/News/")["Location"] == "/articles/gene-therapy/"
    factories.published(factories.signed(factories.submitted(draft)))
    assert client.get("/articles/News/")["Location"] == "/articles/news/"


@pytest.mark.parametrize("to", ["/articles/nothing.pdf", "/articles/nothing/history/", "/body-systems/nothing/"])
def test_nor_does_one_lead_below_an_article_that_is_not_there(tmp_path: Path, to: str) -> None:
    code, report = run(tmp_path, f"/old,{to}", "/older,/articles/asthma.pdf")
    assert code == 1
    assert "No page of this library has the new address." in report[0]
    assert report[1].startswith("line 3: added: ")


def test_an_old_address_at_which_a_page_has_come_is_in_nobodys_way(client: Client, tmp_path: Path) -> None:
    draft = factories.draft(slug="news")
    run(tmp_path, "/articles/news/,/articles/gene-therapy/")
    assert run(tmp_path, "/old-news,/articles/news/")[0] == 1
    factories.published(factories.signed(factories.submitted(draft)))
    assert run(tmp_path, "/old-news,/articles/news/")[0] == 0
    assert client.get("/old-news")["Location"] == "/articles/news/"


def test_a_last_slash_another_order_and_foreign_marks_make_no_difference(client: Client, tmp_path: Path) -> None:
    run(
        tmp_path,
        "/old/gene,/articles/gene-therapy/",
        "/old/asthma/,/articles/asthma/",
        "/page?id=5&x=1,/articles/asthma/",
        "/page?x=1&id=5&utm_source=a,/sections/",
        "/page?x=2&x=1,/about/",
        "/page,/a-z/",
    )
    for old, to in (
        ("/old/gene/", "/articles/gene-therapy/"),
        ("/old/gene/?utm_source=mail", "/articles/gene-therapy/"),
        ("/OLD/Gene/", "/articles/gene-therapy/"),
        ("/old/asthma", "/articles/asthma/"),
        ("/page?x=1&id=5", "/articles/asthma/"),
        ("/page/?x=1&id=5", "/articles/asthma/"),
        ("/page?utm_source=b&x=1&utm_medium=c&id=5&fbclid=d", "/articles/asthma/"),
        # The very address comes first, and an address with its query before one without
        ("/page?x=1&id=5&utm_source=a", "/sections/"),
        ("/page?x=1&x=2", "/about/"),
        ("/page?id=6&x=1", "/a-z/"),
        ("/page?" + "&".join(f"x={number}" for number in range(500)), "/a-z/"),
        ("/page?&&=&", "/a-z/"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.get("Location")) == (301, to), old
    for nothing in ("/old/", "/old", "/old/gene//", "/old/gene/x", "/old?gene"):
        assert client.get(nothing).status_code == 404, nothing


def test_no_circle_of_slashes(client: Client, tmp_path: Path) -> None:
    factories.draft(slug="one")
    factories.draft(slug="two")
    run(tmp_path, "/articles/one,/articles/two/", "/articles/two,/articles/one/")
    for slug in ("one", "two"):
        assert client.get(f"/articles/{slug}/", follow=True).status_code == 404


def test_letters_of_another_size_are_found_too(client: Client, tmp_path: Path) -> None:
    """Many old servers made no difference, and so links were written either way."""
    run(tmp_path, "/Diseases/Anemia.html,/articles/asthma/", "/Old.aspx?ID=6,/articles/asthma/", "/OLD,/sections/",
        "/old,/articles/gene-therapy/")  # fmt: skip
    for old in ("/diseases/anemia.html", "/DISEASES/ANEMIA.HTML?utm=1", "/old.aspx?id=6", "/Old.aspx?ID=6"):
        assert client.get(old)["Location"] == "/articles/asthma/", old
    assert client.get("/old.aspx?id=7").status_code == 404
    # Where both spellings lead somewhere, each leads where it says.
    assert client.get("/OLD")["Location"] == "/sections/"
    assert client.get("/old")["Location"] == "/articles/gene-therapy/"
    assert client.get("/oLd").status_code == 301


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/%5Cevil.example",
        "javascript:alert(1)",
        "article:asthma",
        "articles/asthma/",
        "/admin/",
        "/accounts/login/",
        "/reviews/",
        "/articles/nothing/",
        "/sections/nothing/",
        "/about/nothing/",
        "/nowhere/",
        "/articles/asthma/\u0000",
        f"{settings.PUBLIC_ORIGIN}.evil.example/",
        f"{settings.PUBLIC_ORIGIN}@evil.example/",
        "",
    ],
)
def test_nothing_leads_away_from_here_or_to_nowhere(client: Client, tmp_path: Path, to: str) -> None:
    code, report = run(tmp_path, f"/old,{to}", "/good,/articles/asthma/")
    assert code == 1
    assert report[0].startswith("line 2: refused: ")
    assert report[1].startswith("line 3: added")
    assert client.get("/old").status_code == 404
    assert client.get("/good").status_code == 301


@pytest.mark.parametrize(
    "old", ["", "old", "/", "https://old.example.org/", "mailto:a@b", "/a#b", "/%FF", "/a\\b", "x" * 600]
)
def test_bad_old_addresses(tmp_path: Path, old: str) -> None:
    code, report = run(tmp_path, f"{old},/articles/asthma/")
    assert code == 1
    assert report[0].startswith("line 2: refused: ")
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    "line", ['"/g\nSet-Cookie: x",/articles/asthma/', '/g,"/articles/\r\nasthma/"', "/g\tx,/sections/"]
)
def test_an_address_over_two_lines_is_refused_and_not_joined(tmp_path: Path, line: str) -> None:
    code, report = run(tmp_path, line, "/good,/articles/asthma/")
    assert code == 1
    assert report[0].endswith(": refused: An address stands on one line. Here one holds a line break or a tab.")
    assert list(Redirect.objects.values_list("from_address", flat=True)) == ["/good"]


def test_bad_lines_are_named_by_their_number_and_the_rest_goes_in(tmp_path: Path) -> None:
    code, report = run(
        tmp_path, "/one,/articles/asthma/", "", "/two", "/three,/articles/asthma/,x", "/four,/articles/asthma/"
    )
    assert code == 1
    assert [line.partition(": ")[0] for line in report[:4]] == ["line 2", "line 4", "line 5", "line 6"]
    assert [line.split(": ")[1] for line in report[:4]] == ["added", "refused", "refused", "added"]
    assert report[-2:] == ["4 lines: 2 added, 2 refused.", "2 lines were refused."]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "line 1"),
        (b"old,new\n/a,/articles/asthma/\n", "line 1"),
        (b"from,to\n/a,/articles/asthma/\n/\xff,/\n", "line 3"),
        (b'from,to\n"/a"x,/articles/asthma/\n', "line 2"),
    ],
)
def test_what_is_no_such_file_is_refused_whole(tmp_path: Path, data: bytes, said: str) -> None:
    code, report = run_bytes(tmp_path, data)
    assert code == 1
    assert said in report[-1]
    assert not Redirect.objects.exists()


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert commands.run("import_redirects", tmp_path / "nothing.csv").code == 2


def test_from_a_spreadsheet(tmp_path: Path) -> None:
    code, report = run_bytes(tmp_path, '\ufeffFrom,To\r\n"/a,b",/articles/asthma/\r\n'.encode())
    assert (code, report[0]) == (0, "line 2: added: /a,b → /articles/asthma/")


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, "/old,/articles/asthma/")
    assert run(tmp_path, "/old,/articles/asthma/") == (
        0, ["line 2: unchanged: /old → /articles/asthma/", "1 line: 1 unchanged."],
    )  # fmt: skip
    assert run(tmp_path, "/old,/articles/gene-therapy/")[1][0].startswith("line 2: changed")
    assert Event.objects.filter(verb="import_redirects").count() == 2
    twice = run(tmp_path, "/new,/articles/asthma/", "/new,/articles/gene-therapy/")[1]
    assert twice[1] == "line 3: refused: Line 2 is for the same old address."


def test_chains_and_loops_are_refused(client: Client, tmp_path: Path) -> None:
    # Slugs of articles that readers don't see yet, of which an old site had others.
    factories.draft(slug="one")
    factories.draft(slug="two")
    code, report = run(tmp_path, "/a,/articles/one/", "/articles/one/,/articles/two/", "/articles/two/,/articles/two/")
    assert code == 1
    assert [line.split(": ")[1] for line in report[:3]] == ["refused", "refused", "refused"]
    code, report = run(tmp_path, "/a,/articles/one/", "/articles/one/,/articles/two/")
    assert [line.split(": ")[1] for line in report[:2]] == ["refused", "added"]
    # Neither end of what stands can be made longer later.
    assert run(tmp_path, "/b,/articles/one/#part")[0] == 1
    assert run(tmp_path, "/articles/two/,/about/privacy/")[0] == 1
    # But all of it can be changed in one go.
    code, report = run(tmp_path, "/articles/one/,/about/privacy/", "/articles/two/,/about/privacy/")
    assert code == 0, report


def test_where_readers_see_nothing_yet_it_says_so(client: Client, tmp_path: Path) -> None:
    factories.draft(slug="coming")
    code, report = run(tmp_path, "/old,/articles/coming/")
    assert code == 0
    assert report[0] == "line 2: added: /old → /articles/coming/ (readers see no article there yet)"


def test_thousands_of_lines(client: Client, tmp_path: Path) -> None:
    code, report = run(tmp_path, *(f"/old/{number},/articles/asthma/" for number in range(3000)))
    assert (code, report[-1]) == (0, "3,000 lines: 3,000 added.")
    assert client.get("/old/2999").status_code == 301
