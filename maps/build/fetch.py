"""Fetch the pinned packages with their ordinary clients and check every file against its sha256."""
import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ECHARTS = ("echarts", "4.9.0", "d2bdf8af1b218d3885a518072788a3b7f0c2d3f8925ec8585a36be5ee5add3f2")
WATERBODIES = ("@geo-maps/earth-waterbodies-10m", "0.6.0", "7be1f7cfa579a05366e487e226582df0fad1927ab81818a9428ac982572875ef")
MAGICS = ("libmagics++-data", "4.13.0-1", "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0")
AIRPORTS_SHA256 = "516c57d9d999f7a3be28ca649d2badbe3b972f07e57dc6173ab973b72d51cf52"


def run(*command, folder):
    """Run a client quietly; show what it said only if it fails."""
    result = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{result.stdout}{result.stderr}")


def require_sha256(path, expected):
    """Stop if a fetched file is not the pinned one."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != expected:
        raise SystemExit(f"{path.name}: sha256 {digest} is not the pinned {expected}")


def _npm_package(work, package):
    name, version, sha256 = package
    stem = f"{name.lstrip('@').replace('/', '-')}-{version}"
    archive, folder = work / "downloads" / f"{stem}.tgz", work / "sources" / stem
    if not archive.exists():
        run("npm", "pack", f"{name}@{version}", "--silent", folder=work / "downloads")
    require_sha256(archive, sha256)
    if not folder.exists():
        folder.mkdir(parents=True)
        run("tar", "xzf", archive, "-C", folder, "--strip-components=1", folder=work)
    return folder


def _debian_package(work, package):
    name, version, sha256 = package
    archive, folder = work / "downloads" / f"{name}_{version}_all.deb", work / "sources" / name
    if not archive.exists():
        run("apt-get", "download", f"{name}={version}", folder=work / "downloads")
    require_sha256(archive, sha256)
    if not folder.exists():
        run("dpkg-deb", "-x", archive, folder, folder=work)
    return folder


def _mapshaper(work):
    folder = work / "mapshaper"
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        (folder / name).write_bytes((HERE / "mapshaper" / name).read_bytes())
    if not (folder / "node_modules").exists():
        run("npm", "ci", "--silent", "--no-audit", "--no-fund", folder=folder)
    return folder / "node_modules" / ".bin" / "mapshaper"


def fetch_sources(work):
    """Fetch and unpack everything that is not a Python package; return where each source lies."""
    for folder in ("downloads", "sources"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    magics = _debian_package(work, MAGICS)
    return {
        "echarts": _npm_package(work, ECHARTS),
        "waterbodies": _npm_package(work, WATERBODIES) / "map.geo.json",
        "rivers": magics / "usr/share/magics/10m/ne_10m_rivers_lake_centerlines.shp",
        "mapshaper": _mapshaper(work),
    }


def python_with_packages(work):
    """A virtual environment holding exactly requirements.txt; returns its interpreter."""
    environment = work / "environment"
    python = environment / "bin" / "python"
    wanted = (HERE / "requirements.txt").read_text(encoding="utf-8")
    installed = environment / "installed.txt"
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        run(sys.executable, "-m", "venv", "--clear", environment, folder=work)
        run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", HERE / "requirements.txt", folder=work)
        installed.write_text(wanted, encoding="utf-8")
    return python
