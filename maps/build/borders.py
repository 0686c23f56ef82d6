"""Stage 2: administrative units and border lines.

ECharts outlines -> undo the rounding and the datum shift -> topology (mapshaper) -> cut with the finished
land, so that coasts match it vertex for vertex -> border lines, each once, by rank.
"""
import json
import subprocess

import numpy as np
import shapely
from shapely.geometry import box, mapping, shape
from shapely.ops import linemerge, unary_union

from datum import wgs84_from_gcj02
from echarts_codec import UNITS_PER_DEGREE, read_units
from geometry import (area_km2, degrees_from_metres, lines_of, metres_from_degrees, only_polygons,
                      polygons_of, rounded, valid_rounded)

PROVINCES = {"310000": "shanghai", "320000": "jiangsu", "330000": "zhejiang", "340000": "anhui"}
SHANGHAI = "310000"
SHANGHAI_NAME = "上海市"
GAP_FILL = "3km2"
OVERVIEW_INTERVAL_M = 300
DETAIL_INTERVAL_M = 150
CITY_INTERVAL_M = 60
CITY_BOX = box(120.6, 30.2, 122.8, 32.1)
RANK_OF_LINE_TYPE = {"outer": "province", "prov": "province", "city": "city", "inner": "district"}
MISSING_ADCODE = {"崇明区": "310151"}


def _wgs84(geometry):
    """GCJ-02 rounded UP to 1/1024 degree -> WGS84: half a step back on both axes, then the inverse shift."""
    half_step = 0.5 / UNITS_PER_DEGREE
    return shapely.transform(geometry, lambda xy: np.c_[wgs84_from_gcj02(xy[:, 0] - half_step, xy[:, 1] - half_step)])


def write_raw_units(echarts_folder, path):
    """Decode the 40 cities and 16 districts into one GeoJSON file, in WGS84, not yet topological."""
    features = []
    for province in ("320000", "330000", "340000", SHANGHAI):
        for name, code, geometry in read_units(echarts_folder / f"map/json/province/{PROVINCES[province]}.json"):
            polygons = polygons_of(shapely.make_valid(_wgs84(geometry)))
            whole = polygons[0] if len(polygons) == 1 else shapely.union_all(polygons)
            code = MISSING_ADCODE.get(name) or str(code)
            features.append({"type": "Feature", "properties": {"name": name, "adcode": code, "prov": province},
                             "geometry": mapping(whole)})
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file, ensure_ascii=False)


def run_topology(mapshaper, work):
    """Clean all units as one coverage, then simplify it at two levels and extract each border once.

    The larger polygon wins an overlap (the default): that gives Nantong its towns on Chongming Island.
    """
    def call(*arguments):
        subprocess.run([str(mapshaper), *map(str, arguments)], check=True, cwd=work, capture_output=True)

    call("units_raw.geojson", "-clean", f"gap-fill-area={GAP_FILL}", "-o", "units_clean.geojson", "precision=0.000001")
    fine = f'prov=="{SHANGHAI}" ? {CITY_INTERVAL_M} : {DETAIL_INTERVAL_M}'
    for level, simplify in (("overview", [f"interval={OVERVIEW_INTERVAL_M}"]), ("detail", ["variable", f"interval={fine}"])):
        call("units_clean.geojson", "-each", f'city = prov=="{SHANGHAI}" ? "{SHANGHAI}" : adcode',
             "-simplify", "dp", *simplify, "keep-shapes", "-clean", "-o", f"units_{level}.geojson", "precision=0.00001",
             "-lines", "prov,city", "-o", f"lines_{level}.geojson", "precision=0.00001")


def _read(path):
    with open(path, encoding="utf-8") as file:
        return [(feature["properties"], shape(feature["geometry"])) for feature in json.load(file)["features"]]


def read_units_of_level(work, level):
    """(properties, valid geometry) of the 56 units at one level, coast not yet cut."""
    return [(properties, shapely.make_valid(geometry)) for properties, geometry in _read(work / f"units_{level}.geojson")]


def _shared_length_m(first, second):
    """How much of the outline of `second` runs along `first`; both in metres."""
    return first.boundary.buffer(2).intersection(second.boundary).length


def _owner(piece, units):
    """Name of the unit that a piece of uncovered land belongs to: the nearest, then the longest contact."""
    piece_m = metres_from_degrees(piece)
    ranked = []
    for name, unit_m in units:
        distance = unit_m.distance(piece_m)
        shared = _shared_length_m(unit_m, piece_m) if distance < 2 else 0
        ranked.append((round(max(distance - 2, 0)), -shared, name))
    return min(ranked)


def _merge_fragments(units, largest_km2):
    """Hand crumbs of a unit cut off by generalisation to the neighbour they touch most."""
    for name in list(units):
        for crumb in polygons_of(units[name]):
            if area_km2(crumb) >= largest_km2 or len(polygons_of(units[name])) == 1:
                continue
            crumb_m = metres_from_degrees(crumb)
            shared, neighbour = max((_shared_length_m(metres_from_degrees(geometry), crumb_m), other)
                                    for other, geometry in units.items() if other != name)
            if shared > 20:
                units[name] = only_polygons(units[name].difference(crumb))
                units[neighbour] = only_polygons(unary_union([units[neighbour], crumb]))
    return units


def districts(work, land):
    """The 16 districts cut with the city-level land; {name: geometry}."""
    units = read_units_of_level(work, "detail")
    near = [(properties["name"], metres_from_degrees(geometry)) for properties, geometry in units if geometry.intersects(CITY_BOX)]
    result = {properties["name"]: only_polygons(geometry.intersection(land))
              for properties, geometry in units if properties["prov"] == SHANGHAI}
    uncovered = land.intersection(box(120.7, 30.5, 122.4, 32.0)).difference(unary_union([geometry for _, geometry in units]))
    for piece in polygons_of(uncovered):
        if area_km2(piece) < 0.003:
            continue
        name = _owner(piece, near)[2]
        if name in result:
            result[name] = only_polygons(unary_union([result[name], piece]))
    result = _merge_fragments(result, 0.03)
    return {name: valid_rounded(geometry) for name, geometry in result.items()}


def _is_delta_shoal(piece):
    """Land beyond the borders that is the delta's: not a neighbouring province, not cut by the map edge."""
    edge = box(114.4, 26.9, 123.7, 35.6).boundary
    centre = piece.centroid
    return not piece.intersects(edge) and area_km2(piece) <= 150 and centre.x >= 118 and 27.17 <= centre.y <= 35.12


def cities(work, land, level, shanghai=None):
    """The 41 cities cut with the land of the same level; {name: geometry}.

    `shanghai`, the union of the finished districts, is kept as it is where given, so that both files match.
    """
    parts = {}
    units = read_units_of_level(work, level)
    for properties, geometry in units:
        name = SHANGHAI_NAME if properties["prov"] == SHANGHAI else properties["name"]
        parts.setdefault(name, []).append(geometry)
    result = {name: only_polygons(unary_union(geometries).intersection(land)) for name, geometries in parts.items()}
    uncovered = land.difference(unary_union([geometry for _, geometry in units]))
    if shanghai is not None:
        result[SHANGHAI_NAME] = shanghai
        uncovered = uncovered.difference(shanghai)
    outlines = [(name, metres_from_degrees(geometry)) for name, geometry in result.items()]
    for piece in polygons_of(uncovered):
        if not _is_delta_shoal(piece):
            continue
        distance, _, name = _owner(piece, outlines)
        if distance < 15000 and (name != SHANGHAI_NAME or shanghai is None):
            result[name] = only_polygons(unary_union([result[name], piece]))
    kept = {} if shanghai is None else {SHANGHAI_NAME: result.pop(SHANGHAI_NAME)}
    result = {name: valid_rounded(geometry) for name, geometry in _merge_fragments(result, 0.03).items()}
    return {**result, **kept}


def border_lines(work, land, delta, level):
    """{rank: [lines]} of one level: each border once, without its stretches out at sea.

    Outlines of the delta are kept only along foreign land (450 m), inner borders along land (250 m).
    """
    foreign = unary_union([piece for piece in polygons_of(land.difference(delta)) if area_km2(piece) > 100])
    near_foreign = degrees_from_metres(metres_from_degrees(foreign).buffer(450))
    near_land = degrees_from_metres(metres_from_degrees(land).buffer(250))
    kept = {}
    for properties, line in _read(work / f"lines_{level}.geojson"):
        if properties["TYPE"] == "outer":
            line = line.intersection(near_foreign)
        line = line.intersection(near_land)
        kept.setdefault(RANK_OF_LINE_TYPE[properties["TYPE"]], []).extend(lines_of(line))
    result = {}
    for rank in ("province", "city", "district"):
        merged = linemerge(lines_of(unary_union(kept[rank])))
        result[rank] = [rounded(line) for line in lines_of(merged) if metres_from_degrees(line).length > 400]
    return result
