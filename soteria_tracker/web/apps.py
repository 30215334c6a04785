from django.apps import AppConfig


class WebConfig(AppConfig):
    """What all pages share: form rendering, tables, exports and error pages. It has no domain and no models."""

    name = "soteria_tracker.web"
    label = "web"
