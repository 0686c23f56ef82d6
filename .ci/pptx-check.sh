#!/usr/bin/env bash
# The presentations that the program writes, read by other programs: both built-in briefings in both languages are
# converted by LibreOffice, slide by slide, and python-pptx, where it is installed, reads names, tables and notes.
#
#   .ci/pptx-check.sh [FOLDER]     the files go to FOLDER, else to a temporary one
#
# Needs what .ci/run installs, and the binary of `cargo build`. No display, no graphics.
set -euo pipefail
root=$(dirname "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)")
atlas=${CARGO_TARGET_DIR:-$root/target}/debug/delta-atlas

out=${1:-$(mktemp -d)}
mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -f "$out"/*.p*
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# shellcheck source=.ci/results.sh
source "$root/.ci/results.sh"

made() {
    env -u DISPLAY -u WAYLAND_DISPLAY "$atlas" export --format pptx --briefing "$1" --lang "$2" --notes --output "$3"
}

# A profile of its own: a LibreOffice that runs already would take the file.
converted() {
    timeout 240 soffice --headless -env:UserInstallation="file://$work/office" --convert-to pdf --outdir "$out" "$1" &&
        [[ -s ${1%.pptx}.pdf ]]
}

slides() {
    grep -c '^# ' "$root/assets/atlas/briefings/$1.md"
}

pages_match() {
    (($(pdfinfo "$1" | awk '/^Pages:/ { print $2 }') == $2))
}

# Every slide shows something, and the last line of its sources lies on it.
pages_are_drawn() {
    local page
    pdftoppm -r 40 -png "$1" "$work/page"
    for page in "$work"/page-*.png; do
        (($(identify -format %k "$page") > 8)) || { echo "$page is nearly empty"; return 1; }
    done
    rm "$work"/page-*.png
}

text_has() {
    pdftotext -enc UTF-8 "$1" "$work/text"
    local part
    for part in "${@:2}"; do
        grep -qF "$part" "$work/text" || { echo "no “$part” in $1"; return 1; }
    done
}

xml_is_sound() {
    local part
    rm -rf "$work/parts"
    mkdir "$work/parts"
    /usr/bin/python3 -m zipfile -e "$1" "$work/parts"
    while IFS= read -r -d '' part; do
        xmllint --noout "$part"
    done < <(find "$work/parts" -name '*.xml' -print0 -o -name '*.rels' -print0)
}

is_read_by_python() {
    /usr/bin/python3 - "$1" "$2" <<'PYTHON'
import sys
from pptx import Presentation

deck = Presentation(sys.argv[1])
slides = list(deck.slides)
assert len(slides) == int(sys.argv[2]), len(slides)
for slide in slides:
    assert slide.shapes.title is not None and slide.shapes.title.text.strip()
    assert slide.has_notes_slide and slide.notes_slide.notes_text_frame.text.strip()
tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
assert len(tables) >= len(slides) - 3, len(tables)
PYTHON
}

if [[ ! -x $atlas ]]; then
    echo "FAILED: $atlas is missing: cargo build"
    exit 1
fi
for briefing in article network; do
    for language in en zh; do
        file=$out/$briefing-$language.pptx
        count=$(slides "$briefing")
        check "$briefing is made in $language" made "$briefing" "$language" "$file"
        check "  every part is sound XML" xml_is_sound "$file"
        check "  LibreOffice reads it" converted "$file"
        check "  it has $count slides" pages_match "${file%.pptx}.pdf" "$count"
        check "  every slide shows something" pages_are_drawn "${file%.pptx}.pdf"
        if /usr/bin/python3 -c 'import pptx' 2>/dev/null; then
            check "  python-pptx finds titles, tables and notes" is_read_by_python "$file" "$count"
        fi
    done
    check "  words and credits are on the slides of $briefing" text_has "$out/$briefing-en.pdf" "OpenStreetMap" "km" "Legend"
    check "  and in Chinese" text_has "$out/$briefing-zh.pdf" "OpenStreetMap" "公里" "图例"
done
check "made again, it has the same bytes" bash -c "
    '$atlas' export --format pptx --briefing network --lang zh --notes --output '$work/again.pptx' &&
        cmp '$work/again.pptx' '$out/network-zh.pptx'"
echo "Presentations: $out"
echo "pptx: $passed passed, $failed failed"
exit "$((failed > 0))"
