"""Two credit codes with valid check digits that belong to nobody."""

import random

from yunchuang.demo.papers.numbers import credit_code

A, B = credit_code(random.Random(1)), credit_code(random.Random(2))
