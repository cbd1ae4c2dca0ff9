"""Prints the description of the API: `python -m api > docs/openapi.json`."""

import json
import sys

from api.app import operations

if __name__ == "__main__":
    json.dump(operations().openapi(), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
