#!/usr/bin/env bash
# A show in real windows: on one virtual screen a clicker's keys, black, leaving and coming back to the same slide; and
# on two monitors, where Xorg with its dummy driver is installed, audience and presenter, freezing, and a screen that is
# unplugged and comes back.
#
#   .ci/show-check.sh [FOLDER]     screenshots and logs go to FOLDER, else to a temporary one
#
# Needs what .ci/run installs, and the binary of `cargo build`.
# shellcheck disable=SC2317 # functions called through `wait_for`
# shellcheck source=.ci/desk.sh
source "$(dirname "${BASH_SOURCE[0]}")/desk.sh"

present() {
    "${private[@]}" "$atlas" --size 1024x700 --present "$1" >"$pictures/$2.log" 2>&1 </dev/null &
    program=$!
    started+=("$program")
}

# ---- Seeing

# Colours in a part of a picture: colours PICTURE CROP
colours() {
    convert "$pictures/$1.png" -crop "$2" +repage -format %k info:
}

shows_more_than() {
    screenshot "$1"
    (($(colours "$1" "$2") > $3))
}

is_black() {
    screenshot "$1"
    [[ $(convert "$pictures/$1.png" -crop "$2" +repage -format '%[fx:round(100*mean)]' info:) == 0 ]]
}

same() {
    screenshot "$2"
    (($(changed "$1" "$2" "$3") <= 2))
}

differs() {
    screenshot "$2"
    (($(changed "$1" "$2" "$3") > 2))
}

press() {
    xdotool key --delay 120 "$@"
    sleep 1
}

# Clicks at a point of the screen and takes the pointer away: click LEFT TOP
click() {
    xdotool mousemove "$1" "$2" click 1
    sleep 0.5
    xdotool mousemove 1023 767
    sleep 0.5
}

record_is_saved() {
    grep -qs "Time,Lasted,Slide,Shown" "$work"/home/article-*.csv
}

# ---- One screen

one_screen() {
    local all=1024x768+0+0 drawer=380x500+10+60
    start_display 1024x768 || return 1
    present 1 one
    expect "a show starts from the command line" wait_for 90 shows_more_than 1-title "$all" 30
    xdotool mousemove 1023 767
    rest 1-title "$all" || true
    press Next
    expect "Page Down goes on" wait_for 30 differs 1-title 2-next "$all"
    rest 2-next "$all" || true
    press k
    expect "K draws the legend over the map" wait_for 20 differs 2-next 2-legend "$all"
    press k
    expect "and takes it away" wait_for 20 same 2-next 2-without "$all"
    press Tab
    expect "Tab opens the overview" wait_for 20 differs 2-next 2-overview "$all"
    press Escape
    press b
    expect "B makes the screen black" wait_for 10 is_black 3-black "$all"
    press Next
    expect "Page Down wakes it on the same slide" wait_for 20 same 2-next 4-awake "$all"
    press Escape
    expect "Escape leaves the show" wait_for 20 differs 2-next 5-left "$all"
    rest 5-left "$all" || true
    # Where the dialog after the show has its button.
    click 284 262
    expect "the dialog after it saves the record" wait_for 20 record_is_saved
    press Escape
    press F5
    expect "F5 returns to the very slide" wait_for 30 same 2-next 6-back "$all"
    press Escape F5
    expect "Escape and F5 of a clicker in turn do no harm" wait_for 30 same 2-next 7-turn "$all"
    # Out of the show and its dialog; the drawer of briefings, and the button Rehearse in it.
    press Escape Escape
    rest 8-out "$all" || true
    click 27 370
    expect "the rail opens the briefings" wait_for 20 differs 8-out 9-drawer "$drawer"
    click 155 265
    expect "a rehearsal shows the desk on one screen" wait_for 30 differs 9-drawer 10-rehearsal "$drawer"
    press Next Next Escape
    expect "and ends with its summary" wait_for 20 differs 9-drawer 10-summary 500x500+250+100
    kill "$program" 2>/dev/null || true
}

# ---- Two screens

configure_two() {
    cat >"$work/xorg.conf" <<'CONF'
Section "Device"
  Identifier "dummy"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
EndSection
Section "Screen"
  Identifier "screen"
  Device "dummy"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 3840 1200
  EndSubSection
EndSection
CONF
    Xorg -displayfd 3 -config "$work/xorg.conf" -noreset -nolisten tcp -logfile "$pictures/xorg.log" \
        3>"$work/two" >/dev/null 2>&1 &
    started+=($!)
    wait_for 30 test -s "$work/two" || return 1
    DISPLAY=:$(<"$work/two")
    export DISPLAY
    openbox >/dev/null 2>&1 &
    started+=($!)
    xrandr --output DUMMY0 --mode 1280x800 --pos 0x0 && plug_in
}

plug_in() {
    xrandr --addmode DUMMY1 1280x720 2>/dev/null || true
    xrandr --output DUMMY1 --mode 1280x720 --right-of DUMMY0
}

two_screens() {
    local presenter=1280x800+0+0 audience=1280x720+1280+0 foot=1280x100+0+690
    configure_two || return 1
    present 2 two
    expect "the audience has a picture on the second monitor" wait_for 90 shows_more_than 11-two "$audience" 200
    expect "the presenter has a desk on the first" wait_for 30 shows_more_than 11-two "$presenter" 200
    rest 11-two "$audience" || true
    press b
    expect "B makes the audience's screen black" wait_for 20 is_black 12-black "$audience"
    expect "and not the presenter's" shows_more_than 12-black "$presenter" 200
    press Next
    expect "Page Down wakes it" wait_for 20 same 11-two 13-awake "$audience"
    press f plus
    sleep 4
    expect "a frozen audience sees no zooming" same 11-two 14-frozen "$audience"
    xrandr --output DUMMY1 --off
    sleep 6
    # Buttons and times of the desk stand along the foot of the first monitor; the clean picture has its strip there.
    expect "a screen that is unplugged takes the desk away" differs 13-awake 15-unplugged "$foot"
    plug_in
    expect "and brings the same slide back when it returns" wait_for 40 same 11-two 16-plugged "$audience"
    kill "$program" 2>/dev/null || true
}

needs_program show
one_screen || expect "a virtual display starts" false
if command -v Xorg >/dev/null && command -v openbox >/dev/null && command -v xrandr >/dev/null; then
    two_screens || expect "two virtual monitors start" false
else
    echo "skipped: two monitors (on Debian: xserver-xorg-core, xserver-xorg-video-dummy, openbox, x11-xserver-utils)"
fi
if grep -qiE 'panicked|stack backtrace' "$pictures"/*.log; then
    expect "no panic in the logs" false
fi
conclude show
