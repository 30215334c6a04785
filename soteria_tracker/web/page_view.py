"""The base of class-based pages that look up their record and check rights in `setup`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods
from django.views.generic import View
from django.views.generic.base import ContextMixin


class PageView(ContextMixin, View):
    """A view that answers a method it does not have with 405 before `setup` looks anything up or refuses anyone."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return the view for GET, HEAD and, where the class has `post`, POST."""
        methods = ["GET", "HEAD", "POST"] if hasattr(cls, "post") else ["GET", "HEAD"]
        return require_http_methods(methods)(super().as_view(**initkwargs))
