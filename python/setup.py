# For tools that do not read pyproject.toml yet.
from setuptools import setup

setup()
