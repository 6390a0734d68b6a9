/** A connector file's text, line by line: what each line is, and to which variant or option it belongs. */

export type LineKind = "comment" | "section" | "text";

export interface Line {
  text: string;
  kind: LineKind;
  /** The variant or option whose part of the file it is in, as `variants.eu`; none elsewhere. */
  part: string | null;
}

const SECTION = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?/;

/** `variants.eu` of `variants.eu.auth`, and of `options.app.params.x` `options.app`. */
function partOf(section: string): string | null {
  const [, kind, key] = /^(variants|options)\.("[^"]*"|[^.]+)/.exec(section) ?? [];
  return kind === undefined || key === undefined ? null : `${kind}.${key.replaceAll('"', "")}`;
}

export function linesOf(text: string): Line[] {
  let part: string | null = null;
  return text.replace(/\n$/, "").split("\n").map((line) => {
    const section = SECTION.exec(line)?.[1];
    if (section !== undefined) part = partOf(section);
    const kind: LineKind = section !== undefined ? "section" : /^\s*#/.test(line) ? "comment" : "text";
    return { text: line, kind, part };
  });
}

/** What a variant or option changes: its lines, but for its heading and its title. */
export function changesIn(lines: readonly Line[], part: string): string[] {
  return lines
    .filter((line) => line.part === part && line.kind !== "comment" && line.text.trim() !== "")
    .map((line) => line.text)
    .filter((text) => text.trim() !== `[${part}]` && !/^\s*(title|description)\s*=/.test(text));
}

/** A line's pieces, so that strings can be told from names: `key = "value"`. */
export function piecesOf(text: string): { text: string; string: boolean }[] {
  return text.split(/("(?:[^"\\]|\\.)*"|'[^']*')/).flatMap((piece, index) => (piece === "" ? [] : [{ text: piece, string: index % 2 === 1 }]));
}
