"""Use our own admin site: forces.people.access decides who can open it, as for everything else."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "soteria_tracker.admin.RegisterAdminSite"
