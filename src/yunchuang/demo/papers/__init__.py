"""Test papers: every kind that the reader knows, drawn with invented people, worn and photographed by level.

Numbers carry valid check digits and a district that does not exist (319900), so that none can be anybody's. The
truth lies beside each picture as JSON. Which seeds are for development and which are fresh is said in ``make``.
"""
