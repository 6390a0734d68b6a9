/** Headers as they went or came. What carried a credential is masked. */
import { useState } from "react";
import css from "./ResponsePane.module.css";

const MANY = 12;

export function HeaderList({ headers, empty, testId }: { headers: readonly (readonly [string, string])[]; empty: string; testId: string }) {
  const [word, setWord] = useState("");
  if (headers.length === 0) return <p className={css.dim}>{empty}</p>;
  const shown = headers.filter(([name, value]) => `${name}: ${value}`.toLowerCase().includes(word.trim().toLowerCase()));
  return (
    <>
      {headers.length > MANY && <input className={css.find} aria-label="Find a header" placeholder="Find a header" value={word} onChange={(event) => setWord(event.target.value)} />}
      <dl className={css.pairs} data-testid={testId}>
        {shown.map(([name, value], index) => (
          <div key={index}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
