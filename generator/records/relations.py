"""The kinds of relations between papers and systems, each defined once: its name and heading at both ends, and its
rank.

The texts are in English here; they are translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .base import gettext_noop

if TYPE_CHECKING:
    from .paper import Digest, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationEnd:
    """A kind of relation as it is named from one of its two ends.

    `key` is its name in code and addresses. `title` is the heading of a list of what stands at the other end. `label`
    is the verb from this end to the other: “extends” in “FLAIR extends CLIP”.
    """

    key: str
    title: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """A kind of relation with its names at both ends.

    `stated` is its name at the paper whose record or text states the relation, `inverse` its name at the other end. A
    symmetric relation has the same name at both ends, and `inverse` is None.
    """

    stated: RelationEnd
    inverse: RelationEnd | None = None


RELATION_KINDS: tuple[Relationship, ...] = (
    Relationship(
        stated=RelationEnd(key="extends", title=gettext_noop("Extends"), label=gettext_noop("extends")),
        inverse=RelationEnd(key="extended-by", title=gettext_noop("Extended by"), label=gettext_noop("extended by")),
    ),
    Relationship(
        stated=RelationEnd(key="applies", title=gettext_noop("Applies"), label=gettext_noop("applies")),
        inverse=RelationEnd(key="applied-by", title=gettext_noop("Applied by"), label=gettext_noop("applied by")),
    ),
    Relationship(
        stated=RelationEnd(
            key="contrasts-with", title=gettext_noop("Contrasts with"), label=gettext_noop("contrasts with")
        ),
    ),
    Relationship(
        stated=RelationEnd(
            key="alternative-to", title=gettext_noop("Alternative to"), label=gettext_noop("alternative to")
        ),
    ),
    Relationship(
        stated=RelationEnd(
            key="same-family", title=gettext_noop("Same family as"), label=gettext_noop("same family as")
        ),
    ),
    Relationship(
        stated=RelationEnd(
            key="same-benchmark", title=gettext_noop("Same benchmark as"), label=gettext_noop("same benchmark as")
        ),
    ),
    Relationship(
        stated=RelationEnd(key="builds-on", title=gettext_noop("Builds on"), label=gettext_noop("builds on")),
        inverse=RelationEnd(key="basis-of", title=gettext_noop("Basis of"), label=gettext_noop("basis of")),
    ),
    Relationship(
        stated=RelationEnd(
            key="compares-with", title=gettext_noop("Compares with"), label=gettext_noop("compares with")
        ),
        inverse=RelationEnd(key="compared-in", title=gettext_noop("Compared in"), label=gettext_noop("compared in")),
    ),
    Relationship(
        stated=RelationEnd(key="measured-on", title=gettext_noop("Measured on"), label=gettext_noop("measured on")),
        inverse=RelationEnd(key="measures", title=gettext_noop("Measures"), label=gettext_noop("measures")),
    ),
    Relationship(
        stated=RelationEnd(key="names", title=gettext_noop("Mentions"), label=gettext_noop("names")),
        inverse=RelationEnd(key="named-by", title=gettext_noop("Mentioned by"), label=gettext_noop("named by")),
    ),
)
"""Every kind of relation, the strongest first: those that a curator states (`Relation.kind`), those that a record lists
(`USES`), and last a plain mention in a text.
"""

RELATION_ENDS: Mapping[str, RelationEnd] = {
    end.key: end for kind in RELATION_KINDS for end in (kind.stated, kind.inverse) if end
}
"""Each end of each kind, by its key. The order is that of `RELATION_KINDS`, and of each kind the stated end comes
first.
"""

INVERSES: Mapping[str, str] = {kind.stated.key: (kind.inverse or kind.stated).key for kind in RELATION_KINDS}
"""From the key of a relation's stated end to the key of its other end; for a symmetric kind the two are equal."""

SYMMETRIC_RELATIONS = frozenset(kind.stated.key for kind in RELATION_KINDS if kind.inverse is None)
"""The keys of the symmetric kinds, such as `alternative-to`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One way in which a paper can use another paper or a system: build on it, compare with it, or be evaluated on it.

    `field` is the key of the record that lists the ids (`builds_on`), `relation` the key of the relation in
    `RELATION_ENDS`, `label` the heading of a list of papers that use the same system. `closeness` ranks the uses, 1
    being the closest; `closeness_of_measures` ranks them where the system is something to measure with, such as a data
    set.
    """

    field: str
    relation: str
    label: str
    closeness: int
    closeness_of_measures: int

    def ids_of(self, paper: Paper) -> tuple[str, ...]:
        """Return the ids of the papers and systems that the paper uses in this way, in the order of its record."""
        return self.ids_in(paper.digest)

    def ids_in(self, digest: Digest) -> tuple[str, ...]:
        """Return the same, given what a curator writes of the paper."""
        ids: tuple[str, ...] = getattr(digest, self.field)
        return ids


USES: tuple[Use, ...] = (
    Use(
        field="builds_on",
        relation="builds-on",
        label=gettext_noop("Builds on it"),
        closeness=1,
        closeness_of_measures=2,
    ),
    Use(
        field="compares_with",
        relation="compares-with",
        label=gettext_noop("Compares with it"),
        closeness=3,
        closeness_of_measures=3,
    ),
    Use(
        field="evaluated_on",
        relation="measured-on",
        label=gettext_noop("Evaluates on it"),
        closeness=2,
        closeness_of_measures=1,
    ),
)
"""Every kind of use, in the order in which a record lists them."""
