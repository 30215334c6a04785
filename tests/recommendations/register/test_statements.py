"""Who speaks in a published document."""

import pytest

from forces.bodies.models import Force
from recommendations.register.models import Document, Statement


@pytest.mark.parametrize(
    ("speaker", "force", "shown"),
    [
        (Statement.Speaker.CHIEF_OFFICER, Force(slug="cleveland"), "Chief Constable"),
        (Statement.Speaker.CHIEF_OFFICER, Force(slug="metropolitan"), "Commissioner"),
        (Statement.Speaker.FORCE, Force(slug="metropolitan"), "The force"),
    ],
)
def test_a_chief_officer_has_the_title_of_the_documents_force(speaker: str, force: Force, shown: str) -> None:
    assert Statement(document=Document(force=force), speaker=speaker).get_speaker_display() == shown
