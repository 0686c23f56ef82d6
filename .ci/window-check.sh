#!/usr/bin/env bash
# The real program in a real window on a virtual display: it shows the map, a click on Zhangjiang opens the facts,
# Escape closes them, the window closes cleanly; and without a display or graphics it says so instead of crashing.
#
#   .ci/window-check.sh [FOLDER]     screenshots and logs go to FOLDER, else to a temporary one
#
# Needs what .ci/run installs, and the binary of `cargo build`.
# shellcheck disable=SC2317 # functions called through `wait_for`
# shellcheck source=.ci/desk.sh
source "$(dirname "${BASH_SOURCE[0]}")/desk.sh"

# Geometry of the window: the map fills what these bars leave, and the home view's centre is in its middle.
width=1280
height=800
bar_above=48 # HEIGHT in src/ui/bar.rs
bar_below=0
# Left edge of the part of the screen in which the facts card opens.
right_third=$((width * 2 / 3))
zhangjiang=(121.59 31.20) # replaced by the place's own position in assets/atlas

find_window() {
    window=$(xdotool search --onlyvisible --name '^Delta Atlas' 2>/dev/null | head -n 1)
    [[ -n $window ]]
}

is_running() {
    kill -0 "$1" 2>/dev/null
}

has_ended() {
    ! is_running "$1"
}

# ---- Seeing

# The screen shows something, not one colour.
shows_a_picture() {
    screenshot "$1"
    (($(identify -format %k "$pictures/$1.png") > 200))
}

card_area="$((width - right_third))x${height}+${right_third}+0"

# Pixels of every colour where the card opens, as lines "COUNT COLOUR".
colours() {
    convert "$pictures/$1.png" -crop "$card_area" +repage -alpha off -depth 8 -format %c histogram:info: |
        sed -E 's/^ *([0-9]+):.*(#[0-9A-F]{6}).*/\1 \2/'
}

# The colour that gained most between two pictures: the paper of the card, if one opened.
gained_colour() {
    awk 'NR == FNR { before[$2] = $1; next }
         $1 - before[$2] > most { most = $1 - before[$2]; colour = $2 }
         END { print colour }' <(colours "$1") <(colours "$2")
}

# Share in percent of a colour where the card opens: share PICTURE COLOUR
share() {
    colours "$1" | awk -v colour="$2" '{ all += $1 } $2 == colour { of = $1 } END { printf "%d", 100 * of / all + 0.5 }'
}

# ---- Acting

# Clicks the ground at LONGITUDE LATITUDE, as long as the camera stands at the home view.
click_place() {
    local point
    point=$(/usr/bin/python3 - "$root/assets/atlas/atlas.json" "$@" "$width" "$height" "$bar_above" "$bar_below" <<'PYTHON'
import json, math, sys

manifest = json.load(open(sys.argv[1], encoding="utf-8"))
longitude, latitude, width, height, above, below = map(float, sys.argv[2:])
home = manifest["home"]
centre = home.get("centre") or home.get("center") or home
if isinstance(centre, dict):
    centre = centre["longitude"], centre["latitude"]
side = 256 * 2 ** home["zoom"]  # of the whole world, in points

def plane(longitude, latitude):
    """Web Mercator, 0 to 1 from west to east and from north to south."""
    return longitude / 360 + 0.5, 0.5 - math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)

(x, y), (middle_x, middle_y) = plane(longitude, latitude), plane(*centre)
print(round(width / 2 + (x - middle_x) * side), round(above + (height - above - below) / 2 + (y - middle_y) * side))
PYTHON
    ) || return 1
    local x=${point% *} y=${point#* } origin
    origin=$(xdotool getwindowgeometry --shell "$window")
    x=$((x + $(sed -n 's/^X=//p' <<<"$origin")))
    y=$((y + $(sed -n 's/^Y=//p' <<<"$origin")))
    echo "    clicking $1 E $2 N at $x,$y"
    # Two moves: the program sees the pointer arrive before it is pressed.
    xdotool mousemove $((x - 3)) "$y" sleep 0.3 mousemove "$x" "$y" sleep 0.5 click 1
}

# Longitude and latitude of a place of the built-in atlas.
position_of() {
    /usr/bin/python3 - "$root/assets/atlas" "$1" <<'PYTHON'
import json, pathlib, sys

for file in sorted(pathlib.Path(sys.argv[1]).rglob("*.geojson")):
    for feature in json.load(open(file, encoding="utf-8"))["features"]:
        if sys.argv[2] in (feature.get("id"), feature["properties"].get("id")):
            print(*feature["geometry"]["coordinates"])
            sys.exit()
sys.exit(f"no place {sys.argv[2]} in {sys.argv[1]}")
PYTHON
}

# ---- The checks

# The window command where something it needs is missing: refusal WHAT WORD COMMAND ...
refusal() {
    local what=$1 word=$2 code=0 log=$pictures/without-$2.log
    shift 2
    "${private[@]}" timeout 60 "$@" >"$log" 2>&1 </dev/null || code=$?
    if ((code == 0 || code == 124 || code >= 128)); then
        fail "$what: exit code $code (124: it went on running; 128 and above: it was killed)"
    elif ! grep -qi "$word" "$log"; then
        fail "$what: the message does not mention '$word'"
    elif grep -qiE 'panicked|stack backtrace' "$log"; then
        fail "$what: it panicked"
    else
        pass "$what: exit code $code, and: $(tail -n 1 "$log")"
        return
    fi
    tail -n 15 "$log" | sed 's/^/    /'
}

check_refusals() {
    refusal "without a display" display env -u DISPLAY "$atlas"
    local nowhere=/nonexistent
    refusal "without graphics" graphics env VK_ICD_FILENAMES=$nowhere VK_DRIVER_FILES=$nowhere \
        LIBGL_DRIVERS_PATH=$nowhere __EGL_VENDOR_LIBRARY_FILENAMES=$nowhere "$atlas"
}

check_start() {
    "${private[@]}" "$atlas" --size "${width}x${height}" >"$pictures/window.log" 2>&1 </dev/null &
    program=$!
    started+=("$program")
    if ! wait_for 60 find_window; then
        fail "a window titled Delta Atlas opens"
        is_running "$program" || echo "    the program ended by itself"
        tail -n 15 "$pictures/window.log" | sed 's/^/    /'
        conclude window
    fi
    pass "a window titled Delta Atlas opens"
    if wait_for 90 shows_a_picture 1-start && rest 1-start; then
        pass "it shows a picture of $(identify -format %k "$pictures/1-start.png") colours and comes to rest"
    else
        fail "it shows a picture of more than 200 colours and comes to rest"
    fi
}

check_click() {
    xdotool windowfocus "$window" sleep 0.5
    if ! click_place "${zhangjiang[@]}"; then
        fail "the home view can be read from assets/atlas/atlas.json"
        conclude window
    fi
    sleep 1
    # The pointer leaves, so that what it hovers over does not count as a change.
    xdotool mousemove 5 $((height - 5))
    rest 2-zhangjiang || fail "the picture comes to rest after the click"
    paper=$(gained_colour 1-start 2-zhangjiang)
    local now=0
    if [[ -n $paper ]]; then
        now=$(share 2-zhangjiang "$paper")
    fi
    if (($(changed 1-start 2-zhangjiang "$card_area") > 20 && now > 20)); then
        pass "a click on Zhangjiang opens the facts card ($now % of the right third is its paper, $paper)"
    else
        fail "a click on Zhangjiang opens the facts card ($now % of the right third turned to ${paper:-no colour})"
    fi
}

check_escape() {
    xdotool key Escape
    sleep 1
    rest 3-escape || fail "the picture comes to rest after Escape"
    if (($(changed 1-start 3-escape "$card_area") <= 2)); then
        pass "Escape closes it, and the map is as before"
        return
    fi
    # The camera may stay where the click took it; the paper must be gone all the same.
    local before now
    before=$(share 1-start "${paper:-none}")
    now=$(share 3-escape "${paper:-none}")
    if [[ -n $paper ]] && ((now <= before + 2)); then
        pass "Escape closes it (its paper covers $now % of the right third, $before % at the start)"
    else
        fail "Escape closes it (its paper covers $now % of the right third, $before % at the start)"
    fi
}

check_close() {
    local code=0
    /usr/bin/python3 "$here/close-window.py" "$window"
    if ! wait_for 10 has_ended "$program"; then
        fail "the window closes within 10 s of being asked to"
        return
    fi
    wait "$program" || code=$?
    if ((code == 0)); then
        pass "the program ends with exit code 0 when its window is closed"
    else
        fail "the program ended with exit code $code when its window was closed"
    fi
    if grep -qiE 'panicked|stack backtrace' "$pictures/window.log"; then
        fail "no panic in the log"
    else
        pass "no panic in the log"
    fi
}

needs_program window
if ! start_display "${width}x${height}"; then
    fail "the virtual display starts"
    tail -n 5 "$pictures/xvfb.log" || true
    conclude window
fi
if position=$(position_of zhangjiang); then
    read -ra zhangjiang <<<"$position"
fi
check_refusals
check_start
check_click
check_escape
check_close
conclude window
