"""Reading and writing tables: seconds and peak memory; and files made to hurt, which must be refused."""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import zipfile

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "<worksheet><sheetData>{}</sheetData></worksheet>"


def main(program):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        print(f"{'file':34}{'seconds':>9}{'peak MiB':>10}  what came of it")
        for rows in (20_000, 100_000):
            for kind in ("csv", "xlsx"):
                path = folder / f"{rows}.{kind}"
                started = time.monotonic()
                subprocess.run([program, "make", str(rows), str(path)], check=True)
                line(f"write {rows:,} rows, {kind}", time.monotonic() - started, None, "written")
                read(program, f"read {rows:,} rows, {kind}", path)
        for title, make in HOSTILE.items():
            path = folder / "hostile"
            make(path)
            read(program, title, path)


def read(program, title, path):
    done = subprocess.run([program, "time", str(path)], stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    line(title, told["seconds"], told["peakKiB"] / 1024, told["outcome"])


def line(title, seconds, peak, outcome):
    print(f"{title:34}{seconds:9.2f}{'' if peak is None else f'{peak:.0f}':>10}  {outcome}")


def text(content):
    return lambda path: path.write_bytes(content())


def workbook(sheet, shared=None):
    def make(path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("_rels/.rels", f'<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
            archive.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>')
            archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="sheet.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="texts.xml"/></Relationships>')
            archive.writestr("xl/sheet.xml", sheet())
            if shared:
                archive.writestr("xl/texts.xml", shared())
    return make


HOSTILE = {
    "50 MB of zeros": text(lambda: bytes(50_000_000)),
    "50 MB of spaces": text(lambda: b" " * 50_000_000),
    "50 MB of empty lines": text(lambda: b"a" + b"\n" * 49_999_999),
    "one line of 10 MB": text(lambda: b"a" * 10_000_000),
    "a million columns": text(lambda: b"," * 1_000_000),
    "a quote of 40 MB": text(lambda: b'"' + b'""' * 20_000_000),
    "40 MB of UTF-16": text(lambda: b"\xff\xfe" + b"a\0" * 20_000_000),
    "a bomb of 300 MB": workbook(lambda: SHEET.format(" " * 300_000_000)),
    "60 million empty rows": workbook(lambda: SHEET.format("<row/>" * 60_000_000)),
    "a million cells in a row": workbook(lambda: SHEET.format("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>")),
    "a cell of 50 MB": workbook(lambda: SHEET.format('<row><c t="inlineStr"><is><t>' + "a" * 50_000_000)),
    "a million elements deep": workbook(lambda: SHEET.format("<a>" * 1_000_000)),
    "a million merged ranges": workbook(lambda: SHEET.format("") + '<mergeCell ref="A1:B2"/>' * 1_000_000),
    "40 million empty shared texts": workbook(lambda: SHEET.format(""), lambda: "<sst>" + "<si/>" * 40_000_000),
    "XML entities": workbook(lambda: '<!DOCTYPE a [<!ENTITY b "c">]>' + SHEET.format("&b;")),
}

main(sys.argv[1])
