#!/usr/bin/env bash
# What the program exports, looked at by other programs: fonts, text and structure of the PDF, the SVG drawn by a
# second renderer, a poster in little memory, a full disk and a folder that may not be written.
#
#   .ci/export-check.sh [FOLDER]     the exports go to FOLDER, else to a temporary one
#
# Needs what .ci/run installs, and the binary of `cargo build`. No display, no graphics.
set -euo pipefail
root=$(dirname "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)")
atlas=${CARGO_TARGET_DIR:-$root/target}/debug/delta-atlas

exports=${1:-$(mktemp -d)}
mkdir -p "$exports"
exports=$(cd "$exports" && pwd)
rm -f "$exports"/*
work=$(mktemp -d)
small_disk=$work/small

finish() {
    if mountpoint -q "$small_disk" 2>/dev/null; then
        umount "$small_disk"
    fi
    rm -rf "$work"
}
trap finish EXIT

# shellcheck source=.ci/results.sh
source "$root/.ci/results.sh"

export_to() {
    local file=$1
    shift
    env -u DISPLAY -u WAYLAND_DISPLAY LC_ALL=en_US.UTF-8 "$atlas" export --output "$exports/$file" "$@"
}

# ---- PDF

# Every font is embedded, a subset, and has a table of what its signs mean.
fonts_are_inside() {
    pdffonts "$1" | awk 'NR > 2 { found = 1; if ($0 !~ /yes +yes +yes +[0-9]+ +[0-9]+ *$/) { print; wrong = 1 } }
                         END { exit wrong || !found }'
}

text_has() {
    local file=$1 part
    shift
    pdftotext -enc UTF-8 "$file" "$work/text"
    for part in "$@"; do
        grep -qF "$part" "$work/text" || { echo "no “$part” in $file"; return 1; }
    done
}

is_tagged_in() {
    # Into files: a grep that has found what it wants would break the pipe.
    { pdfinfo "$1" && pdfinfo -struct "$1"; } >"$work/structure" 2>/dev/null
    qpdf --qdf --object-streams=disable "$1" "$work/plain.pdf"
    grep -qE '^Tagged: +yes' "$work/structure" && grep -qE '^ *Table' "$work/structure" &&
        grep -aqE "/Lang \($2\)" "$work/plain.pdf"
}

has_links_and_outline() {
    qpdf --qdf --object-streams=disable "$1" "$work/plain.pdf"
    grep -aq '/URI (https\?://' "$work/plain.pdf" && grep -aq '/Outlines' "$work/plain.pdf"
}

pages_are_drawn() {
    local page
    pdftoppm -r 40 -png "$1" "$work/page"
    for page in "$work"/page-*.png; do
        (($(identify -format %k "$page") > 8)) || { echo "$page is nearly empty"; return 1; }
    done
    rm "$work"/page-*.png
}

check_pdf() {
    local file=article-$1.pdf language=$2
    shift 2
    check "$file is made" export_to "$file" --briefing article --notes "$@"
    file=$exports/$file
    check "  qpdf finds no fault in it" qpdf --check "$file"
    check "  its fonts are embedded subsets with Unicode" fonts_are_inside "$file"
    check "  it is tagged and says its language" is_tagged_in "$file" "$language"
    check "  it has links and an outline" has_links_and_outline "$file"
    check "  every page shows something" pages_are_drawn "$file"
}

same_bytes() {
    export_to again.pdf --briefing article --notes --force &&
        cmp "$exports/article-en.pdf" "$exports/again.pdf"
}

# ---- Pictures

# Mean difference between two pictures in per mille.
apart() {
    convert "$1" "$2" -compose difference -composite -colorspace gray -format '%[fx:round(1000*mean)]' info:
}

renderers_agree() {
    rsvg-convert "$exports/home.svg" -o "$exports/home-rsvg.png"
    local difference
    difference=$(apart "$exports/home.png" "$exports/home-rsvg.png")
    echo "they differ by $difference per mille"
    ((difference <= 25))
}

poster_is_small_in_memory() {
    /usr/bin/time -f %M -o "$work/memory" env -u DISPLAY "$atlas" export --size 10000x7000 --scale 4 \
        --output "$exports/poster.png" &&
        [[ $(identify -format '%wx%h' "$exports/poster.png") == 10000x7000 ]] &&
        echo "$(<"$work/memory") KiB" && (($(<"$work/memory") < 400000))
}

# ---- Where nothing can be written

full_disk_leaves_nothing() {
    mkdir -p "$small_disk"
    mount -t tmpfs -o size=64k tmpfs "$small_disk"
    ! "$atlas" export --lang en --size 1280x752 --output "$small_disk/map.png" 2>"$work/message" &&
        grep -q 'is full' "$work/message" && [[ -z $(ls -A "$small_disk") ]]
}

read_only_folder_is_named() {
    mount -o remount,ro "$small_disk"
    ! "$atlas" export --lang en --format csv --output "$small_disk/facts.csv" 2>"$work/message" &&
        grep -q 'may not be written' "$work/message"
}

# ---- The checks

if [[ ! -x $atlas ]]; then
    echo "FAILED: $atlas is missing: cargo build"
    exit 1
fi
check_pdf en en
check "  Chinese and English can be found in it" text_has "$exports/article-en.pdf" "Yangshan" "Facts used" "审图号"
check "  made again, it has the same bytes" same_bytes
check_pdf zh zh-Hans --lang zh --per-page 4 --paper letter --landscape
check "  Chinese and English can be found in it" text_has "$exports/article-zh.pdf" "洋山" "所用资料" "OpenStreetMap"
check "the map is made as PNG" export_to home.png --size 1280x752
check "the map is made as SVG" export_to home.svg --size 1280x752
check "  xmllint finds it well-formed" xmllint --noout "$exports/home.svg"
check "  a second renderer draws the same picture" renderers_agree
check "a poster 10,000 pixels wide needs less than 400 MB" poster_is_small_in_memory
check "facts are made as CSV" export_to facts.csv
check "facts are made as GeoJSON" export_to facts.geojson
check "  it is sound JSON" /usr/bin/python3 -m json.tool "$exports/facts.geojson" /dev/null
if ((EUID == 0)); then
    check "a full disk is said so, and no fragment is left" full_disk_leaves_nothing
    check "a folder that may not be written is said so" read_only_folder_is_named
fi
echo "Exports: $exports"
echo "export: $passed passed, $failed failed"
exit "$((failed > 0))"
