"""Stage 4: roads, rail and metro from hand-drawn control points, and the point places."""
import itertools

import shapely
from shapely.geometry import LineString, Point, box
from shapely.ops import unary_union

import hand
from geometry import catmull_rom, degrees_from_metres, lines_of, metres_from_degrees, rounded

ROAD_TOLERANCE_DEG = 0.00025
METRO_TOLERANCE_DEG = 0.00004
METRO_STEPS = 8
SHORTEST_PIECE_M = 6000
BRIDGES_AT_SEA = (box(121.7, 30.5, 122.3, 31.0), box(120.85, 30.2, 121.3, 30.7))
AIRPORT_BOX = (114.5, 27, 123.5, 35.5)


def drawing_zone(cities):
    """Where lines are drawn: the delta and 6 km around it, with the bridges over Hangzhou Bay and to Yangshan."""
    delta = metres_from_degrees(unary_union(list(cities.values()))).buffer(6000).simplify(800)
    return unary_union([degrees_from_metres(delta), *BRIDGES_AT_SEA])


def smooth_lines(name, zone):
    """(properties, smooth line in degrees) of hand/roads or hand/rail, cut to the zone."""
    for properties, control in hand.features(name):
        curve = LineString(catmull_rom(control.coords)).simplify(ROAD_TOLERANCE_DEG).intersection(zone)
        pieces = [piece for piece in lines_of(curve) if metres_from_degrees(piece).length > SHORTEST_PIECE_M]
        yield properties, rounded(pieces[0] if len(pieces) == 1 else shapely.MultiLineString(pieces))


def metro_stations():
    """{name: row} of hand/metro_stations, each row with its `checked` as a truth value."""
    return {row["name"]: {**row, "checked": row["checked"] == "yes"} for row in hand.table("metro_stations")}


def metro():
    """(branch record, checked or not, smooth line) of the metro.

    A branch is one curve through its stations, cut where stations that could be checked against the
    reference give way to stations that could not.
    """
    stations = metro_stations()
    for branch in hand.metro_lines():
        rows = [stations[name] for name in branch["stations"]]
        curve = catmull_rom([(row["lon"], row["lat"]) for row in rows], steps=METRO_STEPS)
        between = [first["checked"] and second["checked"] for first, second in zip(rows, rows[1:])]
        start = 0
        for checked, run in itertools.groupby(between):
            end = start + len(list(run))
            piece = LineString(curve[start * METRO_STEPS:end * METRO_STEPS + 1])
            yield branch, checked, rounded(piece.simplify(METRO_TOLERANCE_DEG))
            start = end


def station_features():
    """(properties, point) of the metro stations on the map, with their lines in drawing order."""
    lines = {}
    for branch in hand.metro_lines():
        for name in branch["stations"]:
            if branch["line"] not in lines.setdefault(name, []):
                lines[name].append(branch["line"])
    for name, row in metro_stations().items():
        english = {"name_en": row["name_en"]} if row["name_en"] else {}
        yield ({"name": name.split(" (")[0], **english, "lines": lines[name], "kind": "metro_station",
                "schematic": True, "checked": row["checked"]}, Point(row["lon"], row["lat"]))


def airports():
    """(names, IATA code, point) of the civil airports that hand/airports.csv names in both languages."""
    import airportsdata
    west, south, east, north = AIRPORT_BOX
    names = {row["iata"]: {"name": row["name"], "name_en": row["name_en"]} for row in hand.table("airports")}
    for row in airportsdata.load("ICAO").values():
        if row["country"] == "CN" and row["iata"] in names and west <= row["lon"] <= east and south <= row["lat"] <= north:
            yield names[row["iata"]], row["iata"], rounded(Point(row["lon"], row["lat"]))
