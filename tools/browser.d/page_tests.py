"""The places of the page, what moves them, and what they change."""

import json
import os
import re
import time
import urllib.request

from axe_core_python.sync_playwright import Axe
from driven import PLACES, Driven
from playwright.sync_api import expect


class PageTest(Driven):
    def test_places(self):
        for scheme in ("light", "dark"):
            page = self.page(color_scheme=scheme)
            for name, path in PLACES.items():
                with self.subTest(place=name, scheme=scheme):
                    self.open(page, path)
                    expect(page.locator("main h1")).to_be_visible()
                    expect(page.locator("nav[aria-label=Places] [aria-current=page]")) \
                        .to_have_count(1)
                    self.check(page)
                    self.picture(page, name if scheme == "light" else f"{name}-dark")

    def test_narrow(self):
        page = self.page(viewport={"width": 360, "height": 740})
        for name, path in PLACES.items():
            with self.subTest(place=name):
                self.open(page, path)
                width = page.evaluate("document.scrollingElement.scrollWidth")
                self.assertLessEqual(width, 360, path)
                # Events and blamed lines wrap; only tables of rows scroll within the place.
                cut = page.evaluate("""[...document.querySelectorAll(".events, .blame")].filter(
                    (table) => table.scrollWidth > table.parentElement.clientWidth).length""")
                self.assertEqual(cut, 0, path)
                self.check(page)
                if name in ("timeline", "document", "tasks"):
                    self.picture(page, f"{name}-narrow")

    def test_handle_by_keyboard(self):
        page = self.page()
        self.open(page, "/tasks")
        handle = page.locator("#at-handle")
        handle.focus()
        most = handle.input_value()
        page.keyboard.press("ArrowLeft")
        page.wait_for_url(re.compile(r"at=seq:\d+"))
        expect(page.locator("#banner")).to_contain_text("You are looking at the past")
        self.assertLess(int(handle.input_value()), int(most))
        self.assertIn("cycle", handle.get_attribute("aria-valuetext"))
        # The focus stays where it was, so that one can go on.
        self.assertEqual(page.evaluate("document.activeElement.id"), "at-handle")
        page.keyboard.press("ArrowLeft")
        self.until(page, f"document.body.dataset.at === '{handle.input_value()}'")
        self.check(page)
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("n")
        expect(page.locator("#banner")).not_to_contain_text("You are looking at the past")

    def test_handle_by_mouse(self):
        page = self.page()
        self.open(page, "/tasks")
        box = page.locator("#at-handle").bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] - 4, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2, y, steps=8)
        # While it is dragged the place shows, and history has no entry of it.
        expect(page.locator("#banner")).to_contain_text("You are looking at the past")
        entries = page.evaluate("history.length")
        page.mouse.up()
        self.until(page, f"history.length === {entries + 1}")
        self.assertRegex(page.url, r"at=seq:\d+")
        page.go_back()
        expect(page.locator("#banner")).not_to_contain_text("You are looking at the past")

    def test_addresses_last(self):
        page = self.page()
        for path in ("/tasks", "/doc/config/forecast.json?vs=cycle:3", "/compare?vs=cycle:2"):
            self.open(page, path)
            link = page.locator("#permalink").get_attribute("href")
            self.assertRegex(link, r"at=seq:\d+")
            shown = page.locator("main").inner_text()
            other = self.page()
            self.open(other, link)
            self.assertEqual(other.locator("main h1").inner_text(),
                             page.locator("main h1").inner_text())
            if "vs" not in path:
                self.assertEqual(other.locator("main").inner_text(), shown)

    def test_keys(self):
        page = self.page()
        self.open(page, "/")
        page.keyboard.press("j")
        page.keyboard.press("j")
        focused = page.evaluate("document.activeElement.textContent")
        self.assertEqual(focused, page.locator("tr[data-event] th a").nth(1).inner_text())
        page.keyboard.press("k")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/event/"))
        page.keyboard.press("t")
        page.wait_for_url(re.compile("/rollback"))
        page.go_back()
        page.go_back()
        page.keyboard.press("g")
        self.assertEqual(page.evaluate("document.activeElement.id"), "at-field")
        page.keyboard.type("cycle:3")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("at=cycle"))
        page.keyboard.press("]")
        page.wait_for_url(re.compile("at=seq"))
        at = int(page.locator("#at-handle").input_value())
        for key, position in ((",", at - 1), (".", at), (",", at - 1)):
            page.keyboard.press(key)
            page.wait_for_url(re.compile(f"at=seq:{position}$"))
        page.keyboard.press("+")
        page.wait_for_url(re.compile(r"zoom=\d+-\d+"))
        least = int(page.locator("#at-handle").get_attribute("min"))
        self.assertGreater(least, 0)
        page.keyboard.press("[")
        self.until(page, "document.body.dataset.at !== '55'")
        self.assertGreaterEqual(int(page.locator("#at-handle").input_value()), least)
        self.assertIn("zoom=", page.locator("nav[aria-label=Places] a").last.get_attribute("href"))
        # Beyond either end of the part the part grows.
        for key, end, step in ((",", "min", -1), (".", "max", 1)):
            edge = int(page.locator("#at-handle").get_attribute(end))
            self.open(page, f"/?at=seq:{edge}&zoom={page.url.split('zoom=')[1]}")
            page.keyboard.press(key)
            page.wait_for_url(re.compile(f"at=seq:{edge + step}&"))
            self.until(page, f"document.body.dataset.at === '{edge + step}'")
        self.open(page, f"/?at=cycle:3&zoom={page.url.split('zoom=')[1]}")
        narrow = page.url
        page.keyboard.press("-")
        page.wait_for_url(lambda url: url != narrow)
        self.assertLess(int(page.locator("#at-handle").get_attribute("min")), least)
        page.locator("#zoom-all").click()
        page.wait_for_url(re.compile(r"^((?!zoom=).)*$"))
        page.keyboard.press("d")
        page.wait_for_url(re.compile("vs=seq"))
        page.keyboard.press("d")
        page.wait_for_url(re.compile(r"^((?!vs=).)*$"))
        page.keyboard.press("/")
        self.assertEqual(page.evaluate("document.activeElement.id"), "filter-search")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_have_attribute("open", "")
        page.locator("#keys-off").check()
        page.evaluate("document.activeElement.blur()")
        before = page.url
        page.keyboard.press("[")
        self.assertEqual(page.url, before)

    def test_without_script(self):
        page = self.page(java_script_enabled=False)
        for name, path in PLACES.items():
            with self.subTest(place=name):
                self.open(page, path)
                expect(page.locator("main h1")).to_be_visible()
        self.open(page, "/tasks")
        page.fill("#at-field", "cycle:3")
        page.click("#moments button")
        expect(page.locator("#banner")).to_contain_text("You are looking at the past")
        page.click("#now")
        expect(page.locator("#banner")).not_to_contain_text("You are looking at the past")

    def test_rows_are_saved(self):
        page = self.page()
        for path in ("/tables/agent_tasks", PLACES["query"], "/reports"):
            self.open(page, path)
            with page.expect_download() as waited:
                page.locator(".csv a").first.click()
            self.assertTrue(waited.value.suggested_filename.endswith(".csv"))
            with open(waited.value.path(), newline="") as file:
                self.assertGreater(len(file.read().split("\r\n")), 2)

    def test_report_in_a_file(self):
        self.served.run("report", "--html", "report.html")
        page = self.browser.new_page()
        self.addCleanup(page.close)
        page.goto("file://" + os.path.join(self.served.folder, "report.html"))
        self.assertGreater(page.locator("svg").count(), 2)
        found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
        self.assertEqual([each["id"] for each in found], [])
        self.picture(page, "report")


class ChangingTest(Driven):
    def test_live_events_over_a_restart(self):
        page = self.page()
        self.open(page, "/")
        expect(page.locator("tr[data-event]").first).to_be_visible()
        seen = page.locator("tr[data-event]").first.get_attribute("data-event")

        def append(number):
            self.served.run("append", "--stream", "gauge/L", "--type", "gauge.read",
                            "--data", json.dumps({"number": number}))

        append(1)
        expect(page.locator("main")).to_contain_text("number: 1", timeout=20_000)
        self.served.end()
        append(2)
        self.served.begin()
        append(3)
        expect(page.locator("main")).to_contain_text("number: 3", timeout=30_000)
        rows = [int(row.get_attribute("data-event"))
                for row in page.locator("tr[data-event]").all()]
        self.assertEqual(rows, sorted(set(rows), reverse=True))
        self.assertEqual(rows[3], int(seen))

    def test_live_events_that_do_not_pause(self):
        page = self.page()
        self.open(page, "/")
        seen = set()
        for number in range(40):
            body = json.dumps({"stream": "gauge/M", "type": "gauge.read", "actor": "Tern",
                               "data": {"number": number}})
            asked = urllib.request.Request(
                self.served.address + "/v1/events", body.encode(),
                {"Content-Type": "application/json"})
            urllib.request.urlopen(asked).read()
            seen.add(page.evaluate("document.body.dataset.head"))
            time.sleep(0.1)
        # What was seen while they came, not after.
        self.assertGreater(len(seen), 3)

    def test_a_change_taken_back(self):
        """From the search to the change that is gone, as somebody who never saw the page does."""
        page = self.page()
        self.open(page, "/")
        page.get_by_label("Text").fill("datum")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("search=datum"))
        page.locator("tr", has_text="mean-sea-level").get_by_role("link", name="#").first.click()
        expect(page.locator("main")).to_contain_text("Match the axis of the chart widget")
        page.get_by_role("link", name="Take back what Tern changed").click()
        expect(page.locator("main")).to_contain_text("/datum")
        # What Heron changed in the same document since is left alone.
        expect(page.locator("main")).not_to_contain_text("/days_ahead")
        page.fill("input[name=reason]", "heights are of the chart")
        page.get_by_role("button", name="Take it back").click()
        page.wait_for_url(re.compile("/event/"))
        page.get_by_role("link", name="What it changed").click()
        page.get_by_role("link", name="config/forecast.json").first.click()
        expect(page.locator("main")).to_contain_text("heights are of the chart")
        state = json.loads(self.served.run("state", "config/forecast.json", "--format", "json"))
        self.assertIn("chart", json.dumps(state))
        self.assertNotIn("mean-sea-level", json.dumps(state))
        self.assertIn("10", json.dumps(state))

    def test_rollback_and_back(self):
        page = self.page()
        stream = "config/forecast.json"
        before = self.served.run("state", stream, "--format", "ndjson")
        self.open(page, "/rollback?to=cycle:2&stream=config%2Fforecast.json")
        expect(page.locator("main")).to_contain_text("would change")
        self.picture(page, "rollback-preview")
        page.fill("input[name=reason]", "match <the> chart")
        page.get_by_role("button", name="Take it back").click()
        page.wait_for_url(re.compile("/event/"))
        expect(page.locator("main")).to_contain_text("match <the> chart")
        self.assertNotEqual(self.served.run("state", stream, "--format", "ndjson"), before)
        self.check(page)
        page.get_by_role("link", name="Undo this rollback").click()
        expect(page.locator("main")).to_contain_text("would change")
        page.fill("input[name=reason]", "it was right")
        page.get_by_role("button", name="Take it back").click()
        page.wait_for_url(re.compile("/event/"))
        self.assertEqual(self.served.run("state", stream, "--format", "ndjson"), before)
