"""Addresses of My work."""

from recommendations.pages.common.downloads import page_with_downloads
from recommendations.pages.my_work.views import MyWorkExport, MyWorkPage

urlpatterns = page_with_downloads("my-work", MyWorkPage.as_view(), "my-work", export=MyWorkExport.as_view())
