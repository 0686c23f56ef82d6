#!/usr/bin/env python3
"""Measures what data files cost, from 1,000 to 1,000,000 features: reading them, drawing them as a picture, peak
memory, beside GDAL reading the same file, and the order in which the cost grows. Prints tables in Markdown.

    tests/measure/data.py target/release/delta-atlas [--folder FOLDER] [--runs 3]

Files are made once in FOLDER (400 MB), else in a temporary one. Needs Linux; GDAL's ogrinfo where it is installed.
"""

import argparse
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SIZES = [1_000, 10_000, 100_000, 1_000_000]
CITIES = [(121.47, 31.23), (120.6, 31.3), (120.15, 30.27), (118.78, 32.06), (121.55, 29.87), (117.28, 31.86)]
KINDS = ["depot", "clinic", "school", "shop", "works", "office", "park", "station"]

# So that GDAL makes points of a table, too.
OPTIONS = {".csv": ["-oo", "X_POSSIBLE_NAMES=longitude", "-oo", "Y_POSSIBLE_NAMES=latitude"]}


def positions(count):
    """Three in five crowd round cities."""
    dice = random.Random(8)
    for _ in range(count):
        if dice.random() < 0.6:
            x, y = dice.choice(CITIES)
            x, y = dice.gauss(x, 0.35), dice.gauss(y, 0.3)
        else:
            x, y = dice.uniform(115, 122.8), dice.uniform(27.3, 35.3)
        yield min(max(x, 114.6), 123.5), min(max(y, 27.1), 35.4), dice.uniform(0, 1000)


def write_geojson(path, features):
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        file.writelines(text if number == 0 else ",\n" + text for number, text in enumerate(features))
        file.write("\n]}\n")


def points(count):
    for number, (x, y, value) in enumerate(positions(count)):
        yield (f'{{"type":"Feature","properties":{{"name":"Feature {number}","kind":"{KINDS[number % 8]}","value":'
               f'{value:.2f}}},"geometry":{{"type":"Point","coordinates":[{x:.6f},{y:.6f}]}}}}')


def write_csv(path, count):
    with open(path, "w", encoding="utf-8") as file:
        file.write("name,kind,value,longitude,latitude\n")
        for number, (x, y, value) in enumerate(positions(count)):
            file.write(f"Feature {number},{KINDS[number % 8]},{value:.2f},{x:.6f},{y:.6f}\n")


def areas(count, vertices=50):
    side = math.ceil(math.sqrt(count))
    width, height = 8.0 / side, 7.8 / side
    dice = random.Random(8)
    for number in range(count):
        x, y = 115 + (number % side + 0.5) * width, 27.4 + (number // side + 0.5) * height
        phase, ring = dice.uniform(0, 6), []
        for corner in range(vertices - 1):
            angle = math.tau * corner / (vertices - 1)
            radius = 0.42 + 0.05 * math.sin(5 * angle + phase) + 0.01 * dice.random()
            ring.append(f"[{x + width * radius * math.cos(angle):.6f},{y + height * radius * math.sin(angle):.6f}]")
        yield (f'{{"type":"Feature","properties":{{"name":"Area {number}"}},"geometry":{{"type":"Polygon","coordinates":'
               f'[[{",".join([*ring, ring[0]])}]]}}}}')


def make(folder):
    """Files by name, made unless they are there."""
    made = {f"{size:,} points": (f"points-{size}.geojson", lambda path, size=size: write_geojson(path, points(size)))
            for size in SIZES}
    made[f"{SIZES[-1]:,} points as CSV"] = (f"points-{SIZES[-1]}.csv", lambda path: write_csv(path, SIZES[-1]))
    made["100,000 areas, 5,000,000 vertices"] = ("areas-100000.geojson",
                                                 lambda path: write_geojson(path, areas(100_000)))
    files = {}
    for what, (name, write) in made.items():
        files[what] = os.path.join(folder, name)
        if not os.path.exists(files[what]):
            write(files[what] + ".part")
            os.rename(files[what] + ".part", files[what])
    return files


def run(words):
    """Wall clock and processor time in seconds, peak memory in MiB."""
    began = time.monotonic()
    program = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = program.stderr.read()
    _, status, used = os.wait4(program.pid, 0)
    took = time.monotonic() - began
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        sys.exit(f"{' '.join(words)} failed: {said.decode(errors='replace')}")
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def median(runs):
    return [statistics.median(values) for values in zip(*runs)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--folder", help="where the files are kept")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    gdal = shutil.which("ogrinfo")
    with tempfile.TemporaryDirectory() as work:
        folder = arguments.folder or work
        os.makedirs(folder, exist_ok=True)
        files = make(folder)
        sizes = {what: os.path.getsize(path) / 1e6 for what, path in files.items()}
        picture = os.path.join(work, "picture.png")
        ours, theirs = {}, {}
        for _ in range(arguments.runs):
            # In turns, so that what else runs on the machine meets both.
            for what, path in files.items():
                words = [arguments.program, "export", path, "--size", "1280x800", "--force", "--output", picture]
                ours.setdefault(what, []).append(run(words))
                if gdal:
                    theirs.setdefault(what, []).append(run([gdal, "-al", "-so", *OPTIONS.get(path[-4:], []), path]))
        base = median([run([arguments.program, "export", "--size", "1280x800", "--force", "--output", picture])
                       for _ in range(arguments.runs)])
    print(f"Median of {arguments.runs} runs, {os.cpu_count()} cores. `export` reads the file and draws it as PNG of "
          f"1280 x 800; without data: {base[0]:.2f} s, {base[2]:.0f} MiB.\n")
    print("| file | MB | export, s | processor, s | peak, MiB | GDAL reads it in, s | ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for what, size in sizes.items():
        took, cpu, peak = median(ours[what])
        line = f"| {what} | {size:.1f} | {took:.2f} | {cpu:.2f} | {peak:.0f} |"
        if gdal:
            other = median(theirs[what])[0]
            line += f" {other:.2f} | {took / other:.2f} |"
        else:
            line += " | |"
        print(line)
    first, last = (median(ours[f"{size:,} points"]) for size in (SIZES[2], SIZES[-1]))
    growth = math.log(SIZES[-1] / SIZES[2])
    orders = [math.log(max(large - least, 1e-9) / max(small - least, 1e-9)) / growth
              for small, large, least in zip(first, last, base)]
    print(f"\nFrom {SIZES[2]:,} to {SIZES[-1]:,} points, less what the program costs without data: time grows with the "
          f"power {orders[0]:.2f}, processor time {orders[1]:.2f}, memory {orders[2]:.2f}.")


if __name__ == "__main__":
    main()
