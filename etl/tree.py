"""Trees given as (node, parent): depth, and who stands under whom. `by` columns (a year) keep trees apart."""

import pandas as pd

from etl.errors import RunFailed


def depths(nodes: pd.DataFrame, node: str, by: tuple[str, ...] = ()) -> pd.Series:
    """Levels under the top, 0 for a top node; index as `nodes`."""
    pairs = descendants(nodes, node, by)
    above = pairs.groupby([*by, node]).size() - 1
    keys = pd.MultiIndex.from_frame(nodes[[*by, node]]) if by else pd.Index(nodes[node])
    return pd.Series(above.reindex(keys).to_numpy(), index=nodes.index, dtype="Int64")


def descendants(nodes: pd.DataFrame, node: str, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """One row per (`ancestor`, node) pair of the same tree; every node is its own ancestor."""
    parents = {tuple(row[:-1]): row[-1] for row in nodes[[*by, node, "parent_id"]].itertuples(index=False)}
    rows = [(*key, ancestor) for key in parents for ancestor in _upwards(key, parents, node)]
    return pd.DataFrame(rows, columns=[*by, node, "ancestor"]).astype(
        {name: nodes[name].dtype for name in (*by, node)} | {"ancestor": nodes[node].dtype}
    )


def leaves(nodes: pd.DataFrame, node: str) -> set[str]:
    """Nodes that are nobody's parent."""
    return set(nodes[node]) - set(nodes["parent_id"].dropna())


def told_apart(nodes: pd.DataFrame, node: str) -> pd.Series:
    """A name of its own for each node, as it is what a screen and an address choose by; index as `nodes`.

    Of several with one name, each is followed by the name of what it belongs to; where that is the same too, by its id.
    A lone top node keeps its name: it is the whole, and nobody takes it for a part.
    """
    names, tops = nodes["name"], nodes["parent_id"].isna()
    part = ~tops | (tops.sum() > 1)
    more = nodes["parent_id"].map(nodes.set_index(node)["name"]).fillna(nodes[node])
    while (shared := names.duplicated(keep=False) & part).any():
        names, more = names.mask(shared, names + " (" + more + ")"), nodes[node]
    return names


def _upwards(key: tuple[object, ...], parents: dict[tuple[object, ...], object], name: str) -> list[object]:
    path: list[object] = [key[-1]]
    while isinstance(parent := parents[(*key[:-1], path[-1])], str):
        if parent in path or (*key[:-1], parent) not in parents:
            raise RunFailed(
                f"{name} {' '.join(map(str, key))}: överordnad {parent!r} finns inte eller går runt i en ring. "
                "Rätta parent_id i källan och kör igen."
            )
        path.append(parent)
    return path
