"""Stage 3d: Suzhou Creek (Wusong River): district borders run down its middle, hand points fill the rest."""
import numpy as np
from shapely.geometry import LineString, Point, box
from shapely.ops import linemerge, substring, unary_union

from geometry import catmull_rom, gauss_line, lines_of, metres_from_degrees

# Districts on the two banks, and how far (m) their border may lie from the hand guide to count as the creek.
BANKS = (("虹口区", "黄浦区", 350), ("静安区", "黄浦区", 130), ("普陀区", "长宁区", 900), ("闵行区", "嘉定区", 900),
         ("青浦区", "嘉定区", 1600))
SMOOTH_M = 90
BORDER_REACH = box(121.154, 31.20, 121.50, 31.30)
SHARPEST_TURN_DEG = 120


def _merged(shared):
    pieces = lines_of(unary_union(lines_of(shared)))
    return pieces if len(pieces) < 2 else lines_of(linemerge(pieces))


def _border_parts(districts, guide):
    """Stretches of border that run along the guide, not across it or away from it; metres."""
    reach = metres_from_degrees(BORDER_REACH)
    for first, second, corridor_m in BANKS:
        other = metres_from_degrees(districts[second]).boundary.buffer(1.5)
        shared = metres_from_degrees(districts[first]).boundary.intersection(other).intersection(guide.buffer(corridor_m).intersection(reach))
        for part in _merged(shared):
            along = abs(guide.project(Point(part.coords[0])) - guide.project(Point(part.coords[-1])))
            if part.length > 250 and along > 0.45 * part.length:
                yield part


def _without_spikes(xy):
    """Drop repeated points, and points where the line turns back on itself: seams between stretches."""
    while True:
        xy = xy[np.r_[True, np.hypot(*np.diff(xy, axis=0).T) > 1]]
        step = np.diff(xy, axis=0)
        heading = np.degrees(np.arctan2(step[:, 1], step[:, 0]))
        turn = np.abs((np.diff(heading) + 180) % 360 - 180)
        if turn.max() < SHARPEST_TURN_DEG:
            return xy
        xy = np.delete(xy, int(turn.argmax()) + 1, axis=0)


def build(districts, control):
    """Middle line of the creek in metres, from its mouth upstream; `control` are the hand points in degrees."""
    guide = metres_from_degrees(LineString(catmull_rom(control)))
    stretches = []
    for part in _border_parts(districts, guide):
        start, end = guide.project(Point(part.coords[0])), guide.project(Point(part.coords[-1]))
        stretches.append((min(start, end), max(start, end), np.array(part.coords)[::1 if start < end else -1]))
    stretches.sort(key=lambda item: item[0])
    points, reached = [], 0.0
    for start, end, border in stretches:
        if end <= reached:
            continue
        if start - reached > 60:
            points.append(np.array(substring(guide, reached, start).coords))
        points.append(border)
        reached = end
    points.append(np.array(substring(guide, reached, guide.length).coords))
    xy = np.vstack(points)
    return LineString(gauss_line(_without_spikes(xy), sigma_m=SMOOTH_M, step_m=25)).simplify(4)
