"""The order of the stages, and the properties, licence, attribution and lineage of each file."""
import pickle

import shapely
from shapely.geometry import Point
from shapely.ops import unary_union

import borders
import builtup
import hand
import labels
import land
import traffic
import water
import waterbodies
from geometry import degrees_from_metres, label_point, rounded
from writer import write

OSM = "© OpenStreetMap contributors"
ECHARTS = ("Apache ECharts 4.9.0 map data, © 2017-2020 The Apache Software Foundation, "
           "changed: reprojected to WGS84 and simplified")
LAND = {"license": "ODbL-1.0", "attribution": OSM,
        "lineage": "OpenStreetMap land polygons in roaring-landmask 0.11.0; opened, simplified, rounded."}
BORDERS = {"license": "Apache-2.0", "attribution": ECHARTS,
           "lineage": "Province outlines of Apache ECharts 4.9.0; GCJ-02 to WGS84, cleaned as one coverage, simplified."}
UNITS = {"license": "ODbL-1.0", "attribution": f"{OSM}; inner borders: {ECHARTS} (Apache-2.0)",
         "lineage": "Outlines of Apache ECharts 4.9.0 cut with the OpenStreetMap land of the same level of detail."}
WATER = {"license": "ODbL-1.0", "attribution": OSM,
         "lineage": "geo-maps earth-waterbodies 10m 0.6.0 (OpenStreetMap, November 2017): seams closed, smoothed; the Yangtze "
                    "above Jiangyin rebuilt from bank sections. Features with schematic=true are drawn by hand."}
RIVERS = {"license": "ODbL-1.0", "attribution": f"{OSM}; made with Natural Earth; district borders: {ECHARTS}",
          "lineage": "kind=river_ne: Natural Earth 3.0.0, public domain. Huangpu and Suzhou Creek: mid-lines from district borders, "
                     "hand points between. 长江: middle of the rebuilt channel. The rest is drawn by hand."}
HAND = {"license": "project", "attribution": "Delta Atlas", "lineage": "Drawn by hand from general knowledge; schematic."}
BUILTUP = {"license": "ODbL-1.0", "attribution": OSM,
           "lineage": "Outlines drawn by hand from general knowledge, in three steps from the core to the edge, cut with OpenStreetMap land and water; schematic."}
LABELS = {"license": "ODbL-1.0", "attribution": OSM, "lineage": "Placed by hand, or from the shapes in water_detail and rivers."}
POINTS = {"license": "MIT", "attribution": "airports: airportsdata 20260905",
          "lineage": "Airports: airportsdata 20260905, named by hand; ports, railway stations and towns by hand from general knowledge."}
# How far (m) a schematic feature may be off: the class it was drawn for. Zooms beyond its worth fade it out.
ACCURACY_M = {"urban": 500, "motorway": 3000, "hsr": 3000, "rail": 3000, "suburban": 1000, "maglev": 1000, "metro": 250,
              "builtup": 1000, "lake": 1000, "reservoir": 1000, "river": 500, "river_axis": 200, "river_main": 500,
              "creek": 500, "canal": 3000, "port": 1000, "station": 500, "town": 2000, "sea": 10000, "bay": 3000}
UNCHECKED_METRO_ACCURACY_M = 500
CITY_MOTORWAYS = ("S20",)
SMALLEST_OVERVIEW_WATER_M2 = 12e6
OVERVIEW_WATER_TOLERANCE_M = 110


def cached(path, make):
    """The pickled result of `make`, made on the first run: for the slow readers of pinned sources."""
    if path.exists():
        return pickle.loads(path.read_bytes())
    result = make()
    path.write_bytes(pickle.dumps(result))
    return result


def schematic(accuracy_class, /, **properties):
    """Properties of a feature drawn by hand: it says so, and how far it may be off."""
    return {**properties, "schematic": True, "accuracy_m": ACCURACY_M[accuracy_class]}


class Namer:
    """Puts name and name_en first among the properties of a feature."""

    def __init__(self):
        self.english = hand.english_names()

    def __call__(self, name, **more):
        named = {"name": name} if name else {}
        if name in self.english:
            named["name_en"] = self.english[name]
        return {**named, **more}


def write_land(out, levels):
    """land_overview, land_detail: polygons, the largest first, islands named."""
    islands = [row for row in hand.table("points") if row["kind"] == "island"]
    for level in ("overview", "detail"):
        features = []
        for polygon in sorted(levels[level], key=lambda polygon: -polygon.area):
            island = next((row for row in islands if polygon.contains(Point(row["lon"], row["lat"]))), None)
            features.append(({"name": island["name"], "name_en": island["name_en"]} if island else {}, polygon))
        write(out, f"land_{level}", features, LAND)


def write_units(out, work, whole, namer):
    """cities, cities_detail, districts, borders_*; returns the districts and the overview cities."""
    codes = {properties["name"]: properties for properties, _ in borders.read_units_of_level(work, "overview")}
    codes["上海市"] = {"adcode": "310000", "prov": "310000"}
    districts = borders.districts(work, whole["detail"])
    shanghai = shapely.coverage_union_all(list(districts.values()))
    cities = {"overview": borders.cities(work, whole["overview"], "overview"),
              "detail": borders.cities(work, whole["detail"], "detail", shanghai)}
    for file, level in (("cities", "overview"), ("cities_detail", "detail")):
        write(out, file, [(namer(name, adcode=codes[name]["adcode"], prov=codes[name]["prov"], label=label_point(geometry)), geometry)
                          for name, geometry in cities[level].items()], UNITS)
    write(out, "districts", [(namer(name, adcode=codes[name]["adcode"], label=label_point(geometry)), geometry)
                             for name, geometry in districts.items()], UNITS)
    for level in ("overview", "detail"):
        delta = unary_union(list(cities[level].values()))
        lines = borders.border_lines(work, whole[level], delta, level)
        write(out, f"borders_{level}", [({"level": rank}, line) for rank, group in lines.items() for line in group], BORDERS)
    return districts, cities["overview"]


def write_waters(out, waters, lines, namer):
    """water_overview, water_detail, rivers."""
    for level, tolerance in (("overview", OVERVIEW_WATER_TOLERANCE_M), ("detail", 0)):
        features = []
        for name, kind, by_hand, polygon in waters:
            if level == "overview" and not name and polygon.area <= SMALLEST_OVERVIEW_WATER_M2:
                continue
            shape = rounded(degrees_from_metres(polygon.simplify(tolerance) if tolerance else polygon))
            properties = namer(name, kind=kind, label=label_point(shape)) if name else {"kind": kind}
            if by_hand:
                properties = schematic(kind, **properties)
            features.append((properties, shape if shape.is_valid else shape.buffer(0)))
        write(out, f"water_{level}", features, WATER)
    write(out, "rivers", [(schematic(kind, **namer(name, kind=kind)) if by_hand else namer(name, kind=kind), line)
                          for name, kind, by_hand, line in lines], RIVERS)


def write_traffic(out, cities):
    """roads, rail, metro, metro_stations, points."""
    zone = traffic.drawing_zone(cities)
    for name in ("roads", "rail"):
        features = []
        for properties, line in traffic.smooth_lines(name, zone):
            properties = {**properties, "class": properties.get("class") or properties["kind"], "checked": properties.get("checked", False)}
            in_city = properties.get("ref") in CITY_MOTORWAYS
            features.append((schematic("urban" if in_city else properties["class"], **properties), line))
        write(out, name, features, HAND)
    metro = []
    for branch, checked, line in traffic.metro():
        properties = schematic("metro", line=branch["line"], color=branch["color"], **{"class": "metro"}, checked=checked)
        metro.append((properties if checked else {**properties, "accuracy_m": UNCHECKED_METRO_ACCURACY_M}, line))
    write(out, "metro", metro, HAND)
    write(out, "metro_stations", [
        ({**properties, "accuracy_m": ACCURACY_M["metro"] if properties["checked"] else UNCHECKED_METRO_ACCURACY_M}, point)
        for properties, point in traffic.station_features()], HAND)
    points = [({**names, "iata": iata, "kind": "airport"}, point) for names, iata, point in traffic.airports()]
    points += [(schematic(row["kind"], name=row["name"], name_en=row["name_en"], kind=row["kind"]), Point(row["lon"], row["lat"]))
               for row in hand.table("points") if row["kind"] != "island"]
    write(out, "points", points, POINTS)


def run(work, out, sources):
    """Build every file of maps/."""
    source_land = cached(work / "land_source.pickle", land.read_source)
    source_water = cached(work / "water_source.pickle", lambda: waterbodies.read_source(sources["waterbodies"]))
    levels = cached(work / "land_levels.pickle", lambda: land.generalise(source_land))
    borders.write_raw_units(sources["echarts"], work / "units_raw.geojson")
    borders.run_topology(sources["mapshaper"], work)
    namer = Namer()
    whole = {level: unary_union(levels[level]) for level in ("overview", "detail")}
    write_land(out, levels)
    districts, cities = write_units(out, work, whole, namer)
    rivers = list(water.read_rivers(sources["rivers"]))
    waters, huangpu_centre, yangtze_middle = water.polygons(source_water, source_land, rivers, districts)
    lines = water.lines(rivers, huangpu_centre, yangtze_middle, districts)
    write_waters(out, waters, lines, namer)
    creek = next(line for _, kind, _, line in lines if kind == "creek")
    write(out, "water_labels", list(labels.build(waters, (huangpu_centre, yangtze_middle), creek, namer.english)), LABELS)
    write(out, "builtup", [(schematic("builtup", step=step), geometry)
                           for step, geometry in builtup.build(whole["detail"], [polygon for *_, polygon in waters])], BUILTUP)
    write_traffic(out, cities)
