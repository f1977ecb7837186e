"""A store that `annals` serves, for tests that drive its page."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

ANNALS = os.environ["ANNALS"]
FLEET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "demo.d")
VARIABLES = {k: v for k, v in os.environ.items() if not k.startswith("ANNALS_")}


class Served:
    """A folder with a store and its server, which can be ended and begun again."""

    def __init__(self, fleet=True):
        self.folder = tempfile.mkdtemp()
        self.server = None
        self.port = 0
        self.run("init", "--origin", "tides.example/demo")
        if fleet:
            for name in ("fleet", "history.ndjson"):
                source, target = os.path.join(FLEET, name), os.path.join(self.folder, name)
                (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, target)
            self.run("import", "fleet", "--cycle", "1")
            self.run("append", "--batch", "history.ndjson")

    def run(self, *words, given=None):
        done = subprocess.run(
            (ANNALS,) + words, cwd=self.folder, input=given, capture_output=True, text=True,
            env=dict(VARIABLES, ANNALS_ACTOR="keeper"))
        if done.returncode != 0:
            raise AssertionError(f"annals {' '.join(words)}: {done.stderr}")
        return done.stdout

    def begin(self, *words):
        """Starts `annals serve`, on the port that it had, and waits until it listens."""
        words = words or ("serve", "--port", str(self.port), "--by", "keeper", "--kind", "human")
        log = os.path.join(self.folder, "log.txt")
        with open(log, "w") as file:
            self.server = subprocess.Popen(
                (ANNALS,) + words, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=file,
                stderr=subprocess.STDOUT, env=VARIABLES)
        for _ in range(1200):
            with open(log) as file:
                found = re.search(r"http://127\.0\.0\.1:(\d+)(/open\?code=\w+)?", file.read())
            if found:
                self.port = int(found[1])
                self.address = f"http://127.0.0.1:{self.port}"
                return found[0]
            time.sleep(0.05)
        raise AssertionError("the server did not begin to listen within a minute")

    def end(self):
        """Asks the server to end, and waits until it has."""
        if self.server is None:
            return
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(timeout=60)
        self.server = None

    def close(self):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)
