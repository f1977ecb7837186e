#!/usr/bin/python3
"""Check the proof of an event, or a whole exported log, against a verifier key.

usage: tools/check_proof.py VKEY FILE.tlog-proof
       tools/check_proof.py VKEY FOLDER

Needs nothing but Python. It was written from the page FORMAT of the documentation, which explains
each step, and from RFC 8032 (Ed25519) and RFC 9162 (trees). Prints what is proven as one line of
JSON; exits 1 with a sentence where anything does not hold.
"""
import base64, hashlib, json, os, re, struct, sys, uuid

# Ed25519 verification, RFC 8032, sections 5.1 and 6.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise Fault("the public key is no point of the curve")
    return P - x if x % 2 != sign else x


def add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return x * y % P, z * t % P, y * z % P, x * t % P


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x = recover_x(y, sign)
    return x, y, 1, x * y % P


def encode(a):
    inverse = pow(a[2], P - 2, P)
    x, y = a[0] * inverse % P, a[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def is_weak(key):
    """Whether anybody can sign for a key: a point of small order."""
    return encode(times(8, point(key))) == encode((0, 1, 1, 0))


def is_signed(key, message, signature):
    if len(signature) != 64:
        return False
    y = 4 * pow(5, P - 2, P) % P
    x = recover_x(y, 0)
    a = point(key)
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus_a = (P - a[0], a[1], a[2], P - a[3])
    r = encode(add(times(s, (x, y, 1, x * y % P)), times(h, minus_a)))
    return s < L and r == signature[:32]


class Fault(Exception):
    """Why something is not proven, in a sentence."""


def need(condition, sentence):
    if not condition:
        raise Fault(sentence)


# Text: lines, numbers, base64, each in its one spelling.
def lines_of(data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Fault("the text is not UTF-8") from None
    need(text.endswith("\n"), "the text has no newline at its end")
    need(not re.search("[\0-\x09\x0b-\x1f]", text), "the text has a control character")
    return text[:-1].split("\n")


def number(text):
    need(re.fullmatch("0|[1-9][0-9]{0,18}", text, re.ASCII), f"{text!r} is no number")
    need(int(text) < 2**63, f"{text} is no number of leaves")
    return int(text)


def from_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Fault("some line is no base64") from None
    need(base64.b64encode(data).decode() == text, "some line is not spelt as base64 is")
    return data


def digest(text):
    data = from_base64(text)
    need(len(data) == 32, "some line is no hash of 32 bytes")
    return data


# Keys, notes, checkpoints.
class Key:
    def __init__(self, text):
        parts = text.split("+", 2)
        need(len(parts) == 3, "the verifier key is not NAME+ID+KEY")
        self.name, data = parts[0], from_base64(parts[2])
        need(len(data) == 33 and data[0] == 1, "the verifier key is none of Ed25519")
        self.public = data[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + data).digest()[:4]
        need(self.id.hex() == parts[1], "the id of the verifier key does not fit")
        need(not is_weak(self.public), "the verifier key belongs to no private key")


def checkpoint(data, key):
    """Origin, size and root of a note, once the key's signature of it was checked."""
    lines = lines_of(data)
    need("" in lines[1:], "the note has no empty line")
    border = len(lines) - 1 - lines[::-1].index("")
    text, signatures = lines[:border], lines[border + 1:]
    need(len(text) >= 3 and all(text), "the checkpoint has fewer than three lines")
    need(signatures, "the note has no signature")
    need(len(signatures) <= 100, "the note has more than 100 signatures")
    signed = False
    for line in signatures:
        match = re.fullmatch("\u2014 ([^ +]+) ([^ ]+)", line)
        need(match, "some line below the text is no signature")
        blob = from_base64(match[2])
        need(len(blob) > 4, "some signature is too short")
        if match[1] == key.name and blob[:4] == key.id:
            message = "".join(line + "\n" for line in text).encode()
            need(is_signed(key.public, message, blob[4:]), "the signature does not fit the note")
            signed = True
    need(signed, "the key did not sign the note")
    need(text[0] == key.name, "the checkpoint is of another log than the key")
    return text[0], number(text[1]), digest(text[2])


# Leaves and trees.
def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree(hashes):
    """The root of a tree over some hashes (RFC 9162, section 2.1.1)."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node(tree(hashes[:split]), tree(hashes[split:]))


def is_included(hash, index, size, root, proof):
    """RFC 9162, section 2.1.3.2."""
    first, second = index, size - 1
    for other in proof:
        if second == 0:
            return False
        if first & 1 or first == second:
            hash = node(other, hash)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            hash = node(hash, other)
        first, second = first >> 1, second >> 1
    return second == 0 and hash == root


FIELDS = ("position stream version type actor kind cycle recorded_at occurred_at correlation"
          " causation id").split()
NUMBERS = {"position", "version", "cycle", "recorded_at", "occurred_at", "causation"}
KINDS = {"agent", "human", "service", "system"}
YEARS = range(-62135596800 * 10**6, 253402300800 * 10**6)  # 1 to 9999


def is_text(text, most):
    """Whether a name has some bytes and no control character."""
    return 1 <= len(text.encode()) <= most and not re.search("[\0-\x1f\x7f-\x9f]", text)


def need_possible(fields):
    """That a store can have appended such an event (the page FORMAT, what names may be)."""
    word = "[a-z][a-z0-9_-]*"
    stream = re.fullmatch(f"({word})/(.*)", fields["stream"], re.DOTALL)
    kind = re.fullmatch(rf"({word})\.{word}", fields["type"])
    need(stream and len(stream[1]) <= 63 and is_text(stream[2], 1024), "the stream is no name")
    need(kind and len(kind[0]) <= 255 and kind[1] == stream[1], "the type is none of the stream")
    need(is_text(fields["actor"], 255) and fields["actor"].strip(), "the actor is no name")
    need(fields["kind"] in KINDS, "the actor is of no kind")
    need(fields["correlation"] is None or is_text(fields["correlation"], 1024),
         "the correlation is no name")
    need(1 <= fields["version"] <= fields["position"] < 2**53, "version and position do not fit")
    need(fields["cycle"] >= 0, "the cycle is negative")
    need(fields["causation"] is None or 1 <= fields["causation"] < fields["position"],
         "the cause does not come before the event")
    need(fields["occurred_at"] is None or fields["occurred_at"] in YEARS,
         "the claimed time lies outside the years 1 to 9999")


def header(data):
    """The fields of a header, and what stands behind it."""
    need(data[:8] == b"annals/1", "the entry is none of the format annals/1")
    fields, place = {}, 8
    for name in FIELDS:
        need(len(data) >= place + 4, "the entry ends within its header")
        length, place = struct.unpack_from(">I", data, place)[0], place + 4
        if length == 0xFFFFFFFF:
            need(name in ("occurred_at", "correlation", "causation", "id"), f"{name} is missing")
            fields[name] = None
            continue
        field, place = data[place:place + length], place + length
        need(len(field) == length, "the entry ends within its header")
        if name in NUMBERS:
            need(length == 8, f"{name} is no number")
            fields[name] = struct.unpack(">q", field)[0]
        elif name == "id":
            need(length == 16, "id is no UUID")
            fields[name] = str(uuid.UUID(bytes=field))
        else:
            try:
                fields[name] = field.decode("utf-8")
            except UnicodeDecodeError:
                raise Fault(f"{name} is not UTF-8") from None
    return fields, data[place:]


# A proof.
def check_proof(data, key):
    end = data.find(b"\n\n")
    need(end >= 0, "the proof has no empty line")
    lines = lines_of(data[:end + 1])
    need(lines[0] == "c2sp.org/tlog-proof@v1", "the first line is not that of a proof")
    need(len(lines) > 2 and lines[1].startswith("extra "), "the proof does not say what it proves")
    extra = from_base64(lines[1][6:])
    need(lines[2].startswith("index "), "the proof has no index")
    index = number(lines[2][6:])
    need(len(lines) - 3 <= 63, "the proof has more hashes than any tree needs")
    proof = [digest(line) for line in lines[3:]]
    origin, size, root = checkpoint(data[end + 2:], key)
    fields, rest = header(extra)
    need(len(rest) >= 32, "the data beside the proof has no body digest")
    need(fields["position"] == index + 1 <= size, "the proof is about another event")
    need_possible(fields)
    need(is_included(leaf(extra[:len(extra) - len(rest) + 32]), index, size, root, proof),
         "the event is not in the tree that was signed")
    shown = rest[32:]
    proven = {"origin": origin, "size": size, "root": base64.b64encode(root).decode(), **fields,
              "body_digest": rest[:32].hex()}
    if shown:
        need(len(shown) >= 16, "the salt is cut off")
        need(hashlib.sha256(shown).digest() == rest[:32], "salt and body do not fit the digest")
        try:
            proven["body"] = shown[16:].decode("utf-8")
        except UnicodeDecodeError:
            raise Fault("the body is not UTF-8") from None
    return proven


# An exported log.
def tile(folder, kind, n, width):
    digits = f"{n:03}"
    digits = digits.rjust(-(-len(digits) // 3) * 3, "0")
    groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    path = os.path.join(folder, "tile", kind, name + ("" if width == 256 else f".p/{width}"))
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise Fault(f"{path} cannot be read: {error.strerror}") from None


def bundle(data, count):
    entries, place = [], 0
    for _ in range(count):
        need(len(data) >= place + 2, "a bundle of entries is cut off")
        length, place = struct.unpack_from(">H", data, place)[0], place + 2
        entries.append(data[place:place + length])
        place += length
    need(len(data) == place, "a bundle of entries has another length than its entries")
    return entries


def widths(count):
    return [(n, min(256, count - 256 * n)) for n in range(-(-count // 256))]


def check_log(folder, key):
    try:
        with open(os.path.join(folder, "checkpoint"), "rb") as file:
            origin, size, root = checkpoint(file.read(), key)
    except OSError as error:
        raise Fault(f"there is no checkpoint: {error.strerror}") from None
    hashes = []
    for n, width in widths(size):
        for entry in bundle(tile(folder, "entries", n, width), width):
            fields, rest = header(entry)
            need(len(rest) == 32, "an entry has other than a body digest behind its header")
            need(fields["position"] == len(hashes) + 1, "an entry is out of place")
            need_possible(fields)
            hashes.append(leaf(entry))
    need(tree(hashes) == root, "the entries are not those of the checkpoint")
    level = 0
    while hashes:
        for n, width in widths(len(hashes)):
            need(tile(folder, str(level), n, width)
                 == b"".join(hashes[256 * n:256 * n + width]), f"tile {n} of level {level} differs")
        complete = range(0, len(hashes) // 256 * 256, 256)
        hashes = [tree(hashes[start:start + 256]) for start in complete]
        level += 1
    return {"origin": origin, "size": size, "root": base64.b64encode(root).decode()}


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    try:
        key, path = Key(arguments[0]), arguments[1]
        if os.path.isdir(path):
            proven = check_log(path, key)
        else:
            with open(path, "rb") as file:
                proven = check_proof(file.read(), key)
        print(json.dumps(proven, ensure_ascii=False))
    except (Fault, OSError) as error:
        sys.exit(f"check_proof: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
