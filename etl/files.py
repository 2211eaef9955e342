"""Rows of CSV and Excel files in a drop folder."""

from etl.config import Place
from etl.errors import RunFailed
from etl.parse import Reading


def read(place: Place) -> Reading:
    raise RunFailed(f"{place.where}: filer läses inte ännu.")
