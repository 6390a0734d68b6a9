/** Just enough of each language to be read at a glance: comments, texts, words of the language, and what is yet to be put in. */
import type { Mark, Piece } from "./pieces";

export type Token = "comment" | "string" | "word" | "blank" | "plain";

export interface Coloured {
  text: string;
  token: Token;
  mark: Mark | null;
}

const PATTERN = new RegExp(
  [
    String.raw`(?<comment><!--[\s\S]*?-->|(?<=^|\s)//[^\n]*|(?<=^|\n)#[^\n]*)`,
    String.raw`(?<blank>(?:'|")?(?:<[\w.-]+>|&lt;[\w.-]+&gt;)(?:'|")?(?=[\s,}\]:]|$)|process\.env\.[A-Z0-9_]+|\$(?:TOKEN|CONNECTION)\b|"?•{4,}"?)`,
    String.raw`(?<string>'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`,
    String.raw`(?<word>\b(?:import|from|const|let|new|await|while|if|true|false|null|curl)\b|</?[a-z]+|(?<=\n|^)[A-Z][A-Z0-9_]+(?==))`,
  ].join("|"),
  "g",
);

/** Pieces of one mark that follow each other are one: a text or comment may reach over them. */
function joined(pieces: readonly Piece[]): Piece[] {
  return pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1);
    if (last && last.mark === piece.mark) all[all.length - 1] = { text: last.text + piece.text, mark: last.mark };
    else all.push(piece);
    return all;
  }, []);
}

export function colour(pieces: readonly Piece[]): Coloured[] {
  return joined(pieces).flatMap(({ text, mark }) => {
    const all: Coloured[] = [];
    let at = 0;
    for (const found of text.matchAll(PATTERN)) {
      if (found.index > at) all.push({ text: text.slice(at, found.index), token: "plain", mark });
      const [token] = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined) ?? ["plain"];
      all.push({ text: found[0], token: token as Token, mark });
      at = found.index + found[0].length;
    }
    if (at < text.length) all.push({ text: text.slice(at), token: "plain", mark });
    return all;
  });
}
