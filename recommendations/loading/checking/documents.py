"""Documents and the statements in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recommendations.loading.checking.outlook import Outlook
from recommendations.loading.known import Reference


def check(outlook: Outlook) -> None:
    """Note the faults of documents."""
    documents = [source.document for source in outlook.sources if source.document]
    outlook.unique(
        ((document.slug, document.at("slug")) for document in documents if document.slug),
        lambda slug, first: (
            _("The document “%(slug)s” is already given (%(first)s). Put it in one file, or choose another slug.")
            % {"slug": slug, "first": first}
        ),
    )
    for document in documents:
        outlook.is_taken(document.slug, outlook.known.taken_documents, document.at("slug"))
        outlook.no_force(document.force, document.at("force"))
        outlook.no_local_policing_body(document.published_by, document.at("published_by"))
        if outlook.no_inspection(document.inspection, document.at("inspection")):
            continue
        for statement in document.statements:
            outlook.no_recommendation(
                Reference(document.inspection, statement.recommendation), statement.at("recommendation")
            )
