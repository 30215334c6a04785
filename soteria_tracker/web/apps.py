from django.apps import AppConfig


class WebConfig(AppConfig):
    """What every page stands on: form rendering, tables, exports, error pages. It knows no domain and has no models."""

    name = "soteria_tracker.web"
    label = "web"
