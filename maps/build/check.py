"""Check maps/*.geojson: `python3 maps/build/check.py [--content places.json] [--reference FOLDER]`.

Needs numpy, shapely and pyproj only. The first part needs nothing but the files; --content also checks the adcodes
and places of the atlas; --reference measures positions against data that is never shipped.
Every line printed is PASS, FAIL or a measurement; the exit status is 1 if anything failed.
"""
import argparse
import json
import re
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import Point, Polygon, shape
from shapely.ops import unary_union

sys.path.insert(0, str(Path(__file__).resolve().parent))
from geometry import area_km2, lines_of, metres_from_degrees, polygons_of  # noqa: E402

MAPS = Path(__file__).resolve().parent.parent
TOTAL_BUDGET = 4_000_000
FILE_BUDGET = 900_000
WEST, SOUTH, EAST, NORTH = 114, 26.5, 124, 36
HAND_FILES = ("roads", "rail", "metro", "metro_stations", "builtup")
COVERAGES = (("districts", "land_detail", 16), ("cities", "land_overview", 41), ("cities_detail", "land_detail", 41))
DISTRICT_POINTS = {
    "张江": (121.590, 31.203, "浦东新区"), "陆家嘴": (121.4998, 31.2397, "浦东新区"), "人民广场": (121.4737, 31.2304, "黄浦区"),
    "复旦": (121.5036, 31.2974, "杨浦区"), "虹桥火车站": (121.320, 31.1942, "闵行区"), "徐家汇": (121.4325, 31.1958, "徐汇区"),
    "静安寺": (121.442, 31.225, "静安区"), "中山公园": (121.412, 31.223, "长宁区"), "曹杨": (121.405, 31.241, "普陀区"),
    "四川北路": (121.479, 31.262, "虹口区"), "吴淞": (121.485, 31.374, "宝山区"), "嘉定": (121.250, 31.380, "嘉定区"),
    "朱家角": (121.051, 31.108, "青浦区"), "松江": (121.230, 31.008, "松江区"), "朱泾": (121.165, 30.895, "金山区"),
    "南桥": (121.465, 30.918, "奉贤区"), "城桥": (121.400, 31.627, "崇明区"), "滴水湖": (121.9315, 30.915, "浦东新区")}
CITY_POINTS = {
    "嵊泗": (122.451, 30.725, "舟山市"), "花桥": (121.098, 31.301, "苏州市"), "寿县": (116.787, 32.573, "淮南市"),
    "枞阳": (117.220, 30.700, "铜陵市"), "巢湖": (117.870, 31.600, "合肥市"), "海永": (121.420, 31.845, "南通市")}
# Stations known to stand on or beside an expressway: their reference positions tell where the road runs.
ROAD_ANCHORS = {
    "内环高架路": "金沙江路 曹杨路 镇坪路 中潭路 延安西路 虹桥路 宜山路 上海体育馆 鲁班路 西藏南路 龙阳路",
    "中环路": "真北路 汶水路 五角场 虹梅路 漕河泾开发区 华夏中路", "外环高速": "外环路 呼兰路", "延安高架路": "延安西路 大世界",
    "南北高架路": "鲁班路 中山北路 延长路 上海马戏城 汶水路 彭浦新村 共康路", "沪闵高架路": "漕宝路 锦江乐园 莲花路 外环路",
    "逸仙高架路": "大柏树 江湾镇 殷高西路 长江南路 淞发路"}
# Lines between cities: stations near their ends in Shanghai, which is all that the reference reaches.
INTERCITY_ANCHORS = {
    "roads": {"京沪高速": "安亭 上海汽车城", "沪金高速": "莘庄 春申路", "罗山路–S2": "罗山路", "沪芦高速": "周浦东 鹤沙航城 航头东 新场",
              "迎宾高速": "浦东国际机场", "上海绕城高速": "嘉定西 富锦路"},
    "rail": {"京沪高铁": "虹桥火车站", "沪宁城际": "上海火车站 上海西站", "沪昆高铁": "虹桥火车站 松江南站", "上海磁浮": "龙阳路 浦东国际机场"}}
CREEK_BORDERS = (("虹口区", "黄浦区", (121.478, 121.491, 31.20)), ("静安区", "黄浦区", (121.461, 121.477, 31.239)),
                 ("普陀区", "长宁区", (121.36, 121.42, 31.20)), ("闵行区", "嘉定区", (121.26, 121.33, 31.20)), ("青浦区", "嘉定区", (121.16, 121.24, 31.20)))
METRO_CLASS_M, ROAD_CLASS_M, CREEK_CLASS_M, INTERCITY_CLASS_M = 250, 500, 300, 3000

failures = []


def report(passed, text):
    """Print one verdict and remember a failure."""
    print(("PASS  " if passed else "FAIL  ") + text)
    if not passed:
        failures.append(text)


def spread(values):
    """Median, 90th percentile and maximum, in words."""
    return f"p50 {np.percentile(values, 50):.0f}, p90 {np.percentile(values, 90):.0f}, max {max(values):.0f} m"


def read(path):
    """Features of one GeoJSON file as (properties, geometry)."""
    with open(path, encoding="utf-8") as file:
        return [(feature["properties"], shape(feature["geometry"])) for feature in json.load(file)["features"]]


def check_files():
    """Size, members, precision, validity, orientation and extent of every file; returns {name: features}."""
    layers, total = {}, 0
    for path in sorted(MAPS.glob("*.geojson")):
        text = path.read_text(encoding="utf-8")
        document, name, size = json.loads(text), path.stem, len(text.encode())
        layers[name], total = read(path), total + size
        geometries = [geometry for _, geometry in layers[name]]
        coordinates = np.vstack([shapely.get_coordinates(geometry) for geometry in geometries])
        low, high = coordinates.min(0), coordinates.max(0)
        decimals = max(len(digits) for digits in re.findall(r"\d\.(\d+)", re.sub(r'"properties":\{.*?\}', "", text)[200:]))
        wound = [polygon for geometry in geometries for polygon in polygons_of(geometry)]
        verdicts = {
            f"{size} bytes": size <= FILE_BUDGET,
            f"{decimals} decimals": decimals <= 5,
            "invalid geometry": all(geometry.is_valid for geometry in geometries),
            "empty geometry": not any(geometry.is_empty for geometry in geometries),
            "outside the frame": low[0] >= WEST and low[1] >= SOUTH and high[0] <= EAST and high[1] <= NORTH,
            "ring wound the wrong way": all(polygon.exterior.is_ccw and not any(hole.is_ccw for hole in polygon.interiors) for polygon in wound),
            "not called schematic, or no accuracy_m": name not in HAND_FILES or all(properties.get("schematic") and properties.get("accuracy_m") for properties, _ in layers[name]),
            "licence, attribution or lineage missing": all(document.get(member) for member in ("license", "attribution", "lineage")),
        }
        faults = [fault for fault, passed in verdicts.items() if not passed]
        report(not faults, f"{name}: {len(geometries)} features, {len(coordinates)} vertices, {size / 1000:.0f} kB {'; '.join(faults)}")
    report(total < TOTAL_BUDGET, f"all files together {total / 1e6:.2f} MB of {TOTAL_BUDGET / 1e6:.0f} MB")
    return layers


def check_coverage(layers, name, land_name, count):
    """Number, overlaps, gaps, borders identical on both sides, coast identical to the land of the same level."""
    geometries = [geometry for _, geometry in layers[name]]
    report(len(geometries) == count, f"{name}: {len(geometries)} units")
    metric = [metres_from_degrees(geometry) for geometry in geometries]
    tree = shapely.STRtree(metric)
    overlap = sum(metric[i].intersection(metric[j]).area for i, j in tree.query(metric, predicate="intersects").T if i < j)
    union = unary_union(metric)
    land = [geometry for _, geometry in layers[land_name]]
    land_metric = unary_union([metres_from_degrees(polygon) for polygon in land])
    gaps = [hole for polygon in polygons_of(union) for hole in map(Polygon, polygon.interiors) if hole.intersection(land_metric).area > 1]
    report(overlap < 1, f"{name}: overlaps {overlap:.2f} m2")
    report(not gaps, f"{name}: gaps of land inside {len(gaps)}, {sum(gap.area for gap in gaps):.0f} m2")
    matched = shapely.coverage_is_valid(geometries)
    report(bool(matched), f"{name}: shared borders are the same vertices on both sides")
    vertices = {tuple(point) for point in shapely.get_coordinates(unary_union(geometries)).round(5).tolist()}
    vertices |= {tuple(point) for geometry in geometries for point in shapely.get_coordinates(geometry).round(5).tolist()}
    coast = np.vstack([shapely.get_coordinates(polygon) for polygon in land]).round(5)
    near = shapely.dwithin(shapely.points(coast * 1.0), shapely.union_all(geometries).boundary, 0.00002)
    missed = [point for point in coast[near].tolist() if tuple(point) not in vertices]
    report(len(missed) == 0, f"{name}: {near.sum()} coast vertices of {land_name}, {len(missed)} not shared")
    inside = all(Point(properties["label"]).within(geometry) for properties, geometry in layers[name])
    report(inside, f"{name}: label points inside")


def check_points(layers, name, points):
    """Known places must lie in the right unit."""
    units = {properties["name"]: geometry for properties, geometry in layers[name]}
    wrong = [place for place, (x, y, unit) in points.items()
             if [other for other, geometry in units.items() if geometry.covers(Point(x, y))] != [unit]]
    report(not wrong, f"{name}: {len(points)} known places in the right unit {wrong or ''}")


def check_levels(layers):
    """Pairs of files that claim to match vertex for vertex."""
    for lines_name, units_name in (("borders_overview", "cities"), ("borders_detail", "cities_detail")):
        vertices = {tuple(point) for _, geometry in layers[units_name] for point in shapely.get_coordinates(geometry).round(5).tolist()}
        if units_name == "cities_detail":
            vertices |= {tuple(point) for _, geometry in layers["districts"] for point in shapely.get_coordinates(geometry).round(5).tolist()}
        land = unary_union([geometry for _, geometry in layers["land_overview" if units_name == "cities" else "land_detail"]])
        points = np.vstack([shapely.get_coordinates(line) for properties, line in layers[lines_name]
                            if properties["level"] != "district" or units_name == "cities_detail"]).round(5)
        points = points[shapely.contains_xy(land, points[:, 0], points[:, 1])]
        shared = np.mean([tuple(point) in vertices for point in points.tolist()])
        report(shared > 0.97, f"{lines_name}: {shared:.1%} of its {len(points)} vertices on land are vertices of {units_name}")


def check_content(layers, path):
    """Adcodes of the atlas's content, and its sites in the unit they name, within their stated accuracy."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    for key in ("districts", "cities"):
        ours = {properties["adcode"] for properties, _ in layers[key]}
        theirs = {entry["adcode"] for entry in content[key]}
        report(ours == theirs, f"{key}: adcodes equal those of the content {sorted(ours ^ theirs) or ''}")
    unit_of = {}
    for key in ("districts", "cities_detail"):
        unit_of.update({properties["adcode"]: metres_from_degrees(geometry) for properties, geometry in layers[key]})
    code_of = {entry["id"]: entry["adcode"] for key in ("districts", "cities") for entry in content[key]}
    far = []
    for site in content["sites"]:
        code = code_of.get(site.get("location_id"))
        if code is None or site.get("lat") is None:
            continue
        distance = unit_of[code].distance(metres_from_degrees(Point(site["lon"], site["lat"])))
        if distance > site.get("coord_accuracy_m", 0):
            far.append(f"{site['id']} {distance:.0f} m, stated {site.get('coord_accuracy_m')}")
    print(f"      {len(content['sites'])} sites; beyond their stated accuracy from the unit they name: {far or 'none'}")


def check_metro(layers, reference):
    """Stations and lines against the station positions of 2017."""
    truth = {}
    for properties, point in read(reference / "sh_metro_stations_2017_wgs84.geojson"):
        truth.setdefault(properties["name"], []).append(metres_from_degrees(point))
    stations = [(properties, metres_from_degrees(point)) for properties, point in layers["metro_stations"]]
    errors = [min(point.distance(other) for other in truth[properties["name"]]) for properties, point in stations if properties["checked"]]
    unchecked = sum(not properties["checked"] for properties, _ in stations)
    report(max(errors) <= METRO_CLASS_M, f"metro stations: {len(errors)} checked, {spread(errors)}; {unchecked} cannot be checked")
    network = unary_union([metres_from_degrees(line) for _, line in layers["metro"]])
    distances = [network.distance(point) for points in truth.values() for point in points]
    print(f"      metro lines: all {len(distances)} reference stations to the nearest line: {spread(distances)}")


def check_roads(layers, reference):
    """City expressways against stations known to stand beside them."""
    truth = {}
    for properties, point in read(reference / "sh_metro_stations_2017_wgs84.geojson"):
        truth.setdefault(properties["name"], []).append(metres_from_degrees(point))
    roads = {properties["name"]: metres_from_degrees(line) for properties, line in layers["roads"]}
    for name, anchors in ROAD_ANCHORS.items():
        errors = [min(point.distance(roads[name]) for point in truth[anchor]) for anchor in anchors.split()]
        report(max(errors) <= ROAD_CLASS_M, f"{name}: {len(errors)} stations beside it, {spread(errors)}")


def check_intercity(layers, reference):
    """Lines between cities against the stations near them in Shanghai; what lies beyond cannot be checked."""
    truth = {}
    for properties, point in read(reference / "sh_metro_stations_2017_wgs84.geojson"):
        truth.setdefault(properties["name"], []).append(metres_from_degrees(point))
    for layer, lines in INTERCITY_ANCHORS.items():
        for name, anchors in lines.items():
            line = unary_union([metres_from_degrees(geometry) for properties, geometry in layers[layer] if properties["name"] == name])
            errors = [min(point.distance(line) for point in truth[anchor]) for anchor in anchors.split()]
            report(max(errors) <= INTERCITY_CLASS_M, f"{name}: {len(errors)} stations near its end in Shanghai, {spread(errors)}")


def check_borders(layers, reference):
    """District borders and Suzhou Creek against AMap's districts."""
    truth = {properties["name"]: metres_from_degrees(geometry) for properties, geometry in read(reference / "sh_districts_amap_wgs84.geojson")}
    ours = unary_union([metres_from_degrees(line) for properties, line in layers["borders_detail"]])
    inner = unary_union([truth[a].boundary.intersection(truth[b].boundary.buffer(15)) for a, b in combinations(truth, 2) if truth[a].distance(truth[b]) < 15])
    land = unary_union([metres_from_degrees(geometry) for _, geometry in layers["districts"]])
    samples = [point for line in lines_of(inner.intersection(land)) for point in shapely.line_interpolate_point(line, np.arange(0, line.length, 100))]
    errors = [point.distance(ours) for point in samples]
    report(np.percentile(errors, 90) < 100, f"district borders: {len(errors)} samples every 100 m, {spread(errors)}")
    creek = next(metres_from_degrees(line) for properties, line in layers["rivers"] if properties["kind"] == "creek")
    for first, second, (west, east, south) in CREEK_BORDERS:
        window = metres_from_degrees(shapely.box(west, south, east, 31.28))
        shared = truth[first].boundary.intersection(truth[second].boundary.buffer(15)).intersection(window)
        points = [point for line in lines_of(shared) for point in shapely.line_interpolate_point(line, np.arange(0, line.length, 50))]
        points = [point for point in points if point.distance(creek) < 1500]
        errors = [point.distance(creek) for point in points]
        report(np.percentile(errors, 90) <= CREEK_CLASS_M, f"Suzhou Creek, border {first}|{second}: {len(errors)} samples, {spread(errors)}")


def check_lakes(layers, reference):
    """Overlap with Natural Earth's lakes, themselves 0.5 to 1.5 km off: a sanity check only."""
    ours = [metres_from_degrees(geometry) for _, geometry in layers["water_detail"]]
    scores = []
    for _, lake in read(reference / "ne10_lakes_delta.geojson"):
        lake = metres_from_degrees(lake)
        if lake.area > 20e6 and lake.centroid.x > metres_from_degrees(Point(115.5, 30)).x:
            scores.append(max((lake.intersection(other).area / lake.union(other).area for other in ours if lake.intersects(other)), default=0))
    print(f"      {len(scores)} lakes against Natural Earth: mean overlap (intersection over union) {np.mean(scores):.2f}")


def check_builtup(layers, reference):
    """The tint must cover the metro city and stay on land."""
    tint = unary_union([geometry for properties, geometry in layers["builtup"] if properties["step"] == "outline"])
    stations = [point for _, point in read(reference / "sh_metro_stations_2017_wgs84.geojson")]
    covered = np.mean([tint.covers(point) for point in stations])
    report(covered > 0.8, f"built-up tint covers {covered:.0%} of the metro stations of 2017")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--content", type=Path, help="content/places.json of the atlas")
    parser.add_argument("--reference", type=Path, help="folder of check data that is not shipped")
    arguments = parser.parse_args()
    layers = check_files()
    for name, land_name, count in COVERAGES:
        check_coverage(layers, name, land_name, count)
    check_levels(layers)
    check_points(layers, "districts", DISTRICT_POINTS)
    check_points(layers, "cities", CITY_POINTS)
    check_points(layers, "cities_detail", CITY_POINTS)
    tint = unary_union([geometry for _, geometry in layers["builtup"]])
    wet = tint.difference(unary_union([geometry for _, geometry in layers["land_detail"]]))
    report(area_km2(wet) < 0.01, f"built-up tint off the land: {area_km2(wet):.3f} km2")
    river = unary_union([metres_from_degrees(geometry) for properties, geometry in layers["water_detail"] if properties.get("name") == "长江"])
    print(f"      the Yangtze is {len(polygons_of(river))} polygons, the largest {max(polygon.area for polygon in polygons_of(river)) / 1e6:.0f} km2")
    if arguments.content:
        check_content(layers, arguments.content)
    if arguments.reference:
        for check in (check_metro, check_roads, check_intercity, check_borders, check_lakes, check_builtup):
            check(layers, arguments.reference)
    else:
        print("      no reference folder given: positions were not measured")
    print(f"{len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
