"""The page in a real browser: fill in, switch language, save, mark. Skipped where there is no Chromium."""

import json
import os
import shutil
import time
from pathlib import Path

import pytest

QUESTIONS = ("slopes-at-three", "perceptron-or-mlp", "vanishing-fixes", "slowest-layers", "bce-formula", "tanh-output")
AXE = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))


@pytest.fixture
def page(grade_command, tmp_path):
    asked = [word for name in QUESTIONS for word in ("-q", name)]
    grade_command("quiz", "new", "w", *asked, check=0)
    grade_command("quiz", "render", "w", "--out", "w.html", check=0)
    return tmp_path / "w.html"


@pytest.fixture
def browser(tmp_path):
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        pytest.skip("no chromium and chromedriver here")
    webdriver = pytest.importorskip("selenium.webdriver")
    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(word)
    options.add_experimental_option("prefs", {"download.default_directory": str(tmp_path / "saved")})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


def test_the_page_is_one_file_with_its_font_and_without_the_key(page):
    text = page.read_text(encoding="utf-8")
    assert "font/woff2;base64," in text
    assert "http://" not in text.replace("http://www.w3.org/1998/Math/MathML", "")
    assert "https://" not in text
    assert "near the input" in text
    assert '"correct"' not in text
    for secret in ("slows the others", "feedback"):
        assert secret not in text


def test_fill_in_switch_save_and_mark(page, browser, grade_command, tmp_path):
    by = "css selector"
    browser.get(page.as_uri())
    assert browser.find_element(by, "#q4 .stem .text[lang=hi]").is_displayed()
    browser.find_element(by, "#save").click()
    assert browser.find_element(by, "#status").text  # a name is asked for
    browser.find_element(by, "#student").send_keys("asha")
    browser.find_element(by, "#q5-a").send_keys("-(y log p + (1-y) log(1-p))")
    browser.find_element(by, "button.lang[data-to=en]").click()
    assert not browser.find_element(by, "#q4 .stem .text[lang=hi]").is_displayed()
    options = browser.find_elements(by, "#q4 .option")
    near = next(option for option in options if "near the input" in option.text)
    near.find_element(by, "input").click()
    for box in browser.find_elements(by, "#q3 .option"):
        if "ReLU" in box.text or "Residual" in box.text:
            box.find_element(by, "input").send_keys(" ")  # by keyboard
    browser.find_element(by, "#save").click()
    saved = tmp_path / "saved" / "w-asha.json"
    for _ in range(50):
        if saved.exists():
            break
        time.sleep(0.1)
    answers = json.loads(saved.read_text(encoding="utf-8"))["answers"]
    assert answers["bce-formula"]["lang"] == "hi"
    assert answers["slowest-layers"]["lang"] == "en"
    done = grade_command("quiz", "mark", "w", saved)
    assert "asha: 3 of 6 points. 3 not answered." in done.stdout


def test_axe_finds_no_serious_fault(page, browser):
    if not AXE.is_file():
        pytest.skip("set AXE_CORE to axe.min.js of the npm package axe-core")
    browser.get(page.as_uri())
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    script = "const done = arguments[0]; axe.run().then((r) => done(r.violations.map((v) => [v.id, v.impact])))"
    for dark in (False, True):
        if dark:
            browser.find_element("css selector", "#theme").click()
        found = browser.execute_async_script(script)
        assert [fault for fault in found if fault[1] in {"serious", "critical"}] == []


def test_the_root_sign_is_drawn_from_the_font_that_is_shipped(page, browser):
    browser.get(page.as_uri())
    loaded = browser.execute_async_script(
        "const done = arguments[0]; document.fonts.load('20px \"STIX Two Math\"').then((f) => done(f.length))"
    )
    assert loaded == 1
