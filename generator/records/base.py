"""The base class of all records, the types of their fields (`Id`, `Line`, `Prose`, `Url`), problems, and the progress
callback.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ID_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"


Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=80)]
"""A key or id: lower-case letters a–z, digits and single hyphens, at most 80 characters, such as `vision-language`."""


Progress = Callable[[str, int, int], None]
"""A callback that a long step calls as it works: what it does ("merging"), how many items are done, how many there
are.
"""


def gettext_noop(text: str) -> str:
    """Return the text unchanged. The call marks the text for `pybabel extract`, which collects what is to be
    translated.
    """
    return text


def no_progress(doing: str, done: int, total: int) -> None:
    """Do nothing: the `Progress` callback of callers that show no progress. Its arguments are the stage, and how many
    of how many items are done.
    """
    del doing, done, total


_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Unicode's categories Cc and Cs, but for line break and tab."""


def _printable(text: str) -> str:
    """Return the text as it is. Raises ValueError if it holds a control character other than a tab or a line break."""
    if control := _CONTROL.search(text):
        raise ValueError(f"holds the control character U+{ord(control[0]):04X}; delete it")
    return text


def _one_line(text: str) -> str:
    """Return the text with each run of white space replaced by one space, and none at its ends.

    Raises ValueError if nothing is left, or if the text holds a control character.
    """
    if text.isprintable() and "  " not in text and text[:1] not in {"", " "} and text[-1] != " ":
        return text  # as nearly all are: a space is the only white space that can be printed
    text = " ".join(_printable(text).split())
    if not text:
        raise ValueError("is empty; write something or remove the key")
    return text


def web_address(url: str) -> str:
    r"""Return a web address without the white space around it.

    Raises ValueError if it does not begin with http:// or https://, names no host, or holds white space, a control
    character or one of ``"'<>\^`{|}``.
    """
    url = _one_line(url)
    if re.search(r"[\s\"'<>\\^`{|}]", url):
        raise ValueError(f"{url!r} has a character that no web address has; percent-encode it")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise ValueError(f"{url!r} is no web address: {error}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError(f"{url!r} must begin with https:// or http:// and name a host")
    return url


Line = Annotated[str, AfterValidator(_one_line)]
"""One line of text, never empty, that is shown as it stands and never read as HTML or Markdown. A record that is given
several lines joins them by spaces; an empty text is refused.
"""
Prose = Annotated[str, AfterValidator(_printable)]
"""Text of any length, possibly empty; its line breaks are shown as spaces."""
Url = Annotated[str, AfterValidator(web_address)]
"""An absolute http or https address."""


_SETS: dict[frozenset[str], set[str]] = {}


def _one_set(names: set[str]) -> set[str]:
    """Return the one set that holds these names and that all records share: a set for each record would take as much
    memory as all else of the records.
    """
    return _SETS.setdefault(frozenset(names), names)


class Record(BaseModel):
    """The base of all records. A record is immutable, and one that is made with an unknown key raises
    `ValidationError`.

    White space at the ends of all texts is removed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    @classmethod
    def of_valid(cls, **values: Any) -> Self:
        """Return a record of values that are valid: one for each of its fields, by the fields' names.

        Nothing is checked, which takes a tenth of the time: for records that are made by the ten thousand.
        """
        return _made(cls, values, _all_fields(cls))

    def model_post_init(self, context: Any, /) -> None:
        """Share the set of the fields that were given with all records that were given the same. Pydantic calls this
        after it has made a record; its `context` is not used.
        """
        del context
        object.__setattr__(self, "__pydantic_fields_set__", _one_set(self.__pydantic_fields_set__))

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy of the record in which the fields named in `update` have the values given there; a `deep` copy
        is made by pydantic.

        The new values are not validated. This overrides pydantic's method, which is slower because it also copies
        private and extra fields: records have neither.
        """
        if deep:
            return super().model_copy(update=update, deep=deep)
        values = update or {}
        given = _one_set(self.__pydantic_fields_set__ | values.keys())
        return _made(type(self), {**self.__dict__, **values}, given)

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[type[Self], dict[str, Any], set[str]]]:
        """Return what a pickle holds of the record: a function that makes it, and that function's arguments. It is
        smaller than pydantic's, and read in two thirds of the time.
        """
        return _made, (type(self), self.__dict__, _one_set(self.__pydantic_fields_set__))


_RecordT = TypeVar("_RecordT", bound=Record)
_NEW: Callable[[type[Any]], Any] = object.__new__
_SET_VALUES, _SET_GIVEN, _SET_EXTRA, _SET_PRIVATE = (
    vars(BaseModel)[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""What sets the parts of a record, in half the time of `object.__setattr__`: records are made by the ten thousand."""


@cache
def _all_fields(cls: type[Record]) -> set[str]:
    """Return the one set of all fields of a kind of record."""
    return _one_set(set(cls.model_fields))


def _made(cls: type[_RecordT], values: dict[str, Any], given: set[str]) -> _RecordT:
    """Return a record of a class with `values` for all of its fields, by name, of which those in `given` were given.
    Nothing is checked.
    """
    made: _RecordT = _NEW(cls)
    _SET_VALUES(made, values)
    _SET_GIVEN(made, given)
    _SET_EXTRA(made, None)
    _SET_PRIVATE(made, None)
    return made


class Problem(Record):
    """One fault that a curator should mend, with where it is and what to do about it.

    `path` is that of the file, relative to the folder in which the command ran; `line` counts from 1, and 0 means the
    file as a whole. An `error` fails a check; a `warning` does so only under `--strict`. As text it is `path:line:
    message`.
    """

    path: str
    line: int = 0
    message: str
    level: Literal["error", "warning"] = "error"
    at: tuple[str | int, ...] = Field((), exclude=True, description="Keys that lead to the value, while `line` is 0.")

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def hold_error(problems: Iterable[Problem]) -> bool:
    """Return whether at least one of the problems is an error, not a warning. False if there are no problems."""
    return any(problem.level == "error" for problem in problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems as a list sorted by path, then line, then message."""
    return sorted(problems, key=lambda problem: (problem.path, problem.line, problem.message))
