"""The order of the stages and what each file holds: properties, licence, attribution, lineage."""
import pickle

from shapely.geometry import Point
from shapely.ops import unary_union

import borders
import hand
import land
import traffic
import water
import waterbodies
from geometry import degrees_from_metres, label_point, rounded
from writer import write

OSM = "© OpenStreetMap contributors"
ECHARTS = "Apache ECharts 4.9.0 map data, © 2017-2020 The Apache Software Foundation, changed: reprojected to WGS84 and simplified"
LAND = {"license": "ODbL-1.0", "attribution": OSM,
        "lineage": "OpenStreetMap land polygons in roaring-landmask 0.11.0; opened, simplified, rounded."}
BORDERS = {"license": "Apache-2.0", "attribution": ECHARTS,
           "lineage": "Province outlines of Apache ECharts 4.9.0; GCJ-02 to WGS84, cleaned as one coverage, simplified."}
UNITS = {"license": "ODbL-1.0", "attribution": f"{OSM}; inner borders: {ECHARTS} (Apache-2.0)",
         "lineage": "Outlines of Apache ECharts 4.9.0 cut with the OpenStreetMap land of the same level of detail."}
WATER = {"license": "ODbL-1.0", "attribution": OSM,
         "lineage": "geo-maps earth-waterbodies 10m 0.6.0 (OpenStreetMap, November 2017), seams closed and smoothed; features with schematic=true are drawn by hand."}
RIVERS = {"license": "ODbL-1.0", "attribution": f"{OSM}; made with Natural Earth",
          "lineage": "kind=river_ne and the Yangtze west of 119.47 E: Natural Earth 3.0.0, public domain; the rest is drawn by hand."}
HAND = {"license": "project", "attribution": "Delta Atlas", "lineage": "Drawn by hand from general knowledge; schematic."}
POINTS = {"license": "MIT", "attribution": "airports: airportsdata 20260905",
          "lineage": "Airports: airportsdata 20260905; ports and stations by hand from general knowledge."}


def cached(path, make):
    """The pickled result of `make`, made on the first run: for sources that never change."""
    if path.exists():
        return pickle.loads(path.read_bytes())
    result = make()
    path.write_bytes(pickle.dumps(result))
    return result


def run(work, out, sources):
    """Build every file of maps/."""
    source_land = cached(work / "land_source.pickle", land.read_source)
    source_water = cached(work / "water_source.pickle", lambda: waterbodies.read_source(sources["waterbodies"]))
    levels = cached(work / "land_levels.pickle", lambda: land.generalise(source_land))
    borders.write_raw_units(sources["echarts"], work / "units_raw.geojson")
    borders.run_topology(sources["mapshaper"], work)
    whole = {level: unary_union(polygons) for level, polygons in levels.items()}
    districts = borders.districts(work, whole["city"])
    cities = {level: borders.cities(work, whole[level], level) for level in ("overview",)}
    names = hand.english_names()

    def named(name, **more):
        return {"name": name, **({"name_en": names[name]} if name in names else {}), **more}

    total = 0
    islands = [row for row in hand.table("points") if row["kind"] == "island"]
    for level in ("overview", "detail"):
        features = []
        for polygon in sorted(levels[level], key=lambda polygon: -polygon.area):
            island = next((row for row in islands if polygon.contains(Point(row["lon"], row["lat"]))), None)
            features.append(({"name": island["name"], "name_en": island["name_en"]} if island else {}, polygon))
        total += write(out, f"land_{level}", features, LAND)

    codes = {properties["name"]: properties for properties, _ in borders.read_units_of_level(work, "overview")}
    codes["上海市"] = {"adcode": "310000", "prov": "310000"}
    total += write(out, "cities", [(named(name, adcode=codes[name]["adcode"], prov=codes[name]["prov"], label=label_point(geometry)), geometry)
                                   for name, geometry in cities["overview"].items()], UNITS)
    total += write(out, "districts", [(named(name, adcode=codes[name]["adcode"], label=label_point(geometry)), geometry)
                                      for name, geometry in districts.items()], UNITS)
    delta = unary_union(list(cities["overview"].values()))
    for level in ("overview", "detail"):
        lines = borders.border_lines(work, whole[level], delta, level)
        total += write(out, f"borders_{level}", [({"level": rank}, line) for rank, group in lines.items() for line in group], BORDERS)

    rivers = list(water.read_rivers(sources["rivers"]))
    waters, huangpu_centre = water.polygons(source_water, source_land, rivers, districts)
    for level, tolerance in (("overview", 110), ("detail", 0)):
        features = []
        for name, kind, by_hand, polygon in waters:
            if level == "overview" and not name and polygon.area <= 12e6:
                continue
            properties = named(name, kind=kind) if name else {"kind": kind}
            if by_hand:
                properties["schematic"] = True
            features.append((properties, rounded(degrees_from_metres(polygon.simplify(tolerance)))))
        total += write(out, f"water_{level}", features, WATER)
    total += write(out, "rivers", [(named(name, kind=kind, **({"schematic": True} if by_hand else {})), line)
                                   for name, kind, by_hand, line in water.lines(rivers, huangpu_centre)], RIVERS)

    zone = traffic.drawing_zone(cities["overview"])
    for name in ("roads", "rail"):
        total += write(out, name, [({**properties, "schematic": True}, line) for properties, line in traffic.smooth_lines(name, zone)], HAND)
    total += write(out, "metro", [({"line": branch["line"], "color": branch["color"], "schematic": True}, line)
                                  for branch, line in traffic.metro()], HAND)
    points = [({"name": name, "iata": iata, "kind": "airport"}, point) for name, iata, point in traffic.airports()]
    points += [({"name": row["name"], "name_en": row["name_en"], "kind": row["kind"], "schematic": True}, Point(row["lon"], row["lat"]))
               for row in hand.table("points") if row["kind"] != "island"]
    total += write(out, "points", points, POINTS)
    print(f"total {total / 1e6:.2f} MB")
