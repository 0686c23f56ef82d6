"""The GCJ-02 datum shift of mainland Chinese maps and its inverse (published formula, vectorised)."""
import numpy as np

SEMI_MAJOR_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323


def _shift_north_m(x, y):
    base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(abs(x))
    base += (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    base += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    return base + (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3


def _shift_east_m(x, y):
    base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(abs(x))
    base += (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    base += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    return base + (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3


def gcj02_from_wgs84(longitude, latitude):
    """Shift WGS84 degrees to GCJ-02 degrees."""
    longitude, latitude = np.asarray(longitude, float), np.asarray(latitude, float)
    north = _shift_north_m(longitude - 105, latitude - 35)
    east = _shift_east_m(longitude - 105, latitude - 35)
    radians = np.radians(latitude)
    magic = 1 - ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    root = np.sqrt(magic)
    return (longitude + east * 180 / (SEMI_MAJOR_M / root * np.cos(radians) * np.pi),
            latitude + north * 180 / (SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / (magic * root) * np.pi))


def wgs84_from_gcj02(longitude, latitude, rounds=6):
    """Invert the shift by fixed-point iteration; six rounds reach below a millimetre."""
    target_x, target_y = np.array(longitude, float), np.array(latitude, float)
    x, y = target_x.copy(), target_y.copy()
    for _ in range(rounds):
        shifted_x, shifted_y = gcj02_from_wgs84(x, y)
        x, y = x - (shifted_x - target_x), y - (shifted_y - target_y)
    return x, y
