import pytest
pytestmark = [pytest.mark.browser]
def test_up(site, chromium):
    p = chromium.new_page(); p.goto(site.url); print(p.title())
def test_sample(sample_site, chromium):
    p = chromium.new_page(); p.goto(sample_site.url + "/sign-in"); print(p.title())
