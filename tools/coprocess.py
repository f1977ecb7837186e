#!/usr/bin/env python3
"""Keeps `annals append` running, and appends events through it from any number of threads."""
import json, subprocess, threading, uuid
from collections import deque
from concurrent.futures import Future


class Refused(Exception):
    """An event was not stored: `code` says of which sort the reason is, the text which it is."""
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Annals:
    def __init__(self, store, by, command="annals"):
        self.process = subprocess.Popen(
            [command, "append", "--batch", "-", "--receipts", "--store", store, "--by", by],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.lock, self.waiting, self.ending = threading.Lock(), deque(), None
        self.taker = threading.Thread(target=self._take, daemon=True)
        self.taker.start()

    def append(self, **event):
        """A future of the receipt, which comes once the event is durable; else it raises why."""
        # Sent again with the same id, also to another process, an event is stored once.
        event.setdefault("id", str(uuid.uuid4()))
        receipt = Future()
        with self.lock:  # Answers come in the order of the lines.
            if self.ending:
                raise self.ending
            self.waiting.append(receipt)
            try:
                self.process.stdin.write(json.dumps(event).encode() + b"\n")
                self.process.stdin.flush()
            except OSError:
                pass  # It has ended: the future will say why.
        return receipt

    def _take(self):
        for line in self.process.stdout:
            answer = json.loads(line)
            receipt = self.waiting.popleft()
            if "code" in answer:
                receipt.set_exception(Refused(answer["code"], answer["message"]))
            else:
                receipt.set_result(answer)
        reason = self.process.stderr.read().decode(errors="replace").strip()
        with self.lock:
            self.ending = EOFError(reason or "annals ended: start it, and send again")
            while self.waiting:
                self.waiting.popleft().set_exception(self.ending)

    def close(self):
        """Waits until everything is answered; 0, or 1 if some line could not be stored."""
        try:
            self.process.stdin.close()
        except OSError:
            pass  # It has ended, and has told of it.
        self.taker.join()
        return self.process.wait()
