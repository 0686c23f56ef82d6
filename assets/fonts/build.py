#!/usr/bin/env python3
"""Remakes the four fonts of the atlas from pinned Debian packages.

    python3 assets/fonts/build.py [--also PATH ...]

Needs Debian 12 (apt-get, dpkg-deb), Python 3.11 with venv, and the package registries. The Chinese faces hold
GB 2312 and every other character that occurs in `assets` and `maps`; `--also` names further files or folders
whose characters are to be added for good, in `extra-characters.txt`.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXTRA = HERE / "extra-characters.txt"

FONTTOOLS = "fonttools==4.60.1"
PACKAGES = {
    "fonts-noto-cjk": "1:20220127+repack1-1",
    "fonts-inter-variable": "4.0~beta7+ds-1",
}
SOURCES = {
    "opentype/noto/NotoSansCJK-Regular.ttc": "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    "opentype/noto/NotoSansCJK-Bold.ttc": "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb",
    "truetype/inter-vf/Inter-roman.var.ttf": "459fb40d1d555bc6cbc944de94a8c400fdb5126fc325753dfa027d5555583bbd",
}
SIMPLIFIED_CHINESE = 2  # index of the SC face in the collections

VERSION = "1.0"
TEXT_SUFFIXES = {".json", ".geojson", ".csv", ".lang", ".md", ".txt", ".svg"}


def ranges(*pairs):
    return {chr(code) for first, last in pairs for code in range(first, last + 1)}


def gb2312():
    """The 6763 characters and 682 symbols of GB 2312, as Python's codec knows them."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return found


LATIN = ranges(
    (0x20, 0x7E), (0xA0, 0x148), (0x14A, 0x17F),  # ASCII, Latin-1, Latin Extended-A less the deprecated ŉ
    (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x1E3E, 0x1E3F),  # pinyin vowels with tone marks, ǹ, ḿ
    (0x2C6, 0x2C7), (0x2C9, 0x2CB), (0x2D8, 0x2DD),  # free-standing accents
    (0x300, 0x304), (0x308, 0x308), (0x30C, 0x30C),  # the same, combining
    (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x202F, 0x2030),
    (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044), (0x2009, 0x200A),
    (0x2070, 0x2070), (0x2074, 0x208E), (0x20A0, 0x20BF),  # superscripts, subscripts, currency
    (0x2103, 0x2103), (0x2116, 0x2116), (0x2122, 0x2122),
    (0x2190, 0x2199), (0x2206, 0x2206), (0x2212, 0x2212), (0x221A, 0x221A), (0x221E, 0x221E),
    (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265),
    (0x2713, 0x2713), (0x2717, 0x2717),
)  # fmt: skip

SYMBOLS = set("①②③④⑤⑥⑦⑧⑨⑩○●◆◇△▲▽▼□■☆★✓◎⊙℃℉№°′″〈〉《》「」『』【】〔〕〖〗〝〞・ー〜")
CHINESE = (
    LATIN
    | SYMBOLS
    | ranges((0x3000, 0x3017), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6), (0x2460, 0x2473), (0x3105, 0x312F))
)


def characters_of(paths):
    """Every printable character of the text files at or under these paths."""
    found = set()
    for path in paths:
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.is_file() and file.suffix in TEXT_SUFFIXES:
                found |= set(file.read_text(encoding="utf-8"))
    return {c for c in found if c.isprintable()}


def characters_of_the_atlas(also):
    """GB 2312, the atlas's own texts, and what earlier runs added; writes the additions down."""
    known = CHINESE | gb2312()
    extra = set(EXTRA.read_text(encoding="utf-8")) if EXTRA.exists() else set()
    extra |= characters_of([ROOT / "assets", ROOT / "maps", *also])
    extra = {c for c in extra if c.isprintable()} - known
    EXTRA.write_text("".join(sorted(extra)) + "\n", encoding="utf-8")
    return known | extra


def fetch(folder):
    """Downloads and unpacks the packages; returns the folder of fonts after checking every file used."""
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    pins = [f"{name}={version}" for name, version in PACKAGES.items()]
    subprocess.run(["apt-get", "-o", "APT::Sandbox::User=root", "download", "-qq", *pins], check=True, cwd=folder)
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
    fonts = folder / "usr/share/fonts"
    for name, expected in SOURCES.items():
        actual = hashlib.sha256((fonts / name).read_bytes()).hexdigest()
        if actual != expected:
            sys.exit(f"{name} is not the file this script was written for: SHA-256 {actual}, not {expected}")
    return fonts


def subset(font, wanted, features):
    from fontTools import subset as subsetter

    options = subsetter.Options()
    options.layout_features = features
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.legacy_kern = False
    options.recalc_timestamp = False
    options.name_IDs = ["*"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "STAT", "meta", "DSIG", "MVAR", "avar", "HVAR"]
    worker = subsetter.Subsetter(options)
    worker.populate(text="".join(wanted))
    worker.subset(font)


def tabular_digits(font):
    """Points 0 to 9 at the glyphs that the feature `tnum` would choose: columns align without asking for it."""
    gsub = font["GSUB"].table
    lookups = {
        index
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    change = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            change.update(getattr(table, "ExtSubTable", table).mapping)
    plain = dict(font.getBestCmap())
    for table in font["cmap"].tables:
        for digit in map(ord, "0123456789"):
            if digit in table.cmap:
                table.cmap[digit] = change[plain[digit]]
    metrics = font["hmtx"].metrics
    figures = [change[plain[digit]] for digit in map(ord, "0123456789")]
    widths = sorted(metrics[figure][0] for figure in figures)
    if widths[-1] - widths[0] > font["head"].unitsPerEm / 500:
        sys.exit(f"the figures of tnum are not of one width: {widths}")
    for figure in figures:  # between the masters of a variable font, rounding leaves a unit of difference
        metrics[figure] = (widths[5], metrics[figure][1])


def rename(font, family, style, origin):
    """A modified font may not carry a reserved name, nor pass for the original: new names, old copyright."""
    name = font["name"]
    keep = {i: name.getDebugName(i) for i in (0, 7, 9, 13, 14)}
    name.names = []
    regular = style == "Regular"
    postscript = f"{family.replace(' ', '')}-{style}"
    values = keep | {
        1: family if regular else f"{family} {style}",
        2: "Regular",
        3: f"{VERSION};{postscript}",
        4: f"{family} {style}",
        5: f"Version {VERSION}; subset of {origin}",
        6: postscript,
    }
    if not regular:
        values |= {16: family, 17: style}
    for key, value in values.items():
        if value:
            name.setName(value, key, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName = values[4], family


def set_vertical_metrics(font, ascent, descent):
    """One line height for all faces, in parts of an em, so that mixed text keeps one baseline and one pitch."""
    em = font["head"].unitsPerEm
    up, down = round(ascent * em), round(descent * em)
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = up, -down, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = up, -down, 0
    os2.usWinAscent, os2.usWinDescent = up, down


ASCENT, DESCENT = 0.96875, 0.2415  # Inter's own


def latin(fonts, weight, style):
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(fonts / "truetype/inter-vf/Inter-roman.var.ttf", recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight})
    origin = font["name"].getDebugName(5).replace("Version", "Inter")
    tabular_digits(font)
    subset(font, LATIN, ["kern", "mark", "mkmk", "ccmp"])
    rename(font, "Delta Latin", style, origin)
    set_vertical_metrics(font, ASCENT, DESCENT)
    font["OS/2"].usWeightClass = weight
    return font


def chinese(fonts, wanted, weight, style):
    from fontTools.ttLib import TTFont

    path = fonts / f"opentype/noto/NotoSansCJK-{style}.ttc"
    font = TTFont(path, fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    origin = font["name"].getDebugName(5).split(";")[0].replace("Version", "Noto Sans CJK SC")
    subset(font, wanted, [])
    rename(font, "Delta Han", style, origin)
    set_vertical_metrics(font, ASCENT, DESCENT)
    font["OS/2"].usWeightClass = weight
    return font


def build(also):
    wanted = characters_of_the_atlas(also)
    with tempfile.TemporaryDirectory() as folder:
        fonts = fetch(Path(folder))
        faces = {
            "DeltaLatin-Regular.ttf": latin(fonts, 400, "Regular"),
            "DeltaLatin-SemiBold.ttf": latin(fonts, 600, "SemiBold"),
            "DeltaHan-Regular.otf": chinese(fonts, wanted, 400, "Regular"),
            "DeltaHan-Bold.otf": chinese(fonts, wanted, 700, "Bold"),
        }
        for name, font in faces.items():
            font.save(HERE / name)
            size = (HERE / name).stat().st_size
            print(f"{name}: {len(font.getBestCmap())} characters, {size / 1e6:.2f} MB")
        for pair in (("DeltaLatin-Regular.ttf", "DeltaHan-Regular.otf"), ("DeltaLatin-SemiBold.ttf", "DeltaHan-Bold.otf")):
            there = set().union(*(faces[name].getBestCmap() for name in pair))
            missing = [f"{c} U+{ord(c):04X}" for c in sorted(wanted) if ord(c) not in there]
            print(f"in neither {' nor '.join(pair)}: {', '.join(missing) or 'nothing'}")


def inside_own_environment():
    """Runs this script again in a throw-away virtual environment that has the pinned fonttools."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = f"{folder}/bin/python"
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", FONTTOOLS], check=True)
        environment = os.environ | {"DELTA_ATLAS_FONTS_READY": "1"}
        sys.exit(subprocess.run([python, *sys.argv], env=environment, check=False).returncode)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--also", nargs="*", type=Path, default=[], help="further files or folders of text")
    arguments = parser.parse_args()
    if "DELTA_ATLAS_FONTS_READY" not in os.environ:
        inside_own_environment()
    build(arguments.also)
