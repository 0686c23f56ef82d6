"""Reader of the province outlines in Apache ECharts 4.9.0 and of their "UTF8Encoding".

A ring is a string: two characters a vertex, each a zig-zag coded delta offset by 64, in 1/1024 degree.
"""
import json

from shapely.geometry import shape

UNITS_PER_DEGREE = 1024


def _decode_ring(text, start):
    x, y = start
    ring = []
    for index in range(0, len(text), 2):
        step_x, step_y = ord(text[index]) - 64, ord(text[index + 1]) - 64
        x += (step_x >> 1) ^ -(step_x & 1)
        y += (step_y >> 1) ^ -(step_y & 1)
        ring.append((x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE))
    return ring


def _decode_geometry(geometry):
    rings, starts = geometry["coordinates"], geometry["encodeOffsets"]
    if geometry["type"] == "Polygon":
        coordinates = [_decode_ring(text, start) for text, start in zip(rings, starts)]
    else:
        coordinates = [[_decode_ring(text, start) for text, start in zip(part, part_starts)]
                       for part, part_starts in zip(rings, starts)]
    return {"type": geometry["type"], "coordinates": coordinates}


def read_units(path):
    """Yield (name, adcode, geometry in GCJ-02 rounded up to 1/1024 degree) for each unit of a province."""
    with open(path, encoding="utf-8") as file:
        province = json.load(file)
    for feature in province["features"]:
        geometry = feature["geometry"]
        if province.get("UTF8Encoding"):
            geometry = _decode_geometry(geometry)
        properties = feature["properties"]
        yield properties.get("name"), feature.get("id") or properties.get("adcode"), shape(geometry)
