"""The one door for loading the register from files: the command and the upload page both come through it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.people.models import Person
from recommendations.loading.checking import check
from recommendations.loading.findings import Findings, Place
from recommendations.loading.known import known
from recommendations.loading.models import LoadRun
from recommendations.loading.reading import read
from recommendations.loading.records import Source
from recommendations.loading.report import Report
from recommendations.loading.writing import RefusedError, write
from recommendations.positions.rebuilding import rebuild
from recommendations.positions.services.opening import open_actions
from recommendations.register.models import Action, Inspection
from recommendations.searching.indexing import index
from recommendations.searching.sources import REGISTER
from soteria_tracker.web.today import today

TEMPLATE = "template.yaml"
Progress = Callable[[str], None]


def fixture_paths() -> list[Path]:
    """The register's own files, all but the template, in the order of their names."""
    return sorted(path for path in Path(settings.FIXTURES).rglob("*.yaml") if path.name != TEMPLATE)


def load_texts(
    texts: Mapping[str, str | bytes],
    *,
    by: Person | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Load files, given by name and content, in one transaction; then open the actions that are missing.

    With a single fault nothing is written. A dry run does everything and takes it back. `progress` is told each step.
    """
    contents = {
        name: text.encode(errors="surrogatepass") if isinstance(text, str) else text for name, text in texts.items()
    }
    return _Load(contents, by, dry_run, progress).run()


def load_files(
    paths: Iterable[Path], *, by: Person | None = None, dry_run: bool = False, progress: Progress | None = None
) -> Report:
    """Load files of this machine, as `load_texts` does. In the report those of the product have their short names."""
    contents: dict[str, bytes] = {}
    load = _Load(contents, by, dry_run, progress)
    for path in paths:
        name = _short_name(path)
        try:
            with path.open("rb") as file:
                contents[name] = file.read(settings.REGISTER_FILE_LIMIT + 1)
        except OSError as error:
            load.unreadable(
                name, _("The file cannot be opened (%(error)s). Check its name.") % {"error": error.strerror}
            )
    return load.run()


def _short_name(path: Path) -> str:
    whole = path.resolve()
    return whole.relative_to(settings.ROOT).as_posix() if whole.is_relative_to(settings.ROOT) else str(path)


def _inspections(sources: Sequence[Source]) -> set[str]:
    """The slugs of the inspections that the files are about."""
    entered = {source.inspection.slug for source in sources if source.inspection}
    return entered | {source.document.inspection for source in sources if source.document}


class _Load:
    """One load from its files to its report."""

    def __init__(
        self, contents: Mapping[str, bytes], by: Person | None, dry_run: bool, progress: Progress | None
    ) -> None:
        self.contents = contents
        self.by = by
        self.dry_run = dry_run
        self.progress: Progress = progress or (lambda step: None)
        self.findings = Findings()
        self.complete = True  # False: some file could not be read

    def unreadable(self, name: str, message: str) -> None:
        self.findings.fault(Place(name), message)
        self.complete = False

    def run(self) -> Report:
        self.progress(_("Reading"))
        sources = [read(name, content, self.findings) for name, content in self.contents.items()]
        readable = [source for source in sources if source is not None]
        self.complete = self.complete and len(readable) == len(sources)
        report = Report(files=list(self.contents), dry_run=self.dry_run)
        try:
            with transaction.atomic():
                self._check_and_write(readable, report)
                if self.dry_run:
                    transaction.set_rollback(True)
        except RefusedError as refused:
            report.outcomes, report.actions_opened, report.read_by_nobody = [], 0, []
            self.findings.fault(refused.place, _("The database refuses this record: %(error)s") % {"error": refused})
        report.faults, report.questions = sorted(self.findings.faults), sorted(self.findings.questions)
        return report

    def _check_and_write(self, sources: Sequence[Source], report: Report) -> None:
        held = known(by=self.by)
        self.progress(_("Checking"))
        check(sources, held, self.findings, day=today(), complete=self.complete)
        if self.findings.faults:
            return
        report.outcomes, pen = write(sources, by=self.by, known=held, progress=self.progress)
        self.progress(_("Opening actions"))
        report.actions_opened = len(open_actions(by=self.by))
        moved = Action.objects.filter(recommendation__in=pen.deadlines_moved)
        rebuild(list(moved.values_list("pk", flat=True)))
        inspections = Inspection.objects.filter(slug__in=_inspections(sources))
        embargoed = inspections.filter(state=Inspection.State.EMBARGOED)
        report.read_by_nobody = list(embargoed.filter(embargo_readers=None).values_list("slug", flat=True))
        if report.changes_anything:
            index(REGISTER, inspections.order_by("pk").values_list("pk", flat=True))
            self._remember(report, under_embargo=embargoed.exists())

    def _remember(self, report: Report, *, under_embargo: bool) -> None:
        LoadRun.objects.create(
            at=timezone.now(),
            by=self.by,
            files={name: hashlib.sha256(content).hexdigest() for name, content in self.contents.items()},
            result={
                "new": [outcome.key for outcome in report.new],
                "changed": [outcome.key for outcome in report.changed],
                "same": len(report.same),
                "conflicts": [outcome.key for outcome in report.conflicts],
                "actions_opened": report.actions_opened,
                "under_embargo": under_embargo,
            },
        )
