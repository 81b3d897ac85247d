"""Views of the database: frequent questions, each answered by a query with a plain name."""

from __future__ import annotations

from dataclasses import dataclass

from ...records.base import gettext_noop


@dataclass(frozen=True, slots=True)
class View:
    """A view of the database: its name, the question that it answers, and its SQL query."""

    name: str
    question: str
    query: str


VIEWS = (
    View(
        "papers_per_year",
        gettext_noop("How many papers appeared in each year?"),
        "SELECT year, count(*) AS papers FROM papers WHERE year IS NOT NULL GROUP BY year ORDER BY year",
    ),
    View(
        "papers_per_area",
        gettext_noop("How many papers has each area, and from when are they?"),
        """SELECT areas.key AS area, areas.title, count(papers.id) AS papers,
       min(papers.year) AS first_year, max(papers.year) AS last_year
  FROM areas LEFT JOIN papers ON papers.area = areas.key
 GROUP BY areas.key ORDER BY papers DESC, area""",
    ),
    View(
        "papers_per_tag",
        gettext_noop("How many papers has each tag?"),
        """SELECT tags.tag, tags.facet_title AS facet, tags.title, count(paper_tags.paper) AS papers
  FROM tags LEFT JOIN paper_tags USING (tag)
 GROUP BY tag ORDER BY papers DESC, tag""",
    ),
    View(
        "papers_per_venue",
        gettext_noop("Where did the papers appear?"),
        """SELECT coalesce(container, venue) AS venue, count(*) AS papers
  FROM papers WHERE coalesce(container, venue) IS NOT NULL
 GROUP BY 1 ORDER BY papers DESC, 1""",
    ),
    View(
        "papers_per_author",
        gettext_noop("Who wrote most of the papers?"),
        "SELECT id AS person, name, papers FROM people ORDER BY papers DESC, id",
    ),
    View(
        "authors_together",
        gettext_noop("Who wrote papers together?"),
        """SELECT one.person AS person, other.person AS with_person, count(DISTINCT one.paper) AS papers
  FROM authorships AS one JOIN authorships AS other ON other.paper = one.paper AND other.person > one.person
 GROUP BY 1, 2 ORDER BY papers DESC, 1, 2""",
    ),
    View(
        "most_used_systems",
        gettext_noop("Which models, data sets and tools do most papers build on, compare with or measure on?"),
        """SELECT systems.id AS system, systems.name, relations.kind AS relation, count(*) AS papers
  FROM relations JOIN systems ON systems.id = relations.target AND relations.target_kind = 'system'
 GROUP BY systems.id, relations.kind ORDER BY papers DESC, system, relation""",
    ),
    View(
        "papers_with_code",
        gettext_noop("Which papers give code or data away, and where?"),
        """SELECT papers.id AS paper, papers.title, papers.year, links.kind, links.url
  FROM links JOIN papers ON papers.id = links.paper
 WHERE links.kind IN ('code', 'data', 'model') ORDER BY papers.year DESC, paper, links.kind, links.url""",
    ),
    View(
        "combinations_without_papers",
        gettext_noop("Which area and tag have no paper together?"),
        """SELECT areas.key AS area, tags.tag
  FROM areas CROSS JOIN tags
 WHERE NOT EXISTS (
       SELECT 1 FROM papers JOIN paper_tags ON paper_tags.paper = papers.id
        WHERE papers.area = areas.key AND paper_tags.tag = tags.tag)
 ORDER BY areas.papers + tags.papers DESC, area, tags.tag""",
    ),
    View(
        "reasons_for_areas",
        gettext_noop("Why is a paper in its area?"),
        """SELECT papers.id AS paper, papers.title, papers.area, evidence.phrase, evidence.place, evidence.decided_by
  FROM papers LEFT JOIN evidence ON evidence.paper = papers.id AND evidence.about = 'area'
 WHERE papers.area IS NOT NULL ORDER BY paper""",
    ),
)
