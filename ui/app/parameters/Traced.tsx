/** Traced parts as text: each piece in its layer's colour, what a change touches marked. */
import { LAYER_WORDS, layerColour } from "../../shared/components/layers";
import type { TracedPart } from "../../shared/generated/TracedPart";
import type { TracedPiece } from "../../shared/generated/TracedPiece";
import css from "./Traced.module.css";

/** A query's text as a person reads it: what is sent is percent-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function Piece({ piece, changed, encoded }: { piece: TracedPiece; changed: ReadonlySet<string>; encoded: boolean }) {
  const title = piece.layer === null ? undefined : `${LAYER_WORDS[piece.layer]}${piece.path === null ? "" : `: ${piece.path}`}`;
  const touched = piece.path !== null && changed.has(piece.path);
  return (
    <span className={touched ? css.changed : piece.layer === null ? css.made : undefined} style={piece.layer === null ? undefined : { color: layerColour(piece.layer) }} title={title}>
      {encoded ? decoded(piece.text) : piece.text}
    </span>
  );
}

function Pieces({ part, changed }: { part: TracedPart; changed: ReadonlySet<string> }) {
  return part.pieces.map((piece, index) => <Piece key={index} piece={piece} changed={changed} encoded={part.place === "query"} />);
}

export function TracedLines({ parts, joint, changed, spaced = false }: { parts: readonly TracedPart[]; joint: string; changed: ReadonlySet<string>; spaced?: boolean }) {
  return (
    <div className={spaced ? css.spaced : undefined}>
      {parts.map((part, index) => (
        <span key={index} className={css.line}>
          <span className={css.name}>
            {part.name}
            {part.name !== null && joint}
          </span>
          <Pieces part={part} changed={changed} />
        </span>
      ))}
    </div>
  );
}

export function TracedUrl({ method, parts, changed }: { method?: string; parts: readonly TracedPart[]; changed: ReadonlySet<string> }) {
  const base = parts.filter((part) => part.place !== "query");
  return (
    <>
      {method !== undefined && <b className={css.method}>{method} </b>}
      {base.map((part, index) => (
        <Pieces key={index} part={part} changed={changed} />
      ))}
      <TracedLines parts={parts.filter((part) => part.place === "query")} joint="=" changed={changed} />
    </>
  );
}
