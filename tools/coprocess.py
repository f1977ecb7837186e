#!/usr/bin/env python3
"""Keeps `annals append` running, and appends events through it from any number of threads."""
import json, subprocess, threading, uuid
from collections import deque
from concurrent.futures import Future


class Annals:
    def __init__(self, store, by, command="annals"):
        self.process = subprocess.Popen(
            [command, "append", "--batch", "-", "--receipts", "--store", store, "--by", by],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.lock, self.waiting = threading.Lock(), deque()
        self.taker = threading.Thread(target=self._take, daemon=True)
        self.taker.start()

    def append(self, **event):
        """A future of the receipt, which comes once the event is durable, or of the error."""
        # Sent again with the same id, also to another process, an event is stored once.
        event.setdefault("id", str(uuid.uuid4()))
        receipt = Future()
        with self.lock:  # Answers come in the order of the lines.
            self.waiting.append(receipt)
            self.process.stdin.write(json.dumps(event).encode() + b"\n")
            self.process.stdin.flush()
        return receipt

    def _take(self):
        for line in self.process.stdout:
            self.waiting.popleft().set_result(json.loads(line))
        while self.waiting:
            self.waiting.popleft().set_exception(EOFError("annals ended: start it, send again"))

    def close(self):
        self.process.stdin.close()
        self.taker.join()
        return self.process.wait()
