"""Stage 5: the built-up tint: hand outlines, smoothed and cut with land and water, in steps that make a soft edge."""
from shapely.geometry import Polygon
from shapely.ops import unary_union

import hand
from geometry import chaikin, degrees_from_metres, gauss_ring, metres_from_degrees, only_polygons, polygons_of, valid_rounded

SMOOTH_M = 400
TOLERANCE_M = 25
SMALLEST_KM2 = 0.3
# Each step lies within the one before; 0 is the outline that was drawn. Drawn over each other they fade outwards.
STEPS_M = {"edge": 600, "outline": 0, "core": -600}


def build(land, waters):
    """(name of the step, geometry in degrees); `land` in degrees, `waters` polygons in metres."""
    water = unary_union(waters)
    outlines = []
    for _, outline in hand.features("builtup"):
        ring = chaikin(metres_from_degrees(outline).exterior.coords, closed=True)
        outlines.append(Polygon(gauss_ring(ring, SMOOTH_M, 100)).buffer(0))
    whole = unary_union(outlines)
    for step, distance in STEPS_M.items():
        area = whole.buffer(distance).simplify(TOLERANCE_M)
        dry = degrees_from_metres(area.difference(water)).intersection(land)
        large = [part for part in polygons_of(valid_rounded(only_polygons(dry))) if metres_from_degrees(part).area > SMALLEST_KM2 * 1e6]
        yield step, valid_rounded(only_polygons(unary_union(large)))
