#!/usr/bin/python3
"""Print every event of an Annals store, as `annals log --all --format ndjson` does.

usage: tools/read_events.py STORE

Reads the file with nothing but SQLite and LZ4 (Debian: python3-lz4), and checks every body against
its check bytes. The page FORMAT of the documentation explains each step.
"""
import base64, datetime, functools, hashlib, json, os, sqlite3, struct, sys, urllib.parse, uuid
import lz4.block

HISTORY, SINGLE, BLOCK, WINDOW = 65536, 65536, 16384, 49152
path = urllib.parse.quote(os.path.abspath(sys.argv[1]))
db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
dictionaries = {0: b"", **dict(db.execute("SELECT id, bytes FROM dictionaries"))}
salts = dict(db.execute("SELECT position, salt FROM salts"))
secrets = {}
for stream, first, secret in db.execute(
        "SELECT stream, from_version, secret FROM secrets ORDER BY from_version DESC"):
    secrets.setdefault(stream, []).append((first, secret))


def salt(position, stream, version):
    """Stored, or derived from the secret of the stream's epoch."""
    if position in salts:
        return salts[position]
    secret = next(secret for first, secret in secrets[stream] if first <= version)
    return hashlib.sha256(b"annals salt v1\0" + secret + struct.pack(">q", position)).digest()[:16]


@functools.lru_cache(maxsize=256)
def body(position):
    """The plain bytes of a body and the bytes that were compressed; None if it was erased."""
    stream, version, size, dictionary, base, blob = db.execute(
        "SELECT stream, version, size, dictionary, base, body FROM events WHERE position = ?",
        (position,)).fetchone()
    if dictionary == -1:
        return None
    history = None if base is None else body(base)[1]
    if dictionary is not None and dictionary < -1:
        (packed,) = struct.unpack_from("<I", blob, 4)
        stored = decode(blob[8:], packed, None if dictionary == -2 else -3 - dictionary, history)
        plain = unpack(stored)
    else:
        plain = stored = decode(blob[4:], size, dictionary, history)
    if hashlib.sha256(salt(position, stream, version) + plain).digest()[:4] != blob[:4]:
        sys.exit(f"the body of the event at position {position} does not match its check bytes")
    return plain, stored


def unpack(packed):
    """Text and bytes that were base64 digits, in turn, each with its length in front."""
    plain, at, is_text = [], 0, True
    while at < len(packed):
        (length,), at = struct.unpack_from("<I", packed, at), at + 4
        part, at = packed[at:at + length], at + length
        plain.append(part if is_text else base64.b64encode(part))
        is_text = not is_text
    return b"".join(plain)


def decode(payload, size, dictionary, base):
    if dictionary is None:
        return payload
    before, plain, at = dictionaries[dictionary], b"", 0
    if size <= SINGLE:
        return decompress(payload, size, before + (base or b""))
    while len(plain) < size:  # a large body is blocks, each with a frame in front
        history = before + plain[-HISTORY:]
        if base is not None:
            (start,), at = struct.unpack_from("<I", payload, at), at + 4
            history = before + plain[-BLOCK:] + base[start:start + WINDOW]
        (length,), at = struct.unpack_from("<H", payload, at), at + 2
        block, at, left = payload[at:at + length], at + length, min(BLOCK, size - len(plain))
        plain += block if length == left else decompress(block, left, history)
    return plain


def decompress(block, size, history):
    return lz4.block.decompress(block, uncompressed_size=size, dict=history[-HISTORY:])


def members(text):
    """The members of a JSON object, each as it is written, so that numbers stay as they are."""
    found, at, read = {}, 1, json.JSONDecoder(parse_float=str, parse_int=str).raw_decode
    while text[at] != "}":
        name, end = read(text, at)
        _, at = read(text, end + 1)
        found[name] = text[end + 1:at]
        at += text[at] == ","
    return found


def time(microseconds):
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=microseconds)
    return moment.isoformat(timespec="microseconds") + "Z"


NAMES = ("position stream version type actor kind cycle recorded_at occurred_at reason correlation"
         " causation id data unset deleted context erased").split()
sys.stdout.reconfigure(encoding="utf-8")
db.row_factory = sqlite3.Row
for row in db.execute(
        """SELECT e.position, s.category || '/' || s.key AS stream, e.version, t.name AS type,
                  a.name AS actor, a.kind, e.cycle, e.recorded_at, e.occurred_at,
                  c.name AS correlation, e.causation, e.id
           FROM events AS e JOIN streams AS s ON s.id = e.stream
           JOIN event_types AS t ON t.id = e.type JOIN actors AS a ON a.id = e.actor
           LEFT JOIN correlations AS c ON c.id = e.correlation ORDER BY e.position"""):
    event = {name: row[name] for name in row.keys() if row[name] is not None}
    event.update({name: time(event[name]) for name in ("recorded_at", "occurred_at")
                  if name in event})
    if "id" in event:
        event["id"] = str(uuid.UUID(bytes=event["id"]))
    plain = (body(event["position"]) or [None])[0]
    written = {name: json.dumps(value, ensure_ascii=False) for name, value in event.items()}
    written.update({"erased": "true"} if plain is None else members(plain.decode()))
    print("{" + ",".join(f'"{name}":{written[name]}' for name in NAMES if name in written) + "}")
