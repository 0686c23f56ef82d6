"""Plane geometry shared by the stages: the local metre plane, rounding, smoothing, polygon parts.

All stages work in one equirectangular plane scaled at 31.2 N (true to 4 % over the delta), because
buffers and simplification need metres but not survey accuracy. Areas that are *reported* are geodesic.
"""
import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiPolygon, Polygon

METRES_PER_DEGREE = np.array([111320 * np.cos(np.radians(31.2)), 110900.0])
DECIMALS = 5
GEOD = Geod(ellps="WGS84")


def metres_from_degrees(geometry):
    """Project longitude, latitude to the local metre plane."""
    return shapely.transform(geometry, lambda xy: xy * METRES_PER_DEGREE)


def degrees_from_metres(geometry):
    """Undo `metres_from_degrees`."""
    return shapely.transform(geometry, lambda xy: xy / METRES_PER_DEGREE)


def rounded(geometry):
    """Round all coordinates to the shipped precision (5 decimals, about 1 m)."""
    return shapely.transform(geometry, lambda xy: np.round(xy, DECIMALS))


def area_km2(geometry):
    """Geodesic area of a geometry in degrees, in square kilometres."""
    return abs(GEOD.geometry_area_perimeter(geometry)[0]) / 1e6


def polygons_of(geometry):
    """All polygons inside any geometry, collections included, as a flat list."""
    if geometry.geom_type == "Polygon":
        return [] if geometry.is_empty else [geometry]
    if geometry.geom_type in ("MultiPolygon", "GeometryCollection"):
        return [polygon for part in shapely.get_parts(geometry) for polygon in polygons_of(part)]
    return []


def only_polygons(geometry):
    """The areal part of a geometry, as one Polygon or MultiPolygon."""
    polygons = polygons_of(geometry)
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def lines_of(geometry):
    """All line strings inside any geometry as a flat list."""
    if geometry.geom_type == "LineString":
        return [] if geometry.is_empty else [geometry]
    if geometry.geom_type in ("MultiLineString", "GeometryCollection"):
        return [line for part in shapely.get_parts(geometry) for line in lines_of(part)]
    return []


def valid_rounded(geometry):
    """Round a polygon geometry and repair what rounding broke, without new decimals."""
    result = only_polygons(shapely.make_valid(rounded(geometry)))
    for _ in range(3):
        result = only_polygons(shapely.make_valid(rounded(result)))
        if result.is_valid:
            break
    return result


def label_point(geometry, tolerance=0.002):
    """Centre of the largest circle inside the largest part: where a name fits best."""
    largest = max(polygons_of(geometry), key=lambda polygon: polygon.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance)
    return [round(value, 4) for value in circle.coords[0]]


def chaikin(points, closed=False, rounds=2):
    """Cut corners of a polyline or, if `closed`, of a ring (first point repeated at the end)."""
    xy = np.asarray(points, float)
    if closed:
        xy = xy[:-1]
        for _ in range(rounds):
            following = np.roll(xy, -1, 0)
            xy = np.stack([0.75 * xy + 0.25 * following, 0.25 * xy + 0.75 * following], 1).reshape(-1, 2)
        return np.vstack([xy, xy[:1]])
    for _ in range(rounds):
        cut = np.stack([0.75 * xy[:-1] + 0.25 * xy[1:], 0.25 * xy[:-1] + 0.75 * xy[1:]], 1).reshape(-1, 2)
        xy = np.vstack([xy[:1], cut, xy[-1:]])
    return xy


def catmull_rom(points, steps=6):
    """Centripetal Catmull-Rom curve through the control points; closed if first and last are equal.

    Centripetal, because the uniform curve makes loops where a long step follows a short one.
    """
    xy = np.asarray(points, float)
    if np.allclose(xy[0], xy[-1]):
        padded = np.vstack([xy[-2], xy, xy[1]])
    else:
        padded = np.vstack([2 * xy[0] - xy[1], xy, 2 * xy[-1] - xy[-2]])
    pieces = []
    for index in range(1, len(padded) - 2):
        knots = padded[index - 1:index + 3]
        times = np.r_[0, np.cumsum(np.sqrt(np.hypot(*np.diff(knots, axis=0).T)))]
        t = np.linspace(times[1], times[2], steps, endpoint=False)[:, None]
        level, reach = list(knots), 1
        while len(level) > 1:
            # Barry and Goldman's pyramid: blend neighbours linearly over the span each level covers.
            if reach < 3:
                level = [((times[i + reach] - t) * level[i] + (t - times[i]) * level[i + 1]) / (times[i + reach] - times[i])
                         for i in range(len(level) - 1)]
            else:
                level = [((times[2] - t) * level[0] + (t - times[1]) * level[1]) / (times[2] - times[1])]
            reach += 1
        pieces.append(level[0])
    return np.vstack(pieces + [xy[-1:]])


def evenly_spaced(line, count, endpoint):
    """`count` points at even distances along a line."""
    distances = np.linspace(0, line.length, count, endpoint=endpoint)
    return shapely.get_coordinates(shapely.line_interpolate_point(line, distances))


def gauss_ring(ring, sigma_m, step_m):
    """Resample a closed ring every `step_m` and smooth it with a circular Gaussian."""
    line = LineString(ring)
    count = max(12, int(line.length / step_m))
    xy = evenly_spaced(line, count, endpoint=False)
    frequency = np.fft.fftfreq(count, d=line.length / count)
    weight = np.exp(-2 * (np.pi * frequency * sigma_m) ** 2)
    smooth = np.c_[np.fft.ifft(np.fft.fft(xy[:, 0]) * weight).real,
                   np.fft.ifft(np.fft.fft(xy[:, 1]) * weight).real]
    return np.vstack([smooth, smooth[:1]])


def gauss_line(points, sigma_m=130, step_m=40):
    """Resample an open line every `step_m` and smooth it with a Gaussian, ends kept."""
    line = LineString(points)
    xy = evenly_spaced(line, int(line.length / step_m), endpoint=True)
    radius = int(3 * sigma_m / step_m)
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) * step_m / sigma_m) ** 2)
    kernel /= kernel.sum()
    padded = np.vstack([2 * xy[0] - xy[radius:0:-1], xy, 2 * xy[-1] - xy[-2:-radius - 2:-1]])
    smooth = np.c_[np.convolve(padded[:, 0], kernel, "valid"), np.convolve(padded[:, 1], kernel, "valid")]
    smooth[0], smooth[-1] = xy[0], xy[-1]
    return smooth


def without_small_holes(polygon, min_area):
    """The polygon with holes below `min_area` (in its own units squared) filled."""
    return Polygon(polygon.exterior, [hole for hole in polygon.interiors if Polygon(hole).area > min_area])
