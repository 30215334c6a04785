"""Services that write the records of the register. recommendations.maintenance also updates positions and search."""
