"""Readers of the hand-drawn data in hand/: project-owned control points, WGS84, longitude first."""
import csv
import json
from pathlib import Path

from shapely.geometry import shape

FOLDER = Path(__file__).resolve().parent / "hand"


def table(name):
    """Rows of hand/`name`.csv as dictionaries; columns lon and lat become numbers."""
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for column in ("lon", "lat", "width_m"):
            if column in row:
                row[column] = float(row[column])
    return rows


def features(name):
    """(properties, geometry of control points) of hand/`name`.geojson."""
    with open(FOLDER / f"{name}.geojson", encoding="utf-8") as file:
        return [(feature["properties"], shape(feature["geometry"])) for feature in json.load(file)["features"]]


def metro_lines():
    """The metro branches: line, colour, checked or not, and the names of their stations in order."""
    with open(FOLDER / "metro_lines.json", encoding="utf-8") as file:
        return json.load(file)


def english_names():
    """{Chinese name: English name} of everything named by hand."""
    return {row["name"]: row["name_en"] for row in table("names")}
