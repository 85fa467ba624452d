"""Files that mean harm, sent one by one as a program, as a browser and by the command line.

Each is to be refused within a second with a sentence in the reader's language, and the service's memory to stay
bounded. The files are made here, so that nothing hostile lies in the repository.
"""
import base64
import io
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile

from imports import peak_mib, workbook
from service import Service

MEGABYTE = 1_000_000
SHEET = "xl/worksheets/sheet1.xml"
STAFF = b"M\xc3\xa3 NV,H\xe1\xbb\x8d v\xc3\xa0 t\xc3\xaan\nNV1,Nguy\xe1\xbb\x85n V\xc4\x83n A"


def changed(parts, add=()):
    """A workbook with some of its parts replaced by `parts[name](text)`, and others added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(STAFF))) as sound, zipfile.ZipFile(
            file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sound.namelist():
            content = sound.read(name)
            archive.writestr(name, parts.get(name, lambda content: content)(content))
        for name, content in add:
            archive.writestr(name, content)
    return file.getvalue()


def in_sheet(content):
    return lambda sheet: sheet.replace(b"</sheetData>", content + b"</sheetData>")


def before_sheet(doctype, reference):
    def change(sheet):
        sheet = sheet.replace(b"<worksheet", doctype + b"<worksheet", 1)
        cell = b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + reference + b"</t></is></c></row>"
        return in_sheet(cell)(sheet)
    return change


def laughs():
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    return f"<!DOCTYPE worksheet [{''.join(lines)}]>".encode()


def encrypted():
    """The head of what Excel writes for a workbook with a password: an older container."""
    names = "EncryptionInfo EncryptedPackage".split()
    folder = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + folder + os.urandom(100_000)


def rows(count, cells):
    return b"".join(
        b'<row r="%d">' % number + cells.replace(b"#", b"%d" % number) + b"</row>"
        for number in range(3, count + 3))


def cases():
    zeros = b"0" * (300 * MEGABYTE)
    sound = workbook(STAFF)
    yield "ZIP bomb: a cell of 300 MB", "bomb.xlsx", changed({SHEET: in_sheet(
        b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + zeros + b"</t></is></c></row>")})
    yield "ZIP bomb: 300 MB of spaces", "spaces.xlsx", changed({SHEET: in_sheet(b" " * len(zeros))})
    yield "ZIP bomb: 300 MB of shared texts", "texts.xlsx", changed({
        "xl/sharedStrings.xml": lambda texts: texts.replace(b"</sst>", b"<si><t>ab</t></si>" * (
            16 * MEGABYTE) + b"</sst>")})
    yield "ZIP bomb: rows without cells", "rows.xlsx", changed({SHEET: in_sheet(rows(2_000_000, b""))})
    yield "ZIP bomb: four million cells without a value", "cells.xlsx", changed({SHEET: in_sheet(rows(
        180_000, b"".join(
            b'<c r="%c#" s="1"/>' % (65 + column) for column in range(25))))})
    yield "a bomb beside the sheet, which is not opened", "beside.xlsx", changed(
        {}, [("xl/media/a.bin", zeros)])
    yield "10,000 files in the archive", "files.xlsx", changed({}, [
        (f"xl/media/{n}.bin", b"") for n in range(10_000)])
    yield "billion laughs", "laughs.xlsx", changed({SHEET: before_sheet(laughs(), b"&a11;")})
    yield "external entity", "entity.xlsx", changed({SHEET: before_sheet(
        b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>', b"&x;")})
    yield "elements 100,000 deep", "deep.xlsx", changed({SHEET: in_sheet(
        b"<a>" * 100_000 + b"</a>" * 100_000)})
    yield "a million columns", "columns.xlsx", changed({SHEET: in_sheet(
        b'<row r="3">' + b"<c><v>1</v></c>" * MEGABYTE + b"</row>")})
    yield "cell in column XFE of row 99,999,999", "far.xlsx", changed({SHEET: in_sheet(
        b'<row r="99999999"><c r="XFE99999999"><v>1</v></c></row>')})
    yield "a title merged over a million rows", "merged.xlsx", changed({
        SHEET: lambda sheet: sheet.replace(
            b"</worksheet>", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>')})
    yield "macros", "macros.xlsm", changed({}, [("xl/vbaProject.bin", os.urandom(10_000))])
    yield "with a password", "password.xlsx", encrypted()
    yield "cut short", "cut.xlsx", sound[:len(sound) // 2]
    yield "a picture called .xlsx", "photo.xlsx", bytes.fromhex("89504e470d0a1a0a") + os.urandom(50_000)
    yield "a program called .csv", "program.csv", b"\x7fELF" + os.urandom(100_000)
    yield "a workbook called .csv, with macros", "book.csv", changed(
        {}, [("xl/vbaProject.bin", b"x")])
    yield "nothing at all", "empty.csv", b""
    for count in (11, 50):
        yield f"{count} MB of nothing (zeros)", "zeros.csv", bytes(count * MEGABYTE)
        yield f"{count} MB of blank lines", "lines.csv", b"\n" * (count * MEGABYTE)
        yield f"{count} MB of spaces", "spaces.csv", b" " * (count * MEGABYTE)
    yield "one line of 10 MB", "line.csv", b"a" * (10 * MEGABYTE)
    yield "one line of 10 MB, in Vietnamese", "vietnamese.csv", "ễ".encode() * (10 * MEGABYTE // 3)
    yield "one line of 10 MB, quoted", "quoted.csv", b'"' + b'a""' * (10 * MEGABYTE // 3)
    yield "one line of 10 MB under a header", "under.csv", STAFF + b"\n" + b"a" * (10 * MEGABYTE)
    yield "a million columns of text", "columns.csv", b"," * MEGABYTE
    yield "a million columns of headings", "headings.csv", b",".join(
        b"M\xc3\xa3 NV" for _ in range(MEGABYTE))
    yield "10 MB of quotes", "quotes.csv", b'"' * (10 * MEGABYTE)
    yield "10 MB of UTF-16 halves", "halves.csv", b"\xff\xfe" + b"\x00\xd8" * (5 * MEGABYTE)
    yield "10 MB of random bytes", "random.csv", os.urandom(10 * MEGABYTE)


def sent(url, headers, body):
    """Seconds, status and sentence of a request."""
    began = time.monotonic()
    request = urllib.request.Request(url, body, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            status, text = answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        status, text = refusal.code, refusal.read().decode()
    return time.monotonic() - began, status, text


def sentence(text):
    problem = json.loads(text)
    return " ".join(error["message"] for error in problem.get("errors") or []) or problem.get(
        "detail") or problem.get("state", "?")


def by_command(program, environment, path):
    began = time.monotonic()
    done = subprocess.run(
        [program, "import", "preview", "--kind", "staff", path], env=environment, timeout=60,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return time.monotonic() - began, done.returncode, done.stderr.decode().strip()


def measure(service):
    token = service.token("hr")
    environment = dict(os.environ, KYNANG_URL=service.url, KYNANG_TOKEN=token)
    print("| file | MB | HTTP | command line | memory | what it says |\n|---|---|---|---|---|---|")
    for what, name, content in cases():
        path = f"{service.folder}/{name}"
        with open(path, "wb") as file:
            file.write(content)
        body = json.dumps({
            "kind": "staff", "fileName": name, "file": base64.b64encode(content).decode()}).encode()
        said = {}
        times = []
        for language in ("vi", "en"):
            headers = {**service.bearer(token), "Content-Type": "application/json",
                       "Accept-Language": language}
            seconds, status, text = sent(f"{service.url}/v1/imports", headers, body)
            times.append(seconds)
            said[language] = f"{status} {sentence(text)}"
        seconds, code, _ = by_command(
            service.program, dict(environment, KYNANG_LANGUAGE="vi"), path)
        os.remove(path)
        print(f"| {what} | {len(content) / MEGABYTE:.2f} | {min(times):.2f} s | {seconds:.2f} s, exit {code} "
              f"| {peak_mib(service.process.pid):.0f} MiB | {said['vi']} / {said['en']} |", flush=True)


if __name__ == "__main__":
    with Service(sys.argv[1], ["--firms", "1"]) as measured:
        measure(measured)
