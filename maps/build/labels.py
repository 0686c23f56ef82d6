"""Stage 6: where the names of waters stand: points, or lines that carry the name along a river."""
from shapely.geometry import Point
from shapely.ops import substring

import hand
import yangtze
from geometry import degrees_from_metres, label_point, metres_from_degrees, rounded

HUANGPU_NAMES_AT_KM = (3, 12, 24, 36, 48, 62, 74)
CREEK_NAMES_AT_KM = (2, 12, 24, 36)
NAME_LENGTH_KM = 4
RANK_BY_AREA_KM2 = ((500, 2), (100, 3), (20, 4), (0, 5))


def _along(line, starts_km):
    for start in starts_km:
        if (start + NAME_LENGTH_KM) * 1000 < line.length:
            yield rounded(degrees_from_metres(substring(line, start * 1000, (start + NAME_LENGTH_KM) * 1000).simplify(60)))


def _on_river(geometry, middle):
    """The stretch of the river's middle between the ends of a hand-drawn label line; both in their own units."""
    start, end = (middle.project(metres_from_degrees(Point(point))) for point in (geometry.coords[0], geometry.coords[-1]))
    return rounded(degrees_from_metres(substring(middle, start, end).simplify(100)))


def build(waters, middles, creek, english):
    """(properties, geometry); `waters` as from water.polygons, `middles` its river mid-lines in metres."""
    huangpu_centre, yangtze_middle = middles
    for properties, geometry in hand.features("water_labels"):
        on_middle = properties["kind"] == "river" and geometry.coords[-1][0] < yangtze.RIBBON_WEST_OF
        yield {**properties, "schematic": True}, _on_river(geometry, yangtze_middle) if on_middle else geometry
    for index, line in enumerate(_along(huangpu_centre, HUANGPU_NAMES_AT_KM)):
        rank = 3 if index % 3 == 2 else 4
        yield {"name": "黄浦江", "name_en": english["黄浦江"], "kind": "river", "rank": rank}, line
    for line in _along(metres_from_degrees(creek), CREEK_NAMES_AT_KM):
        yield {"name": "苏州河", "name_en": "Suzhou Creek", "kind": "creek", "rank": 5}, line
    largest = {}
    for name, kind, _, polygon in waters:
        if name and kind != "river" and (name not in largest or polygon.area > largest[name][1].area):
            largest[name] = (kind, polygon)
    for name, (kind, polygon) in largest.items():
        rank = next(rank for area, rank in RANK_BY_AREA_KM2 if polygon.area / 1e6 >= area)
        place = Point(label_point(degrees_from_metres(polygon)))
        yield {"name": name, "name_en": english[name], "kind": kind, "rank": rank}, place
