"""The one renderer: from Markdown to the HTML that is signed, used by preview and freeze alike.

Pure functions; no models, no settings, no clock. The HTML depends on the text and on the sizes of its images alone.

The dialect
-----------
CommonMark and tables. No raw HTML (it is shown as text), no indented code, nothing struck through.

* `## Heading` begins a Part. Its anchor is made from its words, or given: `## Heading {#my-anchor}`.
  A heading of level 1 begins a Part too, and is a problem: only the title has level 1.
* `[words](article:slug)`, `[words](article:slug#anchor)`: a link to another article.
* `[words](https://…)`, `http:`, `mailto:`, `tel:`, and `/paths` of the same site. Anything else is no link;
  its words stay.
* `![alternative text](/media/<sha256>.<png|jpg|…> "caption")`: an image the library holds. Alone in its paragraph it
  becomes a figure, with the caption if there is one. Any other image is left out; its alternative text stays.
* `[vector](term:vector "A harmless virus that carries a gene.")`: a word explained in place. Without words in quotation
  marks, `[vector](term:vector)`, it is explained as the glossary explains that term now.
* `[^1]`: the first reference of the article is cited here. Only in the article's own text, and in no heading, link or
  alternative text. A number that no reference has is a problem, and shown as it is.
* A star between a letter or digit and a digit is part of a name (`HLA-B*57:01`, `CYP2C19*2`), never emphasis.
* A list in which every item begins `**Term**: …` is a list of terms.
* `::: name Heading` begins a block and `:::` ends it, each on a line of its own:

  - `non-urgent`, `urgent`, `emergency`: a care card; its level is written before its heading. `warning`: a callout.
  - `do`, `dont`: a list of what to do, or not. Without words of its own its heading is “Do” or “Don’t”.
  - `inset`: a paragraph set apart. `details Words`: folded below these words.
  - `figure Who made it, license`: an image alone in its paragraph, then its caption.

  A block ends at the latest where the next Part begins. Any other name is a problem, and its line is shown as it is.

Elements and classes of signed HTML (nothing else; `sanitiser.CLASSES` holds the list)
-------------------------------------------------------------------------------------
========================  =============================================================================
`a.citation`              a link to a reference, with an id that the reference leads back to
`a.external`              a link to http or https
`a.phone`                 a link to a phone number
`button.term`             a word that is explained; opens the next element by `popovertarget`
`span.explanation`        its explanation, a `popover`, right behind the button
`ul.terms`, `ol.terms`    a list of "**Term**: text"
`div.non-urgent`          a care card, as are `div.urgent` and `div.emergency`; its heading begins with its level
`div.warning`             a callout; its heading begins “Important”
`div.inset`               words set apart
`div.do`, `div.dont`      a heading and a list of what to do, or not
`p.cited`                 in a reference: the ways back to where it is cited (written with the list of references)
`p.credit`                in a `figcaption`: who made the picture, and under which license
`div.table`               around every table, to scroll inside itself; can be focused and has a name
`th`, `td` `.center`      a column set to the middle
`th`, `td` `.right`       a column set to the end
`th`, `td` `.number`      a column set to the end in which all cells are numbers
`div.transcript`          around a video's transcript (written by the page's other fragments, not from Markdown)
========================  =============================================================================

A figure is a plain `<figure><img><figcaption>` and details are plain `<details><summary>`; their elements are their
names. `video`, `source` and `track` are allowed for the page's other fragments and never come from Markdown. Ids are
slugs, `ref-<number>` for references that are cited, `<place>--<term>` for explanations, `cite--<number>` for places
that cite, and never hold an underscore, so that ids of the page itself, which begin with one, can't clash.

HTML put together elsewhere for signing goes through `sanitise` and then `checked`, like all that is made here.
"""

from .anchors import RESERVED, Anchors, anchor_of, is_slug, slug_of
from .citations import citation_id, reference_id
from .findings import ArticleLink, Block, EmptyPart, LostList, Problem, ProblemKind, Term
from .inline import ExplanationOf, ImageOf
from .rendering import (
    Body,
    Note,
    Part,
    checked,
    no_glossary,
    render_body,
    render_inline,
    render_note,
    render_paragraphs,
)
from .sanitiser import CLASSES, sanitise
from .text import MAX_CHARACTERS, BadText, normalise

__all__ = [
    "CLASSES",
    "MAX_CHARACTERS",
    "RESERVED",
    "Anchors",
    "ArticleLink",
    "BadText",
    "Block",
    "Body",
    "EmptyPart",
    "ExplanationOf",
    "ImageOf",
    "LostList",
    "Note",
    "Part",
    "Problem",
    "ProblemKind",
    "Term",
    "anchor_of",
    "checked",
    "citation_id",
    "is_slug",
    "no_glossary",
    "normalise",
    "reference_id",
    "render_body",
    "render_inline",
    "render_note",
    "render_paragraphs",
    "sanitise",
    "slug_of",
]
