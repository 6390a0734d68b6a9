/** Traced parts as text: each piece in its layer's colour, what a change touches marked, and each led back to its parameter. */
import { Fragment } from "react";
import { LAYER_WORDS, layerColour } from "../../shared/components/layers";
import type { TracedPiece } from "../../shared/generated/TracedPiece";
import { compareWords, decoded, type ShownPart } from "./difference";
import { lights, useIsLit } from "./lit";
import { useBench } from "./model";
import css from "./Traced.module.css";

const CLIENT = "clientId";

interface PieceProps {
  piece: TracedPiece;
  text: string;
  before: string | null;
  isFresh: boolean;
  onOpen: (path: string) => void;
}

function Words({ text, before, isFresh }: { text: string; before: string | null; isFresh: boolean }) {
  const words = before === null ? null : compareWords(text, before);
  if (words === null) {
    return (
      <>
        {before !== null && before !== text && (
          <>
            <del className={css.removed}>{before}</del>{" "}
          </>
        )}
        <span className={isFresh ? css.changed : undefined}>{text}</span>
      </>
    );
  }
  return words.map((word, index) => (
    <Fragment key={index}>
      {index > 0 && " "}
      {word.mark === "removed" ? <del className={css.removed}>{word.text}</del> : <span className={word.mark === "added" ? css.changed : undefined}>{word.text}</span>}
    </Fragment>
  ));
}

function Piece({ piece, text, before, isFresh, onOpen }: PieceProps) {
  const isLit = useIsLit(piece.path);
  const words = <Words text={text} before={before} isFresh={isFresh} />;
  const colour = piece.layer === null ? undefined : { color: layerColour(piece.layer) };
  const { path } = piece;
  const from = piece.layer === null ? "made when it is sent" : `from the ${LAYER_WORDS[piece.layer]}`;
  if (path === null) {
    return (
      <span className={piece.layer === null ? css.made : undefined} style={colour} title={from}>
        {words}
      </span>
    );
  }
  return (
    <span role="button" tabIndex={-1} data-piece={path} className={isLit ? `${css.piece} ${css.lit}` : css.piece} style={colour} title={`${path}, ${from}`} onClick={() => onOpen(path)} onKeyDown={(event) => event.key === "Enter" && onOpen(path)} {...lights(path)}>
      {words}
    </span>
  );
}

/** Where the client id would stand, while nobody has said which. */
function Unset({ onOpen }: { onOpen: (path: string) => void }) {
  const { preview } = useBench();
  if (!preview?.missing.some((one) => one.path === CLIENT)) return null;
  return (
    <span role="button" tabIndex={-1} data-piece={CLIENT} className={`${css.piece} ${css.unset}`} title={`${CLIENT} has no value yet`} onClick={() => onOpen(CLIENT)} onKeyDown={(event) => event.key === "Enter" && onOpen(CLIENT)}>
      not set
    </span>
  );
}

function Pieces({ shown, onOpen }: { shown: ShownPart; onOpen: (path: string) => void }) {
  const { part, mark, before } = shown;
  const text = (piece: TracedPiece) => (part.place === "query" ? decoded(piece.text) : piece.text);
  if (part.pieces.length === 0 && part.name === "client_id") return <Unset onOpen={onOpen} />;
  if (mark === "removed") return <del className={css.removed}>{part.pieces.map(text).join("")}</del>;
  const [only] = part.pieces;
  const isOne = part.pieces.length === 1 && before?.pieces.length === 1;
  const was = mark !== "changed" || !before ? null : before.pieces.map(text).join("");
  return (
    <>
      {was !== null && !isOne && (
        <>
          <del className={css.removed}>{was}</del>{" "}
        </>
      )}
      {part.pieces.map((piece, index) => (
        <Piece key={index} piece={piece} text={text(piece)} before={isOne && piece === only ? was : null} isFresh={mark !== "same"} onOpen={onOpen} />
      ))}
    </>
  );
}

interface LinesProps {
  parts: readonly ShownPart[];
  joint: string;
  onOpen: (path: string) => void;
  spaced?: boolean;
}

export function TracedLines({ parts, joint, onOpen, spaced = false }: LinesProps) {
  return (
    <div className={spaced ? css.spaced : undefined}>
      {parts.map((shown, index) => (
        <span key={index} className={`${css.line} ${shown.mark === "same" ? "" : css.touched}`} data-mark={shown.mark}>
          <span className={css.name}>
            {shown.mark === "removed" ? <del>{shown.part.name}</del> : shown.part.name}
            {shown.part.name !== null && joint}
          </span>
          <Pieces shown={shown} onOpen={onOpen} />
        </span>
      ))}
    </div>
  );
}

export function TracedUrl({ method, parts, onOpen }: { method?: string; parts: readonly ShownPart[]; onOpen: (path: string) => void }) {
  return (
    <>
      {method !== undefined && <b className={css.method}>{method} </b>}
      {parts
        .filter((shown) => shown.part.place !== "query")
        .map((shown, index) => (
          <Pieces key={index} shown={shown} onOpen={onOpen} />
        ))}
      <TracedLines parts={parts.filter((shown) => shown.part.place === "query")} joint="=" onOpen={onOpen} />
    </>
  );
}
