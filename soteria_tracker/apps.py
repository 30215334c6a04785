"""The admin site is our own: who may enter it is decided in forces.people.access, like everything else."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "soteria_tracker.admin.RegisterAdminSite"
