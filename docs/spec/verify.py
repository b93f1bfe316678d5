#!/usr/bin/env python3
"""A second verifier of dualdraw draws, version 1, written from docs/spec/v1.md and docs/schema alone.

    python3 verify.py BUNDLE [--json]          a folder or a ZIP of it: the checks and the verdict
    python3 verify.py --corpus FILE            many bundles, one JSON object per line, in one process
    --trust [NAME=]HEX                         a key that the reader pinned (repeatable)
    --expect-commitment HEX, --expect-record HEX, --expect-dice VALUE    what the reader noted on the day
    --schema DIR                               where the schemas are (default: ../schema beside this file)

Exit code: 0 valid, 1 invalid, 2 not readable or wrong usage, 3 incomplete. Standard library only, no floats.
The BLS signature of a beacon is not checked: a draw with one is at best `incomplete` (V-3). Remarks name the rules of
the specification: X text, T tickets, J files, P plan, F frames, C cells, N numbers, L lists, S staffing, K commitment,
O opening, R record, G signatures, A attestations, E events, H archive, V verdict.
"""
import argparse, base64, calendar, hashlib, json, os, re, struct, sys, unicodedata, zipfile
from collections import Counter, defaultdict, deque
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

BUNDLE_LIMIT = 512 * 1024 * 1024
FRAMES = ("objects", "inspectors", "recusals", "history", "items", "groups")
STATEMENTS = ("commitment", "opening", "record")

class Refused(ValueError): "The input departs from a rule; the text says how."
class Unsupported(BaseException): "A schema asks for what is not implemented here: the program must stop."

def refuse(condition, why):
    if condition: raise Refused(why)

def holds(parse, text):  # whether a text can be read
    try: return parse(text) is not None
    except Refused: return False

def twice(values): values = list(values); return len(set(values)) < len(values)
def sha256(data): return hashlib.sha256(data).hexdigest()

# ---- 1. Notation: X-1 to X-9 ----------------------------------------------------------------------------------------

WHITE = "".join(map(chr, (*range(9, 14), 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F,
                          0x3000, 0xFEFF)))
HIDDEN = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x1810), 0x3164, 0x115F, 0x1160, 0xFFA0}
FULL_WIDTH = re.compile("[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]")
# The script Han of Unicode 15.1: Python has no such property. The categories and NFC are those of Python's own Unicode.
HAN = [int(x, 16) for x in """
    2E80 2E99  2E9B 2EF3  2F00 2FD5  3005 3005  3007 3007  3021 3029  3038 303B  3400 4DBF  4E00 9FFF  F900 FA6D
    FA70 FAD9  16FE2 16FE3  16FF0 16FF1  20000 2A6DF  2A700 2B739  2B740 2B81D  2B820 2CEA1  2CEB0 2EBE0  2EBF0 2EE5D
    2F800 2FA1D  30000 3134A  31350 323AF""".split()]
RATIO = re.compile(r"([0-9]{1,12})(?:/([0-9]{1,12})|(?:\.([0-9]{1,12}))?(%)?)")
INSTANT = re.compile(r"([0-9-]{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:Z|([+-])([0-9]{2}):([0-9]{2}))")

def is_trimmed(text): return text == text.strip(WHITE)
def is_hidden(char):
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp") or ord(char) in HIDDEN

def fraction_text(value): return f"{value.numerator}/{value.denominator}"

def has_property(char, name):  # as in \p{..} of a schema
    if name == "Script=Han": return any(low <= ord(char) <= high for low, high in zip(HAN[::2], HAN[1::2]))
    if name not in ("L", "Nd"): raise Unsupported(f"property {name}")
    return unicodedata.category(char).startswith(name)

def parse_multiple(value):  # the fraction of a ratio text, which may be above 1, or of an integer
    if type(value) is int: return Fraction(value)
    found = RATIO.fullmatch(value)
    refuse(not found or found[2] and not int(found[2]), f"no ratio text: {value!r}")
    decimals = found[3] or ""
    return Fraction(int(found[1] + decimals), int(found[2] or 10 ** len(decimals) * (100 if found[4] else 1)))

def parse_ratio(text):
    value = parse_multiple(text)
    refuse(type(text) is not str or value > 1, f"no ratio: {text!r}")
    return value

def is_date(text):  # a Gregorian day of the years 1900 to 9999
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) or text < "1900": return False
    year, month, day = map(int, text.split("-"))
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]

def instant(text):  # seconds of Unix time, or None if the text is no instant
    found = INSTANT.fullmatch(text)
    if not found or not is_date(found[1]): return None
    hour, minute, second, away, more = (int(found[i] or 0) for i in (2, 3, 4, 6, 7))
    if hour > 23 or minute > 59 or second > 59 or away > 14 or more > 59: return None
    local = calendar.timegm((*map(int, found[1].split("-")), hour, minute, second))
    return local - (away * 3600 + more * 60) * (-1 if found[5] == "-" else 1)

def is_instant(text): return instant(text) is not None

def months_before(day, months):
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 - months, 12)
    return f"{year:04d}-{month + 1:02d}-{min(int(day[8:]), calendar.monthrange(year, month + 1)[1]):02d}"

def unbase64(text):  # one spelling only
    try: data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError: raise Refused("not base64") from None
    refuse(base64.b64encode(data).decode() != text, "base64 in another spelling")
    return data

# ---- 3. Files: X-8, J-1 to J-3 --------------------------------------------------------------------------------------

def json_text(value):
    """X-8, RFC 8785 for values without fractions: keys by UTF-16 code unit, no escapes that are not needed."""
    def units(key): return key.encode("utf-16-be", "surrogatepass")
    def ordered(x):
        if isinstance(x, dict): return {k: ordered(x[k]) for k in sorted(x, key=units)}
        return [ordered(y) for y in x] if isinstance(x, (list, tuple)) else x
    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":"))

def same(a, b): return type(a) is type(b) and json_text(a) == json_text(b)  # true is not 1

def parse_json(text):
    """Strict JSON and J-2: integers up to 2^53 - 1, however they are spelled; no key twice; not too deep; no null."""
    def number(spelling):
        refuse(not re.fullmatch("-?[0-9.]{1,40}([eE][+-]?[0-9]{1,2})?", spelling), "a number out of range")
        refuse(abs(Fraction(spelling)) >= 2 ** 53 or Fraction(spelling).denominator > 1, "a number out of range")
        return int(Fraction(spelling))
    def pairs(items):
        refuse(len(dict(items)) != len(items) or "__proto__" in dict(items), "a key that stands twice, or __proto__")
        return dict(items)
    def check(part, depth):
        refuse(part is None or depth > 64, "null, or nested deeper than 64")
        parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        for x in parts: check(x, depth + 1)
    def constant(name): raise Refused(name)
    hooks = {"object_pairs_hook": pairs, "parse_constant": constant, "parse_int": number, "parse_float": number}
    try: value = json.loads(text, **hooks)
    except (ValueError, RecursionError) as error: raise Refused(f"not JSON: {error}") from None
    check(value, 0)
    return value

@lru_cache(maxsize=512)
def read_statement(data, kind):
    """J-1 to J-3: (value, None) or (None, what is wrong). The value is shared: never change it."""
    try:
        value = parse_json(data.decode("utf-8"))
        refuse(json_text(value).encode("utf-8") != data, "not the canonical text (RFC 8785)")
        wrong = schema_departure({"$ref": f"{kind}-v1.schema.json"}, value, "")
        return (None, wrong) if wrong else (value, None)
    except ValueError as error: return None, str(error)

def matches(pattern, text):
    """An ECMAScript pattern in Unicode mode. A class \\p{..} becomes those characters of the text that are in it."""
    def members(found): return "".join(re.escape(c) for c in sorted(set(text)) if has_property(c, found[1]))
    pattern = re.sub(r"\\p\{([^}]*)\}", members, pattern)
    pattern = pattern.replace(r"\S", f"[^{WHITE}]").replace(r"\s", WHITE).replace(r"\d", "[0-9]")  # \s: in classes
    if re.search(r"\\[wWDbBpPuUxX]|(?<!\\)\(\?", pattern): raise Unsupported(f"pattern {pattern}")
    return re.search(re.sub(r"(?<!\\)\$", r"\\Z", pattern), text) is not None

SCHEMA_FOLDER = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "schema")]
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
LIMITS = {"minimum": (int, lambda x, n: x < n), "maximum": (int, lambda x, n: x > n),
          "minItems": (list, lambda x, n: len(x) < n), "maxItems": (list, lambda x, n: len(x) > n),
          "pattern": (str, lambda x, p: not matches(p, x)), "required": (dict, lambda x, n: not set(n) <= set(x))}

@lru_cache(maxsize=None)
def schema_file(name):
    with open(os.path.join(SCHEMA_FOLDER[0], name), encoding="utf-8") as source: return json.load(source)

def schema_departure(schema, value, name, at=""):
    """J-3: the first departure from a schema (JSON Schema draft 7, the keywords in use) as text, or None."""
    if isinstance(schema, bool): return None if schema else f"{at}: unknown field"
    if "$ref" in schema:
        other, _, pointer = schema["$ref"].partition("#")
        schema = schema_file(other or name)
        for step in pointer.split("/")[1:]: schema = schema[step]
        return schema_departure(schema, value, other or name, at)
    fields, known = value if isinstance(value, dict) else {}, schema.get("properties", {})
    for word, rule in schema.items():
        wrong, parts = False, ()                                    # parts: (schema, value, place) that must be met
        if word in ("$schema", "$id", "title", "description", "definitions", "then", "else"): continue
        if word in LIMITS: wrong = type(value) is LIMITS[word][0] and LIMITS[word][1](value, rule)
        elif word == "type": wrong = type(value) is not TYPES[rule]
        elif word == "const": wrong = not same(rule, value)
        elif word == "enum": wrong = not any(same(r, value) for r in rule)
        elif word == "anyOf": wrong = all(schema_departure(r, value, name, at) for r in rule)
        elif word == "items": parts = [(rule, v, i) for i, v in enumerate(value if isinstance(value, list) else ())]
        elif word == "properties": parts = [(rule[k], v, k) for k, v in fields.items() if k in rule]
        elif word == "additionalProperties": parts = [(rule, v, k) for k, v in fields.items() if k not in known]
        elif word == "if":
            branch = schema.get("else" if schema_departure(rule, value, name, at) else "then", True)
            wrong = schema_departure(branch, value, name, at)
        else: raise Unsupported(f"keyword {word} in {name}")
        if wrong: return wrong if isinstance(wrong, str) else f"{at or '/'}: {word}"
        found = filter(None, (schema_departure(s, v, name, f"{at}/{place}") for s, v, place in parts))
        for first in found: return first
    return None

# ---- 13. Signatures: G-1 to G-5 -------------------------------------------------------------------------------------

Q, ORDER = 2 ** 255 - 19, 2 ** 252 + 27742317777372353535851937790883648493
EDWARDS_D, ROOT_OF_MINUS_1 = -121665 * pow(121666, -1, Q) % Q, pow(2, (Q - 1) // 4, Q)
IDENTITY = (0, 1, 1, 0)                     # extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, T = XY/Z (RFC 8032)

def point_add(a, b):
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % Q, (a[1] + a[0]) * (b[1] + b[0]) % Q
    u, v = 2 * a[3] * b[3] * EDWARDS_D % Q, 2 * a[2] * b[2] % Q
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % Q, g * h % Q, f * g % Q, e * h % Q

def point_double(a):
    s, t = a[0] * a[0], a[1] * a[1]
    h, g = s + t, s - t
    e, f = h - (a[0] + a[1]) ** 2, 2 * a[2] * a[2] + g
    return e * f % Q, g * h % Q, f * g % Q, e * h % Q

def point_negate(a): return -a[0], a[1], a[2], -a[3]
def is_identity(a): return a[0] % Q == 0 and (a[1] - a[2]) % Q == 0

def point_sum(terms):  # the sum of scalar times point, all scalars bit by bit together (Straus)
    table, result = [IDENTITY], IDENTITY
    for _, point in terms: table += [point_add(entry, point) for entry in table]
    for bit in range(max(scalar.bit_length() for scalar, _ in terms) - 1, -1, -1):
        result, index = point_double(result), sum((scalar >> bit & 1) << i for i, (scalar, _) in enumerate(terms))
        if index: result = point_add(result, table[index])
    return result

def decode_point(data):  # G-4: the point of a canonical encoding (y < p, no -0 for x), or None
    sign, y = divmod(int.from_bytes(data, "little"), 1 << 255)
    if len(data) != 32 or y >= Q: return None
    u, v = (y * y - 1) % Q, (EDWARDS_D * y * y + 1) % Q
    x = u * pow(v, 3, Q) * pow(u * pow(v, 7, Q), (Q - 5) // 8, Q) % Q
    if (v * x * x + u) % Q == 0: x = x * ROOT_OF_MINUS_1 % Q
    if (v * x * x - u) % Q or (x == 0 and sign): return None
    x = Q - x if x % 2 != sign else x
    return x, y, 1, x * y % Q

BASE_POINT = decode_point((4 * pow(5, -1, Q) % Q).to_bytes(32, "little"))

@lru_cache(maxsize=1024)
def sound_key(key):  # G-4: the point of a public key of prime order, or None
    point = decode_point(bytes.fromhex(key)) if re.fullmatch("[0-9a-f]{64}", key) else None
    return point if point and not is_identity(point) and is_identity(point_sum([(ORDER, point)])) else None

@lru_cache(maxsize=4096)
def cofactored(key, r, s, k):  # G-4: [8][S]B = [8]R + [8][k]A
    a, point = sound_key(key), decode_point(r)
    if a is None or point is None or s >= ORDER: return False
    rest = point_add(point_sum([(s, BASE_POINT), (k, point_negate(a))]), point_negate(point))
    return is_identity(point_double(point_double(point_double(rest))))

def ed25519_verify(key, message, signature):  # G-4; the key is 64 hex digits
    if len(signature) != 64 or not sound_key(key): return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + bytes.fromhex(key) + message).digest(), "little") % ORDER
    return cofactored(key, signature[:32], int.from_bytes(signature[32:], "little"), k)

def ssh_strings(data, count):  # so many SSH strings from the front of the data, and the rest
    strings = []
    for _ in range(count):
        refuse(len(data) < 4 or struct.unpack(">I", data[:4])[0] > len(data) - 4, "an SSH signature that is cut short")
        end = 4 + struct.unpack(">I", data[:4])[0]
        strings, data = strings + [data[4:end]], data[end:]
    return strings, data

def ssh_verify(key, message, blob):
    """G-5; Refused where the form is wrong."""
    (public, namespace, _, algorithm, signed), rest = ssh_strings(blob[10:], 5)
    refuse(blob[:10] != b"SSHSIG\0\0\0\1" or rest or namespace != b"dualdraw", "no SSHSIG of this namespace")
    refuse(algorithm not in (b"sha256", b"sha512"), "another hash")
    ((kind, own), rest), ((kind2, signature), tail) = ssh_strings(public, 2), ssh_strings(signed, 2)
    parts = (namespace, b"", algorithm, hashlib.new(algorithm.decode(), message).digest())
    text = b"SSHSIG" + b"".join(struct.pack(">I", len(x)) + x for x in parts)
    if kind == b"sk-ssh-ed25519@openssh.com":
        (application,), rest = ssh_strings(rest, 1)
        refuse(len(tail) != 5 or not tail[0] & 1, "nobody touched the key")
        text, tail = hashlib.sha256(application).digest() + tail + hashlib.sha256(text).digest(), b""
    elif kind != b"ssh-ed25519": return False
    return not rest and not tail and kind2 == kind and own.hex() == key and ed25519_verify(key, text, signature)

def signing_keys(envelope, kind, statement, roster, trials):
    """G-1 to G-3: the keys of the roster that signed. `trials[0]` is how many trials are left in this draw."""
    name = f"application/vnd.dualdraw.{kind}.v1+json"
    refuse(envelope["payloadType"] != name or unbase64(envelope["payload"]) != statement, "another type or other bytes")
    message, signers = b"DSSEv1 %d %s %d %s" % (len(name), name.encode(), len(statement), statement), set()
    for hint, sig in ((entry.get("keyid"), entry["sig"]) for entry in envelope["signatures"]):
        for key in sorted(roster, key=lambda k: k != hint):
            if key != hint and trials[0] <= 0: break
            trials[0] -= key != hint
            def good(blob): return (ed25519_verify if len(blob) == 64 else ssh_verify)(key, message, blob) or None
            if holds(lambda text: good(unbase64(text)), sig): signers.add(key); break
    return signers

# ---- 5. Frames: F-1 to F-16 -----------------------------------------------------------------------------------------

COLUMNS = {name: columns.split() for name, columns in {
    "objects": "id name type region industry risk credit status departments tags", "recusals": "inspector object",
    "inspectors": "id name department qualifications expertise regions licenceUntil state category cap load",
    "history": "object date task inspectors",
    "items": "code name kind basis itemRisk ceiling frequency subject objectTypes methods content expertise"
             " qualifications departments", "groups": "id name members"}.items()}
# So many of the first columns:
REQUIRED = {"objects": 2, "inspectors": 3, "recusals": 2, "history": 2, "items": 4, "groups": 3}
IDS = {"objects": 1, "inspectors": 1, "recusals": 2, "history": 1, "items": 1, "groups": 1}
LISTED = {"objects": ("departments", "tags"), "inspectors": ("qualifications", "expertise", "regions"),
          "history": ("inspectors",), "groups": ("members",)}
PLAIN, OTHERS = ("", "执法人员"), ("专家", "辅助人员")
KEY_KINDS, GENERAL_KINDS = ("重点检查事项", "重点", "key"), ("一般检查事项", "一般", "general")
CSV_CELL = re.compile(r'(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n|\Z)')
TEMPLATE_ROW = re.compile("[（(](?:请删除|示例|样例|案例)[）)]|案例[（(]请删除")
CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

def parse_csv(text):  # RFC 4180 with rows that end in CRLF or LF
    rows, row, at = [], [], 0
    while at < len(text) or row:
        found = CSV_CELL.match(text, at)
        refuse(not found, f"row {len(rows)}: not CSV")
        row.append(found[2] if found[1] is None else found[1].replace('""', '"')); at = found.end()
        if found[3] != ",": rows.append(row); row = []
    return rows

def write_csv(rows):  # F-1
    def cell(c): return '"' + c.replace('"', '""') + '"' if re.search('[,"\r\n]', c) else c
    return "".join(",".join(map(cell, row)) + "\n" for row in rows)

def is_credit_code(text):  # F-6
    if len(text) != 18 or not set(text) <= set(CREDIT_DIGITS): return False
    values = [CREDIT_DIGITS.index(c) for c in text]
    return values[17] == -sum(v * 3 ** i for i, v in enumerate(values[:17])) % 31

def is_id(text):  # F-5
    plain = text.isascii() and text.isalnum()                                               # the usual case, quickly
    return (1 <= len(text) <= 64 and (plain or not any(map(is_hidden, text)) and not FULL_WIDTH.search(text))
            and not re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+", text)
            and not (re.fullmatch("[0-9]{15}000", text) and not is_credit_code(text)))

def split_list(cell): return cell.split(";") if cell else []

def is_list(cell):  # F-8
    values = split_list(cell)
    return not twice(values) and all(v and is_trimmed(v) and not re.search("[,，、；|]", v) for v in values)

def fold(text):  # F-7
    return text if re.fullmatch("[0-9A-Z]*", text) else unicodedata.normalize("NFC", text).lower().upper()

def check_ids(ids):  # F-7
    short = [i for i in ids if re.fullmatch("[0-9]{1,17}", i)]
    padded, others = [len(i) for i in short if i[0] == "0"], [len(i) for i in short if i[0] != "0"]
    refuse(twice(map(fold, ids)) or padded and others and min(others) < max(padded), "ids that meet (F-7)")

def check_row(name, cells, row):  # F-3 to F-5, F-8 to F-10
    refuse(not all(cells[:REQUIRED[name]]), "a required cell is empty (F-3)")
    refuse(any(c != c.strip(WHITE) or "\n" in c or "\r" in c for c in cells), "a cell is not trimmed (F-3)")
    refuse(TEMPLATE_ROW.search(" ".join(cells)), "left from a template (F-4)")
    refuse(not all(map(is_id, cells[:IDS[name]])), "not an id (F-5)")
    refuse(not all(is_list(row[c]) for c in LISTED.get(name, ())), "not a list (F-8)")
    if name == "inspectors":
        until, figures = row["licenceUntil"], (row["cap"], row["load"])
        refuse(until == "9999-09-09" or until and not is_date(until), "licenceUntil (F-9)")
        refuse(not all(re.fullmatch("(0|[1-9][0-9]{0,8})?", n) for n in figures), "cap or load (F-9)")
        refuse(row["category"] not in PLAIN + OTHERS, "category (F-9)")
    if name == "items":
        refuse(row["kind"] not in KEY_KINDS + GENERAL_KINDS, "kind (F-10)")
        refuse(row["ceiling"] and not holds(parse_ratio, row["ceiling"]), "ceiling (F-10)")
    refuse(name == "history" and not is_date(row["date"]), "no date (F-9)")

def read_frame(name, data, strata):
    """F-1 to F-11 of one frame: its rows, as dicts by column."""
    text, header, rows = data.decode("utf-8"), COLUMNS[name] + (list(strata) if name == "objects" else []), []
    table = parse_csv(text)
    refuse(write_csv(table) != text, "not in its one spelling (F-1)")
    refuse(table[:1] != [header], f"columns other than {','.join(header)} (F-2)")
    for number, cells in enumerate(table[1:], 1):
        rows.append(dict(zip(header, cells)))
        try:
            refuse(len(cells) != len(header), "too many or too few cells (F-3)")
            check_row(name, cells, rows[-1])
        except Refused as why: raise Refused(f"row {number}: {why}") from None
    if name in ("objects", "inspectors", "items", "groups"): check_ids([cells[0] for cells in table[1:]])
    order = [cells[:1] if name in ("objects", "inspectors", "groups") else cells for cells in table[1:]]
    refuse(any(a > b or a == b and name == "recusals" for a, b in zip(order, order[1:])), "rows out of order (F-11)")
    return rows

@lru_cache(maxsize=32)
class Frames:
    """The five registries, or six, from the files of the draw in order; `wrong` holds departures from F-1 to F-12, F-15,
    F-16, `missing` the frames that are not there."""
    def __init__(self, files, strata):
        self.rows, self.wrong = {}, []
        self.missing = [f"no frames/{name}.csv" for name, data in zip(FRAMES, files) if data is None]
        for name, data in zip(FRAMES, files):
            try: self.rows.update({} if data is None else {name: read_frame(name, data, strata)})
            except ValueError as why: self.wrong.append(f"frames/{name}.csv: {why}")
        if self.wrong or self.missing: return
        self.objects, self.people, self.items, self.groups = (
            {row[c]: row for row in self.rows.get(name, ())} for name, c in (
                ("objects", "id"), ("inspectors", "id"), ("items", "code"), ("groups", "id")))
        self.recusals = {(row["inspector"], row["object"]) for row in self.rows["recusals"]}
        for row, columns in ((row, columns) for name, columns in LISTED.items() for row in self.rows.get(name, ())):
            row.update({c: split_list(row[c]) for c in columns})
        if any(p not in self.people or o not in self.objects for p, o in self.recusals):
            self.wrong.append("frames/recusals.csv: a person or object that is not in the frames (F-12)")
        self.wrong += [f"frames/groups.csv: {wrong}" for wrong in self.group_departures()]

    def group_departures(self):  # F-15, F-16
        names = set(map(fold, self.people))
        if twice(p for group in self.groups.values() for p in group["members"]): yield "a person in two groups (F-16)"
        for name, members in ((name, group["members"]) for name, group in self.groups.items()):
            people = [self.people[p] for p in members if p in self.people]
            if len(members) < 2 or members != sorted(members): yield f"{name}: not two, or not sorted (F-15)"
            if len(people) < len(members): yield f"{name}: a member who is not in the frames (F-15)"
            if any(p["category"] not in PLAIN for p in people): yield f"{name}: a member of another category (F-15)"
            if len({p["department"] for p in people}) > 1: yield f"{name}: several departments (F-15)"
            if fold(name) in names: yield f"{name}: the id of a person (F-16)"

    def crew(self, holder):  # E-12: the ids of a group's people; of a person, the person alone
        return self.groups[holder]["members"] if holder in self.groups else [holder]

# ---- 4. Plan: P-1 to P-9 and P-19, which need no frames -------------------------------------------------------------

KNOWN_STRATA = ("region", "industry", "type", "status", "address")
NO_STRATA = set("id name risk credit departments tags legalRepresentative phone 统一社会信用代码 注册号 对象编号 名称 对象类型 行政区划 行业代码 "
                "风险等级 信用等级 登记状态 监管部门 监管标签 住所 法定代表人 联系电话".split())
SOURCE_FIELDS = {"secret": [set()], "witness": [{"name"}, {"name", "sha256"}], "dice": [{"sides", "count"}],
                 "drand": [{"chain", "at"}]}

def requirement(entry):  # department, role, expertise, qualification of a team entry; the last two as sets, sorted
    skills = (tuple(sorted(set(entry.get(k, ())))) for k in ("expertise", "qualification"))
    return (entry["department"], entry.get("role", "member"), *skills)

def places(role): return 2 if role == "group" else 1  # P-5, E-12: for how many people a slot counts

def strata_of(plan):  # F-2
    names = {name for task in plan["tasks"] for name in task.get("within", ())} - set(KNOWN_STRATA[:4])
    return tuple(sorted(names, key=lambda n: (n != "address", n)))

def plan_departures(plan):
    """P-1 to P-9, P-19. (The characters of ids, P-1, are in the schema.)"""
    tasks, sources, roster = plan["tasks"], plan.get("sources", []), plan.get("roster", [])
    window, publication = plan["visitWindow"], plan.get("publication", {})
    days = [window["from"], window["to"], publication.get("releaseBy", "2000-01-01")]
    days += [t["exclude"]["cycle"]["from"] for t in tasks if "cycle" in t.get("exclude", {})]
    if twice(t["id"] for t in tasks): yield "P-1: ids"
    if not all(map(is_date, days)) or window["from"] > window["to"]: yield "P-2: dates"
    for task in tasks: yield from (f"task {task['id']}: {wrong}" for wrong in task_departures(task))
    if twice((e["role"], e["name"], e.get("organisation", "")) for e in roster): yield "P-7: an entry twice"
    if any("key" in e and "by" in e for e in roster): yield "P-7: key beside `by`"
    if any(s.keys() - {"kind"} not in SOURCE_FIELDS[s["kind"]] for s in sources): yield "P-8: the fields of a source"
    if not all(is_instant(s["at"]) for s in sources if "at" in s): yield "P-8: no instant"
    if twice((s["kind"], s["kind"] == "witness" and s.get("name")) for s in sources): yield "P-8: a source twice"
    secret = any(s["kind"] == "secret" for s in sources)
    if "sources" in plan and sum(counted_bits(s, roster) for s in sources) < 64: yield "P-8: fewer than 64 counted bits"
    if publication.get("sealed") and "sources" in plan and not secret: yield "P-9: sealed without a secret"
    asked = any(e.get("role") == "group" for t in tasks for e in t["team"])
    if asked != ("groups" in plan["registries"]): yield "P-19: groups asked for without a registry, or not asked for"

def task_departures(task):
    """P-3 to P-6."""
    size, within, flags = task["size"], task.get("within", []), task["size"].get("flags", [])
    given, people = sum(k in size for k in ("count", "perInspector", "overall")), size.get("perInspector", 0)
    ratios = [size[k] for k in ("ratio", "overall", "floor", "ceiling") if k in size]
    ratios += [t["ratio"] for t in size.get("tiers", ())]
    multiples = [people, *(f["times"] for f in flags)]
    if given + ("ratio" in size) + ("tiers" in size and given != 1) != 1: yield "P-3: not one size"
    if not all(holds(parse_ratio, x) for x in ratios): yield "P-4: a ratio"
    if not all(holds(parse_multiple, x) for x in multiples): yield "P-4: a multiple"
    elif parse_multiple(people) > 1000000: yield "P-4: perInspector"
    if "flags" in size and not ("ratio" in size or "tiers" in size): yield "P-4: flags without ratio or tiers"
    if twice(f["tag"] for f in flags): yield "P-4: a flag stands twice"
    if twice(map(requirement, task["team"])): yield "P-5: a requirement stands twice"
    roles = [e.get("role") for e in task["team"] for _ in range(e.get("count", 1))]
    if sum(places(role) for role in roles if role != "expert") < 2: yield "P-5: fewer than two people"
    if twice(within) or any(n in NO_STRATA or n not in KNOWN_STRATA and (not is_trimmed(n) or any(
            unicodedata.category(c) in ("Cc", "Cf") for c in n)) for n in within): yield "P-6: within"

# ---- 2, 6, 7. Tickets, pool, cells, how many: T-1, T-2, C-1 to C-6, N-1 to N-5 --------------------------------------

def ticket(seed, label, identity): return sha256(f"{seed}:{label}:{identity}".encode())  # T-1
def pick(seed, label, identity, ids): return ids[int(ticket(seed, label, identity), 16) * len(ids) >> 256]  # T-2
def read_status(text): return "存续" if re.fullmatch("存续[（(]在营、开业、在册[）)]|开业|在业|在营", text) else text  # C-2

class Cell:
    """A cell: `count` objects can be drawn of `base` in scope; `ratio` is None with a total alone."""
    def __init__(self, key, stratum, base=0, count=0, ratio=None):
        self.key, self.stratum, self.base, self.count, self.ratio, self.eligible = key, stratum, base, count, ratio, []
        self.certain, self.weight, self.probability, self.deficit = False, Fraction(0), Fraction(0), Fraction(0)

def weigh(cells, kind, on_eligible, total):
    """N-1 to N-3 but for the target: weights, certain cells, deficits; returns the requested total. `kind` is `ratio`
    (ratio or tiers alone; then `total` is floor or ceil), `tiers` (a total beside tiers) or `flat` (a total alone)."""
    meant = Fraction(0)
    for c in cells:
        counted = c.ratio * (c.count if on_eligible else c.base) if kind != "flat" else Fraction(c.count)
        meant += min(c.count, counted)
        c.weight = counted / c.count if c.count else Fraction(0)
        if kind == "ratio": c.weight = min(Fraction(1), c.weight)
        c.certain = c.count > 0 and (kind == "ratio" and c.weight == 1 or kind == "tiers" and c.ratio == 1)
        if c.ratio is not None and not on_eligible: c.deficit = max(Fraction(0), c.ratio * c.base - c.count)
    return total(meant) if kind == "ratio" else total

def share(cells, requested):
    """N-3, N-4: sets the probabilities; returns the target."""
    target = min(requested, sum(c.count for c in cells if c.weight > 0))
    sure, others, more = [], cells, [c for c in cells if c.certain]
    while more or others is cells:
        sure, others = sure + more, [c for c in others if c not in more]
        divisor = sum(c.count * c.weight for c in others)
        factor = (target - sum(c.count for c in sure)) / divisor if divisor else Fraction(0)
        more = [c for c in others if c.count and factor * c.weight >= 1]
    for c in others: c.probability = factor * c.weight if c.count else Fraction(0)
    for c in sure: c.probability = Fraction(1)
    return target

def numbers(seed, task, cells):
    """N-5: how many are drawn of each cell."""
    def place(key): return ticket(seed, "allocate", f"{task}:{json_text(key)}")
    total, result, before = Fraction(int(ticket(seed, "allocate", task), 16), 2 ** 256), {}, 0
    for c in sorted(cells, key=lambda c: (place(c.stratum), place(c.key))):
        total += c.count * c.probability
        result[c], before = floor(total) - before, floor(total)
    return [result[c] for c in cells]

class Task:
    """A task of the plan against the frames; `wrong` holds departures from P-10 to P-17 (but P-14)."""
    def __init__(self, world, plan):
        self.world, self.plan, self.id, self.out, self.excluded = world, plan, plan["id"], Counter(), Counter()
        frames, size, cells, codes = world.frames, plan["size"], {}, plan.get("items", [])
        items = [frames.items[code] for code in codes if code in frames.items]
        ceilings = [parse_ratio(text) for text in [size.get("ceiling"), *(i["ceiling"] for i in items)] if text]
        risks = {i["itemRisk"] for i in items} or {""}
        self.exempt = {e["object"] for e in plan.get("exclude", {}).get("exempt", ())}
        asks_risk = any(t.get("itemRisk", "*") != "*" for t in size.get("tiers", ()))
        self.wrong = [why for why, wrong in (
            ("P-10: an unknown item", len(items) < len(codes)),
            ("P-10: no ceiling", plan["kind"] == "general" and not ceilings),
            ("P-10: an item of kind general", plan["kind"] == "key" and any(i["kind"] not in KEY_KINDS for i in items)),
            ("P-11: the items differ in risk", asks_risk and "itemRisk" not in plan and len(risks) > 1),
            ("P-12: an exempt object is unknown", not self.exempt <= set(frames.objects))) if wrong]
        self.risk = plan.get("itemRisk", min(risks))
        self.statuses = {read_status(s) for s in plan.get("scope", {}).get("status", ("", "存续"))}
        for row in frames.objects.values(): self.place(row, cells)
        self.cells = sorted(cells.values(), key=lambda c: json_text(c.key))
        self.base, self.eligible = sum(c.base for c in self.cells), sum(c.count for c in self.cells)
        if not self.eligible or any(c.ratio is None for c in self.cells) and ("tiers" in size or "ratio" in size):
            self.wrong.append("P-13: no eligible object, or a cell without a row of tiers")
        else: self.measure(size, min(ceilings, default=None))

    def place(self, row, cells):  # C-1, C-4, C-5 of one object
        field = self.out_of_scope(row)
        if field: self.out[field] += 1; return
        stratum = tuple(read_status(row[n]) if n == "status" else row[n] for n in self.plan.get("within", ()))
        flags = sorted({f["tag"] for f in self.plan["size"].get("flags", ())}.intersection(row["tags"]))
        key, reason = (*stratum, row["risk"], row["credit"], *flags), self.exclusion(row)
        if key not in cells: cells[key] = Cell(key, stratum, ratio=self.ratio(row["risk"], row["credit"], flags))
        cells[key].base += 1
        if reason: self.excluded[reason] += 1
        else: cells[key].eligible.append(row["id"]); cells[key].count += 1

    def out_of_scope(self, row):  # C-1: the field that puts an object out
        for field in ("region", "industry", "type", "status", "tags", "departments"):
            given, value = self.plan.get("scope", {}).get(field), row[field]
            if field == "status": met = read_status(value) in self.statuses
            elif field in ("region", "industry"): met = given is None or value.startswith(tuple(given))
            else: met = given is None or (value in given if field == "type" else set(value) & set(given))
            if not met: return field
        return None

    def exclusion(self, row):  # C-4: why an object in scope cannot be drawn
        rules, start, history = self.plan.get("exclude", {}), self.world.start, self.world.history.get(row["id"], ())
        months, caps, cycle = (rules.get(k) for k in ("inspectedWithinMonths", "yearlyCap", "cycle"))
        cap = (caps or {}).get(row["credit"], (caps or {}).get("*"))
        this_year = {h["date"] for h in history if h["date"][:4] == start[:4]}
        if row["id"] in self.exempt: return "exempt"
        if months is not None and any(h["date"] > months_before(start, months) for h in history): return "cool-down"
        if cap is not None and len(this_year) >= cap: return "yearly-cap"
        return "cycle" if cycle and any(h["task"] == self.id and h["date"] >= cycle["from"] for h in history) else None

    def ratio(self, risk, credit, flags):  # C-6; None without ratio and tiers, or without a row that matches
        size, own = self.plan["size"], {"risk": risk, "credit": credit, "itemRisk": self.risk}
        rows = size.get("tiers", [{"ratio": size["ratio"]}] if "ratio" in size else [])
        row = next((r for r in rows if all(r.get(k, "*") in ("*", v) for k, v in own.items())), None)
        value = parse_ratio(row["ratio"]) if row else Fraction(0)
        for flag in size.get("flags", ()): value *= parse_multiple(flag["times"]) if flag["tag"] in flags else 1
        return min(Fraction(1), value) if row else None

    def measure(self, size, ceiling):  # N-1 to N-4, P-15 to P-17
        rounded, on_eligible = floor if size.get("bound") == "at-most" else ceil, self.plan.get("base") == "eligible"
        kind, total = "tiers" if "tiers" in size else "flat", size.get("count")
        people = self.world.enforcers(self.plan["team"])
        if "perInspector" in size: total = rounded(parse_multiple(size["perInspector"]) * people)
        elif "overall" in size: total = rounded(parse_ratio(size["overall"]) * self.base)
        elif total is None: kind, total = "ratio", rounded
        self.requested = meant = weigh(self.cells, kind, on_eligible, total)
        if kind == "ratio": meant = rounded(sum(c.ratio * (c.count if on_eligible else c.base) for c in self.cells))
        most = self.requested if ceiling is None else max(1, floor(ceiling * self.base))
        if self.requested > most: self.wrong.append("P-15: ceiling")
        if parse_ratio(size.get("floor", "0")) * self.base > meant: self.wrong.append("P-16: floor")
        if sum(c.count for c in self.cells if c.certain) > self.requested: self.wrong.append("P-17: certain cells")
        else: self.target = share(self.cells, self.requested)

    def statement(self):  # K-6
        def told(c):
            ratio = {} if c.ratio is None else {"ratio": fraction_text(c.ratio)}
            return {"key": list(c.key), "base": c.base, "eligible": c.count, **ratio,
                    "deficit": fraction_text(c.deficit), "probability": fraction_text(c.probability)}
        return {"id": self.id, "base": self.base, "eligible": self.eligible, "excluded": dict(self.excluded),
                "outOfScope": dict(self.out), "requested": self.requested, "target": self.target,
                "shortfall": self.requested - self.target, "cells": list(map(told, self.cells))}

@lru_cache(maxsize=32)
class World:
    """Plan and frames: all that does not depend on the seed. `wrong` holds departures from P-10 to P-17."""
    def __init__(self, plan_text, files, strata):
        self.plan, self.frames, self.pools = json.loads(plan_text), Frames(files, strata), {}
        self.start, self.end = (self.plan["visitWindow"][k] for k in ("from", "to"))
        self.staffing, self.history, self.pairs = self.plan.get("staffing", {}), defaultdict(list), defaultdict(set)
        for row in (r for r in self.frames.rows["history"] if r["date"] <= self.start):  # C-3
            self.history[row["object"]].append(row)
            for person in row["inspectors"] if row["date"][:4] == self.start[:4] else ():
                self.pairs[person].add((row["object"], row["date"]))
        grouped = {p for group in self.frames.groups.values() for p in group["members"]}
        self.crews = {i: [self.frames.people[p] for p in self.frames.crew(i)]                # S-14: who is drawn, by id
                      for i in sorted({*self.frames.people, *self.frames.groups} - grouped)}
        self.tasks = [Task(self, task) for task in self.plan["tasks"]]
        self.wrong = [f"task {task.id}: {wrong}" for task in self.tasks for wrong in task.wrong]
        self.wrong += [f"P-14: too few people for {requirement(e)}" for task in self.plan["tasks"] for e in task["team"]
                       if "direct" not in self.plan and len(self.qualified(requirement(e))) < e.get("count", 1)]
        self.count_loads()

    def count_loads(self):  # S-5
        people, greatest, behind = self.frames.people, Counter(), self.staffing.get("catchUp", 2)
        found = {i: len(self.pairs.get(i, ())) for i in people}
        raw = {i: int(p["load"] or found[i]) for i, p in people.items()}
        group = {i: (p["department"], p["category"] or "执法人员") for i, p in people.items()}
        for i in filter(lambda i: self.active(people[i]), people): greatest[group[i]] = max(greatest[group[i]], raw[i])
        year = self.staffing.get("load") == "year"
        self.loads = {i: max(0, raw[i] - max(0, greatest[group[i]] - behind)) if year else 0 for i in people}
        self.caps = {i: int(p["cap"]) if p["cap"] else None for i, p in people.items()}
        caps = {i: [self.caps[p["id"]] for p in crew if p["cap"]] for i, crew in self.crews.items()}
        self.units = {i: (min(caps[i], default=None), max(self.loads[p["id"]] for p in crew))  # S-15: cap and load
                      for i, crew in self.crews.items()}
        self.load_differs = [i for i, p in people.items() if year and raw[i] != found[i]]

    def active(self, person): return person["state"] in ("", "有效")  # S-4
    def licensed(self, person): return not person["licenceUntil"] or person["licenceUntil"] >= self.end  # S-4

    def enforcers(self, team):  # N-1, `perInspector`
        departments = {e["department"] for e in team if e.get("role") != "expert"}
        return sum(self.active(p) and p["category"] in PLAIN and self.licensed(p) and p["department"] in departments
                   for p in self.frames.people.values())

    def qualified(self, need):  # S-4, S-13, S-14: the ids of the people, or groups, who meet a requirement, sorted
        department, role, expertise, qualification = need
        def serves(p):
            return p["department"] == department and self.active(p) and (
                p["category"] == "专家" if role == "expert" else p["category"] in PLAIN and self.licensed(p))
        def have(crew, what): return {value for p in crew for value in p[what]}
        return [i for i, crew in self.crews.items() if (i in self.frames.groups) == (role == "group")
                and all(map(serves, crew)) and have(crew, "expertise").issuperset(expertise)
                and have(crew, "qualifications").issuperset(qualification)]

    def rotated(self, thing):  # with `rotate`, the people on the history rows of an object's latest date
        rows = self.history.get(thing, ()) if self.staffing.get("rotate") else ()
        latest = max((h["date"] for h in rows), default="")
        return {person for h in rows if h["date"] == latest for person in h["inspectors"]}

    def eligible(self, need, thing):  # S-3, S-13: the ids of the people or groups for a requirement at an object, sorted
        if (need, thing) not in self.pools:
            rule, region = self.staffing.get("region", "any"), self.frames.objects[thing]["region"]
            rotated = self.rotated(thing)
            self.pools[need] = self.pools.get(need) or self.qualified(need)
            def fits(p):
                near = region.startswith(tuple(p["regions"]))
                return (p["id"] not in rotated and (p["id"], thing) not in self.frames.recusals
                        and (rule == "any" or (near or not p["regions"] if rule == "same" else not near)))
            self.pools[need, thing] = [i for i in self.pools[need] if all(map(fits, self.crews[i]))]
        return self.pools[need, thing]

# ---- 9. Who inspects: S-1 to S-16 -----------------------------------------------------------------------------------

class Slot:
    """A place in the team of a visit, with the people who are eligible for it."""
    def __init__(self, visit, people): self.visit, self.people = visit, people

class Matching:
    """People in slots: nobody twice in a visit, nobody in more slots than `room`. It grows by augmenting paths."""
    def __init__(self, room):
        self.room, self.holder, self.held, self.at, self.fixed = room, {}, defaultdict(set), {}, set()

    def put(self, slot, person):
        self.remove(slot)
        self.holder[slot] = person; self.at[slot.visit, person] = slot; self.held[person].add(slot)

    def remove(self, *slots):
        for slot in filter(self.holder.__contains__, slots):
            person = self.holder.pop(slot)
            self.held[person].discard(slot); del self.at[slot.visit, person]

    def add(self, slot):
        """Fills the slot, if need be by moving others; False, and nothing has changed, if that cannot be."""
        came, queue, opened = {slot: None}, deque([slot]), set()
        while queue:
            current = queue.popleft()
            for person in current.people:
                other = self.at.get((current.visit, person))
                seen = other in came if other else person in opened
                if seen or (current.visit, person) in self.fixed: continue
                if other is None and len(self.held[person]) < self.room[person]:
                    step = current, person
                    while step: self.put(*step); step = came[step[0]]
                    return True
                moved = [other] if other else [s for s in self.held[person] if s not in came]
                if other is None: opened.add(person)
                for s in moved: came[s] = current, person
                queue.extend(moved)
        return False

    def add_all(self, slots):
        """Fills all of the slots, or none; returns how many could be filled one after the other."""
        done = next((i for i, slot in enumerate(slots) if not self.add(slot)), len(slots))
        if done < len(slots): self.remove(*slots[:done])
        return done

    def fix(self, slot, person):
        """S-10: gives the person the slot for good if all other slots can still be filled; else nothing changes."""
        before, clash = self.holder[slot], self.at.get((slot.visit, person))
        self.remove(slot)
        if clash is None and len(self.held[person]) >= self.room[person]: clash = next(iter(self.held[person]))
        if clash is slot: clash = None
        if clash: self.remove(clash)
        self.fixed.add((slot.visit, person)); self.room[person] -= 1
        if clash is None or self.add(clash): return True
        self.fixed.discard((slot.visit, person)); self.room[person] += 1
        self.put(clash, person); self.put(slot, before)
        return False

def choose(slots, caps):
    """S-8: the choice of each visit by its index, or None; and, where that is not the best, the first slot of the best
    that cannot be filled (S-12)."""
    matching, stuck = Matching(caps), {}
    chosen = [len(own) - 1 if own and matching.add_all(own[-1]) == len(own[-1]) else None for own in slots]
    def held(v): return slots[v][chosen[v]] if chosen[v] is not None else []
    for v, own in enumerate(slots):
        for better in range(chosen[v] or 0):
            matching.remove(*held(v))
            if matching.add_all(own[better]) == len(own[better]): chosen[v] = better; break
            matching.add_all(held(v))
    for v in (v for v, own in enumerate(slots) if own and chosen[v] != 0):
        matching.remove(*held(v))
        stuck[v] = matching.add_all(slots[v][0])
        matching.add_all(held(v))
    return chosen, stuck

def least_level(slots, caps, loads):
    """S-9: the level, and a matching within everybody's room."""
    level, matching, wanted = 0, Matching({}), Counter(p for s in slots for p in s.people)
    while True:
        matching.room = {p: max(0, min(caps[p], level - loads[p])) for p in wanted}
        slots = [s for s in slots if not matching.add(s)]
        if not slots: return level, matching
        level = min(max(level, loads[p]) + 1 for p, n in wanted.items() if matching.room[p] < min(caps[p], n))

def assign(seed, visits, people):
    """S-8 to S-10. `visits` are (object, number of the first slot, choices: lists of slots: lists of people, sorted),
    `people` are (cap or None, load) by id. Returns choices, level, teams of (person, attempt, hat), and stuck slots."""
    caps = {p: 10 ** 9 if cap is None else cap for p, (cap, _) in people.items()}
    loads = {p: load for p, (_, load) in people.items()}
    slots = [[[Slot(v, pool) for pool in choice] for choice in choices] for v, (_, _, choices) in enumerate(visits)]
    chosen, stuck = choose(slots, caps)
    taken, teams = [own[c] if c is not None else [] for own, c in zip(slots, chosen)], []
    level, matching = least_level([s for team in taken for s in team], caps, loads)
    for (thing, first, _), team in zip(visits, taken):
        teams.append([])
        for number, slot in enumerate(team, first):
            passed, attempt = {p for p, _, _ in teams[-1]}, 0
            while True:
                candidates = [p for p in slot.people if p not in passed and matching.room[p] > 0]
                least = min(loads[p] for p in candidates)
                hat = [p for p in candidates if loads[p] <= least + 1]
                person = pick(seed, "inspector", f"{thing}:{number}:{attempt}", hat)
                if matching.fix(slot, person): break
                passed.add(person); attempt += 1
            loads[person] += 1; teams[-1].append((person, attempt, hat))
    return chosen, level, teams, stuck

def slots_of(tasks, experts):  # S-1: the requirements of the slots of these tasks, in order
    counts = {}
    for entry in (e for task in tasks for e in task["team"] if (e.get("role") == "expert") == experts):
        counts[requirement(entry)] = max(counts.get(requirement(entry), 0), entry.get("count", 1))
    return [need for need, count in counts.items() for _ in range(count)]

class Draw:
    """L-1 to L-3, S-1 to S-12 for one seed: `tasks`, `visits`, `direct`, `level` as in a record; `hats` by object."""
    def __init__(self, world, seed):
        self.world, self.seed, self.tasks, self.visits, drawn_by = world, seed, [], [], defaultdict(list)
        for task in world.tasks:
            label, told = "object" if world.plan.get("together") else f"object/{task.id}", task.statement()
            del told["outOfScope"]
            for cell, line, n in zip(task.cells, told["cells"], numbers(seed, task.id, task.cells)):
                order = sorted(cell.eligible, key=lambda o: ticket(seed, label, o))
                line["drawn"], line["reserves"] = order[:n], order[n:n + task.plan.get("reserves", 0)]
                for thing in line["drawn"]: drawn_by[thing].append(task.plan)
            self.tasks.append(told)
        size, longer = divmod(len(drawn_by), world.plan.get("batches", 1))
        for i, thing in enumerate(sorted(drawn_by, key=lambda o: ticket(seed, "order", o))):
            batch = i // (size + 1) if i < longer * (size + 1) else longer + (i - longer * (size + 1)) // size
            self.visits.append({"position": i + 1, "batch": batch + 1, "object": thing, "plans": drawn_by[thing],
                                "tasks": [t["id"] for t in drawn_by[thing]], "team": []})
        self.staff()

    def run(self, visits, choices):
        """One run of S-7 to S-10: fills the teams; returns the choices, the level, the reasons of S-12 by object."""
        world, reasons = self.world, {}
        asked = [(v["object"], len(v["team"]), [[world.eligible(need, v["object"]) for need in c] for c in own])
                 for v, own in zip(visits, choices)]
        chosen, level, teams, stuck = assign(self.seed, asked, world.units)
        for v, own, c, team in zip(visits, choices, chosen, teams):
            for need, (person, attempt, hat) in zip(own[c] if team else (), team):
                self.hats[v["object"]].append(hat)
                v["team"].append({"slot": len(v["team"]), "need": need, "inspector": person, "attempt": attempt})
        for i, at in stuck.items():
            need, thing = choices[i][0][at], visits[i]["object"]
            department, role, expertise, qualification = need
            fields = {"department": department, "role": role, "expertise": list(expertise),
                      "qualification": list(qualification)}
            reasons[thing] = {"requirement": fields, "qualified": len(world.eligible(need, thing)),
                              "competing": sum(need in own[0] for own in choices if own)}
        return chosen, level, reasons

    def staff(self):  # S-6, S-7, S-12
        self.hats, self.direct, visits = defaultdict(list), [], self.visits
        choices = [[slots_of(v["plans"][:n], False) for n in range(len(v["plans"]), 0, -1)] for v in visits]
        chosen, self.level, reasons = self.run(visits, choices)
        kept = [v["plans"][:len(v["plans"]) - c] if c is not None else [] for v, c in zip(visits, chosen)]
        needs = [slots_of(plans, True) for plans in kept]
        chosen, _, others = self.run(visits, [[n[:k] for k in range(len(n), 0, -1)] for n in needs])
        for v, plans, n, c in zip(visits, kept, needs, chosen):
            thing, dropped, experts = v["object"], v["tasks"][len(plans):], len(n) if c is None else c
            reason = (reasons if dropped else others).get(thing)
            if reason: self.direct.append({"object": thing, "tasks": dropped, "experts": experts, "reason": reason})

    def stand_ins(self):  # S-11, R-3: completes the teams
        for v, place in ((v, place) for v in self.visits for place in v["team"]):
            pool, team, taken = self.world.eligible(place["need"], v["object"]), {p["inspector"] for p in v["team"]}, []
            rest = [p for p in pool if p not in team]
            for k in range(min(self.world.staffing.get("standIns", 0), len(rest))):
                taken.append(pick(self.seed, "stand-in", f"{v['object']}:{place['slot']}:{k}", rest))
                rest.remove(taken[-1])
            place.update(department=place["need"][0], role=place["need"][1], eligible=len(pool), standIns=taken)
        return self

@lru_cache(maxsize=64)
def draw(world, seed): return Draw(world, seed).stand_ins()

@lru_cache(maxsize=64)
def rehearse(world):
    """K-8 to K-10: `report.people`."""
    visits, slots, small, chances, times = sum(task.target for task in world.tasks), 0, 0, Counter(), Counter()
    rounds = max(1, min(10, 100000 // max(1, len(world.frames.objects), 10 * visits)))
    for k in range(1, rounds + 1):
        for thing, hats in Draw(world, sha256(f"dualdraw/v1/rehearsal:{world.plan['id']}:{k}".encode())).hats.items():
            rest, slots, small = {}, slots + len(hats), small + sum(len(hat) < 3 for hat in hats)
            for hat in hats: rest.update({p: rest.get(p, 10000) * (len(hat) - 1) // len(hat) for p in hat})
            times[thing] += 1; chances.update({(thing, person): 10000 - m for person, m in rest.items()})
    return {"rehearsals": rounds, "slots": slots, "smallHats": small, "loadDiffers": world.load_differs,
            "leastLoad": min(world.loads.values(), default=0), "greatestLoad": max(world.loads.values(), default=0),
            "largestChance": max((chance // times[thing] for (thing, _), chance in chances.items()), default=0)}

# ---- 12. Lists: R-5, R-6 --------------------------------------------------------------------------------------------

ROLES = {"lead": "组长", "member": "组员", "expert": "专家", "group": "检查小组"}
HEADERS = {name: header.split() for name, header in {
    "visits": "序号 批次 对象编号 名称 任务编号 检查人员", "reserves": "任务编号 分层 候补次序 对象编号 名称",
    "teams": "序号 对象编号 名称 席位 角色 单位 执法证号 姓名 抽取次数序号 符合条件人数 候补人员",
    "unstaffed": "对象编号 名称 直接委派任务 缺少专家席位 不能满足的要求 符合条件人数 同需户数",
    "cells": "任务编号 分层 基数 可抽取数 抽查比例 被抽查概率(分数) 被抽查概率 抽取数 候补数"}.items()}

def percentage(text):  # four decimals, rounded half up
    digits = f"{floor(Fraction(text) * 1000000 + Fraction(1, 2)):05d}"
    return f"{digits[:-4]}.{digits[-4:]}%"

def list_rows(drawn):  # the rows of each list as they must be
    objects, groups, rows = drawn.world.frames.objects, drawn.world.frames.groups, {name: [] for name in HEADERS}
    people = {**drawn.world.frames.people, **groups}
    def members(i): return "：" + "、".join(f"{people[p]['name']}({p})" for p in groups[i]["members"]) if i in groups else ""
    def named(ids): return "；".join(f"{people[i]['name']}({i}){members(i)}" for i in ids)
    def guarded(cell): return "'" + cell if cell.startswith(tuple("=+-@＝＋－＠\t\r")) else cell
    for v in drawn.visits:
        at, thing = v["position"], (v["object"], objects[v["object"]]["name"])
        rows["visits"].append([at, v["batch"], *thing, "；".join(v["tasks"]), named(p["inspector"] for p in v["team"])])
        for p in v["team"]:
            rows["teams"].append([at, *thing, p["slot"], ROLES[p["role"]], p["department"], p["inspector"],
                                  people[p["inspector"]]["name"] + members(p["inspector"]), p["attempt"], p["eligible"], named(p["standIns"])])
    for task, c in ((task["id"], c) for task in drawn.tasks for c in task["cells"]):
        key, chance, ratio = "／".join(c["key"]), c["probability"], percentage(c["ratio"]) if "ratio" in c else ""
        rows["reserves"] += [[task, key, i, o, objects[o]["name"]] for i, o in enumerate(c["reserves"], 1)]
        rows["cells"].append([task, key, c["base"], c["eligible"], ratio, chance, percentage(chance), len(c["drawn"]),
                              len(c["reserves"])])
    for d, why, need in ((d, d["reason"], d["reason"]["requirement"]) for d in drawn.direct):
        told = "、".join([need["department"], ROLES[need["role"]], *need["expertise"], *need["qualification"]])
        rows["unstaffed"].append([d["object"], objects[d["object"]]["name"], "；".join(d["tasks"]), d["experts"], told,
                                  why["qualified"], why["competing"]])
    return {name: [HEADERS[name]] + [[guarded(str(c)) for c in row] for row in own] for name, own in rows.items()}

# ---- 15. Events: E-4 to E-12 ----------------------------------------------------------------------------------------

class Standing:
    """A visit that stands. Its slots are dicts: number, need, person (or group) or None, standIns. `crew` is Frames.crew;
    `assigned` and `out` are people, members of groups one by one."""
    def __init__(self, crew, position, batch, thing, tasks, slots=(), dropped=False):
        self.crew, self.position, self.batch, self.object, self.tasks, self.slots = crew, position, batch, thing, tasks, list(slots)
        self.dropped, self.assigned, self.out = dropped, [], set()
    def free(self, holder):  # E-12: nobody of a person or a group is in the team, assigned or out
        team = [p for s in self.slots if s["person"] is not None for p in self.crew(s["person"])]
        return not {*team, *self.assigned, *self.out} & set(self.crew(holder))
    def statement(self):  # E-11
        team = [{"slot": s["number"], "role": s["need"][1], "department": s["need"][0], "inspector": s["person"]}
                for s in self.slots if s["person"] is not None]
        return {"position": self.position, "batch": self.batch, "object": self.object, "tasks": self.tasks,
                "team": team, "assigned": self.assigned,
                "unfilled": [s["number"] for s in self.slots if s["person"] is None]}

class Aftermath:
    """The visits that stand, event by event."""
    def __init__(self, drawn):
        self.draw, self.world, self.gone, self.stepped = drawn, drawn.world, set(), set()     # objects; (task, object)
        self.plans, direct = {t["id"]: t for t in self.world.plan["tasks"]}, {d["object"] for d in drawn.direct}
        def slot(p):
            return {"number": p["slot"], "need": p["need"], "person": p["inspector"], "standIns": p["standIns"]}
        self.visits = {v["object"]: Standing(self.world.frames.crew, v["position"], v["batch"], v["object"], v["tasks"], map(slot, v["team"]),
                                             v["object"] in direct) for v in drawn.visits}

    def apply(self, event):  # the outcome of an event, or Refused
        refuse(event["object"] not in self.visits, "the object is of no visit that stands")
        steps = {"replace-object": self.replace_object, "replace-person": self.replace_person, "direct": self.send}
        changed, shortfall = steps[event["kind"]](self.visits[event["object"]], event)
        changed = sorted(changed, key=lambda v: (v.position, v.object))
        return {"visits": [v.statement() for v in changed], "shortfall": shortfall}

    def replace_object(self, visit, _):  # E-5, E-6
        coming, shortfall = {}, []
        for task in (t for t in self.draw.tasks if t["id"] in visit.tasks):
            cell = next(c for c in task["cells"] if visit.object in c["drawn"] + c["reserves"])
            reserve = next((r for r in cell["reserves"] if r != visit.object and r not in self.gone
                            and (task["id"], r) not in self.stepped), None)
            if reserve is None: shortfall.append(task["id"])
            else: coming.setdefault(reserve, []).append(task["id"])
        self.gone.add(visit.object); del self.visits[visit.object]
        for thing, tasks in coming.items():
            self.stepped.update((task, thing) for task in tasks)
            target = self.visits.setdefault(thing, Standing(visit.crew, visit.position, visit.batch, thing, []))
            self.move(visit, target, [self.plans[t] for t in tasks])
            target.tasks = [t for t in self.plans if t in target.tasks or t in tasks]
        return [self.visits[thing] for thing in coming], shortfall

    def move(self, visit, target, plans):  # E-7, E-8
        left = Counter(slots_of(plans, False) + slots_of(plans, True))
        after = max((s["number"] for s in target.slots), default=None)
        left.subtract(s["need"] for s in target.slots)
        target.dropped, target.out = target.dropped or visit.dropped, target.out | {p for p in visit.out if target.free(p)}
        for slot in visit.slots:
            if left[slot["need"]] <= 0: continue
            left[slot["need"]] -= 1
            pool, after = self.world.eligible(slot["need"], target.object), None if after is None else after + 1
            person = next((p for p in [slot["person"], *slot["standIns"]] if p in pool and target.free(p)), None)
            target.slots.append({**slot, "number": slot["number"] if after is None else after, "person": person})

    def replace_person(self, visit, event):  # E-9
        slot = next((s for s in visit.slots if s["number"] == event["slot"]), {"person": None})
        refuse(slot["person"] != event["inspector"], "the person does not hold that slot")
        visit.out.update(visit.crew(slot["person"]))
        pool = self.world.eligible(slot["need"], visit.object)
        slot["person"] = next((p for p in slot["standIns"] if p in pool and visit.free(p)), None)
        return [visit], []

    def send(self, visit, event):  # E-10
        world, people, new = self.world, self.world.frames.people, event["inspectors"]
        rotated, lacks = world.rotated(visit.object), visit.dropped or any(s["person"] is None for s in visit.slots)
        refuse(not lacks, "nothing was dropped, and no slot has nobody")
        refuse(twice(new) or not all(p in people and visit.free(p) for p in new), "a person twice, unknown or not free")
        for i, p in ((i, people[i]) for i in new):
            fit = world.active(p) and (p["category"] == "专家" or p["category"] in PLAIN and world.licensed(p))
            refuse(not fit or (i, visit.object) in world.frames.recusals or i in rotated, f"{i} may not be sent")
        for experts in (False, True):
            sent = sum((people[p]["category"] == "专家") == experts for p in visit.assigned + new)
            held = sum(places(s["need"][1]) for s in visit.slots
                       if (s["need"][1] == "expert") == experts and s["person"] is not None)
            asked = sum(places(role) for _, role, _, _ in slots_of([self.plans[t] for t in visit.tasks], experts))
            refuse(sent > max(0, asked - held), "more people than the tasks ask for")
        visit.assigned = visit.assigned + new
        return [visit], []

# ---- 16. Archive proofs: H-1 to H-4 ---------------------------------------------------------------------------------

def is_log_name(name):  # H-1
    bad = any(c in WHITE + "+" or unicodedata.category(c)[0] in "CZ" for c in name)
    return 1 <= len(name.encode()) <= 255 and not bad

def read_note(text):  # H-1: the text, and the lines as (name, bytes)
    refuse(len(text.encode()) > 65536 or any(unicodedata.category(c) == "Cc" and c != "\n" for c in text), "no note")
    head, middle, tail = text.rpartition("\n\n")
    found = [re.fullmatch("— ([^ ]+) ([^ ]+)", line) for line in tail[:-1].split("\n")]
    refuse(not middle or tail[-1:] != "\n" or not all(f and is_log_name(f[1]) for f in found), "no note: its lines")
    lines = [(f[1], unbase64(f[2])) for f in found]
    refuse(any(len(blob) < 5 for _, blob in lines), "no note: a short signature")
    return head + "\n", lines

def root_of(leaf, index, size, path):  # RFC 9162, 2.1.3.2: the root that an audit path leads to, or None
    fn, sn, value = index, size - 1, leaf
    for other in path:
        if sn == 0: return None
        left = fn & 1 or fn == sn
        value = hashlib.sha256(b"\1" + (other + value if left else value + other)).digest()
        while left and not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        fn, sn = fn >> 1, sn >> 1
    return value if sn == 0 and index < size else None

class Proof:
    """H-2, H-3: a proof of a statement; Refused if it is none."""
    def __init__(self, data, statement):
        head, _, note = data.decode("utf-8").partition("\n\n")
        found = re.fullmatch(r"c2sp\.org/tlog-proof@v1\nindex (0|[1-9][0-9]{0,15})((?:\n[^\n]*){0,63})", head)
        self.text, self.lines = read_note(note)
        told = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n", self.text)
        refuse(not found, "no proof")
        refuse(not told or not is_log_name(told[1]) or int(told[2]) >= 2 ** 53, "no checkpoint")
        self.origin, self.index, self.size, self.root = told[1], int(found[1]), int(told[2]), unbase64(told[3])
        path = [unbase64(p) for p in found[2].split("\n")[1:]]
        root = root_of(hashlib.sha256(b"\0" + statement).digest(), self.index, self.size, path)
        refuse(any(len(p) != 32 for p in path) or root != self.root, "not a proof of this statement")

    def signed_by(self, key):  # H-4
        tag = hashlib.sha256(self.origin.encode() + b"\n\1" + bytes.fromhex(key)).digest()[:4]
        own = [blob[4:] for name, blob in self.lines if name == self.origin and blob[:4] == tag]
        return any(ed25519_verify(key, self.text.encode(), signature) for signature in own)

# ---- 17. The checks -------------------------------------------------------------------------------------------------

class Skip(Exception): "The check, or the rest of it, cannot run."

def need(condition, why):
    if not condition: raise Skip(why)

class Result:
    """What one check found: departures, and parts that could not run."""
    def __init__(self): self.departures, self.missing = [], []
    def want(self, condition, why):
        if not condition: self.departures.append(why)
        return condition
    def agree(self, told, own, what):  # what the files tell is what was computed; else the first difference is noted
        if type(told) is type(own) and isinstance(own, (list, dict)) and len(told) == len(own):
            keys = own if isinstance(own, dict) else range(len(own))
            if isinstance(own, list) or own.keys() == told.keys():
                return all(self.agree(told[k], own[k], f"{what}/{k}") for k in keys)
        return self.want(same(told, own), f"{what}: expected {str(own)[:80]}, found {str(told)[:80]}")

def seed_of(opening): return sha256(b"dualdraw/v1/seed:" + opening)  # O-6

class Bundle:
    """The files of a draw, what the reader brought, and what several checks need."""
    def __init__(self, files, trust=(), expect=None):
        self.files = {p: d for p, d in files.items() if PART.fullmatch(p) and not re.search(r"/\.[^/]*\.tmp\Z", p)}
        self.trust = set(filter(sound_key, trust))
        self.expect = {k: v for k, v in (expect or {}).items() if v is not None}
        self.commitment, self.opening, self.record = (self.read(f"{kind}.json", kind) for kind in STATEMENTS)
        self.attestations, self.events = self.numbered("attestations", 2), self.numbered("events", 3)
        self.roster, self.signers, self.place = (self.commitment or {}).get("roster", []), {}, None
        self.operators = {e["publicKey"] for e in self.roster if e["role"] == "operator" and "publicKey" in e}
        if self.commitment:
            plan, rows = self.commitment["plan"], self.commitment["frames"]
            named = FRAMES if "groups" in plan["registries"] else FRAMES[:5]                 # F-14
            self.frame_files = tuple(files.get(f"frames/{name}.csv") for name in named)
            self.plan_text, self.strata, self.plan_wrong = json_text(plan), strata_of(plan), list(plan_departures(plan))
            self.frames = Frames(self.frame_files, self.strata)
            other = [n for n, own in self.frames.rows.items() if n in rows and len(own) != rows[n]["rows"]]
            self.frames_wrong = self.frames.wrong + [f"frames/{n}.csv: rows other than committed (F-13)" for n in other]
            self.frames_wrong += [] if rows.keys() == set(named) else ["groups committed and not in the plan, or not (F-14)"]
            self.sign()

    def read(self, path, kind): return read_statement(self.files[path], kind)[0] if path in self.files else None
    def digest(self, path): return sha256(self.files[path]) if path in self.files else None
    def folder(self, name): return sorted(p[len(name) + 1:] for p in self.files if p.startswith(name + "/"))
    def has(self, what):  # whether that is there which makes a check absent otherwise
        if what.endswith("/"): return self.folder(what[:-1])
        commitment = self.commitment or {"sources": [{"kind": "drand"}], "archive": "not known", "plan": {"yearPlan": "not known"}}
        return {"plan.json": "plan.json" in self.files, "attestations": self.attestations, "events": self.events,
                "drand-source": any(s["kind"] == "drand" for s in commitment["sources"]),
                "archive": "archive" in commitment, "yearly-plan": "yearPlan" in commitment["plan"],
                "lists": any(f"lists/{name}.csv" in self.files for name in HEADERS),
                "noted-values": self.expect, "proofs": set(self.folder("proofs")) - {"commitment.tlog-proof"}}[what]
    def numbered(self, folder, digits):  # readable attestations or events: (number, path, statement), in order
        names = [n[:-5] for n in self.folder(folder) if re.fullmatch(f"[0-9]{{{digits}}}[.]json", n)]
        read = [(int(n), f"{folder}/{n}.json", self.read(f"{folder}/{n}.json", folder[:-1])) for n in names]
        return [entry for entry in read if entry[2] is not None]

    def sign(self):  # G-1 to G-3, for all statements in order: the keys under each, or what is wrong with its envelope
        keys, trials = [e["publicKey"] for e in self.roster if "publicKey" in e], [1024]
        paths = [(kind, f"{kind}.json") for kind in STATEMENTS if f"{kind}.json" in self.files]
        paths += [("attestation", path) for _, path, _ in self.attestations]
        paths += [("event", path) for _, path, _ in self.events]
        for kind, path, data in ((k, p, self.files.get("envelopes/" + p.replace("s/", "-"))) for k, p in paths):
            envelope, wrong = read_statement(data, "envelope") if data is not None else (None, None)
            try: self.signers[path] = wrong or envelope and signing_keys(envelope, kind, self.files[path], keys, trials)
            except Refused as why: self.signers[path] = str(why)

    def signed(self, r, path, keys):  # a signature of one of these keys stands under the statement
        signers = self.signers.get(path)
        if signers is None: r.missing.append(f"no envelope of {path}")
        elif isinstance(signers, str): r.want(False, f"envelope of {path}: {signers}")
        elif not keys: r.missing.append("the roster has no operator with a key")
        else: r.want(signers & set(keys), f"envelope of {path}: no valid signature of a key that must sign")

    def world(self, holds_rules=True):  # plan and frames, if P-1 to P-17 hold
        need(self.commitment and not self.frames.missing and not self.frames_wrong, "frames-form did not pass")
        need(not self.plan_wrong, "the plan does not hold P-1 to P-9, P-19")
        world = World(self.plan_text, self.frame_files, self.strata)
        need(not holds_rules or not world.wrong, "the plan does not hold P-10 to P-17")
        return world

    def draw(self):  # V-1
        world = self.world()
        need("opening.json" in self.files and self.record, "no opening.json, or no readable record")
        return draw(world, seed_of(self.files["opening.json"]))

def statement_form(b, r, kind):
    need(f"{kind}.json" in b.files, f"no {kind}.json")
    wrong = read_statement(b.files[f"{kind}.json"], kind)[1]
    r.want(not wrong, f"{kind}.json: {wrong}")

def statement_signed(b, r, kind):
    need(f"{kind}.json" in b.files, f"no {kind}.json")
    b.signed(r, f"{kind}.json", b.operators)

def roster_keys(b, r):  # K-13
    keys = [e["publicKey"] for e in b.roster if "publicKey" in e]
    r.want(all(map(sound_key, keys)) and not twice(keys), "a key is not sound (G-4), or stands twice")
    r.want(not any("publicKey" in e and "by" in e for e in b.roster), "a key beside `by`")

def plan_file(b, r):  # K-1
    data, plan = b.files["plan.json"], b.commitment["plan"]
    r.want(b.commitment["planFile"] == {"sha256": sha256(data), "bytes": len(data)}, "plan.json: another digest")
    value = parse_json(re.sub("\\A\ufeff", "", data.decode("utf-8")))
    r.want(same(value, plan), "plan.json says something else than the committed plan")

def year_plan(b, r):  # K-14
    plan, named = b.commitment["plan"], b.commitment["plan"]["yearPlan"]
    need("year-plan.json" in b.files, "no year-plan.json")
    data = b.files["year-plan.json"]
    year, wrong = read_statement(data, "year-plan")
    refuse(wrong, f"year-plan.json: {wrong}")
    ids = [task["id"] for task in year["tasks"]]
    refuse(twice(ids), "year-plan.json: two tasks of one id")
    found = {"year": year["year"], "revision": year["revision"], "sha256": sha256(data)}
    r.want(all(named[name] == value for name, value in found.items()), "year-plan.json: another digest, year or revision")
    refuse(named["task"] not in ids, f"year-plan.json: no task {named['task']}")
    stated = year["tasks"][ids.index(named["task"])]["draw"]
    for name in ("title", "authority", "visitWindow", "tasks"):
        r.want(same(plan[name], stated[name]), f"/{name}: not as in the yearly plan")

def frames_digest(b, r):
    r.missing += b.frames.missing
    for name, data in ((n, d) for n, d in zip(FRAMES, b.frame_files) if d is not None):
        told = b.commitment["frames"].get(name, {})
        r.want((told.get("sha256"), told.get("bytes")) == (sha256(data), len(data)), f"frames/{name}.csv: another digest")

def frames_form(b, r):  # F-1 to F-16
    need(not b.frames.missing, "a frame is missing")
    r.departures = list(b.frames_wrong)

def private_digest(b, r, folder):
    own = {n: {"sha256": b.digest(f"{folder}/{n}"), "bytes": len(b.files[f"{folder}/{n}"])} for n in b.folder(folder)}
    r.agree(b.commitment[folder], own, folder)

def plan_rules(b, r):  # P-1 to P-17, P-19, K-3 to K-5
    plan, told, planned = b.commitment["plan"], b.roster, b.commitment["plan"].get("roster", [])
    time, start = instant(b.commitment["claimedTime"]), instant(plan["visitWindow"]["from"] + "T00:00:00+08:00")
    r.departures += b.plan_wrong
    r.want(None not in (time, start) and time < start, "K-3: not before the visits")
    r.want({n.split(".")[0] for n in b.commitment["originals"]} == set(plan["registries"]), "K-4: other originals")
    added = len(told) > len(planned) and told[0]["role"] == "operator" and all(e["role"] != "operator" for e in planned)
    told = told[1:] if added else told
    bare, meant = ([{"required": False, **{k: v for k, v in e.items() if k != key}} for e in roster]
                   for roster, key in ((told, "publicKey"), (planned, "key")))
    keys = all(("publicKey" in e) == ("key" in p) for e, p in zip(told, planned))
    r.want(same(bare, meant) and keys, "K-5: another roster")
    if not b.plan_wrong: r.departures += b.world(False).wrong
    need(not b.frames.missing and not b.frames_wrong, "frames-form did not pass")

def commitment_cells(b, r): r.agree([t.statement() for t in b.world().tasks], b.commitment["tasks"], "tasks")  # K-6

def freeze_report(b, r):  # K-7 to K-10
    tasks, told = b.world().tasks, b.commitment["report"]
    r.agree(told["smallCells"], sum(c.base < 5 for task in tasks for c in task.cells), "smallCells")
    r.agree(told["smallTasks"], [t.id for t in tasks if t.plan["kind"] == "general" and t.base < 5], "smallTasks")
    r.agree(told["people"], rehearse(b.world()), "people")

def counted_bits(source, roster):  # K-11
    named = [e for e in roster if e["name"] == source.get("name")]
    own = len(named) == 1 and named[0].get("required") and "key" in named[0] and named[0]["role"] != "operator"
    if source["kind"] == "dice": return (source.get("sides", 1) ** source.get("count", 0)).bit_length() - 1
    return 128 if source["kind"] == "drand" or source["kind"] == "witness" and "sha256" in source and own else 0

def sources(b, r):  # K-11, K-12
    plan, told, time = b.commitment["plan"], b.commitment["sources"], instant(b.commitment["claimedTime"])
    planned, hours = plan.get("sources", []), plan.get("openWithinHours", 24)
    bare = [{k: v for k, v in s.items() if s["kind"] != "secret" or k != "sha256"} for s in told]
    r.want(same(bare, planned), "K-11: other sources than planned")
    r.want(all("sha256" in s for s in told if s["kind"] == "secret"), "K-11: a secret without a digest")
    r.want(sum(counted_bits(s, plan.get("roster", ())) for s in planned) >= 64, "K-11: fewer than 64 counted bits")
    for at in (instant(s.get("at", "")) for s in told if s["kind"] == "drand"):
        r.want(None not in (at, time) and 0 < at - time <= 3600 * hours, "K-12: the time of the beacon")

def opening_commitment(b, r):  # O-1
    need(b.opening and "commitment.json" in b.files, "no readable opening or no commitment.json")
    r.want(b.opening["commitment"] == b.digest("commitment.json"), "another commitment")

def round_of(at): return None if instant(at) is None else max(0, -((1692803367 - instant(at)) // 3)) + 1  # O-4

def value_is_good(source, given):  # O-2, O-3
    kind, value, sides = source["kind"], given["value"], source.get("sides", 0)
    if given["kind"] != kind or kind == "witness" and given["name"] != source.get("name"): return False
    if kind == "secret" or "sha256" in source:
        return bool(re.fullmatch("[0-9a-f]{64}", value)) and sha256(value.encode()) == source.get("sha256")
    if kind == "witness": return 1 <= len(value) <= 64 and unicodedata.is_normalized("NFC", value) and not any(
        is_hidden(c) or 0xFF01 <= ord(c) <= 0xFF5E for c in value)
    if kind == "drand": return given["round"] == round_of(source.get("at", ""))
    if sides == 10: return len(value) == source.get("count") and re.fullmatch("[0-9]*", value) is not None
    good = [re.fullmatch("[1-9][0-9]{0,6}", throw) and int(throw) <= sides for throw in value.split("-")]
    return len(good) == source.get("count") and all(good)

def opening_values(b, r):
    need(b.opening, "no readable opening")
    told, given = b.commitment["sources"], b.opening["contributions"]
    r.want(len(told) == len(given), "O-2: too many or too few values")
    for i, pair in enumerate(zip(told, given)): r.want(value_is_good(*pair), f"contributions/{i}: O-2, O-3")

def beacon(b, r):  # O-5 but for the BLS signature, so it never passes (V-3)
    need("beacon.json" in b.files, "no beacon.json")
    told, wrong = read_statement(b.files["beacon.json"], "beacon")
    refuse(wrong, f"beacon.json: {wrong}")
    at = next(s.get("at", "") for s in b.commitment["sources"] if s["kind"] == "drand")
    r.want(told["round"] == round_of(at), "another round than the committed one")
    r.want(told["randomness"] == sha256(bytes.fromhex(told["signature"])), "randomness is not the signature's digest")
    need(b.opening, "no readable opening")
    given = [c["value"] for c in b.opening["contributions"] if c["kind"] == "drand"]
    r.want(told["randomness"] in given, "another value in the opening")
    need(False, "the BLS signature is not checked by this program")

def record_links(b, r):
    need(b.record, "no readable record")
    for kind, known in (("commitment", "commitment.json" in b.files), ("opening", b.opening)):
        if known: r.want(b.record[kind] == b.digest(f"{kind}.json"), f"another {kind}")
        else: r.missing.append(f"no {kind}")

def record_seed(b, r):
    need(b.record and "opening.json" in b.files, "no readable record or no opening.json")
    r.want(b.record["seed"] == seed_of(b.files["opening.json"]), "another seed")

def record_part(b, r, part):
    own, told = b.draw(), b.record
    def visits(x): return [{k: v[k] for k in ("position", "batch", "object", "tasks")} for v in x]
    def teams(x): return [[v["object"], [{k: c for k, c in place.items() if k != "need"} for place in v["team"]]] for v in x]
    if part == "objects": r.agree(told["tasks"], own.tasks, "tasks")
    elif part == "visits": r.agree(visits(told["visits"]), visits(own.visits), "visits")
    elif part == "teams": r.agree(teams(told["visits"]), teams(own.visits), "teams")
    else: r.agree([told["direct"], told["level"]], [own.direct, own.level], "direct, level")

def lists(b, r):
    found = [name for name in HEADERS if f"lists/{name}.csv" in b.files]
    r.want(len(found) == len(HEADERS), "some lists are missing")
    own = list_rows(b.draw())
    for name in found:
        text = b.files[f"lists/{name}.csv"].decode("utf-8")
        r.agree(parse_csv(text[text.startswith("\ufeff"):]), own[name], f"lists/{name}.csv")

def folder_form(b, r, folder, digits):
    for name in b.folder(folder):
        named = re.fullmatch(f"[0-9]{{{digits}}}[.]json", name)
        wrong = read_statement(b.files[f"{folder}/{name}"], folder[:-1])[1] if named else "not a name"
        r.want(not wrong, f"{folder}/{name}: {wrong}")

PRESENT = "本人在场：先封存名单并公布摘要，再录入各方数值，骰子（如有）最后当众投掷；此后没有更换任何数值，抽取结果与记录摘要一致。"

def attestation_links(b, r):
    need("record.json" in b.files, "no record.json")
    for number, path, told in b.attestations:
        entry = b.roster[number - 1] if 0 < number <= len(b.roster) else {}
        who = (number, entry.get("role"), entry.get("name"), "key" if "publicKey" in entry else "paper")
        r.want((told["signer"], told["role"], told["name"], told["by"]) == who, f"{path}: not that of the roster (A-1)")
        r.want(told["statement"] != "present" or told["text"] == PRESENT, f"{path}: other words (A-2)")
        links = all(told[k] == b.digest(f"{k}.json") for k in STATEMENTS if f"{k}.json" in b.files)
        r.want(links, f"{path}: another digest (A-1)")
    need("opening.json" in b.files, "no opening.json")

def attestation_signed(b, r):
    for number, path, told in b.attestations:
        entry = b.roster[number - 1] if 0 < number <= len(b.roster) else {}
        b.signed(r, path, b.operators if told["by"] == "paper" else {entry.get("publicKey")})

REASONS = {kind: codes.split() for kind, codes in {
    "replace-object": "closed deregistered revoked moved not-found merged not-applicable other",
    "replace-person": "recused ill transferred leave duty licence-lost other", "correct": "slip addition other",
    "void": "source-absent value-withheld wrong-lists plan-changed irregular other", "release": "visits-done voided",
    "direct": "too-few-people no-stand-in other"}.items()}

def event_chain(b, r):  # E-1 to E-3
    own, after = {k: b.digest(f"{k}.json") for k in ("commitment", "record")}, instant(b.commitment["claimedTime"])
    before = own["record"] or own["commitment"]
    for count, (number, path, told) in enumerate(b.events, 1):
        time, code, text = instant(told["claimedTime"]), told["reason"]["code"], told["reason"]["text"].strip(WHITE)
        r.want(told["number"] == number == count and told["previous"] == before, f"{path}: number or the event before (E-1)")
        r.want(all(told.get(k) == v for k, v in own.items()), f"{path}: another commitment or record (E-1)")
        r.want(time is not None and (after is None or after <= time), f"{path}: claimedTime (E-2)")
        r.want(code in REASONS[told["kind"]] and (code != "other" or text), f"{path}: reason (E-3)")
        before, after = b.digest(path), time

def event_signed(b, r):
    for _, path, _ in b.events: b.signed(r, path, b.operators)

def event_outcome(b, r):  # E-4 to E-12
    void = next((number for number, _, told in b.events if told["kind"] == "void"), 1000)
    for number, path, told in b.events:
        r.want(number <= void or told["kind"] in ("correct", "release"), f"{path}: after a void (E-4)")
    if not any("record" in told for _, _, told in b.events): return
    state = Aftermath(b.draw())
    for number, path, told in b.events:
        try:
            if "outcome" in told and number < void: r.agree(told["outcome"], state.apply(told), path)
        except Refused as why: r.want(False, f"{path}: {why}")

def archive_place(b, r):  # H-1 to H-4
    archive, path = b.commitment["archive"], "proofs/commitment.tlog-proof"
    need(path in b.files, "no proof of the commitment")
    proof = Proof(b.files[path], b.files["commitment.json"])
    r.want((proof.origin, proof.index) == (archive["origin"], archive["sequence"]), "another origin or place")
    need("publicKey" in archive, "the archive has no key")
    r.want(proof.signed_by(archive["publicKey"]), "not signed by the key of the archive")
    b.place = None if r.departures else proof

def archive_proofs(b, r):
    archive, proofs = (b.commitment or {}).get("archive", {}), [b.place] if b.place else []
    keys = b.trust | {archive.get("publicKey")} - {None}
    for name in (n for n in b.folder("proofs") if n != "commitment.tlog-proof"):
        found = re.fullmatch(r"((?:commitment|opening|record|attestation-[0-9]{2}|event-[0-9]{3}))\.tlog-proof", name)
        path = (found[1].replace("-", "s/") if found else "?") + ".json"
        try:
            refuse(path not in b.files, "of no statement that is there")
            proofs.append(Proof(b.files[f"proofs/{name}"], b.files[path]))
            refuse(archive.get("origin", proofs[-1].origin) != proofs[-1].origin, "another origin")
            if not any(map(proofs[-1].signed_by, keys)): r.missing.append(f"{name}: signed by no known key")
        except ValueError as why: r.want(False, f"proofs/{name}: {why}")
    r.want(not twice(p.index for p in proofs), "two proofs at one place")
    r.want(len({(p.size, p.root) for p in proofs}) == len({p.size for p in proofs}), "two roots of one size")

def attachments(b, r):
    named = {told["scan"]["sha256"] for _, _, told in b.attestations if "scan" in told}
    named |= {evidence["sha256"] for _, _, told in b.events for evidence in told["evidence"]}
    for name in b.folder("attachments"):
        good = re.fullmatch(r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?", name) and b.digest(f"attachments/{name}") == name[:64]
        r.want(good and name[:64] in named, f"attachments/{name}: another digest, or named by no statement")

def expected(b, r):
    thrown = [c["value"] for c in (b.opening or {}).get("contributions", ()) if c["kind"] == "dice"]
    found = {"commitment": b.digest("commitment.json"), "record": b.digest("record.json"), "dice": (thrown + [None])[0]}
    for name, value in b.expect.items(): r.want(found.get(name) == value, f"{name}: found {found.get(name)}")

# In the order of section 17: check; c if it needs a readable commitment; what it is absent without; function, arguments
CHECKS = [row.split() for row in """
commitment-form - - statement_form commitment   | commitment-signed c - statement_signed commitment
roster-keys c - roster_keys                     | plan-file c plan.json plan_file
year-plan c yearly-plan year_plan
frames-digest c - frames_digest                 | frames-form c - frames_form
originals-digest c originals/ private_digest originals | annex-digest c annex/ private_digest annex
plan-rules c - plan_rules                       | commitment-cells c - commitment_cells
freeze-report c - freeze_report                 | sources c - sources
opening-form - - statement_form opening         | opening-signed c - statement_signed opening
opening-commitment - - opening_commitment       | opening-values c - opening_values
beacon c drand-source beacon                           | record-form - - statement_form record
record-signed c - statement_signed record       | record-links - - record_links
record-seed - - record_seed                     | record-objects c - record_part objects
record-visits c - record_part visits            | record-teams c - record_part teams
record-direct c - record_part direct            | lists c lists lists
attestation-form - attestations/ folder_form attestations 2 | attestation-links c attestations attestation_links
attestation-signed c attestations attestation_signed | event-form - events/ folder_form events 3
event-chain c events event_chain                | event-signed c events event_signed
event-outcome c events event_outcome            | archive-place c archive archive_place
archive-proofs - proofs archive_proofs          | attachments - attachments/ attachments
expected - noted-values expected""".replace("\n", "|").strip("|").split("|")]

def run_check(b, needs_commitment, what, function, *arguments):
    """Status and reason. What nobody foresaw is a failure, with its text."""
    r = Result()
    if what != "-" and not b.has(what): return "absent", f"no {what}"
    try:
        need(b.commitment or needs_commitment == "-", "no readable commitment")
        globals()[function](b, r, *arguments)
    except Skip as why: r.missing.append(str(why))
    except ValueError as why: r.want(False, str(why))
    except Exception as error: r.want(False, f"unforeseen {type(error).__name__}: {error}")
    if r.departures: return "fail", "; ".join(r.departures[:3])
    return ("skipped", r.missing[0]) if r.missing else ("pass", "")

def verify(files, trust=(), expect=None):
    """V-2: the verdict, and (check, status, reason) of every check in order."""
    try: bundle = Bundle(files, trust, expect)
    except Exception as error: return "invalid", [(row[0], "fail", f"unforeseen: {error!r}") for row in CHECKS]
    checks = [(name, *run_check(bundle, *how)) for name, *how in CHECKS]
    if any(status == "fail" for _, status, _ in checks): return "invalid", checks
    skipped = [name for name, status, _ in checks if status == "skipped"]
    aside = re.compile("attestation-|archive-|attachments")
    return "valid" if all(map(aside.match, skipped)) else "incomplete", checks

# ---- Reading, and the command line ----------------------------------------------------------------------------------

PART = re.compile(r"(plan|year-plan|commitment|opening|record|beacon)\.json|"
                  "(frames|envelopes|proofs|lists|originals|annex|attachments|attestations|events)/[^/]*", re.S)

def read_bundle(path):
    """The files of a draw by path, from a folder or a ZIP; one folder around them in a ZIP is taken off."""
    if os.path.isdir(path):
        files, size = {}, 0
        for full in (os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names):
            name = os.path.relpath(full, path).replace(os.sep, "/")
            if PART.fullmatch(name) and os.path.isfile(full) and not os.path.islink(full):
                size += os.path.getsize(full)
                refuse(size > BUNDLE_LIMIT, "too large")
                with open(full, "rb") as source: files[name] = source.read()
        return files
    with zipfile.ZipFile(path) as archive:
        entries = [e for e in archive.infolist() if not e.is_dir()]
        refuse(sum(e.file_size for e in entries) > BUNDLE_LIMIT, "too large")
        refuse(twice(e.filename for e in entries), "a name stands twice")
        top = {e.filename.partition("/")[0] + "/" for e in entries}
        cut = len(top.pop()) if len(top) == 1 and not any(PART.fullmatch(e.filename) for e in entries) else 0
        return {e.filename[cut:]: archive.read(e) for e in entries if PART.fullmatch(e.filename[cut:])}

WORDS = {"pass": "通过 pass   ", "fail": "不符 FAIL   ", "skipped": "未查 skipped", "absent": "不含 absent ",
         "valid": "有效 valid", "invalid": "无效 invalid", "incomplete": "不完整 incomplete"}

def run_corpus(path):
    known = {}
    with open(path, encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            changed = {p: None if d is None else base64.b64decode(d) for p, d in case["files"].items()}
            files = {p: d for p, d in {**known.get(case.get("base"), {}), **changed}.items() if d is not None}
            known[case["name"]] = files
            verdict, checks = verify(files, [t.rpartition("=")[2] for t in case.get("trust") or ()], case.get("expect"))
            told = {"name": case["name"], "verdict": verdict, "checks": {name: status for name, status, _ in checks}}
            print(json.dumps(told, ensure_ascii=False), flush=True)

def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", nargs="?")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--trust", action="append", default=[])
    noted = ("commitment", "record", "dice")
    for name in ("corpus", "schema", *(f"expect-{name}" for name in noted)): parser.add_argument(f"--{name}")
    options = parser.parse_args(arguments)
    SCHEMA_FOLDER[0] = options.schema or SCHEMA_FOLDER[0]
    trust = [text.rpartition("=")[2] for text in options.trust]
    if not options.bundle and not options.corpus: parser.error("a bundle or a corpus is needed")
    if not all(map(sound_key, trust)): parser.error("a pinned key is not a sound key of 64 hex digits")
    if options.corpus:
        run_corpus(options.corpus)
        return 0
    try: files = read_bundle(options.bundle)
    except Exception as error:
        print(f"无法读取 cannot read {options.bundle}: {error}; "
              "请给出抽取的文件夹或其ZIP文件 give the folder of a draw, or a ZIP of it", file=sys.stderr)
        return 2
    verdict, checks = verify(files, trust, {name: getattr(options, f"expect_{name}") for name in noted})
    if options.json:
        told = [dict(zip(("check", "status", "why"), c)) for c in checks]
        print(json.dumps({"verdict": verdict, "checks": told}, ensure_ascii=False))
    else:
        for name, status, why in checks: print(f"{WORDS[status]} {name}{': ' * bool(why)}{why}")
        print(f"名单 list: {WORDS[verdict]}")
    return {"valid": 0, "invalid": 1, "incomplete": 3}[verdict]

if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
