"""What search knows of an Edition. Made from its signed text and where it stands, never shown unless it is live.

Nothing here is signed or on record: all of it can be thrown away and made again (`articles.search.index_edition`).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.edition import Edition
from articles.models.section import Section


class IndexedText(models.Model):
    """The words of an Edition without markup, a block a line, for extracts. Says that the Edition is in the index."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, primary_key=True, related_name="indexed_text")
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.edition_id}"


class NameKind(models.IntegerChoices):
    """What a name is to its article. Smaller numbers come first where two articles bear the same."""

    TITLE = 0, _("title")
    SYNONYM = 1, _("also called")
    QUESTION = 2, _("a heading that is a question")
    SUBJECT = 3, _("what the title is about")


class IndexedName(models.Model):
    """A title, a synonym or a question of an Edition, or what its title is about.

    `key` is its folded words run together (see articles.search.words), as bytes, so that both engines compare and sort
    it alike. `letter` is where it stands in the A to Z, `section` the shelf of a title, live as the article's own.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="indexed_names", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=NameKind)
    text = models.TextField()
    key = models.BinaryField(max_length=400)
    letter = models.CharField(max_length=1)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["edition"], name="name_of_edition"),
            models.Index(fields=["key"], name="name_by_key"),
            models.Index(fields=["letter", "key"], name="name_by_letter"),
            models.Index(
                fields=["section", "key", "edition"], name="title_on_shelf", condition=models.Q(kind=NameKind.TITLE)
            ),
        ]

    def __str__(self) -> str:
        return self.text


class LaterWord(models.Model):
    """A title or a synonym from one of its later words on, for suggestions: "Breast cancer" for whoever types "canc".

    `text` is the whole name; `key` its folded words from there on, as a name's own key.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="later_words", db_index=False)
    kind = models.PositiveSmallIntegerField(choices=NameKind)
    text = models.TextField()
    key = models.BinaryField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["edition"], name="later_word_of_edition"),
            models.Index(fields=["key"], name="later_word_by_key"),
        ]

    def __str__(self) -> str:
        return self.text


class IndexedWord(models.Model):
    """How much an Edition is about a word, from 1 to 1000. `term` is the hash of the word's stem."""

    pk = models.CompositePrimaryKey("edition_id", "term")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="indexed_words", db_index=False)
    term = models.BigIntegerField()
    weight = models.SmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["term", "-weight", "edition"], name="word_by_weight")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.term}"


class IndexedTopic(models.Model):
    """A body system or an audience that an Edition is tagged with (articles/topics.py)."""

    pk = models.CompositePrimaryKey("slug", "edition_id")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="indexed_topics")
    slug = models.CharField(max_length=50)

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.slug}"


class Spelling(models.Model):
    """A word of the library, filed under the hash of itself and of what is left of it when letters are left out.

    Belongs to no Edition: who offers such a word to readers asks first whether a live text holds it.
    """

    pk = models.CompositePrimaryKey("key", "word")
    key = models.BigIntegerField()
    word = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.word
