/** The difference of two texts, line by line. */

export interface Line {
  /** `same` stands in both, `left` and `right` in one alone; `gap` stands for lines that are the same and not shown. */
  kind: "same" | "left" | "right" | "gap";
  text: string;
  /** Line numbers from 1; null where the line is not in that text. */
  left: number | null;
  right: number | null;
}

/** Above this many pairs of lines the middle is not matched line by line: no one reads such a difference, and nothing may freeze. */
const MOST_PAIRS = 16_000_000;

/** Lengths of the longest common runs from each pair of lines on, row by row. */
function lengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const [row, below] = [rows[i] as Uint16Array, rows[i + 1] as Uint16Array];
    for (let j = b.length - 1; j >= 0; j -= 1) row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return rows;
}

function middle(a: readonly string[], b: readonly string[], offset: number): Line[] {
  const left = (i: number): Line => ({ kind: "left", text: a[i] ?? "", left: offset + i + 1, right: null });
  const right = (j: number): Line => ({ kind: "right", text: b[j] ?? "", left: null, right: offset + j + 1 });
  if (a.length * b.length > MOST_PAIRS) return [...a.map((_, i) => left(i)), ...b.map((_, j) => right(j))];
  const rows = lengths(a, b);
  const out: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ kind: "same", text: a[i] ?? "", left: offset + i + 1, right: offset + j + 1 });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && (rows[i + 1]?.[j] ?? 0) >= (rows[i]?.[j + 1] ?? 0))) {
      out.push(left(i));
      i += 1;
    } else {
      out.push(right(j));
      j += 1;
    }
  }
  return out;
}

export function diffLines(leftText: string, rightText: string): Line[] {
  const [a, b] = [leftText.split("\n"), rightText.split("\n")];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const same = (text: string, left: number, right: number): Line => ({ kind: "same", text, left, right });
  return [...a.slice(0, head).map((text, at) => same(text, at + 1, at + 1)), ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), head), ...a.slice(a.length - tail).map((text, at) => same(text, a.length - tail + at + 1, b.length - tail + at + 1))];
}

/** Leaves only the lines around a difference; each run of others becomes one gap. */
export function withContext(lines: readonly Line[], around = 3): Line[] {
  const near = new Uint8Array(lines.length);
  lines.forEach((line, at) => {
    if (line.kind !== "same") near.fill(1, Math.max(0, at - around), at + around + 1);
  });
  const out: Line[] = [];
  let passed = 0;
  const close = () => {
    if (passed > 0) out.push({ kind: "gap", text: `${passed} ${passed === 1 ? "line" : "lines"} the same`, left: null, right: null });
    passed = 0;
  };
  lines.forEach((line, at) => {
    if (near[at] !== 1) {
      passed += 1;
      return;
    }
    close();
    out.push(line);
  });
  close();
  return out;
}

const MARKS: Record<Line["kind"], string> = { same: " ", left: "-", right: "+", gap: "" };

/** As `diff -u` writes it, for pasting into a message. */
export function unified(lines: readonly Line[], leftTitle: string, rightTitle: string): string {
  return [`--- ${leftTitle}`, `+++ ${rightTitle}`, ...withContext(lines).map((line) => (line.kind === "gap" ? "@@" : `${MARKS[line.kind]}${line.text}`))].join("\n");
}
