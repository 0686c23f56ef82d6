"""Stage 3a: the inland water of geo-maps (OSM of November 2017), clipped to the delta."""
import numpy as np
import orjson
import shapely
from shapely.geometry import Polygon

from geometry import polygons_of
from land import SOURCE_BOX

MANY_RINGS = 50


def _touches_box(ring):
    xy = np.asarray(ring)
    west, south, east, north = SOURCE_BOX
    return not (xy[:, 0].max() < west or xy[:, 0].min() > east or xy[:, 1].max() < south or xy[:, 1].min() > north)


def read_source(path):
    """All water polygons that touch the delta, in degrees, cut at the box."""
    box = shapely.box(*SOURCE_BOX)
    result = []
    for geometry in orjson.loads(path.read_bytes())["geometries"]:
        for outer, *holes in geometry["coordinates"]:
            if not _touches_box(outer):
                continue
            if len(holes) >= MANY_RINGS:
                # The world sea has 60,799 rings; a general overlay of it runs over ten minutes.
                holes = [hole for hole in holes if _touches_box(hole)]
            polygon = Polygon(outer, holes)
            if not box.contains(polygon.envelope):
                polygon = shapely.clip_by_rect(polygon, *SOURCE_BOX)
            result += polygons_of(polygon)
    return result
