"""Reads a rulebook: from the files of a folder, or from texts that were kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from bridge.errors import Misconfigured
from bridge.mappers import facts
from bridge.mappers.dossiers import READERS
from bridge.mappers.shape import recognise
from bridge.rules.diagnostics import Diagnostic, RulebookInvalid
from bridge.rules.files.yaml_source import CHARACTERS_MAX
from bridge.rules.rulebook import GOLDEN, Rulebook, load
from bridge.rules.vocabulary import Vocabulary

#: No rule file and no golden deal is longer: a character of UTF-8 has at most four bytes.
BYTES_MAX = 4 * CHARACTERS_MAX


@dataclass(frozen=True, slots=True)
class Edition:
    """A rulebook with the files it was made of; both are kept with what it decided."""

    rulebook: Rulebook
    files: Mapping[str, str]


def of_files(texts: Mapping[str, str]) -> Edition:
    """Load and check a rulebook's texts by path; raises RulebookInvalid with every finding."""
    return Edition(_loaded(tuple(sorted(texts.items()))), texts)


@lru_cache(maxsize=4)
def _loaded(texts: tuple[tuple[str, str], ...]) -> Rulebook:
    """Load a rulebook: it never changes, and the same texts are asked for on page after page."""
    return load(dict(texts), words())


def words() -> Vocabulary:
    """Return the words that rules may use in this version of the bridge."""
    return facts.vocabulary(recognise.names(), tuple(READERS))


def read_rules(folder: Path) -> dict[str, str]:
    """
    Return the texts of a rulebook's files by their path below the folder.

    Raises Misconfigured if there are none, RulebookInvalid if one cannot be read.
    """
    texts, unread = _rule_texts(folder)
    if unread:
        raise RulebookInvalid(unread)
    return texts


def edition(folder: Path) -> Edition:
    """
    Load and check the rulebook of a folder.

    Raises Misconfigured if it has no files, RulebookInvalid with every finding.
    """
    texts, unread = _rule_texts(folder)
    try:
        found = of_files(texts)
    except RulebookInvalid as error:
        raise RulebookInvalid((*unread, *error.diagnostics)) from error
    if unread:
        raise RulebookInvalid(unread)
    return found


def _rule_texts(folder: Path) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """Return the texts that can be read, and a finding for each file that cannot."""
    paths = sorted(path for path in folder.rglob("*.y*ml") if not path.is_dir())
    golden = sorted(path for path in folder.glob(f"{GOLDEN}**/*") if not path.is_dir())
    if not paths:
        raise Misconfigured(
            "there are no rule files (*.yaml)", where=str(folder), act="name the rulebook's folder"
        )
    texts: dict[str, str] = {}
    unread: list[Diagnostic] = []
    for path in dict.fromkeys((*paths, *golden)):
        name = path.relative_to(folder).as_posix()
        found = _rule_text(path, name, folder)
        if isinstance(found, Diagnostic):
            unread.append(found)
        else:
            texts[name] = found
    return texts, tuple(unread)


def _rule_text(path: Path, name: str, folder: Path) -> str | Diagnostic:
    wanted = ".json" if name.startswith(GOLDEN) else ".yaml"
    if path.suffix != wanted:
        hint = (
            f"the name of a {'golden deal' if wanted == '.json' else 'rule file'} ends in {wanted}"
        )
        return _unread(name, 1, "nothing reads this file", hint)
    try:
        strange = _strange(path, folder)
        if strange is not None:
            return _unread(name, 1, *strange)
        written = path.read_bytes()
    except (OSError, RuntimeError) as error:
        what = f"the file cannot be read: {getattr(error, 'strerror', None) or error}"
        return _unread(name, 1, what, "let the bridge read it, or remove it")
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        return _unread(name, line, "this is no text in UTF-8", "save the file as UTF-8")


def _strange(path: Path, folder: Path) -> tuple[str, str] | None:
    """Say what keeps a file from being opened, and what to do; OSError if it is not there."""
    place = path.resolve(strict=True)
    if not place.is_relative_to(folder.resolve()):
        return "this leads out of the folder of the rules", "put the file itself here"
    if not place.is_file():
        return "this is no file", "remove it from the folder of the rules"
    size = place.stat().st_size
    if size > BYTES_MAX:
        says = f"the file has {size:,} bytes; at most {BYTES_MAX:,} are read"
        return says, "split it into several files"
    return None


def _unread(name: str, line: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(file=name, line=line, column=1, length=1, message=message, hint=hint)


def _below(folder: Path, name: str) -> Path:
    """Return the path of a file; Misconfigured for a name that leads out of the folder."""
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or not parts.parts:
        raise Misconfigured(
            "no file of a rulebook has that name", where=name, act="look at who drafted it"
        )
    return folder / parts


def write(texts: Mapping[str, str], folder: Path) -> None:
    """
    Write a rulebook's files into a folder that holds none.

    Raises Misconfigured if something is in the folder, or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Misconfigured(
                "the folder is not empty", where=str(folder), act="name one that is"
            )
        for name, text in texts.items():
            file = _below(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
    except OSError as error:
        raise Misconfigured(
            f"the files cannot be written: {error.strerror}",
            where=str(folder),
            act="name a folder that can be written",
        ) from error
