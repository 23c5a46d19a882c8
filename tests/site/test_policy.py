"""The policy of what a page may run: it stops what is injected, and nothing that Quarto brings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.visits import PAGES, Open

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
INJECT = """() => {
  const place = document.querySelector('main');
  place.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = 1">');
  const script = document.createElement('script');
  script.textContent = 'window.ran = 2';
  place.append(script);
  place.insertAdjacentHTML('beforeend', '<a id=bad href="javascript:void(window.ran = 3)">x</a>');
  document.getElementById('bad').click();
  return new Promise((done) => setTimeout(() => done(window.ran ?? 0), 300));
}"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_allows_scripts_by_file_or_by_hash_alone(name: str, site: Path) -> None:
    (policy,) = POLICY.findall((site / name).read_text(encoding="utf-8"))
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    for refused in ("object-src", "base-uri", "form-action"):
        assert rules[refused] == "'none'"
    scripts = rules["script-src"].split()
    assert {"'self'", "'unsafe-hashes'"} < set(scripts)
    assert all(one.startswith("'sha256-") for one in scripts[2:])


def test_what_is_injected_does_not_run(visit: Open) -> None:
    seen = visit("index.html")
    assert seen.page.evaluate(INJECT) == 0
    refused = [problem for problem in seen.problems if "Content Security Policy" in problem]
    assert len(refused) == 3


def test_quarto_s_search_and_copy_buttons_work_under_the_policy(visit: Open, site: Path) -> None:
    if 'content="quarto-' not in (site / "index.html").read_text(encoding="utf-8"):
        pytest.skip("the site was made without Quarto")
    seen = visit("inference.html")
    seen.page.locator(".aa-DetachedSearchButton").first.click()
    seen.page.locator("input.aa-Input").fill("throughput")
    expect(seen.page.locator(".aa-Item").first).to_be_visible()
    seen.page.keyboard.press("Escape")
    seen.page.locator("details.code-fold summary").first.click()
    seen.page.locator(".code-copy-button").first.click()
    expect(seen.page.locator(".code-copy-button-checked").first).to_be_visible()
    assert seen.problems == []
