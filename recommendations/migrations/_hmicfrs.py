"""The source of recommendations that every register begins with."""

from typing import Any


def add_hmicfrs(apps: Any, schema_editor: Any) -> None:
    apps.get_model("recommendations", "Source").objects.create(
        slug="hmicfrs",
        name="HMICFRS",
        body_name="HMICFRS",
        kinds=["recommendation", "afi", "cause-of-concern", "accelerated-cause-of-concern"],
        response_rule="56-days",
        order=1,
        source="Police Act 1996, sections 54 and 55",
    )
