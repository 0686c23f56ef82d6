#!/usr/bin/env python3
"""Measures whole programs from outside, ours beside its peers, on a screen of its own: time to the first picture and
until nothing changes any more, peak memory, processor time at rest, pictures a second while the map is moved.

    tests/measure/measure.py target/release/delta-atlas [--peer marble] [--peer 'qgis map.geojson'] [--runs 3]

Needs Linux, Xvfb and xdotool. What is measured is read from the frame buffer that Xvfb maps into a file, so that every
program is judged alike. Peers are whatever is installed; one that is missing is left out and named.
"""

import argparse
import mmap
import os
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import zlib

WIDTH, HEIGHT = 1280, 800
TICK = os.sysconf("SC_CLK_TCK")
# A picture counts as a map once its middle has so many colours: an empty window has a handful.
MAP_COLOURS = 40
SETTLED_S = 1.5
START_LIMIT_S = 60
IDLE_S = 10
MOVING_S = 20


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

    def colours(self):
        found = set()
        for row in self.rows(10):
            found.update(row[index:index + 3] for index in range(0, len(row), 16))
        return len(found)

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


def peak_mib(pid):
    total = 0
    for one in family(pid):
        try:
            with open(f"/proc/{one}/status", encoding="utf-8") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
        except OSError:
            pass
    return total / 1024


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


def pictures_a_second(screen):
    """Different pictures that the screen shows while the map is moved."""
    end = time.monotonic() + MOVING_S
    mover = os.fork()
    if mover == 0:
        move_map(screen.display, end)
        os._exit(0)
    seen, last = 0, None
    while time.monotonic() < end:
        state = screen.state(24)
        seen += state != last
        last = state
        time.sleep(0.004)
    os.waitpid(mover, 0)
    return seen / MOVING_S


def measure(words, number, home):
    screen = Screen(number)
    environment = {**os.environ, "DISPLAY": screen.display, "HOME": home, "XDG_CONFIG_HOME": home,
                   "XDG_RUNTIME_DIR": home, "QT_QPA_PLATFORM": "xcb"}
    environment.pop("WAYLAND_DISPLAY", None)
    os.chmod(home, 0o700)
    if os.getuid() == 0:
        # Marble's browser engine does not start for the administrator otherwise.
        environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    began = time.monotonic()
    program = subprocess.Popen(words, env=environment, start_new_session=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        if not wait_until(lambda: screen.colours() > MAP_COLOURS, START_LIMIT_S, 0.01):
            return None
        first = time.monotonic() - began
        last, since = screen.state(), time.monotonic()
        while time.monotonic() - since < SETTLED_S and time.monotonic() - began < START_LIMIT_S:
            state = screen.state()
            if state != last:
                last, since = state, time.monotonic()
            time.sleep(0.02)
        result = {"first picture, s": first, "settled, s": since - began}
        before = cpu_s(program.pid)
        time.sleep(IDLE_S)
        result["at rest, % of a core"] = (cpu_s(program.pid) - before) / IDLE_S * 100
        result["pictures a second"] = pictures_a_second(screen)
        result["peak memory, MiB"] = peak_mib(program.pid)
        return result
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        screen.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--screen", type=int, default=77, help="a free display number")
    arguments = parser.parse_args()
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing")
    ours = [os.path.abspath(arguments.program), "--size", f"{WIDTH}x{HEIGHT}", "--lang", "en"]
    programs = [("delta-atlas", ours)]
    for peer in arguments.peer:
        words = shlex.split(peer)
        if shutil.which(words[0]):
            programs.append((words[0], words))
        else:
            print(f"{words[0]} is not installed and left out")
    results = {}
    # In turns, so that what else runs on the machine meets all of them.
    for _ in range(arguments.runs):
        for name, words in programs:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
                measure_again = results.setdefault(name, [])
                measured = measure(words, arguments.screen, home)
                if measured:
                    measure_again.append(measured)
    load = os.getloadavg()[0]
    print(f"median of {arguments.runs} runs, {os.cpu_count()} cores, load {load:.1f}\n")
    measures = list(results["delta-atlas"][0]) if results["delta-atlas"] else []
    peers = [name for name, _ in programs[1:] if results[name]]
    print("| measure | delta-atlas |" + "".join(f" {name} | ratio |" for name in peers))
    print("|---|---:|" + "---:|---:|" * len(peers))
    for measure_name in measures:
        def median(name):
            return statistics.median(run[measure_name] for run in results[name])
        own = median("delta-atlas")
        line = f"| {measure_name} | {own:.2f} |"
        for name in peers:
            other = median(name)
            line += f" {other:.2f} | {own / other:.2f} |" if other else f" {other:.2f} | |"
        print(line)


if __name__ == "__main__":
    main()
