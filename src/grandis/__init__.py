"""Grandis: a cluster of manufacturers sells, decides and delivers as one."""

__version__ = "0.1.0"
