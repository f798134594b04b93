"""云综窗: counters of a government service centre, reached by video."""
