"""Stage 3b: the Huangpu as one polygon: mid-line from the district borders, width from hand/huangpu_width.csv."""
import numpy as np
from shapely.geometry import LineString, Point
from shapely.ops import linemerge, unary_union

from geometry import METRES_PER_DEGREE, gauss_line, lines_of, metres_from_degrees, polygons_of
from hand import table

EAST_BANK = "浦东新区"
WEST_BANK = ("宝山区", "杨浦区", "虹口区", "黄浦区", "徐汇区")
# Smooth to the largest zoom, where a point is 1 m.
BANK_TOLERANCE_M = 2.5
AXIS_TOLERANCE_M = 5
MOUTH = Point(121.513, 31.394)


def _border_parts_m(districts):
    """The stretches of border between Pudong and the districts across the river, in metres."""
    east = metres_from_degrees(districts[EAST_BANK]).boundary.buffer(1.5)
    parts = []
    for name in WEST_BANK:
        parts += lines_of(metres_from_degrees(districts[name]).boundary.intersection(east))
    return lines_of(linemerge(unary_union(parts).simplify(0)))


def _in_order_from(start, parts):
    """Chain line parts nose to tail, beginning next to `start`; an array of points."""
    remaining = [np.array(part.coords) for part in parts if part.length > 50]
    here, chain = np.array(start.coords[0]), []
    while remaining:
        nearest = min(remaining, key=lambda xy: min(np.hypot(*(xy[0] - here)), np.hypot(*(xy[-1] - here))))
        remaining = [xy for xy in remaining if xy is not nearest]
        if np.hypot(*(nearest[-1] - here)) < np.hypot(*(nearest[0] - here)):
            nearest = nearest[::-1]
        chain.append(nearest)
        here = nearest[-1]
    return np.vstack(chain)


def ribbon(centre_line, widths):
    """A polygon of changing width along a line of points; one width a point, metres."""
    pieces = [LineString(centre_line[index:index + 3]).buffer(widths[index] / 2, quad_segs=8)
              for index in range(0, len(centre_line) - 2, 2)]
    return max(polygons_of(unary_union(pieces)), key=lambda polygon: polygon.area)


def build(districts):
    """Return (river polygon, mid-line), both in metres."""
    rows = table("huangpu_width")
    upstream = np.array([[row["lon"], row["lat"]] for row in rows if row["part"] == "hand"]) * METRES_PER_DEGREE
    lower = _in_order_from(metres_from_degrees(MOUTH), _border_parts_m(districts))
    centre = gauss_line(np.vstack([lower, upstream]))
    line = LineString(centre)
    position = np.array([line.project(metres_from_degrees(Point(row["lon"], row["lat"]))) for row in rows])
    width = np.array([row["width_m"] for row in rows])
    order = np.argsort(position)
    along = np.r_[0, np.cumsum(np.hypot(*np.diff(centre, axis=0).T))]
    return ribbon(centre, np.interp(along, position[order], width[order])).simplify(BANK_TOLERANCE_M), line.simplify(AXIS_TOLERANCE_M)
