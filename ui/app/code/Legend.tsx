/** What the colours of code mean. */
import css from "./Code.module.css";
import type { CodeSubject } from "./subject";

export function Legend({ subject }: { subject: CodeSubject }) {
  const empty = Object.keys(subject.override).length === 0;
  return (
    <p className={css.legend}>
      <span>
        <i style={{ background: "var(--override)" }} aria-hidden="true" />
        {empty ? "no override: the integration's defaults hold" : "the override"}
      </span>
      {subject.inputs.length > 0 && (
        <span>
          <i style={{ background: "var(--input)" }} aria-hidden="true" />
          what the user types
        </span>
      )}
      <span>
        <u>underlined</u> is for you to put in; secrets are never written here
      </span>
    </p>
  );
}
