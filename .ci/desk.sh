# A desk for checks of real windows, sourced by the scripts that hold them: folders, results, a virtual display, a
# program with a home of its own, and an eye on the screen. The caller's first argument is the folder for screenshots
# and logs, else it is a temporary one.
# shellcheck shell=bash disable=SC2034,SC2317 # used by the scripts; functions called through `trap` and `wait_for`
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
atlas=${CARGO_TARGET_DIR:-$root/target}/debug/delta-atlas

pictures=${1:-$(mktemp -d)}
mkdir -p "$pictures"
pictures=$(cd "$pictures" && pwd)
rm -f "$pictures"/*.png "$pictures"/*.log
work=$(mktemp -d)
mkdir -p "$work/home" "$work/run"
chmod 700 "$work/run"
started=()

finish() {
    for process in "${started[@]}"; do
        kill "$process" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

# ---- Results

passed=0
failed=0

pass() {
    echo "ok: $1"
    passed=$((passed + 1))
}

fail() {
    echo "FAILED: $1"
    failed=$((failed + 1))
}

# expect WHAT COMMAND ...: passes if the command succeeds.
expect() {
    local what=$1
    shift
    if "$@"; then
        pass "$what"
    else
        fail "$what"
    fi
}

# Says how it went and leaves: conclude NAME
conclude() {
    echo "Screenshots and logs: $pictures"
    echo "$1: $passed passed, $failed failed"
    exit "$((failed > 0))"
}

# Repeats a command until it succeeds, for at most so many seconds: wait_for SECONDS COMMAND ...
wait_for() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        if ((SECONDS >= deadline)); then
            return 1
        fi
        sleep 0.3
    done
}

# ---- Display and program

# Runs a program with a home of its own, so that neither the user's settings nor their session play a part.
private=(
    env -u WAYLAND_DISPLAY -u WAYLAND_SOCKET -u DBUS_SESSION_BUS_ADDRESS
    HOME="$work/home" XDG_CONFIG_HOME="$work/home/config" XDG_DATA_HOME="$work/home/data"
    XDG_CACHE_HOME="$work/home/cache" XDG_RUNTIME_DIR="$work/run"
    LC_ALL=C.UTF-8 WINIT_X11_SCALE_FACTOR=1 RUST_BACKTRACE=0
)

needs_program() {
    if [[ ! -x $atlas ]]; then
        fail "$atlas is missing: cargo build"
        conclude "$1"
    fi
}

# A virtual screen of so many pixels: start_display WIDTHxHEIGHT
start_display() {
    Xvfb -displayfd 3 -screen 0 "$1x24" -dpi 96 -nolisten tcp -noreset 3>"$work/display" >"$pictures/xvfb.log" 2>&1 &
    started+=($!)
    wait_for 30 test -s "$work/display" || return 1
    DISPLAY=:$(<"$work/display")
    export DISPLAY
}

# ---- Seeing

screenshot() {
    import -window root "$pictures/$1.png"
}

# Share in percent of the pixels that differ visibly between two pictures: changed LEFT RIGHT [CROP]
changed() {
    local crop=()
    if (($# > 2)); then
        crop=(-crop "$3" +repage)
    fi
    convert "$pictures/$1.png" "$pictures/$2.png" "${crop[@]}" \
        -compose difference -composite -separate -evaluate-sequence max -threshold 4% \
        -format '%[fx:round(100*mean)]' info:
}

# Takes pictures until nothing moves any more, in all of the screen or a part: rest NAME [CROP]
rest() {
    local attempt name=$1
    shift
    screenshot "$name"
    for attempt in {1..40}; do
        mv "$pictures/$name.png" "$pictures/previous.png"
        sleep 0.6
        screenshot "$name"
        if ((attempt > 1 && $(changed previous "$name" "$@") == 0)); then
            rm "$pictures/previous.png"
            return
        fi
    done
    return 1
}
