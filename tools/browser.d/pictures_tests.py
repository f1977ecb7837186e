"""The pictures of the README and the documentation."""

import os
import unittest

from driven import Driven


class PicturesTest(Driven):
    SHOWN = {
        "page-timeline": "/",
        "page-document": "/doc/config/forecast.json",
        "page-rollback": "/rollback?to=cycle:3&stream=config%2Fforecast.json",
        "page-reports": "/reports",
    }

    @unittest.skipUnless(os.environ.get("PICTURES"), "nobody wants pictures")
    def test_places(self):
        for scheme, mark in (("light", ""), ("dark", "~dark")):
            page = self.page(color_scheme=scheme, viewport={"width": 1080, "height": 720})
            for name, path in self.SHOWN.items():
                self.open(page, path)
                self.picture(page, name + mark)
