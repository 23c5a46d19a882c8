"""One thread for linear algebra: its matrices are small here, and more threads cost more.

Imported before numpy, which asks once.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
