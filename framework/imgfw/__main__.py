"""`python -m imgfw`: the command line."""

import sys

from imgfw.cli.main import main

sys.exit(main())
