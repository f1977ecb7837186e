"""The page as `annals open` opens it."""

import os
import unittest

from playwright.sync_api import expect, sync_playwright
from served import Served


class OpenTest(unittest.TestCase):
    def test_the_address_signs_in_once(self):
        served = Served()
        self.addCleanup(served.close)
        served.run("access", "grant", "Tern", "--may", "read")
        address = served.begin("open", "--no-browser")
        with sync_playwright() as played:
            browser = played.chromium.launch(
                executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
            # As another program opens it: by a document that is not of the server.
            path = os.path.join(served.folder, "open.html")
            with open(path, "w") as file:
                file.write(f'<meta http-equiv="refresh" content="0;url={address}">')
            page = browser.new_page()
            page.goto("file://" + path)
            page.wait_for_url(served.address + "/")
            expect(page.locator("main h1")).to_have_text("Timeline")
            page.goto(served.address + "/query?sql=SELECT+1+AS+one")
            expect(page.locator("main")).to_contain_text("1 row")
            stranger = browser.new_context().new_page()
            stranger.goto(served.address + "/")
            expect(stranger.locator("#token")).to_be_visible()
            self.assertEqual(stranger.goto(address).status, 403)
            browser.close()
