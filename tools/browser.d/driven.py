"""A browser before the page of a store that is served."""

import os
import time
import unittest

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from served import Served

PLACES = {
    "timeline": "/",
    "event": "/event/40",
    "documents": "/docs",
    "document": "/doc/config/forecast.json?vs=cycle:3",
    "tables": "/tables",
    "table": "/tables/agent_tasks?vs=cycle:3",
    "compare": "/compare?at=cycle:5&vs=cycle:3",
    "actors": "/actors",
    "actor": "/actors/Tern",
    "tasks": "/tasks?at=cycle:4",
    "files": "/files",
    "rollback": "/rollback?to=cycle:4&category=config",
    "query": "/query?sql=SELECT+task_id,+status,+title+FROM+agent_tasks",
    "reports": "/reports",
    "integrity": "/integrity",
}

# Runs before the page's own script: whatever the policy forbids is remembered.
WATCH = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.forbidden.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""



class Driven(unittest.TestCase):
    """A browser, and what it must never meet."""

    fleet = True

    @classmethod
    def setUpClass(cls):
        cls.served = Served(cls.fleet)
        cls.addClassCleanup(cls.served.close)
        cls.played = sync_playwright().start()
        cls.addClassCleanup(cls.played.stop)
        cls.browser = cls.played.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        cls.addClassCleanup(cls.browser.close)
        cls.prepare()
        cls.served.begin()

    @classmethod
    def prepare(cls):
        pass

    def page(self, **options):
        """A page of its own, whose errors fail the test at its end."""
        context = self.browser.new_context(
            viewport=options.pop("viewport", {"width": 1280, "height": 900}), **options)
        self.addCleanup(context.close)
        context.add_init_script(WATCH)
        page = context.new_page()
        self.errors = getattr(self, "errors", [])
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self.hear)
        page.on("dialog", lambda dialog: self.errors.append(dialog.message))
        page.on("request", self.check_request)
        return page

    def hear(self, message):
        # That a server is away is what a test of its restart wants.
        if message.type == "error" and "ERR_CONNECTION_REFUSED" not in message.text \
                and "ERR_INCOMPLETE_CHUNKED_ENCODING" not in message.text:
            self.errors.append(message.text)

    def check_request(self, request):
        if not request.url.startswith(self.served.address):
            self.errors.append(f"fetched {request.url}")

    def open(self, page, path, status=200):
        answer = page.goto(self.served.address + path)
        self.assertEqual(answer.status, status, path)
        return answer

    def until(self, page, condition):
        """Waits for a condition; playwright's own way would need a policy that allows eval."""
        for _ in range(200):
            if page.evaluate(condition):
                return
            time.sleep(0.05)
        self.fail(f"{condition} did not come true")

    def tearDown(self):
        self.assertEqual(getattr(self, "errors", []), [])

    def check(self, page):
        """Nothing forbidden, nothing that axe finds."""
        self.assertEqual(page.evaluate("window.forbidden"), [])
        found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
        said = [(each["id"], each["nodes"][0]["html"][:300]) for each in found]
        self.assertEqual(said, [], page.url)

    def picture(self, page, name, whole=False):
        folder = os.environ.get("PICTURES")
        if folder:
            page.screenshot(path=os.path.join(folder, f"{name}.png"), full_page=whole)
