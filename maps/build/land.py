"""Stage 1: land polygons of OpenStreetMap out of roaring-landmask, in two levels of detail."""
import hashlib
import struct

import numpy as np
import shapely
from shapely.ops import unary_union

from geometry import degrees_from_metres, metres_from_degrees, polygons_of, rounded, without_small_holes

SOURCE_SHA256 = "728e740b6e56f6eb9996aafba6c2602ca3f01c40d1be2b620b9775e31ce6dbf1"
SOURCE_BOX = (114.3, 26.8, 123.8, 35.7)
DELTA_BOX = shapely.box(114.4, 26.9, 123.7, 35.6)
CITY_BOX = shapely.box(120.6, 30.2, 122.8, 32.1)


def _outside(ring):
    west, south, east, north = SOURCE_BOX
    return (ring[:, 0].max() < west or ring[:, 0].min() > east
            or ring[:, 1].max() < south or ring[:, 1].min() > north)


def _polygons_in_box(wkb):
    """Walk the WKB multipolygon by hand (keeps memory low) and keep what touches the box."""
    count = struct.unpack_from("<I", wkb, 5)[0]
    offset = 9
    for _ in range(count):
        start = offset
        ring_count = struct.unpack_from("<I", wkb, offset + 5)[0]
        offset += 9
        outer = None
        for _ in range(ring_count):
            size = struct.unpack_from("<I", wkb, offset)[0]
            offset += 4
            if outer is None:
                outer = np.frombuffer(wkb, "<f8", 2 * size, offset).reshape(-1, 2)
            offset += 16 * size
        if _outside(outer):
            continue
        polygon = shapely.from_wkb(wkb[start:offset])
        if not shapely.box(*SOURCE_BOX).contains(shapely.box(*polygon.bounds)):
            # A rectangle clip: the Eurasia polygon has 607,520 vertices, a general overlay takes minutes.
            polygon = shapely.clip_by_rect(polygon, *SOURCE_BOX)
        yield from polygons_of(polygon)


def read_source():
    """All OSM land polygons of the delta at full detail, in degrees."""
    import roaring_landmask
    wkb = bytes(roaring_landmask.Shapes.wkb(roaring_landmask.LandmaskProvider.Osm))
    if hashlib.sha256(wkb).hexdigest() != SOURCE_SHA256:
        raise SystemExit("roaring-landmask: the OSM polygons are not the pinned ones")
    return list(_polygons_in_box(wkb))


def _generalised(land_m, box, opening_m, tolerance_m, min_km2):
    """Open (drops dykes and jetties), drop small islands, simplify; in metres."""
    smallest = min_km2 * 1e6
    result = []
    for part in shapely.get_parts(land_m.intersection(metres_from_degrees(box))):
        if part.area <= smallest:
            continue
        opened = part.buffer(-opening_m, join_style="mitre", mitre_limit=2)
        opened = opened.buffer(opening_m * 1.02, join_style="mitre", mitre_limit=2).intersection(part)
        for piece in polygons_of(opened):
            if piece.area <= smallest:
                continue
            simple = without_small_holes(piece.simplify(tolerance_m, preserve_topology=True), smallest)
            result += polygons_of(simple if simple.is_valid else simple.buffer(0))
    return result


def _shippable(polygons_m):
    result = [rounded(degrees_from_metres(polygon)) for polygon in polygons_m]
    return [polygon if polygon.is_valid else polygon.buffer(0) for polygon in result]


def generalise(source):
    """Return {"overview": [...], "city": [...], "detail": [...]}, each a list of polygons in degrees.

    "detail" is the city level inside CITY_BOX united with a coarser level outside.
    """
    land_m = unary_union([metres_from_degrees(polygon) for polygon in source])
    city = _generalised(land_m, CITY_BOX, 30, 22, 0.02)
    # The two overlap by more than simplifying moves an edge: parts that only touch leave a sliver of sea between them.
    hole = metres_from_degrees(CITY_BOX).buffer(-50, join_style="mitre")
    outside = [piece for polygon in _generalised(land_m, DELTA_BOX, 40, 80, 0.05)
               for piece in polygons_of(polygon.difference(hole))]
    detail = [polygon for polygon in shapely.get_parts(unary_union(city + outside)) if polygon.area > 2e4]
    return {"overview": _shippable(_generalised(land_m, DELTA_BOX, 60, 180, 0.8)),
            "city": _shippable(city),
            "detail": _shippable(detail)}
