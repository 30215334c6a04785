"""Tools for people who run an installation. No domain, no models."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "soteria_tracker.operations"
