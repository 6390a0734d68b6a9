/** Where every screen stands: one card, over the page that embeds us or on a page of its own. Moves the focus as its content changes. */
import { type ReactNode, useEffect, useRef } from "react";
import css from "./Card.module.css";

interface Props {
  /** Names the content; a change moves the focus to the new heading, so that it is read out. */
  content: string;
  onBack?: (() => void) | null;
  onClose: (() => void) | null;
  children: ReactNode;
}

export function Card({ content, onBack = null, onClose, children }: Props) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    const heading = card.current?.querySelector("h1");
    if (!heading) return;
    document.title = heading.textContent ?? document.title;
    // A field that asked for the focus keeps it.
    if (!card.current?.querySelector("input:focus, select:focus")) heading.focus();
    card.current?.scrollTo(0, 0);
  }, [content]);
  return (
    <div className={css.ground}>
      <main className={css.card} ref={card} data-testid={`screen-${content.split(" ")[0]}`}>
        {(onBack ?? onClose) !== null && (
          <div className={css.bar}>
            {onBack && (
              <button type="button" className={css.icon} onClick={onBack} aria-label="Back" data-testid="back">
                <svg viewBox="0 0 16 16" aria-hidden="true">
                  <path d="M10 3 5 8l5 5" />
                </svg>
              </button>
            )}
            {onClose && (
              <button type="button" className={`${css.icon} ${css.close}`} onClick={onClose} aria-label="Close" data-testid="close">
                <svg viewBox="0 0 16 16" aria-hidden="true">
                  <path d="m4 4 8 8m0-8-8 8" />
                </svg>
              </button>
            )}
          </div>
        )}
        <div className={css.content}>{children}</div>
      </main>
    </div>
  );
}
