/** A body as text, a piece at a time: a page of five megabytes at once would stand still. */
import { useMemo, useState } from "react";
import { Button } from "../../../shared/components/Button";
import { bytes, pretty } from "../../../shared/format";
import css from "./ResponsePane.module.css";

const PIECE = 100_000;

export function BodyText({ body, json }: { body: string; json: boolean }) {
  const text = useMemo(() => (json ? pretty(body) : body), [body, json]);
  const [shown, setShown] = useState(PIECE);
  const rest = text.length - shown;
  return (
    <div className={css.text}>
      <pre tabIndex={0} aria-label="Response body" data-testid="call-body">
        {rest > 0 ? text.slice(0, shown) : text}
      </pre>
      {rest > 0 && (
        <div className={css.more}>
          <span>{bytes(rest)} more</span>
          <Button onClick={() => setShown(shown + PIECE)} data-testid="load-more">
            Load more
          </Button>
          <Button look="quiet" onClick={() => setShown(text.length)}>
            Load all
          </Button>
        </div>
      )}
    </div>
  );
}
