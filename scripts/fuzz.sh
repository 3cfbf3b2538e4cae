#!/bin/sh
# Sends 10,000 hostile messages (or as many as asked) to the forms that are open to anybody.
MARCHEPIED_FUZZ="${1:-10000}" exec ./setup test tests/web/listening/test_fuzz.py -n 0
