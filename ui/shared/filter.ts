/**
 * The filter of a list: words that must all be found; `field:word` looks in one field; `"two words"` is one word; a leading
 * `-` excludes. The engine reads filters in the same way.
 */

export interface Term {
  field: string | null;
  word: string;
  not: boolean;
}

/** A field whose word is still to be typed: it takes nothing away yet. */
const UNFINISHED = /(^|\s)-?[a-z]+:(?=\s|$)/gi;

export function parseFilter(text: string): Term[] {
  return [...text.replace(UNFINISHED, "$1").matchAll(/(-)?(?:([a-z]+):)?(?:"([^"]*)"?|([^\s"]+))/gi)]
    .map((match) => ({ field: match[2]?.toLowerCase() ?? null, word: (match[3] ?? match[4] ?? "").toLowerCase(), not: match[1] === "-" }))
    .filter((term) => term.word !== "");
}

/** Whether a record, given as its searchable fields, passes. A field that it does not have is looked for as plain text. */
export function passes(terms: readonly Term[], fields: Readonly<Record<string, string>>): boolean {
  const all = Object.values(fields).join("\n").toLowerCase();
  return terms.every((term) => {
    const own = term.field === null ? undefined : fields[term.field];
    const found = term.field === null ? all.includes(term.word) : own === undefined ? all.includes(`${term.field}:${term.word}`) : own.toLowerCase().includes(term.word);
    return found !== term.not;
  });
}
