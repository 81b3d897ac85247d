"""The command that measures a survey's own rules: evaluate areas."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from .console import show_problems, tell_next, waiting
from .options import SURVEY, ending


@click.group(epilog="Example: catalogue evaluate areas")
def evaluate() -> None:
    """Measure how well the survey's rules decide."""


@evaluate.command(
    epilog=ending("evaluate areas", "if it is measured", "if no area was decided on yet, or the survey cannot be read")
)
@SURVEY
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def areas(survey: Path, as_json: bool) -> None:
    """Compare the areas that rules give with those that you decided on.

    Compared are the papers whose area you set or confirmed, or left unplaced on purpose, and those whose records say
    `checked: true`. Cues are measured alone, and what is learned from your decisions in ten parts, of which each is
    told by what the other nine teach. Cues that no paper holds are named, and those that mislead. Nothing is written.
    """
    from ..derive import rules_of
    from ..derive.areas import as_document, curated_areas
    from ..derive.classify.evaluate import evaluate_areas, report_lines
    from ..survey.folder import read_survey

    read, problems = read_survey(survey)
    show_problems(problems, "text")
    if read is None:
        sys.exit(1)
    curated = curated_areas(read.papers, read.vectors)
    if not curated:
        click.echo("no area is curated yet; decide on some with `catalogue review`", err=True)
        sys.exit(1)
    with waiting("evaluating"):
        others = [as_document(paper) for paper in read.papers if paper.id not in curated]
        report = evaluate_areas(curated, rules_of(read).cues, others)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        for line in report_lines(report):
            click.echo(line)
        tell_next("catalogue review, to decide on more; the more is decided, the surer is the rest")
