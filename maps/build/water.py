"""Stage 3: lakes, reservoirs, rivers and canals as polygons and lines."""
import shapefile
import shapely
from shapely.geometry import LineString, Point, Polygon, box, shape
from shapely.ops import unary_union

import creek
import hand
import huangpu
import yangtze
from geometry import (chaikin, degrees_from_metres, gauss_ring, lines_of, metres_from_degrees, polygons_of, rounded)
from land import SOURCE_BOX

ESTUARY_LAP = box(120.9, 31.6, 121.25, 31.9)
MOUTHS = [(119.9, 31.6, 121.25, 32.2), (120.1, 30.1, 120.98, 30.5), (120.6, 27.85, 120.9, 28.1), (121.2, 28.6, 121.42, 28.75)]
COAST_STRIP_M = 9000
RIVER_SIGMA_M = 200
LARGE_LAKE_M2, LARGE_LAKE_SIGMA_M, LAKE_SIGMA_M = 200e6, 300, 420
YANGTZE = "长江"
NATURAL_EARTH_NAMES = {"Huai": "淮河", "Ou": "瓯江", "Ying": "颍河", "Huang (Yellow)": "黄河", "Yi": "沂河",
                       "Gan": "赣江", "Min": "闽江", "Quan": "泉河", "Mei": "湄河"}
NATURAL_EARTH_SKIPPED = ("Yangtze", "Fuchun", "Hudi", "")


def _inland_parts(waterbodies, land):
    """Water inside OSM land, seams closed, slivers dropped; (parts over 6 km2, middle of the Yangtze), in metres.

    The 2017 sea would drown land reclaimed since: nothing within 9 km of the coast but the river mouths.
    """
    land_m = unary_union([metres_from_degrees(polygon) for polygon in land])
    water_m = unary_union([metres_from_degrees(shapely.make_valid(polygon)) for polygon in waterbodies])
    water_m = unary_union(polygons_of(water_m.intersection(unary_union([land_m, metres_from_degrees(ESTUARY_LAP)]))))
    mouths_m = unary_union([metres_from_degrees(box(*bounds)) for bounds in MOUTHS])
    coast_m = land_m.boundary.intersection(metres_from_degrees(box(114.6, 27.1, 123.5, 35.4)))
    water_m = water_m.difference(coast_m.buffer(COAST_STRIP_M).difference(mouths_m))
    closed = water_m.buffer(450).buffer(-450)
    closed, yangtze_middle = _with_whole_yangtze(closed)
    opened = closed.buffer(-120).buffer(120)
    return [part for part in polygons_of(opened)
            if part.area > 14e6 or (part.area > 6e6 and part.buffer(-300).area > 0.35 * part.area)], yangtze_middle


def _with_whole_yangtze(water):
    """Replace the source's fragments of the Yangtze above Jiangyin by the continuous river."""
    river, middle = yangtze.build(water)
    with_islands = unary_union([Polygon(part.exterior) for part in polygons_of(river)])
    fragments = [part for part in polygons_of(water.intersection(yangtze.reach()).difference(river.buffer(150)))
                 if (part.area > 6e6 or part.distance(river) > 400) and not with_islands.contains(part.representative_point())]
    return unary_union([river, water.difference(yangtze.reach()).buffer(1), *fragments]), middle


def _lake_sigma_m(polygon):
    """The grid's corners show more on a small lake, so it is smoothed more."""
    return LARGE_LAKE_SIGMA_M if polygon.area > LARGE_LAKE_M2 else LAKE_SIGMA_M


def _smooth(polygon, sigma_m, tolerance_m, min_hole_m2):
    """Round off the corners that the source's 2 km grid left; small parts are smoothed less."""
    sigma_m = min(sigma_m, 0.12 * polygon.area ** 0.5 + 60)
    holes = [gauss_ring(hole.coords, sigma_m, 80) for hole in polygon.interiors if Polygon(hole).area > min_hole_m2]
    smooth = Polygon(gauss_ring(polygon.exterior.coords, sigma_m, 80), holes)
    return (smooth if smooth.is_valid else smooth.buffer(0)).simplify(tolerance_m)


def _hand_polygons():
    """(name, kind, polygon in metres) of the lakes drawn by hand."""
    for properties, geometry in hand.features("water"):
        if geometry.geom_type == "Polygon":
            rounds = 1 if properties["kind"] == "reservoir" else 2
            holes = [chaikin(hole.coords, closed=True, rounds=rounds) for hole in geometry.interiors]
            geometry = metres_from_degrees(Polygon(chaikin(geometry.exterior.coords, closed=True, rounds=rounds), holes))
        elif geometry.geom_type == "Point":
            geometry = metres_from_degrees(geometry).buffer(properties["radius_m"], quad_segs=12)
        else:
            continue
        yield properties["name"], properties["kind"], geometry


def _is_yangtze(polygon, corridor):
    inside = polygon.intersection(corridor).area > 0.8 * polygon.area
    return inside and polygon.area > 8e6 and polygon.area / polygon.length ** 2 < 0.02


def read_rivers(path):
    """(English name or "", line in degrees) of the Natural Earth rivers in the delta."""
    west, south, east, north = SOURCE_BOX
    with shapefile.Reader(str(path), encoding="utf-8", encodingErrors="replace") as reader:
        for item in reader.iterShapeRecords(bbox=[west, south, east, north]):
            name = item.record.as_dict().get("name")
            yield (name or "").strip("\0 "), shape(item.shape.__geo_interface__)


def polygons(waterbodies, land, rivers, districts):
    """(name or None, kind, by hand or not, polygon in metres) of all waters, then the mid-lines of Huangpu and Yangtze."""
    drawn = list(_hand_polygons())
    covered = unary_union([geometry.buffer(300) for name, _, geometry in drawn if name != "滴水湖"])
    corridor = unary_union([metres_from_degrees(line) for name, line in rivers if name == "Yangtze"]).buffer(7000)
    anchors = [(row["name"], metres_from_degrees(Point(row["lon"], row["lat"]))) for row in hand.table("lake_names")]
    result = []
    parts, yangtze_middle = _inland_parts(waterbodies, land)
    for part in parts:
        if part.intersection(covered).area > 0.15 * part.area:
            continue
        name = next((name for name, anchor in anchors if part.buffer(900).contains(anchor)), None)
        if name is None and _is_yangtze(part, corridor):
            name = YANGTZE
        smooth = _smooth(part, RIVER_SIGMA_M, 30, 2.5e6) if name == YANGTZE else _smooth(part, _lake_sigma_m(part), 50, 2e6)
        for piece in polygons_of(smooth):
            if piece.area >= 5e6:
                # Side channels and gaps of the Yangtze are by hand, so the whole river counts as schematic.
                result.append((name, "river" if name == YANGTZE else "lake", name == YANGTZE, piece))
    result += [(name, kind, True, geometry) for name, kind, geometry in drawn]
    river, centre = huangpu.build(districts)
    result.append(("黄浦江", "river", True, river))
    return result, centre, yangtze_middle


def lines(rivers, huangpu_centre, yangtze_middle, districts):
    """(name, kind, by hand or not, line in degrees) of rivers and canals."""
    result = [("黄浦江", "river_axis", True, rounded(degrees_from_metres(huangpu_centre)))]
    for properties, geometry in hand.features("water"):
        if properties["kind"] == "creek":
            middle = creek.build(districts, geometry.coords)
            result.append((properties["name"], "creek", True, rounded(degrees_from_metres(middle))))
        elif geometry.geom_type == "LineString":
            points = [point for point in geometry.coords if properties["kind"] != "river_main" or point[0] > yangtze.RIBBON_WEST_OF]
            result.append((properties["name"], properties["kind"], True, rounded(LineString(chaikin(points)).simplify(0.0001))))
    upper = rounded(degrees_from_metres(yangtze_middle.simplify(60)))
    result.append((YANGTZE, "river_main", True, upper))
    for name, line in rivers:
        if name not in NATURAL_EARTH_SKIPPED:
            for part in lines_of(line.intersection(box(114.4, 26.9, 123.7, 35.6))):
                smooth = rounded(LineString(chaikin(part.coords, rounds=1)).simplify(0.002))
                result.append((NATURAL_EARTH_NAMES.get(name, name), "river_ne", False, smooth))
    return result
