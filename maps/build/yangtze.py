"""Stage 3c: the Yangtze above Jiangyin as one continuous river.

The source cuts the river at a 2 km grid: its banks are true where they cross the grid and missing between.
Sections across a hand-drawn axis find the banks where the source has them; bank distances are then
interpolated over the gaps and smoothed *along* the river, so it keeps its width and does not turn blobby.
Side channels that the source lost are ribbons of a stated width (hand/yangtze.csv).
"""
import numpy as np
import shapely
from shapely.geometry import LineString, Polygon, box
from shapely.ops import unary_union

import hand
from geometry import METRES_PER_DEGREE, catmull_rom, gauss_line, lines_of, metres_from_degrees, polygons_of
from huangpu import ribbon

STEP_M = 250
SECTION_M = 3200
SMOOTH_M = 400
FARTHEST_FROM_AXIS_M = 900
WIDEST_M = 4200
RIBBON_WEST_OF = 120.32


def _channels():
    """{channel: (control points in metres, widths)} of hand/yangtze.csv."""
    rows = hand.table("yangtze")
    for name in dict.fromkeys(row["channel"] for row in rows):
        own = [row for row in rows if row["channel"] == name]
        yield name, np.array([[row["lon"], row["lat"]] for row in own]) * METRES_PER_DEGREE, own[0]["width_m"]


def _normals(line):
    tangent = np.gradient(line, axis=0)
    tangent /= np.hypot(*tangent.T)[:, None]
    return np.c_[-tangent[:, 1], tangent[:, 0]]


def _banks(axis, normals, water):
    """Signed bank distances (right, left) of each section where the source shows water near the axis, else NaN."""
    banks = np.full((len(axis), 2), np.nan)
    for index, (point, normal) in enumerate(zip(axis, normals)):
        section = LineString([point - SECTION_M * normal, point + SECTION_M * normal])
        spans = [np.sort((shapely.get_coordinates(part) - point) @ normal) for part in lines_of(section.intersection(water))]
        spans = [(span[0], span[-1]) for span in spans if 350 < span[-1] - span[0] < WIDEST_M
                 and min(abs(span[0]), abs(span[-1])) * (span[0] * span[-1] > 0) < FARTHEST_FROM_AXIS_M]
        if spans:
            banks[index] = max(spans, key=lambda span: span[1] - span[0])
    return banks


def _smooth_along(values):
    """Fill gaps, take a running median over 1.2 km against stray cells, then a Gaussian along the river."""
    known = np.flatnonzero(~np.isnan(values))
    filled = np.interp(np.arange(len(values)), known, values[known])
    half = int(600 / STEP_M)
    padded = np.pad(filled, half, mode="edge")
    median = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1), axis=1)
    sigma = SMOOTH_M / STEP_M
    radius = int(3 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return np.convolve(np.pad(median, radius, mode="edge"), kernel / kernel.sum(), "valid")


def main_channel(control, water):
    """(polygon between the smoothed banks, its middle line) of the main channel."""
    axis = gauss_line(catmull_rom(control), sigma_m=500, step_m=STEP_M)
    for _ in range(2):
        normals = _normals(axis)
        banks = _banks(axis, normals, water)
        right, left = _smooth_along(banks[:, 0]), _smooth_along(banks[:, 1])
        axis = gauss_line(axis + normals * ((left + right) / 2)[:, None], sigma_m=600, step_m=STEP_M)
    normals = _normals(axis)
    banks = _banks(axis, normals, water)
    right, left = _smooth_along(banks[:, 0]), _smooth_along(banks[:, 1])
    found = float(np.mean(~np.isnan(banks[:, 0])))
    print(f"Yangtze: banks found on {found:.0%} of {len(axis)} sections, median width {np.median(left - right):.0f} m")
    ring = np.vstack([axis + normals * left[:, None], (axis + normals * right[:, None])[::-1]])
    return max(polygons_of(Polygon(ring).buffer(0)), key=lambda polygon: polygon.area), LineString(axis)


def reach():
    """The stretch that `build` redraws, as a box in metres; east of it the river is wide and the source good."""
    return metres_from_degrees(box(114, 29, RIBBON_WEST_OF, 33))


def build(water):
    """(river west of RIBBON_WEST_OF, middle line of its main channel) in metres; `water` is the source, seams closed."""
    pieces, middle = [], None
    for name, control, width in _channels():
        if name == "main":
            polygon, middle = main_channel(control, water)
            pieces.append(polygon)
        else:
            line = gauss_line(catmull_rom(control), sigma_m=250, step_m=80)
            pieces.append(ribbon(line, np.full(len(line), width)))
    return unary_union(pieces).intersection(reach()), middle
