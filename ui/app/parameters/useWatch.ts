/** Marks what a connector file changed under the screen, for a while, and says so. */
import { useEffect, useRef, useState } from "react";
import type { LeafView } from "../../shared/generated/LeafView";
import type { Preview } from "../../shared/generated/Preview";
import { onChanged } from "../../shared/host";
import { say } from "../../shared/toast";

const MARKED_MS = 20_000;

/** Names that are said; the rest is counted. */
const SAID = 4;

const NONE: ReadonlySet<string> = new Set();

const valuesOf = (leaves: readonly LeafView[]): Map<string, string> => new Map(leaves.map((leaf) => [leaf.path, JSON.stringify([leaf.value, leaf.layer === "override" ? null : leaf.layer, leaf.beneath])]));

/** The paths whose value, or what lies beneath it, differs. */
export function differing(before: readonly LeafView[], after: readonly LeafView[]): string[] {
  const [was, is] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path));
}

const words = (paths: readonly string[]): string => `${paths.slice(0, SAID).join(", ")}${paths.length > SAID ? ` and ${paths.length - SAID} more` : ""}`;

/** The paths that are marked now. `text` is what the dry run is of: a difference that comes from typing is not the file's. */
export function useWatch(preview: Preview | undefined, text: string): ReadonlySet<string> {
  const [marked, setMarked] = useState<ReadonlySet<string>>(NONE);
  const armed = useRef<{ leaves: readonly LeafView[]; text: string } | null>(null);
  const last = useRef<{ leaves: readonly LeafView[]; text: string } | null>(null);

  useEffect(() => onChanged(({ what }) => what === "connectors" && (armed.current ??= last.current)), []);
  useEffect(() => {
    if (!preview) return undefined;
    const before = armed.current;
    last.current = { leaves: preview.leaves, text };
    if (!before || before.leaves === preview.leaves) return undefined;
    armed.current = null;
    const paths = before.text === text ? differing(before.leaves, preview.leaves) : [];
    if (paths.length === 0) return undefined;
    setMarked(new Set(paths));
    say(`The connector file changed: ${words(paths)}.`);
    return undefined;
  }, [preview, text]);
  useEffect(() => {
    if (marked.size === 0) return undefined;
    const timer = setTimeout(() => setMarked(NONE), MARKED_MS);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked;
}
