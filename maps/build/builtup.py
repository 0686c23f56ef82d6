"""Stage 5: the built-up tint: hand outlines, smoothed and cut with land and water."""
from shapely.geometry import Polygon
from shapely.ops import unary_union

import hand
from geometry import chaikin, degrees_from_metres, gauss_ring, metres_from_degrees, only_polygons, valid_rounded

SMOOTH_M = 400
TOLERANCE_M = 25
SMALLEST_KM2 = 0.3


def build(land, waters):
    """(properties, geometry in degrees); `land` in degrees, `waters` polygons in metres."""
    water = unary_union(waters)
    for properties, outline in hand.features("builtup"):
        ring = chaikin(metres_from_degrees(outline).exterior.coords, closed=True)
        smooth = Polygon(gauss_ring(ring, SMOOTH_M, 100)).buffer(0).simplify(TOLERANCE_M)
        dry = degrees_from_metres(smooth.difference(water)).intersection(land)
        parts = [part for part in valid_rounded(dry).geoms] if dry.geom_type == "MultiPolygon" else [dry]
        large = [part for part in parts if metres_from_degrees(part).area > SMALLEST_KM2 * 1e6]
        yield properties, valid_rounded(only_polygons(unary_union(large)))
