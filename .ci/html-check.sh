#!/usr/bin/env bash
# Exports the atlas and a briefing as HTML and drives the files in a headless Chromium without network.
#
#   .ci/html-check.sh [FOLDER]     files and pictures go to FOLDER, else to a temporary one
#
# Needs what .ci/run installs, and the binary of `cargo build`. No display, no graphics.
set -euo pipefail
root=$(dirname "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)")
atlas=${CARGO_TARGET_DIR:-$root/target}/debug/delta-atlas
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
rm -f "$folder"/*

if [[ ! -x $atlas ]]; then
    echo "FAILED: $atlas is missing: cargo build"
    exit 1
fi

# The bundled fonts stand for those of a reader's system, so that the pictures have Chinese characters.
fonts=$(mktemp -d)
trap 'rm -rf "$fonts"' EXIT
cat >"$fonts/fonts.conf" <<FONTS
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>$root/assets/fonts</dir>
  <cachedir>$fonts/cache</cachedir>
  <alias binding="same"><family>Inter</family><prefer><family>Delta Latin</family></prefer></alias>
  <alias binding="same"><family>Noto Sans SC</family><prefer><family>Delta Han</family></prefer></alias>
</fontconfig>
FONTS
export FONTCONFIG_FILE=$fonts/fonts.conf

export_to() {
    env -u DISPLAY -u WAYLAND_DISPLAY "$atlas" export --lang en --output "$folder/$1" "${@:2}" >/dev/null
}
export_to atlas.html
export_to article.html --briefing article
export_to dark.html --briefing network --theme dark
export_to projector.html --briefing network --theme projector
for file in "$folder"/*.html; do
    if ! xmllint --noout --nonet "$file"; then
        echo "FAILED: $file is not well-formed"
        exit 1
    fi
done
/usr/bin/python3 "$root/.ci/html-check.py" "$folder"
