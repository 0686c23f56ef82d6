#!/usr/bin/env python3
"""Measures whole programs from outside, ours beside its peers, on a screen of its own: time to the first picture of a
map and until nothing changes any more, peak memory, processor time at rest, pictures a second while the map is dragged
and the wheel is turned for 20 s. Each is started twice: as on its first day, and once more. Prints a table in Markdown.

    tests/measure/measure.py target/release/delta-atlas            beside Marble and QGIS, where they are installed
    tests/measure/measure.py target/release/delta-atlas --short    ours alone in half a minute; fails where it is not
                                                                   at rest or shows no map, for CI

Needs Linux, Xvfb and xdotool. Pictures are read from the frame buffer that Xvfb maps into a file, so that every program
is judged alike; each has an empty home folder at its first start, in turns with the others.
"""

import argparse
import collections
import contextlib
import mmap
import os
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib

WIDTH, HEIGHT = 1280, 800
TICK = os.sysconf("SC_CLK_TCK")
# The middle of the screen shows a map once so much of it is neither white, grey nor black, in several colours: an empty
# window, a splash screen or a page of words is not.
MAP_SHARE = 0.15
MAP_COLOURS = 8
TINGE = 12
SETTLED_S = 1.5
START_LIMIT_S = 60
SETTLE_LIMIT_S = 20
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What a person would start: a globe, and a layer of the same delta.
PEERS = ["marble", f"qgis --nologo --noversioncheck {shlex.quote(ROOT)}/maps/cities.geojson"]


class Screen:
    """An Xvfb with its frame buffer in a file."""

    def __init__(self, number):
        self.folder = tempfile.TemporaryDirectory()
        self.display = f":{number}"
        self.server = subprocess.Popen(
            ["Xvfb", self.display, "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", self.folder.name],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        path = os.path.join(self.folder.name, "Xvfb_screen0")
        wait_until(lambda: os.path.exists(path) and os.path.getsize(path) > WIDTH * HEIGHT * 4, 10)
        self.file = open(path, "rb")
        self.map = mmap.mmap(self.file.fileno(), 0, prot=mmap.PROT_READ)
        self.header = len(self.map) - WIDTH * HEIGHT * 4

    def rows(self, step):
        """Some rows of the middle of the screen."""
        for row in range(HEIGHT // 4, HEIGHT * 3 // 4, step):
            start = self.header + (row * WIDTH + WIDTH // 4) * 4
            yield self.map[start:start + WIDTH * 2]

    def shows_map(self):
        seen = collections.Counter()
        for row in self.rows(10):
            seen.update(row[index:index + 3] for index in range(0, len(row), 16))
        coloured = {colour: count for colour, count in seen.items() if max(colour) - min(colour) > TINGE}
        return len(coloured) >= MAP_COLOURS and sum(coloured.values()) / seen.total() >= MAP_SHARE

    def save(self, path):
        with open(path, "wb") as file:
            file.write(b"P6 %d %d 255\n" % (WIDTH, HEIGHT))
            pixels = self.map[self.header:]
            rgb = bytearray(WIDTH * HEIGHT * 3)
            for channel in range(3):
                rgb[channel::3] = pixels[2 - channel::4]
            file.write(rgb)

    def state(self, step=8):
        total = 0
        for row in self.rows(step):
            total = zlib.crc32(row, total)
        return total

    def close(self):
        self.map.close()
        self.server.terminate()
        self.server.wait()


def wait_until(is_so, limit_s, pause_s=0.005):
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(pause_s)
    return False


def family(pid):
    """A process and all that it started."""
    found, open_pids = [], [pid]
    while open_pids:
        one = open_pids.pop()
        found.append(one)
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{task}/children", encoding="ascii") as file:
                    open_pids.extend(int(child) for child in file.read().split())
        except OSError:
            pass
    return found


def cpu_s(pid):
    total = 0
    for one in family(pid):
        try:
            with open(f"/proc/{one}/stat", encoding="utf-8") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total / TICK


def memory_mib(pid):
    """Of a process and all that it started; what several share is counted once."""
    total = 0
    for one in family(pid):
        try:
            with open(f"/proc/{one}/smaps_rollup", encoding="utf-8") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except OSError:
            pass
    return total / 1024


class Memory(threading.Thread):
    """Looks at a program's memory four times a second and keeps the peak."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.ended = pid, 0.0, threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(0.25):
            self.peak = max(self.peak, memory_mib(self.pid))


def move_map(display, end):
    """Drags to and fro and turns the wheel, at the pace of a hand."""
    def do(*words):
        subprocess.run(["xdotool", *map(str, words)], env={**os.environ, "DISPLAY": display}, check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    x, y = WIDTH // 2, HEIGHT // 2
    while time.monotonic() < end:
        for sign in (1, -1):
            do("mousemove", x, y, "mousedown", 1)
            for step in range(1, 30):
                if time.monotonic() > end:
                    break
                do("mousemove", x + sign * step * 6, y + sign * step * 3)
                time.sleep(0.012)
            do("mouseup", 1)
            for _ in range(4):
                do("click", 4 if sign > 0 else 5)
                time.sleep(0.05)


def pictures_a_second(screen, seconds):
    """Different pictures that the screen shows while the map is moved."""
    end = time.monotonic() + seconds
    mover = threading.Thread(target=move_map, args=(screen.display, end))
    mover.start()
    seen, last = 0, None
    while time.monotonic() < end:
        state = screen.state(24)
        seen += state != last
        last = state
        time.sleep(0.004)
    mover.join()
    return seen / seconds


def settle(screen, limit_s):
    """When the last change was."""
    last, since, end = screen.state(), time.monotonic(), time.monotonic() + limit_s
    while time.monotonic() - since < SETTLED_S and time.monotonic() < end:
        state = screen.state()
        if state != last:
            last, since = state, time.monotonic()
        time.sleep(0.02)
    return since


def fill_screen(screen):
    """Every program gets all of the screen: there is no window manager to do it."""
    subprocess.run(f"for window in $(xdotool search --onlyvisible --name '.'); do "
                   f"xdotool windowmove $window 0 0 windowsize $window {WIDTH} {HEIGHT}; done",
                   shell=True, env={**os.environ, "DISPLAY": screen.display}, check=False, timeout=20,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def environment_of(screen, home):
    environment = {**os.environ, "DISPLAY": screen.display, "HOME": home, "XDG_CONFIG_HOME": f"{home}/config",
                   "XDG_DATA_HOME": f"{home}/data", "XDG_CACHE_HOME": f"{home}/cache", "XDG_RUNTIME_DIR": home,
                   "QT_QPA_PLATFORM": "xcb", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    for name in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        environment.pop(name, None)
    os.chmod(home, 0o700)
    if os.getuid() == 0:
        # Marble's browser engine does not start for the administrator otherwise.
        environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        environment["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox"
    return environment


def measure(words, home, arguments, whole, picture):
    """One run; `whole`: also at rest and moved. None where no map appears."""
    screen = Screen(arguments.screen)
    began = time.monotonic()
    program = subprocess.Popen(words, env=environment_of(screen, home), start_new_session=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory = Memory(program.pid)
    try:
        if not wait_until(lambda: screen.shows_map() or program.poll() is not None, START_LIMIT_S, 0.01):
            return None
        if program.poll() is not None:
            return None
        result = {FIRST: time.monotonic() - began}
        if picture:
            screen.save(f"{picture}-first.ppm")
        result[SETTLED] = settle(screen, SETTLE_LIMIT_S) - began
        if whole:
            fill_screen(screen)
            settle(screen, SETTLE_LIMIT_S)
            before = cpu_s(program.pid)
            time.sleep(arguments.rest)
            result[AT_REST] = (cpu_s(program.pid) - before) / arguments.rest * 100
            if picture:
                screen.save(f"{picture}-rest.ppm")
            result[PICTURES] = pictures_a_second(screen, arguments.move)
            result[MEMORY] = memory.peak
        return result
    finally:
        memory.ended.set()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        screen.close()


FIRST_DAY, FIRST = "first picture at the very first start, s", "first picture at every other start, s"
SETTLED, AT_REST = "settled, s", "at rest, % of a core"
PICTURES, MEMORY = "pictures a second while moved", "peak memory, MiB"


def measure_all(programs, arguments):
    results = {name: [] for name, _ in programs}
    # In turns, so that what else runs on the machine meets all of them.
    for run in range(max(arguments.starts, arguments.runs)):
        for name, words in programs:
            picture = arguments.pictures and os.path.join(arguments.pictures, f"{name}-{run + 1}")
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
                # Drivers compile for the first picture, and keep what they compiled in the home folder.
                first_day = measure(words, home, arguments, False, None)
                measured = measure(words, home, arguments, run < arguments.runs, picture)
            if first_day and measured:
                results[name].append({**measured, FIRST_DAY: first_day[FIRST]})
            else:
                print(f"{name} showed no map in run {run + 1}", file=sys.stderr)
    return results


def median(runs, name):
    values = [run[name] for run in runs if name in run]
    return statistics.median(values) if values else None


def table(results, arguments):
    """Markdown: a column for each program, and beside a peer ours as a share of it."""
    ours, *peers = [name for name, runs in results.items() if runs]
    yield (f"Median of {max(arguments.starts, arguments.runs)} starts and {arguments.runs} whole runs at "
           f"{WIDTH} x {HEIGHT}, {os.cpu_count()} cores, load at the end {os.getloadavg()[0]:.1f}.")
    yield ""
    yield f"| | {ours} |" + "".join(f" {name} | ratio |" for name in peers)
    yield "|---|---:|" + "---:|---:|" * len(peers)
    for name in (FIRST_DAY, FIRST, SETTLED, AT_REST, PICTURES, MEMORY):
        own = median(results[ours], name)
        line = f"| {name} | {own:.2f} |" if own is not None else f"| {name} | |"
        for peer in peers:
            other = median(results[peer], name)
            share = f"{own / other:.2f}" if own is not None and other else ""
            line += f" {other:.2f} | {share} |" if other is not None else " | |"
        yield line


def what_is_wrong(runs):
    """What holds on any machine."""
    if not runs:
        yield "no map appeared"
        return
    at_rest, pictures = median(runs, AT_REST), median(runs, PICTURES)
    if at_rest is not None and at_rest > 1:
        yield "it works while nothing changes"
    if pictures is not None and pictures < 2:
        yield "the map does not follow the hand"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--peer", action="append", help="another program instead of Marble and QGIS, with its words")
    parser.add_argument("--starts", type=int, default=4, help="how often each is started with an empty home folder, and once more with the same")
    parser.add_argument("--runs", type=int, default=2, help="how many of these second starts are also left alone and moved")
    parser.add_argument("--rest", type=float, default=10, metavar="S")
    parser.add_argument("--move", type=float, default=20, metavar="S")
    parser.add_argument("--short", action="store_true", help="one run of ours, no peers")
    parser.add_argument("--screen", type=int, default=77, help="a free display number")
    parser.add_argument("--pictures", metavar="FOLDER", help="keep what was seen, as PPM")
    arguments = parser.parse_args()
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing")
    if arguments.short:
        arguments.peer, arguments.starts, arguments.runs = [], 1, 1
        arguments.rest, arguments.move = 5, 5
    if arguments.pictures:
        os.makedirs(arguments.pictures, exist_ok=True)
    ours = [os.path.abspath(arguments.program), "--size", f"{WIDTH}x{HEIGHT}", "--lang", "en"]
    programs = [("delta-atlas", ours)]
    for peer in PEERS if arguments.peer is None else arguments.peer:
        words = shlex.split(peer)
        if shutil.which(words[0]):
            programs.append((os.path.basename(words[0]), words))
        else:
            print(f"{words[0]} is not installed and left out", file=sys.stderr)
    results = measure_all(programs, arguments)
    wrong = list(what_is_wrong(results["delta-atlas"]))
    if results["delta-atlas"]:
        print("\n".join(table(results, arguments)))
    for one in wrong:
        print(f"FAILED: {one}", file=sys.stderr)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
