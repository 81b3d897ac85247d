"""A site that is built again and again, each time a little of it, is the site that is built at once.

Random edits of a survey, as a curator makes them: after each the site is built, and after the last it is compared with
one that is built of the same files in an empty folder. An edit may also be wrong; then nothing is published, and the
next one mends it or not.
"""

from __future__ import annotations

import datetime
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator import pipeline
from generator.deriving import records as deriving
from generator.importing import import_survey
from generator.pipeline import build_site
from generator.site.rendering import noted
from tests.built_site.folders import differing
from tests.once import made_once
from tests.site_fixture import ROOT, environment

WORDS = "lamp reading harbour rope tide island model data set glimmer pointing text C# a_b <b>x</b> AT&T |".split()
SETTINGS = (
    "related: 2", "related: 0", "title: 'Other <lamps>'", "language: de", "language: zh", "author_pages_from: 2",
    "system_pages_from: 1", "base_url: https://example.org/else/", "description: Of lamps.", "edition: 2026-02-03",
)  # fmt: skip
THEME = (
    "theme: {features: [navigation.tabs, navigation.top]}", "theme: {features: []}", "theme: {language: fr}",
    "markdown_extensions: [{toc: {permalink: true, permalink_title: Here}}]", "copyright: Nobody",
    "extra: {homepage: https://a.example/}", "use_directory_urls: false", "extra_css: [assets/own.css]",
    "exclude_docs: own/",
)  # fmt: skip


class Editor:
    """Edits the files of a survey at random."""

    def __init__(self, survey: Path, seed: int) -> None:
        self.survey = survey
        self.dice = random.Random(seed)  # noqa: S311 - no secret
        self.kept = {path: path.read_bytes() for path in survey.rglob("*.yml")}

    def edit(self) -> str:
        """Make one edit; returns its name."""
        edits: list[Callable[[], None]] = [
            self.change, self.change, self.change, self.add, self.remove, self.rename, self.taxonomy, self.essay,
            self.setting, self.theme, self.own_page, self.restore, self.nothing,
        ]  # fmt: skip
        edit = self.dice.choice(edits)
        edit()
        return edit.__name__

    def text(self) -> str:
        return " ".join(self.dice.choices(WORDS, k=self.dice.randint(1, 5)))

    def paper(self) -> Path:
        return self.dice.choice(sorted(self.survey.glob("papers/*.yml")))

    def change(self) -> None:
        """A field of a record."""
        path = self.paper()
        record = yaml.safe_load(path.read_text("utf-8"))
        areas = self.areas()
        field, value = self.dice.choice(
            [
                ("title", self.text()), ("summary", self.text()), ("abstract", f"We present {self.text()}."),
                ("year", self.dice.randint(1990, 2026)), ("area", self.dice.choice(areas)), ("venue", self.text()),
                ("authors", [self.dice.choice(["Ada Quay", "Nemo", "木村 芽衣"]), "Someone Else"]),
                ("aliases", [self.text()]), ("questions", [self.text()]), ("changed", datetime.date(2026, 2, 1)),
            ]
        )  # fmt: skip
        record[field] = value
        self.write(path, record)

    def add(self) -> None:
        path = self.paper()
        record = yaml.safe_load(path.read_text("utf-8"))
        kept = {key: record[key] for key in ("title", "abstract", "year", "authors", "area", "facets") if key in record}
        name = f"new-{self.dice.randint(1, 9)}"
        self.write(path.with_name(f"{name}.yml"), {"id": name, **kept, "added": datetime.date(2026, 2, 2)})

    def remove(self) -> None:
        self.paper().unlink()

    def rename(self) -> None:
        path = self.paper()
        name = f"{path.stem[:12].rstrip('-')}-{self.dice.randint(1, 9)}"
        self.write(path.with_name(f"{name}.yml"), {**yaml.safe_load(path.read_text("utf-8")), "id": name})
        path.unlink()

    def taxonomy(self) -> None:
        read = self.read("taxonomy.yml")
        area = self.dice.choice(read["areas"])
        key = self.dice.choice(["title", "definition"])
        area[key] = self.text()
        self.write(self.survey / "taxonomy.yml", read)

    def areas(self) -> list[str]:
        return [area["key"] for area in self.read("taxonomy.yml")["areas"]]

    def essay(self) -> None:
        area = self.dice.choice(self.areas())
        path = self.survey / self.dice.choice(["home.md", f"areas/{area}.md", "method.md"])
        link = self.dice.choice([f"papers/{self.paper().stem}.md", f"areas/{area}.md", "years/2025.md"])
        path.parent.mkdir(exist_ok=True)
        word = self.dice.choice(WORDS[:5])
        path.write_text(f"# {word}\n\nOf {self.dice.choice(WORDS[:5])}, [see]({link}).\n", "utf-8")
        if self.dice.random() < 0.3:
            path.unlink()

    def setting(self) -> None:
        self.write(self.survey / "survey.yml", self.read("survey.yml") | yaml.safe_load(self.dice.choice(SETTINGS)))

    def theme(self) -> None:
        path = self.survey / "mkdocs.yml"
        chosen = self.dice.choice(THEME)
        lines = self.kept[path].decode().splitlines()
        path.write_text(
            "\n".join([*(it for it in lines if it.split(":")[0] != chosen.split(":")[0]), chosen]) + "\n", "utf-8"
        )

    def own_page(self) -> None:
        """A page or a file that somebody wrote into the docs folder."""
        path = self.survey / "docs" / self.dice.choice(["own/one.md", "own/two.md", "assets/own.css", "own/papers.txt"])
        if path.exists() and self.dice.random() < 0.5:
            path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        link = self.dice.choice(["../index.md", "../papers/glimmer.md", "one.md", "two.md", "papers.txt"])
        path.write_text(f"# One\n\n> {self.dice.choice(WORDS[:5])}\n\n[x]({link})\n", "utf-8")

    def restore(self) -> None:
        """All files of the survey as they were."""
        for path in self.survey.glob("papers/*.yml"):
            path.unlink()
        for path, content in self.kept.items():
            path.write_bytes(content)

    def nothing(self) -> None:
        """Only the times of files change."""
        for path in [*self.survey.glob("papers/*.yml"), *self.survey.glob("docs/**/*.md")][::2]:
            path.touch()

    def read(self, name: str) -> dict[str, object]:
        read: dict[str, object] = yaml.safe_load((self.survey / name).read_text("utf-8"))
        return read

    def write(self, path: Path, record: object) -> None:
        path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), "utf-8")


def built(survey: Path) -> bool:
    """Build the site; False where something of the survey forbids it."""
    made = build_site(survey)
    return made.written is not None and not made.site_problems


def built_at_once(survey: Path, folder: Path) -> bool:
    """Build the site of a survey's files, and of what stands in its docs folder by hand, in another folder."""
    from generator.build.write import kept_by_hand

    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(survey, folder, ignore=shutil.ignore_patterns("docs", "site", ".*"))
    for name in kept_by_hand(survey / "docs") - {".site", ".catalogue.json"}:
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(survey / "docs" / name, folder / "docs" / name)
    return built(folder)


def check_sequence(survey: Path, clean: Path, seed: int, edits: int) -> int:
    """Make some edits, with a build after each; returns how often something was published."""
    editor = Editor(survey, seed)
    is_built = built(survey)
    published = int(is_built)
    for number in range(edits):
        if not is_built and editor.dice.random() < 0.6:
            editor.restore()
        names = [editor.edit() for _ in range(editor.dice.choice([1, 1, 1, 2, 3]))]
        is_built = built(survey)
        published += is_built
        if number in (edits // 2, edits - 1):
            assert built_at_once(survey, clean) is is_built, (seed, number, names)
            if is_built:
                assert differing(clean / "site", survey / "site") == [], (seed, number, names)
                assert differing(clean / "docs", survey / "docs") in ([], [".site"]), (seed, number, names)
    return published


@pytest.fixture
def date(monkeypatch: pytest.MonkeyPatch, toy: Path) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr(deriving, "_FEW", 0)  # so that few papers, too, show what is kept of them
    monkeypatch.setattr(noted, "_LARGE", 0)


@pytest.mark.usefixtures("date")
@pytest.mark.parametrize("seed", range(2))
def test_after_random_edits_the_site_is_that_of_a_clean_build(seed: int, toy: Path, tmp_path: Path) -> None:
    assert check_sequence(toy, tmp_path / "clean", seed, 4) > 1


@pytest.mark.usefixtures("date")
def test_a_paper_that_only_has_another_id_is_published_by_it(toy: Path, tmp_path: Path) -> None:
    """Nothing else of it differs, and it stands at the same place of every list."""
    assert pipeline.build_docs(toy, toy / "docs")[0]
    old = toy / "papers/weather-forgotten-islands.yml"
    old.with_name("weather-forgotten.yml").write_text(
        old.read_text("utf-8").replace("id: weather-forgotten-islands", "id: weather-forgotten"), "utf-8"
    )
    old.unlink()
    clean = Path(shutil.copytree(toy, tmp_path / "clean", ignore=shutil.ignore_patterns("docs", ".*")))
    assert pipeline.build_docs(toy, toy / "docs")[0] and pipeline.build_docs(clean, clean / "docs")[0]
    assert differing(clean / "docs", toy / "docs") == []


@pytest.mark.usefixtures("date")
def test_a_paper_more_is_counted_wherever_papers_are(toy: Path, tmp_path: Path) -> None:
    """All others stay as they are, so that what is known of them all could be kept."""
    assert pipeline.build_docs(toy, toy / "docs")[0]
    Editor(toy, 3).add()
    clean = Path(shutil.copytree(toy, tmp_path / "clean", ignore=shutil.ignore_patterns("docs", ".*")))
    assert pipeline.build_docs(toy, toy / "docs")[0] and pipeline.build_docs(clean, clean / "docs")[0]
    assert differing(clean / "docs", toy / "docs") == []


@pytest.mark.usefixtures("date")
def test_what_a_refused_build_made_is_published_by_the_next(toy: Path, tmp_path: Path) -> None:
    """A paper is edited together with a text whose link leads nowhere, and only the link is mended."""
    assert pipeline.build_docs(toy, toy / "docs")[0]
    paper = toy / "papers/glimmer.yml"
    record = yaml.safe_load(paper.read_text("utf-8"))
    paper.write_text(yaml.safe_dump(record | {"summary": "It glows at noon."}, sort_keys=False), "utf-8")
    (toy / "home.md").write_text("[See](nowhere.md)\n", "utf-8")
    assert pipeline.build_docs(toy, toy / "docs")[0] is None
    (toy / "home.md").write_text("[See](papers/glimmer.md)\n", "utf-8")
    clean = Path(shutil.copytree(toy, tmp_path / "clean", ignore=shutil.ignore_patterns("docs", ".*")))
    assert pipeline.build_docs(toy, toy / "docs")[0] and pipeline.build_docs(clean, clean / "docs")[0]
    assert differing(clean / "docs", toy / "docs") == []


@pytest.mark.proof
@pytest.mark.usefixtures("date")
@pytest.mark.parametrize("seed", range(2, 202))
def test_so_it_is_after_two_hundred_sequences(seed: int, toy: Path, tmp_path: Path) -> None:
    check_sequence(toy, tmp_path / "clean", seed, 5)


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A survey of 1,000 papers of another field. Only to be read."""
    from bench.grow import _dump

    papers = ROOT.parent / "shared/scale/acl-anthology.jsonl.xz"
    if not papers.exists():
        pytest.skip(f"no {papers} beside the project")

    def make(folder: Path) -> None:
        _dump(1000, papers, folder / "papers.jsonl")
        data = (folder / "papers.jsonl").read_bytes()
        import_survey([("papers.jsonl", data)], folder / "survey", datetime.date(2026, 1, 1))

    return made_once(tmp_path_factory, "thousand", make) / "survey"


@pytest.mark.proof
@pytest.mark.corpus
@pytest.mark.usefixtures("date")
@pytest.mark.parametrize("seed", range(20))
def test_so_it_is_of_a_thousand_papers(seed: int, thousand: Path, tmp_path: Path) -> None:
    survey = Path(shutil.copytree(thousand, tmp_path / "survey"))
    check_sequence(survey, tmp_path / "clean", seed, 3)


@pytest.mark.proof
def test_after_a_change_of_code_templates_or_theme_all_is_made_anew(toy: Path, tmp_path: Path) -> None:
    """The generator itself is edited: a template, the theme's frame, a module."""
    copy = tmp_path / "copy"
    for name in ("generator", "templates"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))

    def build(survey: Path) -> None:
        command = [sys.executable, "-P", "-m", "generator", "build", "--survey", str(survey), "--site"]
        run = subprocess.run(
            command, env=environment(PYTHONPATH=str(copy)), capture_output=True, text=True, timeout=300
        )
        assert run.returncode == 0, run.stderr

    build(toy)
    for name, old, new in (
        ("templates/paper.md.j2", "# {{ page.title }}", "# Otters: {{ page.title }}"),
        ("templates/theme/frame.html", "<meta charset", "<!-- otters --><meta charset"),
        ("generator/catalogue/neighbours.py", "_WHY = 4", "_WHY = 1"),
    ):
        path = copy / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        build(toy)
        clean = tmp_path / f"clean-{path.name}"
        shutil.copytree(toy, clean, ignore=shutil.ignore_patterns("docs", "site", ".*"))
        build(clean)
        assert differing(clean / "site", toy / "site") == [], name
