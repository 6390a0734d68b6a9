/** Code in pieces, so that a reader sees what comes from which layer: a template's values keep their mark. */

export type Mark = "override" | "input";

export interface Piece {
  text: string;
  mark: Mark | null;
}

export const override = (text: string): Piece => ({ text, mark: "override" });
export const input = (text: string): Piece => ({ text, mark: "input" });

/** A template of code. Lists of pieces are taken as they are, texts unmarked. */
export function code(parts: TemplateStringsArray, ...values: readonly (string | Piece | readonly Piece[])[]): Piece[] {
  const all: Piece[] = [];
  parts.forEach((text, index) => {
    all.push({ text, mark: null });
    const value = values[index];
    if (value === undefined) return;
    if (typeof value === "string") all.push({ text: value, mark: null });
    else if ("mark" in value) all.push(value);
    else all.push(...value);
  });
  return all.filter((piece) => piece.text !== "");
}

export const plain = (pieces: readonly Piece[]): string => pieces.map((piece) => piece.text).join("");
