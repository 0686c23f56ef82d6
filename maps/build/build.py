"""Build maps/*.geojson from the pinned packages and the hand-drawn data: `python3 maps/build/build.py`.

Needs CPython 3.11 on 64-bit Linux, npm, apt-get and dpkg-deb. Everything fetched and made on the way lies in
maps/build/.work (git-ignored; --work names another place). Two runs give byte-identical files.
"""
import argparse
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="folder for downloads and intermediate files")
    parser.add_argument("--out", type=Path, default=HERE.parent, help="where the GeoJSON files go")
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(HERE))
    import fetch
    python = fetch.python_with_packages(work)
    if Path(sys.prefix).resolve() != (work / "environment").resolve():
        # Run again inside the environment that holds exactly requirements.txt.
        os.execv(python, [str(python), __file__, "--work", str(work), "--out", str(arguments.out.resolve())])
    import stages
    stages.run(work, arguments.out.resolve(), fetch.fetch_sources(work))


if __name__ == "__main__":
    main()
