"""Writer of the shipped GeoJSON: RFC 7946, at most 5 decimals, fixed member order, so that a rerun is byte-identical."""
import json

import shapely
from shapely.geometry import mapping

from geometry import DECIMALS


def _rounded(coordinates):
    if isinstance(coordinates[0], (list, tuple)):
        return [_rounded(item) for item in coordinates]
    return [round(coordinates[0], DECIMALS), round(coordinates[1], DECIMALS)]


def write(folder, name, features, source):
    """Write one file; `source` gives the top-level license, attribution and lineage. Returns its size in bytes."""
    items = []
    for properties, geometry in features:
        if geometry.geom_type.endswith("Polygon"):
            geometry = shapely.orient_polygons(geometry)
        shape = mapping(geometry)
        items.append({"type": "Feature", "properties": properties,
                      "geometry": {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}})
    text = json.dumps({"type": "FeatureCollection", "name": name, **source, "features": items},
                      ensure_ascii=False, separators=(",", ":")) + "\n"
    (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
    size = len(text.encode())
    vertices = sum(shapely.get_num_coordinates(geometry) for _, geometry in features)
    print(f"{name:20s} {len(features):5d} features {vertices:7d} vertices {size / 1024:8.1f} KB")
    return size
