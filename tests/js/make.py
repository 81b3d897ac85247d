"""Prints, for the JavaScript tests, what is made in Python: lunr.js as a module and a toy index."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from generator.index import index
from generator.vendor import vendor
from tests.search_toy import toy

print(json.dumps({"vendor": vendor(), "index": index(toy())}))
