"""From secret answers to a stored release of crossed views."""

from marchepied.apps.diagnosis.compute.release import (
    ENGINE_VERSION,
    PARAMETERS,
    SEED,
    build_release,
    release_allowed,
)

__all__ = ["ENGINE_VERSION", "PARAMETERS", "SEED", "build_release", "release_allowed"]
