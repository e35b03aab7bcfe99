"""The HTML report: one file that stands alone, escapes whatever a submission sends, and is seen in a browser."""

import re
import shutil
from html.parser import HTMLParser

import pytest

from grader.render.html import reports_html
from grader.render.messages import messages

N = "import numpy as np\n"
CURVE = N + "def gelu(z):\n    return 0.5 * z * (1 + np.tanh(2 * z))\n"
PATH = N + "def momentum_step(w, grad, v, lr, beta):\n    v = beta * v + grad\n    return w - lr * v, v\n"
HISTOGRAM = N + "def he_normal(fan_in, fan_out, rng):\n    return rng.normal(size=(fan_out, fan_in)) / fan_in ** 0.5\n"
ERRORS = N + "def softmax(z):\n    e = np.exp(z - z.max())\n    return e / e.sum(axis=0)\n"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{ 7 * 7 }}</pre></section>"
NASTY = N + f"def relu(z):\n    print({EVIL!r})\n    raise ValueError({EVIL!r})  # {EVIL}\n"


class Tags(HTMLParser):
    """Every tag and attribute of a page; what stays open."""

    VOID = frozenset({"meta", "img", "br", "use", "path", "rect"})

    def __init__(self, text):
        super().__init__()
        self.names, self.attributes, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.names.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def reports(graded):
    texts = (CURVE, PATH, HISTOGRAM, ERRORS, NASTY, N + "def relu(z):\n    return np.maximum(z, 0)\n")
    return [graded(text, name=f"{EVIL[:30]}.py", pictures=True) for text in texts]


@pytest.mark.parametrize("lang", ["hi", "en"])
def test_the_page_stands_alone_and_holds_no_script(reports, lang):
    page = Tags(reports_html(messages(lang), reports))
    assert page.open == []
    assert "script" not in page.names
    assert "img" not in page.names
    assert not [a for a in page.attributes if a[1].startswith("on")]
    links = [value for _, name, value in page.attributes if name in {"src", "href", "xlink:href"}]
    assert all(link.startswith(("#", "data:")) for link in links)
    assert ("html", "lang", lang) in page.attributes
    assert any(name == "content" and "width=device-width" in value for _, name, value in page.attributes)
    assert any(name == "content" and "default-src 'none'" in value for _, name, value in page.attributes)


def test_what_a_submission_sends_is_text(reports):
    page = reports_html(messages("en"), reports)
    assert "<script>alert" not in page
    assert "onerror=alert(1)&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert "49" not in re.findall(r"\{\{.*?\}\}|</code></pre>.{0,40}49", page)


@pytest.mark.parametrize(
    ("text", "kind"), [(CURVE, "curve"), (PATH, "path"), (HISTOGRAM, "histogram"), (ERRORS, "errors")]
)
def test_each_kind_of_exercise_has_its_picture(graded, text, kind):
    (result,) = graded(text, pictures=True).results
    assert result.picture.kind == kind
    page = reports_html(messages("en"), [graded(text, pictures=True)])
    assert page.count("<svg") == 1
    assert messages("en")(f"picture.{kind}") in page


def test_no_picture_is_drawn_where_nobody_looks(graded):
    assert graded(CURVE).results[0].picture is None


def test_ids_of_two_pictures_do_not_clash(reports):
    ids = [value for _, name, value in Tags(reports_html(messages("en"), reports)).attributes if name == "id"]
    used = [
        i
        for i in ids
        if not re.fullmatch(r"(figure|patch|axes|matplotlib|line|text|xtick|ytick|Poly|Quad|Line|Path)\w*\.?\w*", i)
    ]
    assert len(used) == len(set(used))


def test_without_matplotlib_the_report_has_words_only(reports, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    page = reports_html(messages("en"), reports)
    assert "<svg" not in page
    assert "Wrong answer." in page


def test_the_same_report_is_the_same_page(reports):
    assert reports_html(messages("hi"), reports) == reports_html(messages("hi"), reports)


@pytest.mark.skipif(shutil.which("chromedriver") is None, reason="needs chromium and its driver")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("lang", ["hi", "en"])
@pytest.mark.parametrize(("width", "dark"), [(390, True), (1100, False)])
def test_a_browser_shows_it(reports, tmp_path, lang, width, dark):
    webdriver = pytest.importorskip("selenium.webdriver")
    path = tmp_path / "report.html"
    path.write_text(reports_html(messages(lang), reports), encoding="utf-8")
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    browser = webdriver.Chrome(options=options, service=service)
    try:
        emulated = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": emulated})
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        browser.get(path.as_uri())
        assert [entry["message"] for entry in browser.get_log("browser")] == []
        run = browser.execute_script
        assert run("return document.documentElement.scrollWidth") <= width
        assert run("return document.querySelectorAll('section').length") == len(reports)
        assert run("return [...document.querySelectorAll('svg')].every(s => s.getBoundingClientRect().height > 100)")
        background = run("return getComputedStyle(document.documentElement).colorScheme")
        assert background == "light dark"
        ink = run("return getComputedStyle(document.body).color")
        assert (sum(map(int, re.findall(r"\d+", ink)[:3])) > 384) is dark
        run("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert run("return document.documentElement.scrollWidth") <= width
        assert run("return [...document.querySelectorAll('details li')].length") > len(reports)
        run("document.querySelectorAll('details').forEach(d => d.open = false)")
        browser.save_screenshot(str(tmp_path / "report.png"))
        assert (tmp_path / "report.png").stat().st_size > 10_000
    finally:
        browser.quit()
