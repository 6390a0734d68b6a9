/** Paths into the tree of parameter values, written as the engine writes them: `http.headers.X-Api-Version`, `query["a.b"]`. */

const PLAIN = /^[^."[\]]+$/;

/** A segment in brackets, at the place where it is looked for. */
const QUOTED = /\[("(?:[^"\\]|\\.)*")\]/y;

/** The segments of a path; null where the text is none. */
export function parsePath(text: string): string[] | null {
  const segments: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === "[") {
      QUOTED.lastIndex = at;
      const quoted = QUOTED.exec(text);
      if (!quoted) return null;
      try {
        segments.push(JSON.parse(quoted[1] ?? "") as string);
      } catch {
        return null;
      }
      at = QUOTED.lastIndex;
    } else {
      const rest = /^[^."[\]]+/.exec(text.slice(at));
      if (!rest) return null;
      segments.push(rest[0]);
      at += rest[0].length;
    }
    if (text[at] === ".") {
      at += 1;
      if (at === text.length) return null;
    } else if (at < text.length && text[at] !== "[") return null;
  }
  return segments.length > 0 ? segments : null;
}

/** The text of a path. */
export function formatPath(segments: readonly string[]): string {
  return segments.reduce((text, segment) => {
    if (!PLAIN.test(segment)) return `${text}[${JSON.stringify(segment)}]`;
    return text ? `${text}.${segment}` : segment;
  }, "");
}
