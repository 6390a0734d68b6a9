/** Paths into the tree of parameter values, written as the engine writes them: `http.headers.X-Api-Version`, `query["a.b"]`. */

const PLAIN = /^[^."[\]]+$/;

/** The segments of a path; null where the text is none. */
export function parsePath(text: string): string[] | null {
  const segments: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === "[") {
      const end = text.indexOf('"]', at + 1);
      if (end < 0) return null;
      try {
        segments.push(JSON.parse(text.slice(at + 1, end + 1)) as string);
      } catch {
        return null;
      }
      at = end + 2;
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
