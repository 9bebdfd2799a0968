"""The HTML pages in a real Chromium, as people use them: with a mouse, with a keyboard, on a phone, in the dark."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest
from report_support import HOSTILE, PLAIN, check, failure, hostile, large, mixed, result, run
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from mpkit.conformance.check import Deviation, Run
from mpkit.conformance.report import renderer
from mpkit.conformance.report.compare import render as render_comparison
from mpkit.conformance.report.recorded import load

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="NO BROWSER HERE, SO THE HTML PAGES ARE NOT TESTED: 'make browser' installs chromium and chromium-driver on Debian as root",
)

# What makes Chromium run in a container as root, and ask for nothing by itself.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


class Open(Protocol):
    def __call__(self, page: Run | str, width: int = 1280, *, dark: bool = False) -> webdriver.Chrome: ...


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def opened(browser: webdriver.Chrome, tmp_path: Path) -> Open:
    """Opens a page of a given width, fresh."""

    def open_page(page: Run | str, width: int = 1280, *, dark: bool = False) -> webdriver.Chrome:
        text = page if isinstance(page, str) else "".join(renderer("html")(page, PLAIN))
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        for log in ("browser", "performance"):
            browser.get_log(log)
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        browser.get(file.as_uri())
        return browser

    return open_page


def everything() -> Run:
    """A run with something of everything, a recorded deviation included."""
    known = replace(result(check("create/known:pattern"), failure(case="known")), deviation=Deviation("create/known:*", "since ever"))
    return mixed(
        results=(*mixed().results, known),
        summary=replace(mixed().summary, deviations=1),
        notes=("a note",),
        problems=("d.yaml:3: it no longer happens",),
    )


def comparison(tmp_path: Path, *runs: Run) -> str:
    reports = []
    for number, made in enumerate(runs):
        path = tmp_path / f"{number}.json"
        path.write_text("".join(renderer("json")(made, PLAIN)), encoding="utf-8")
        reports.append(load(path))
    return "".join(render_comparison(reports, "html", PLAIN))


def shown(browser: webdriver.Chrome, row: str = "#rows > li") -> list[str]:
    """The ids of the checks that are shown."""
    rows = "[...document.querySelectorAll(arguments[0])].filter((it) => it.checkVisibility())"
    found: list[str] = browser.execute_script(f"return {rows}.map((it) => it.querySelector('.id').textContent)", row)
    return found


def tick(browser: webdriver.Chrome, name: str, value: str) -> None:
    browser.find_element(By.CSS_SELECTOR, f"input[name='{name}'][value='{value}']").click()


def search(browser: webdriver.Chrome, text: str) -> None:
    field = browser.find_element(By.NAME, "text")
    field.clear()
    field.send_keys(text)


def press(browser: webdriver.Chrome, *keys: str) -> str:
    """Press keys where the focus is; gives the text of what has the focus then."""
    for key in keys:
        webdriver.ActionChains(browser).send_keys(key).perform()
    return str(browser.execute_script("const it = document.activeElement; return it.value || it.textContent.trim() || it.name"))


PAGES: dict[str, Callable[[Path], Run | str]] = {
    "everything": lambda _: everything(),
    "green": lambda _: run(result(check("a")), result(check("b"))),
    "empty": lambda _: run(),
    "hostile": lambda _: hostile(),
    "large": lambda _: large(1500),
    "comparison": lambda folder: comparison(folder, everything(), run(result())),
    "hostile comparison": lambda folder: comparison(folder, hostile(), hostile()),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_loads_without_errors_and_asks_for_nothing_outside(page: Callable[[Path], Run | str], opened: Open, tmp_path: Path) -> None:
    browser = opened(page(tmp_path))
    for details in browser.find_elements(By.CSS_SELECTOR, "summary")[:20]:
        if details.is_displayed():
            details.click()

    assert browser.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
    # The browser's own start page may still be loading.
    asked = [request["request"]["url"] for request in sent if request["documentURL"] == browser.current_url]
    assert asked == [browser.current_url]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_fits_on_a_phone_with_everything_open(page: Callable[[Path], Run | str], opened: Open, tmp_path: Path) -> None:
    browser = opened(page(tmp_path), 360)
    browser.execute_script("[...document.querySelectorAll('details')].slice(0, 40).forEach((it) => (it.open = true))")
    browser.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0]))")
    browser.execute_script("document.querySelectorAll('.failure details').forEach((it) => (it.open = true))")

    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
    size = "return parseFloat(getComputedStyle(document.querySelector('main p, main td, main li') ?? document.body).fontSize)"
    assert browser.execute_script(size) >= 14


# What is drawn of each text: its colour, the colour behind it, and how large it is.
CONTRAST = """
const parse = (text) => text.match(/[\\d.]+/g).map(Number);
const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const behind = (it) => {
  for (; it; it = it.parentElement) {
    const colour = parse(getComputedStyle(it).backgroundColor);
    if (colour[3] !== 0) return colour;
  }
  return [255, 255, 255];
};
const low = [];
for (const it of document.querySelectorAll("body *")) {
  const own = [...it.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !it.checkVisibility() || it.closest("script, option")) continue;
  const [a, b] = [luminance(parse(getComputedStyle(it).color)), luminance(behind(it))].sort((x, y) => y - x);
  if ((a + 0.05) / (b + 0.05) < 4.5) low.push(`${it.className || it.tagName}: ${it.textContent.slice(0, 30)}`);
}
return low;
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["everything", "green", "comparison"])
def test_every_text_stands_out_from_what_is_behind_it(name: str, dark: bool, opened: Open, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    browser = opened(PAGES[name](tmp_path), dark=dark)
    browser.execute_script("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    browser.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0]))")

    assert browser.execute_script(CONTRAST) == []
    background = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(18, 21, 26)" if dark else "rgb(255, 255, 255)")


def test_whatever_a_backend_says_is_text(opened: Open, tmp_path: Path) -> None:
    for page in (hostile(), comparison(tmp_path, hostile(), hostile())):
        browser = opened(page)
        browser.execute_script("document.querySelectorAll('details').forEach((it) => (it.open = true))")
        browser.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0]))")

        assert "owned" not in browser.title.replace("document.title='owned'", "")
        assert browser.find_elements(By.TAG_NAME, "img") == []
        assert browser.execute_script("return [...document.scripts].filter((it) => !it.type).length") == 1
        assert browser.execute_script("return document.querySelectorAll('[onerror], [onclick], [style]').length") == 0
        assert HOSTILE[0] in browser.find_element(By.TAG_NAME, "h1").text or "2 reports" in browser.find_element(By.TAG_NAME, "h1").text


def test_what_failed_is_shown_first_and_passed_checks_when_they_are_asked_for(opened: Open) -> None:
    browser = opened(everything())
    assert browser.find_element(By.ID, "status").text == "6 of 7 checks"
    assert "smoke/answers" not in shown(browser)

    tick(browser, "verdict", "passed")
    assert browser.find_element(By.ID, "status").text == "7 of 7 checks"
    assert "smoke/answers" in shown(browser)


def test_checks_are_filtered_by_verdict_level_and_phase(opened: Open) -> None:
    browser = opened(everything())

    for verdict in ("reported", "deviation", "errored", "skipped"):
        tick(browser, "verdict", verdict)
    assert shown(browser) == ["create/ModelPackageName:pattern", "update/keeps-unmentioned"]

    tick(browser, "phase", "stateful")
    assert shown(browser) == ["create/ModelPackageName:pattern"]

    tick(browser, "verdict", "reported")
    tick(browser, "level", "MUST")
    assert shown(browser) == ["create/ModelPackageDescription:pattern"]


def test_checks_are_searched_by_all_words_in_what_is_told_of_them(opened: Open) -> None:
    browser = opened(everything())

    search(browser, "KEEPS")
    assert shown(browser) == ["update/keeps-unmentioned"]
    search(browser, "is absent approved")
    assert shown(browser) == ["update/keeps-unmentioned"]
    search(browser, "UMP-STATUS-ENUM keeps")
    assert shown(browser) == ["update/keeps-unmentioned"]
    search(browser, "nothing is like this")
    assert shown(browser) == []
    assert browser.find_element(By.ID, "none").is_displayed()

    browser.find_element(By.CSS_SELECTOR, "#none button").click()
    assert browser.find_element(By.ID, "status").text == "7 of 7 checks"


def test_a_cause_shows_its_checks(opened: Open) -> None:
    browser = opened(everything())
    causes = browser.find_elements(By.CSS_SELECTOR, "[aria-labelledby='causes'] li")
    assert [cause.find_element(By.CSS_SELECTOR, ".what").text for cause in causes] == [
        "an update changes what it does not mention",
        "accepts texts that break their pattern",
    ]

    causes[1].find_element(By.TAG_NAME, "summary").click()
    assert "accepted with HTTP 200" in causes[1].text
    causes[1].find_element(By.CSS_SELECTOR, "button[data-shows]").click()

    assert shown(browser) == ["create/ModelPackageName:pattern", "create/ModelPackageDescription:pattern"]
    assert browser.switch_to.active_element.get_attribute("id") == "checks"


def test_a_failure_has_request_response_curl_and_python_to_copy(opened: Open) -> None:
    made = everything()
    browser = opened(made)
    failed = made.results[3].failures[0]
    row = browser.find_element(By.ID, "check-update/keeps-unmentioned")
    row.find_element(By.TAG_NAME, "summary").click()
    for summary in row.find_elements(By.CSS_SELECTOR, ".failure summary"):
        summary.click()

    texts = [pre.get_property("textContent") for pre in row.find_elements(By.TAG_NAME, "pre")]
    assert len(texts) == 2 * len(failed.exchanges) + 2
    assert json.loads(str(texts[4])) == failed.exchanges[2].request
    assert json.loads(str(texts[1])) == failed.exchanges[0].response
    [entry] = [one for one in json.loads("".join(renderer("json")(made, PLAIN)))["checks"] if one["id"] == "update/keeps-unmentioned"]
    assert texts[-2:] == [entry["failures"][0]["reproduce"]["curl"], entry["failures"][0]["reproduce"]["python"]]

    browser.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    button = row.find_elements(By.CSS_SELECTOR, "button[data-copy]")[-2]
    watch = "window.said = []; new MutationObserver(() => said.push(arguments[0].textContent)).observe(arguments[0], {childList: true})"
    browser.execute_script(watch, button)
    button.click()
    WebDriverWait(browser, 20).until(lambda it: it.execute_script("return said.length"))
    assert browser.execute_script("return said[0]") == "Copied"
    read = "navigator.clipboard.readText().then(arguments[0], (problem) => arguments[0](String(problem)))"
    assert browser.execute_async_script(read) == texts[-2]


def test_a_check_is_opened_by_its_address(opened: Open) -> None:
    browser = opened(everything())
    browser.get(f"{browser.current_url}#check-smoke/answers")

    assert browser.find_element(By.ID, "check-smoke/answers").is_displayed()
    assert browser.find_element(By.CSS_SELECTOR, "[id='check-smoke/answers'] details").get_attribute("open")


def test_the_page_is_used_with_the_keyboard_alone(opened: Open) -> None:
    browser = opened(everything())

    assert press(browser, Keys.TAB) == "Skip to the checks"
    assert browser.switch_to.active_element.rect["x"] >= 0
    press(browser, Keys.ENTER)
    assert press(browser, Keys.TAB) == "text"
    press(browser, *"keeps")
    assert shown(browser) == ["update/keeps-unmentioned"]
    press(browser, Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("name") == "cause"
    assert press(browser, Keys.TAB) == "failed"
    press(browser, Keys.SPACE)
    assert shown(browser) == []
    press(browser, Keys.SPACE)
    while "Show all" not in press(browser, Keys.TAB):
        assert browser.switch_to.active_element.tag_name == "input"
    assert "update/keeps-unmentioned" in press(browser, Keys.TAB)
    press(browser, Keys.ENTER)
    assert press(browser, Keys.TAB) == "Request and response"
    press(browser, Keys.ENTER)
    assert press(browser, Keys.TAB) == "Copy"
    outline = browser.execute_script("const it = getComputedStyle(document.activeElement); return [it.outlineStyle, it.outlineWidth]")
    assert outline == ["solid", "3px"]


def test_every_control_has_a_name_and_the_page_its_landmarks(opened: Open, tmp_path: Path) -> None:
    for page in (everything(), comparison(tmp_path, everything(), run(result()))):
        browser = opened(page)
        browser.execute_cdp_cmd("Accessibility.enable", {})
        nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        browser.execute_cdp_cmd("Accessibility.disable", {})
        named = [(role(node), node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")]

        controls = {"button", "checkbox", "searchbox", "combobox", "link", "heading", "DisclosureTriangle", "group", "region", "table"}
        assert [pair for pair in named if pair[0] in controls - {"group", "table"} and not pair[1].strip()] == []
        assert {"main", "search", "banner", "contentinfo", "status"} <= {pair[0] for pair in named}
        assert (
            browser.execute_script(
                "const ids = [...document.querySelectorAll('[id]')].map((it) => it.id); return ids.length - new Set(ids).size"
            )
            == 0
        )


def role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def test_what_matters_is_there_without_scripts(opened: Open, browser: webdriver.Chrome) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        opened(everything())
        row = browser.find_element(By.ID, "check-update/keeps-unmentioned")
        row.find_element(By.TAG_NAME, "summary").click()

        assert "it is absent" in row.text
        assert not browser.find_element(By.ID, "filters").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_large_page_builds_details_only_when_they_are_opened(opened: Open) -> None:
    browser = opened(large(1500))
    assert browser.find_element(By.ID, "status").text == "1,500 of 1,500 checks"
    assert browser.find_elements(By.CSS_SELECTOR, "#rows .code") == []

    search(browser, "member1499")
    assert shown(browser) == ["create/Member1499:pattern"]
    browser.find_element(By.CSS_SELECTOR, "[id='check-create/Member1499:pattern'] summary").click()
    assert len(browser.find_elements(By.CSS_SELECTOR, "#rows .code")) == 4


def test_a_comparison_is_filtered(opened: Open, tmp_path: Path) -> None:
    browser = opened(comparison(tmp_path, everything(), run(result(), result(check("smoke/answers")))))

    assert "create/ModelPackageName:pattern" in shown(browser, "#rows tr")
    assert "smoke/answers" not in shown(browser, "#rows tr")
    tick(browser, "group", "same")
    assert "smoke/answers" in shown(browser, "#rows tr")
    search(browser, "smoke")
    assert shown(browser, "#rows tr") == ["smoke/answers"]
