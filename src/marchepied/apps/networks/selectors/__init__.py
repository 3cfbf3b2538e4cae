"""Reads of the networks, each from one side: the network's own, or what a member may see of it."""
