"""A referential as one YAML file, written so that our own narrow reading gives the same data back."""

from __future__ import annotations

from typing import Any

import yaml

from marchepied.engines.referential.loading import resolve_plain


class _Dumper(yaml.SafeDumper):
    """No alias, and quotes around every text that would be read as something else."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    plain = resolve_plain(value)
    style = None if isinstance(plain, str) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _write_text)


def write_yaml(data: Any) -> bytes:
    """The data as YAML in UTF-8, keys in their order; `load_yaml` gives the same data back.

    `data` holds blocks with text keys, lists, texts, numbers, booleans and nothing else.
    """
    text = yaml.dump(
        _plain(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False
    )
    return text.encode("utf-8")


def _plain(value: Any) -> Any:
    """The same data in ordinary blocks and lists: what was read remembers its lines."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value
