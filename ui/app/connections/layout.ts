/** Where each row of a grouped list is: a heading for each group, then its connections, unless it is folded. */
import type { ConnectionGroup } from "../../shared/generated/ConnectionGroup";

export type Spot = { kind: "group"; group: ConnectionGroup; folded: boolean } | { kind: "connection"; place: number };

export interface Layout {
  /** Rows in all. */
  count: number;
  at: (row: number) => Spot;
  /** The row of a connection's place in the list; its group's, where that is folded. */
  rowOf: (place: number) => number;
  /** The group that a row belongs to; none without groups. */
  groupAt: (row: number) => ConnectionGroup | null;
}

const flat = (total: number): Layout => ({ count: total, at: (row) => ({ kind: "connection", place: row }), rowOf: (place) => place, groupAt: () => null });

/** The last of `starts` that is not after `wanted`. */
function lastUpTo(starts: readonly number[], wanted: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function layoutOf(total: number, groups: readonly ConnectionGroup[], folded: ReadonlySet<string>): Layout {
  if (groups.length === 0) return flat(total);
  const rows: number[] = [];
  const places: number[] = [];
  let [row, place] = [0, 0];
  for (const group of groups) {
    rows.push(row);
    places.push(place);
    row += 1 + (folded.has(group.key) ? 0 : group.count);
    place += group.count;
  }
  const isFolded = (group: ConnectionGroup | undefined): boolean => group !== undefined && folded.has(group.key);
  return {
    count: row,
    at: (wanted) => {
      const number = lastUpTo(rows, wanted);
      const within = wanted - (rows[number] ?? 0) - 1;
      const group = groups[number];
      return group !== undefined && within < 0 ? { kind: "group", group, folded: isFolded(group) } : { kind: "connection", place: (places[number] ?? 0) + within };
    },
    rowOf: (wanted) => {
      const number = lastUpTo(places, wanted);
      return (rows[number] ?? 0) + (isFolded(groups[number]) ? 0 : 1 + wanted - (places[number] ?? 0));
    },
    groupAt: (wanted) => groups[lastUpTo(rows, wanted)] ?? null,
  };
}
