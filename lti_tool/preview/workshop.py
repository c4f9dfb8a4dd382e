"""What the files say at this moment, read again whenever one of them has changed."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from assignments import tasks
from assignments.linting import FAMILY_TEXTS, lint_work
from assignments.rubric import RUBRIC_FILE
from assignments.tasks import Task, check_tasks, read_task
from curriculum.content_files import Problems
from curriculum.linting.drafts import Draft, SectionDraft, drafts_of
from curriculum.linting.findings import Finding, of_error, weighed
from curriculum.linting.units import is_ours, lint_home, lint_together
from curriculum.unit import ENGLISH

T = TypeVar("T")


@dataclass(frozen=True)
class Home:
    """One unit's folder, in every language."""

    name: str
    folder: Path
    drafts: tuple[Draft, ...]
    """Empty where not even the front matter can be read."""
    findings: tuple[Finding, ...]

    def draft(self, language: str) -> Draft | None:
        """Return the unit in a language, if it has been begun."""
        return next((each for each in self.drafts if each.language == language), None)

    def section(self, language: str, slug: str) -> SectionDraft | None:
        """Return a section in a language, or in English where it is not translated."""
        for draft in (self.draft(language), self.draft(ENGLISH)):
            for section in draft.sections if draft else ():
                if section.slug == slug:
                    return section
        return None


@dataclass(frozen=True)
class Content:
    """Everything that a page of the preview may show."""

    version: str
    homes: tuple[Home, ...]
    tasks: tuple[Task, ...]
    findings: tuple[Finding, ...]
    """Of all files."""

    def home(self, name: str) -> Home | None:
        """Return a unit by its folder's name."""
        return next((each for each in self.homes if each.name == name), None)

    def about(self, *paths: Path) -> tuple[Finding, ...]:
        """Return what was found in these files."""
        return tuple(each for each in self.findings if each.path in paths)


class Workshop:
    """A folder of units and the tasks. What has not changed is not read again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._kept: dict[str, tuple[str, Any]] = {}

    def version(self) -> str:
        """Return a word that is another one as soon as any file has changed. Reads none."""
        return _hash(*_stamps(self.folder), _stamp_of_work())

    def content(self) -> Content:
        """Return what the files say now."""
        with self._lock:
            version = self.version()
            return self._unless_kept("", version, lambda: self._read(version))

    def _read(self, version: str) -> Content:
        work = self._unless_kept("work", _stamp_of_work(), _read_work)
        homes = tuple(self._home(path.parent) for path in sorted(self.folder.glob("*/unit.md")))
        together = weighed(lint_together(self.folder), ours=is_ours(self.folder))
        own = (finding for home in homes for finding in home.findings)
        return Content(version, homes, work.tasks, (*together, *own, *work.findings))

    def _home(self, folder: Path) -> Home:
        def read() -> Home:
            found = tuple(weighed(lint_home(folder), ours=is_ours(self.folder)))
            return Home(folder.name, folder, tuple(drafts_of(folder)), found)

        return self._unless_kept(str(folder), _hash(*_stamps(folder)), read)

    def _unless_kept(self, name: str, version: str, read: Callable[[], T]) -> T:
        before, value = self._kept.get(name, ("", None))
        if before != version:
            value = read()
            self._kept[name] = version, value
        found: T = value
        return found


@dataclass(frozen=True)
class _Work:
    tasks: tuple[Task, ...]
    findings: tuple[Finding, ...]


def _read_work() -> _Work:
    found = weighed([*map(of_error, check_tasks()), *lint_work()], ours=True)
    return _Work(tuple(_tasks()), tuple(found))


def _tasks() -> Iterator[Task]:
    for path in sorted(tasks.FOLDER.glob("*.md")):
        with Problems().caught():
            yield read_task(path)


def _stamp_of_work() -> str:
    texts = (_stamp(path) for path in sorted(FAMILY_TEXTS.glob("*.md")))
    return _hash(*_stamps(tasks.FOLDER), *_stamps(RUBRIC_FILE.parent), *texts)


def _stamps(root: Path) -> Iterator[str]:
    for folder, below, files in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith((".", "__")))
        yield from (_stamp(Path(folder, name)) for name in sorted(files))


def _stamp(path: Path) -> str:
    try:
        stat = path.stat()
    except FileNotFoundError:  # an editor's file of a moment
        return ""
    return f"{path} {stat.st_mtime_ns} {stat.st_size}"


def _hash(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]
