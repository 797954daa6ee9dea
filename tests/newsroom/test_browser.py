"""The browser of the tests notices what a reader's would stumble over."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect


def test_the_desk_is_entered_by_its_login_page(page: Page) -> None:
    User.objects.create_superuser("alice", password="correct horse")
    page.goto("/admin/")
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url("/admin/")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def test_an_inline_script_is_refused_and_noticed(page: Page, browser_errors: list[str]) -> None:
    page.goto("/admin/login/")
    page.evaluate("document.body.setAttribute('onclick', 'document.title = \"changed\"')")
    page.locator("body").click()
    assert page.title() != "changed"
    assert any("Content Security Policy" in error for error in browser_errors)
    browser_errors.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/login/", "/nowhere/", "/static/nothing.css"])
def test_every_answer_carries_the_security_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["style-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
