"""The command that makes vectors of meaning: embed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .console import show_problems, tell_next, waiting
from .options import SURVEY, ending


@click.command(
    epilog=ending(
        "embed",
        "if vectors.json is written",
        "if the survey's files cannot be read",
        two="the model or a library is missing",
    )
)
@SURVEY
@click.option(
    "--model",
    default="all-MiniLM-L6-v2",
    show_default=True,
    help="Name of a sentence model, or a folder with model.onnx and tokenizer.json.",
)
@click.option("--anew", is_flag=True, help="Make all vectors again; without it, only those of new and changed papers.")
def embed(survey: Path, model: str, anew: bool) -> None:
    """Teach the search what the papers mean.

    A sentence model reads titles, abstracts or digests, and questions. What it makes of them is written to vectors.json
    of the survey, some hundred bytes a paper; a build applies it and needs no model. A model that is not on this
    machine is fetched from the Hugging Face hub, once. Run the command again after an import.

    It needs onnxruntime and tokenizers: pip install "survey-catalogue[embed]".
    """
    from ..build.sentence_model import Encoder, find_model
    from ..upkeep import embed_papers

    try:
        name = Path(model).resolve().name if Path(model).is_dir() else model
        encoder = Encoder(find_model(model), name)
    except LookupError as error:
        raise click.UsageError(str(error)) from error
    except ModuleNotFoundError as error:
        raise click.UsageError(f'{error.name} is not installed: pip install "survey-catalogue[embed]"') from error
    with waiting("reading the papers"):
        update, problems = embed_papers(survey, encoder, anew=anew)
    show_problems(problems, "text")
    if update is None:
        sys.exit(1)
    vectors = update.vectors
    click.echo(
        f"{len(vectors.papers)} papers and {len(vectors.words)} words have vectors; {update.read} papers were read, "
        f"{update.dropped} dropped",
        err=True,
    )
    if update.read < len(vectors.papers) and 2 * update.read > len(vectors.papers):
        click.echo("more than half of the papers are new: `catalogue embed --anew` suits the words to them", err=True)
    tell_next("catalogue build --site")
