"""The site in headless Chromium: what a reviewer does with it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import needs
from tests.included import ledger

playwright = needs.tool("playwright.sync_api")

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]

pytestmark = pytest.mark.browser

KINDS = {
    "front": "index.html",
    "errata": "errata.html#E0",
    "claim": "claim/ch22.heat-capacity-coefficient.html",
    "measured": "claim/ch19.theta-monotone.html",
    "prose": "claim/ch22.hostile.html",
    "declarations": "declarations.html",
    "graph": "graph.html#Thermodynamics.Series",
    "pictures": "pictures.html",
    "search": "search.html?q=fisher",
    "source": "lean/AttentionDecay/Position/Rope.lean.html#L23",
}

# axe compares every element with every other: of what a page repeats, some pieces are enough.
TRIM = """
for (const [selector, most] of [["article.erratum", 4], [".ledger tbody", 6], ["section.file", 2],
                                [".errata-list tr", 8],
                                ["details.module", 5], ["article.declaration", 14]])
  [...document.querySelectorAll(selector)].slice(most).forEach((e) => e.remove());
document.querySelectorAll("details").forEach((d) => { d.open = true; });
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = _launched(driver.chromium)
        yield chromium
        chromium.close()


def _launched(chromium: Any) -> Any:
    """The system's Chromium, else Playwright's own."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    try:
        return chromium.launch(executable_path=found, args=FLAGS)
    except playwright.Error as error:
        if found is None and "Executable doesn't exist" in str(error):
            pytest.skip(needs.BROWSER)
        raise


@pytest.fixture
def open_page(browser: Any, site: Path) -> Iterator[Any]:
    """Opens an address of the site; at the end nothing may have gone wrong behind the page."""
    contexts: list[Any] = []
    troubles: list[str] = []

    def opened(address: str, **options: Any) -> Any:
        context = browser.new_context(**({"viewport": {"width": 1100, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: troubles.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: _dismiss(dialog, troubles))
        page.on("request", lambda r: _stay(r.url, site, troubles))
        page.on("requestfailed", lambda r: _fail(r, troubles))
        page.goto((site / "x").as_uri()[:-1] + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def _fail(request: Any, troubles: list[str]) -> None:
    if request.failure != "net::ERR_ABORTED":  # by a test that went on before the icon was there
        troubles.append(f"{request.failure}: {request.url}")


def _dismiss(dialog: Any, troubles: list[str]) -> None:
    troubles.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def _stay(url: str, site: Path, troubles: list[str]) -> None:
    if not url.startswith(site.as_uri()):
        troubles.append(f"leaves the site: {url}")


def _shown(page: Any) -> list[str]:
    rows = page.locator(".ledger tr[data-section]:visible .id")
    return [str(text) for text in rows.all_inner_texts()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_violation(open_page: Any, kind: str, scheme: str) -> None:
    axe = needs.tool("axe_playwright_python.sync_playwright").Axe()
    page = open_page(KINDS[kind], color_scheme=scheme)
    page.evaluate(TRIM)
    # Preloading the style sheet is a request that a file may not make.
    options: dict[str, Any] = {"preload": False, "resultTypes": ["violations"]}
    if scheme == "dark":
        options["runOnly"] = ["color-contrast"]  # nothing else can differ
    results = axe.run(page, options=options)
    assert [
        (v["id"], [node["html"][:120] for node in v["nodes"][:3]])
        for v in results.response["violations"]
    ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_on_a_phone(open_page: Any, kind: str, tmp_path: Path) -> None:
    page = open_page(KINDS[kind], viewport={"width": 360, "height": 740})
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.screenshot(path=tmp_path / f"{kind}-phone.png")
    page.set_viewport_size({"width": 1100, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1100
    page.screenshot(path=tmp_path / f"{kind}.png")
    assert (tmp_path / f"{kind}.png").stat().st_size > 10_000


NARROW = ("ch15.pade", "ch22.heat-capacity-phase-b", "ch25.split", "ch16.atlas")


def test_nothing_is_wider_than_a_phone(open_page: Any, site: Path) -> None:
    page = open_page("errata.html", viewport={"width": 390, "height": 800})
    for name in ("errata.html", *(f"claim/{name}.html" for name in NARROW)):
        page.goto((site / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    page.evaluate("document.querySelector('main').style.width = '500px'")
    assert page.evaluate("document.documentElement.scrollWidth") > 390  # and would be seen


def test_what_is_wrong_is_on_the_first_screen(open_page: Any) -> None:
    page = open_page("index.html", viewport={"width": 1280, "height": 800})
    found = page.locator(".findings a").evaluate_all(
        "all => all.map((a) => [a.getAttribute('href'), a.getBoundingClientRect().bottom])"
    )
    assert len(found) > 35
    assert [(href, bottom) for href, bottom in found if not 0 < bottom <= 800] == []
    assert page.locator(".legend").first.bounding_box()["y"] > 800 - 200


def test_formulas_are_set_in_the_font_that_is_shipped(open_page: Any) -> None:
    page = open_page("claim/ch22.heat-capacity-coefficient.html")
    page.evaluate("document.fonts.ready")
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]

    def fonts(selector: str) -> set[bool]:
        nodes = client.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})
        used = [
            client.send("CSS.getPlatformFontsForNode", {"nodeId": n})["fonts"]
            for n in nodes["nodeIds"][:40]
        ]
        assert used
        return {font["isCustomFont"] for found in used for font in found}

    for element in ("mi", "mo", "mn"):
        assert fonts(f"math {element}") == {True}, element
    assert fonts("h1") == {False}


def _heights(page: Any, selector: str) -> list[float]:
    boxes = page.locator(selector).evaluate_all(
        "all => all.map((e) => e.getBoundingClientRect().height)"
    )
    return [float(height) for height in boxes]


def test_brackets_and_sums_grow(open_page: Any) -> None:
    page = open_page("claim/ch22.fisher.html")
    page.evaluate("document.fonts.ready")
    low = min(_heights(page, "math[display=block] mi"))
    assert max(_heights(page, "math[display=block] mo[stretchy=true]")) > 2 * low
    sums = page.locator("math[display=block] munderover > mo:first-child")
    assert sums.count() > 0
    assert max(_heights(page, "math[display=block] munderover > mo:first-child")) > 1.3 * low


def test_filters_narrow_the_table_and_stay_in_the_address(open_page: Any) -> None:
    page = open_page("index.html")
    everything = _shown(page)
    assert len(everything) == len(ledger().claims) + 1
    page.get_by_label("Section").select_option("ch22")
    page.get_by_label("Algebra", exact=True).select_option("proved")
    some = _shown(page)
    assert "ch22.fisher" in some
    assert len(some) < len(everything)
    assert all(text.startswith("ch22.") for text in some)
    assert page.locator(".ledger tr.section:visible").count() == 1
    assert (
        page.locator(".filters output").inner_text() == f"{len(some)} of {len(everything)} claims"
    )
    assert "section=ch22" in page.url
    assert "algebra=proved" in page.url
    page.reload()
    assert _shown(page) == some
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("!location.search")
    assert _shown(page) == everything
    page.get_by_label("Text").fill("POLYLOG")
    assert "ch21.polylog-normalization" in _shown(page)
    assert "ch22.fisher" not in _shown(page)
    page.get_by_label("Text").fill("")
    page.get_by_label("Kind").select_option("!prose")
    assert len(_shown(page)) == sum(claim.checkable for claim in ledger().claims)


def test_a_filtered_address_can_be_shared(open_page: Any) -> None:
    page = open_page("index.html?kind=identity&algebra=proved#claims")
    rows = page.locator(".ledger tr[data-section]:visible")
    assert rows.count() >= 1
    for row in rows.all():
        assert row.get_attribute("data-kind") == "identity"
        assert row.get_attribute("data-algebra") == "proved"


def test_without_javascript_the_table_is_whole(open_page: Any) -> None:
    page = open_page("index.html", java_script_enabled=False)
    assert page.locator(".ledger tr[data-section]:visible").count() == len(ledger().claims) + 1
    assert page.locator(".filters").is_hidden()
    assert page.locator("button:visible").count() == 0
    search = open_page("search.html?q=fisher", java_script_enabled=False)
    assert search.get_by_role("link", name="table of claims").is_visible()


def test_search_from_any_page(open_page: Any) -> None:
    page = open_page("claim/ch22.fisher.html")
    page.keyboard.press("/")
    page.keyboard.type("heat capacity boundary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"search\.html\?q="))
    first = page.locator("#results li a").first
    assert "claim/ch22.heat-capacity" in str(first.get_attribute("href"))
    box = page.get_by_label("Search claims and declarations")
    box.fill("tendsto_heatCapacity_one_div")
    page.locator("#results li a").first.click()
    page.wait_for_url(re.compile(r"declarations\.html#.*heatCapacity"))
    assert page.locator("article:target").is_visible()


def test_accents_and_greek_letters_are_found_by_plain_ones(open_page: Any) -> None:
    page = open_page("search.html")
    box = page.get_by_label("Search claims and declarations")

    def hits(words: str) -> list[str]:
        box.fill(words)
        return [str(a.get_attribute("href")) for a in page.locator("#results li a").all()]

    found = hits("padé")
    assert any("ch15.pade" in address for address in found)
    assert hits("PADE") == hits("Padé") == found
    assert set(hits("γ_Padé")) <= set(hits("gamma_Pade"))
    assert hits("tfrac") == []


def test_search_says_when_there_is_nothing_and_escapes(open_page: Any) -> None:
    page = open_page("search.html")
    box = page.get_by_label("Search claims and declarations")
    box.fill("zzzzqqq")
    assert page.get_by_role("status").inner_text() == "Nothing found."
    box.fill("alert(1)")
    assert page.locator("#results li a").first.inner_text().startswith("<script>alert(1)</script>")
    assert page.locator("#results script").count() == 0


def test_the_keyboard_is_enough(open_page: Any) -> None:
    page = open_page("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    summary = page.locator("details summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_theme_is_chosen_and_kept(open_page: Any) -> None:
    page = open_page("index.html", color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    button = page.get_by_role("button", name=re.compile("Theme"))
    button.click()
    button.focus()
    page.keyboard.press("Enter")
    assert button.inner_text() == "Theme: dark"
    dark = page.evaluate(paper)
    assert dark != light
    page.goto(page.url.replace("index.html", "graph.html"))
    assert page.evaluate(paper) == dark


def test_the_graph_opens_and_lights_what_it_is_asked_for(open_page: Any) -> None:
    page = open_page("graph.html#Phase.Window")
    assert page.locator("details[open]").get_attribute("id") == "Phase.Window"
    page.locator(".map a[href='#Family.PowerLaw']").click()
    assert page.locator("details[open]").count() == 2
    node = page.locator("[data-node='IsLogSummable.fisher_eq_heatCapacity_div_sq']")
    page.get_by_role("button", name="Open all").click()
    node.get_by_role("link").first.focus()
    lit = page.locator(".node.near").evaluate_all("all => all.map((e) => e.dataset.node)")
    assert "IsLogSummable.heatCapacity_eq" in lit
    assert page.locator(".arc.lit").count() == len(lit)
    node.get_by_role("link").first.press("Enter")
    page.wait_for_url(re.compile("declarations"))


def test_marks_differ_in_shape(open_page: Any) -> None:
    page = open_page("index.html")
    shapes = page.locator("symbol").evaluate_all("all => all.map((e) => [e.id, e.innerHTML])")
    assert len({shape for _, shape in shapes}) == len(shapes)
    round_marks = [name for name, shape in shapes if "circle" in shape]
    assert round_marks
    assert all(name.startswith("r-") for name in round_marks)
    assert all("circle" in shape for name, shape in shapes if name.startswith("r-"))


def test_everything_is_printed(open_page: Any) -> None:
    page = open_page("claim/ch22.fisher.html")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
    page.emulate_media(media="print")
    assert page.locator(".top").is_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_print_shows_where_links_lead(open_page: Any) -> None:
    page = open_page("claim/ch22.heat-capacity-coefficient.html")
    after = "(e) => getComputedStyle(e, '::after').content"
    outward = page.locator("li a[rel~=external]").first
    own = page.locator("main a[href*='declarations.html']").first
    assert outward.evaluate(after) == "none"
    page.emulate_media(media="print")
    assert str(outward.get_attribute("href")) in outward.evaluate(after)
    assert own.evaluate(after) == "none"
    assert page.locator("pre a[rel~=external]").first.evaluate(after) == "none"
    for selector, rule in ((".declaration", "breakInside"), ("h2", "breakAfter")):
        style = f"(e) => getComputedStyle(e).{rule}"
        assert page.locator(selector).first.evaluate(style) == "avoid"
