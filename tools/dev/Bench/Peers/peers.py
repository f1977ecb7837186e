"""One piece of work of another event store, for `annals-dev bench --peers`.

usage: peers.py PEER WORK EVENTS FOLDER
  PEER    eventsourcing or umadb
  WORK    batches, singles, writers-N or replay
  EVENTS  file with one event a line: {"stream": ..., "type": ..., "data": {...}}
  FOLDER  where the peer keeps its store; replay keeps it for the next time

Prints one JSON object: seconds, operations, cpu_seconds, file_bytes, latencies in nanoseconds.
Every event is made JSON and stored durably before its append counts; replay reads every event
back and parses it. The peers' own defaults hold for everything else.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib


class EventSourcing:
    """eventsourcing's application recorder on SQLite, bodies compressed with zlib."""

    def __init__(self, folder):
        from eventsourcing.persistence import StoredEvent
        from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

        self.path = os.path.join(folder, "eventsourcing.db")
        self.stored_event = StoredEvent
        self.datastore = SQLiteDatastore(self.path, originator_id_type="text")
        self.recorder = SQLiteApplicationRecorder(self.datastore)
        self.recorder.create_table()
        self.versions = {}
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] < 2:
                sys.exit("This SQLite does not sync each commit.")

    def writer(self):
        return self

    def number(self, events):
        """Gives each event its place in its stream, as an aggregate would."""
        for event in events:
            version = self.versions.get(event["stream"], 0) + 1
            self.versions[event["stream"]] = event["version"] = version

    def append(self, events):
        self.recorder.insert_events(
            [
                self.stored_event(
                    originator_id=event["stream"],
                    originator_version=event["version"],
                    topic=event["type"],
                    state=zlib.compress(encoded(event["data"])),
                )
                for event in events
            ]
        )

    def replay(self):
        count, start = 0, 1
        while True:
            page = self.recorder.select_notifications(start, 1000)
            for each in page:
                json.loads(zlib.decompress(each.state))
            count += len(page)
            if len(page) < 1000:
                return count
            start = page[-1].id + 1

    def cpu_seconds(self):
        return time.process_time()

    def close(self):
        self.datastore.close()
        paths = [self.path + end for end in ("", "-wal")]
        return sum(on_disk(path) for path in paths if os.path.exists(path))


class UmaDB:
    """A server of its own on this machine, a client for each writer."""

    def __init__(self, folder):
        import umadb

        self.umadb = umadb
        self.path = os.path.join(folder, "uma.db")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = "127.0.0.1:%d" % probe.getsockname()[1]
        self.url = "http://" + address
        self.server = subprocess.Popen(
            [
                os.path.join(os.path.dirname(sys.executable), "umadb"),
                "--listen",
                address,
                "--db-path",
                self.path,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while True:
            try:
                self.client = umadb.Client(self.url)
                self.client.head()
                return
            except Exception:
                if time.monotonic() > deadline or self.server.poll() is not None:
                    self.server.kill()
                    sys.exit("The server of UmaDB did not start.")
                time.sleep(0.05)

    def writer(self):
        other = object.__new__(UmaDB)
        other.umadb = self.umadb
        other.client = self.umadb.Client(self.url)
        return other

    def number(self, events):
        pass

    def append(self, events):
        self.client.append(
            [
                self.umadb.Event(
                    event_type=event["type"],
                    data=encoded(event["data"]),
                    tags=[event["stream"]],
                )
                for event in events
            ]
        )

    def replay(self):
        count = 0
        for each in self.client.read():
            json.loads(each.event.data)
            count += 1
        return count

    def cpu_seconds(self):
        """Of this process and of the server."""
        with open("/proc/%d/stat" % self.server.pid) as file:
            fields = file.read().rpartition(")")[2].split()
        ticks = int(fields[11]) + int(fields[12])
        return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.client.close()
        self.server.terminate()
        try:
            self.server.wait(10)
        except subprocess.TimeoutExpired:
            self.server.kill()
            self.server.wait()
        if os.path.isfile(self.path):
            return on_disk(self.path)
        folders = os.walk(self.path)
        return sum(on_disk(os.path.join(top, name)) for top, _, names in folders for name in names)


def on_disk(path):
    """Bytes that a file takes, without holes."""
    return os.stat(path).st_blocks * 512


def encoded(data):
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()


def append_all(peer, events, size):
    latencies = []
    for start in range(0, len(events), size):
        begun = time.perf_counter_ns()
        peer.append(events[start : start + size])
        latencies.append(time.perf_counter_ns() - begun)
    return latencies


def append_side_by_side(peer, events, writers):
    results, failures = [None] * writers, []
    clients = [peer.writer() for _ in range(writers)]

    def work(number):
        try:
            results[number] = append_all(clients[number], events[number::writers], 1)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [each for result in results for each in result]


def main():
    name, work, source, folder = sys.argv[1:]
    # The program that starts this may keep signals to itself, and its children inherit that.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
    with open(source, encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    is_filled = os.path.exists(os.path.join(folder, "filled"))
    peer = {"eventsourcing": EventSourcing, "umadb": UmaDB}[name](folder)
    try:
        peer.number(events)
        if work == "replay" and not is_filled:
            append_all(peer, events, 1000)
            open(os.path.join(folder, "filled"), "w").close()
        cpu, begun, latencies = peer.cpu_seconds(), time.perf_counter(), []
        if work == "batches":
            latencies = append_all(peer, events, 1000)
        elif work == "singles":
            latencies = append_all(peer, events, 1)
        elif work == "replay":
            if peer.replay() != len(events):
                raise RuntimeError("a replay gives another number of events")
        else:
            writers = int(work.removeprefix("writers-"))
            latencies = append_side_by_side(peer, events, writers)
        seconds = time.perf_counter() - begun
        cpu = peer.cpu_seconds() - cpu
    finally:
        size = peer.close()
    print(
        json.dumps(
            {
                "seconds": seconds,
                "operations": len(events),
                "cpu_seconds": cpu,
                "file_bytes": size,
                "latencies": latencies,
            }
        )
    )


main()
