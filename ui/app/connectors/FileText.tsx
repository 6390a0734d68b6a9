/** A connector file, to be read: numbered lines, and what belongs to a variant or an option in the layer's colour. */
import { useMemo } from "react";
import css from "./FileText.module.css";
import { linesOf, piecesOf } from "./file";

export function FileText({ text }: { text: string }) {
  const lines = useMemo(() => linesOf(text), [text]);
  return (
    <pre className={css.file} tabIndex={0} aria-label="Text of the file" data-testid="connector-text" style={{ ["--digits" as string]: `${String(lines.length).length}ch` }}>
      {lines.map((line, index) => (
        <code key={index} className={`${css.line} ${css[line.kind] ?? ""}`} data-part={line.part !== null || undefined}>
          {line.kind === "text" ? piecesOf(line.text).map((piece, at) => (piece.string ? <span key={at}>{piece.text}</span> : piece.text)) : line.text}
          {"\n"}
        </code>
      ))}
    </pre>
  );
}
