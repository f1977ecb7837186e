"""What stores hold is text, whatever it looks like."""

import json

from driven import Driven
from playwright.sync_api import expect

HOSTILE = [
    "<script>window.hostile = 1</script>",
    "<img src=x onerror='window.hostile=1'>",
    "&lt;b&gt;\"'><svg onload=window.hostile=1>",
    "\u202egnirts\u202c \x1b[31mred\x1b[0m",
    "{{ 7 * 7 }} ${7 * 7}",
]


class HostileTest(Driven):
    fleet = False

    @classmethod
    def prepare(cls):
        lines = []
        for number, text in enumerate(HOSTILE):
            # Names have no characters that command terminals; everything else may.
            name = "".join(c for c in text if c.isprintable())
            lines.append({
                "stream": f"task/{name}", "type": "task.created", "actor": name[:60].strip(),
                "reason": text, "correlation": name,
                "data": {"title": text, "status": text, text: {text: [text, 2 ** 53 + 1]},
                         "priority": "x" * (100 if number else 100_000)}})
            lines.append({
                "stream": f"message/{number}", "type": "message.sent", "actor": "Tern",
                "data": {"to_agent": text, "from_agent": text, "content": text + "\n" + text}})
        given = "\n".join(json.dumps(line) for line in lines)
        cls.served.run("append", "--batch", "-", given=given)
        cls.served.run("cycle", "next", "--note", HOSTILE[0])

    def test_every_place_shows_text_as_text(self):
        page = self.page()
        self.open(page, "/docs")
        links = [link.get_attribute("href") for link in page.locator("main a").all()]
        places = ["/", "/docs", "/tables", "/tables/agent_tasks", "/tables/agent_messages",
                  "/actors", "/tasks", "/reports", "/integrity", "/compare?vs=2",
                  "/rollback?to=2", "/query?sql=SELECT+*+FROM+agent_tasks"]
        head = int(page.evaluate("document.body.dataset.head"))
        places += [f"/event/{number}" for number in range(1, head + 1)]
        places += [link for link in links if link.startswith("/doc/")]
        self.open(page, "/actors")
        links = [link.get_attribute("href") for link in page.locator("main a").all()]
        places += [link for link in links if link.startswith("/actors/")]
        for path in places:
            with self.subTest(place=path):
                answer = page.goto(self.served.address + path)
                self.assertEqual(answer.status, 200, path)
                self.assertIsNone(page.evaluate("window.hostile ?? null"))
                self.assertEqual(page.evaluate("window.forbidden"), [])
                self.assertEqual(page.locator("main img, main script").count(), 0)
                self.assertNotIn("\u202e", page.locator("main").inner_text())
        self.open(page, "/tables/agent_tasks")
        expect(page.locator("main")).to_contain_text(HOSTILE[0])
        expect(page.locator("main")).to_contain_text(str(2 ** 53 + 1))
        self.picture(page, "hostile")
