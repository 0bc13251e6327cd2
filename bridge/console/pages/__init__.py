"""The pages, one module or package for each; `bridge/console/visits.py` tells how one is added."""
