"""Addresses of My work."""

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.my_work import views

urlpatterns = page_with_downloads("my-work", views.my_work, "my-work", export=views.my_work_export)
