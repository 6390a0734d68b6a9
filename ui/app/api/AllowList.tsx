/** A list of what is allowed: fixed entries, own ones to add and remove. A removal is done at once, and can be taken back in place. */
import { useRef, useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { TextField } from "../../shared/components/TextField";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { Tag } from "../../shared/components/Tag";
import type { Judged } from "./allow";
import css from "./AllowList.module.css";

interface Props {
  /** Names the list. */
  name: string;
  /** Names the field: "Add an origin". */
  label: string;
  placeholder: string;
  fixed?: readonly string[];
  entries: readonly string[];
  judge: (text: string) => Judged;
  /** Resolves when it is done. */
  onAdd: (entry: string) => Promise<unknown>;
  onRemove: (entry: string) => Promise<unknown>;
  error: ErrorView | null;
  /** What it means that there is none. */
  empty: string;
  testId: string;
}

export function AllowList({ name, label, placeholder, fixed = [], entries, judge, onAdd, onRemove, error, empty, testId }: Props) {
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const [removed, setRemoved] = useState<{ entry: string; at: number }[]>([]);
  const field = useRef<HTMLDivElement>(null);
  const judged = judge(text);
  const double = "value" in judged && (entries.includes(judged.value) || fixed.includes(judged.value));
  const problem = double ? "It is listed already." : "problem" in judged && (tried || "meant" in judged) ? judged.problem : undefined;
  const meant = "meant" in judged ? judged.meant : undefined;

  const add = () => {
    setTried(true);
    if (!("value" in judged) || double) return;
    const entry = judged.value;
    void onAdd(entry).then(
      () => {
        setText("");
        setTried(false);
        setRemoved((all) => all.filter((one) => one.entry !== entry));
      },
      () => undefined,
    );
  };
  const remove = (entry: string, at: number) => {
    void onRemove(entry).then(
      () => setRemoved((all) => [...all.filter((one) => one.entry !== entry), { entry, at }]),
      () => undefined,
    );
  };
  const undo = (entry: string) => {
    void onAdd(entry).then(
      () => setRemoved((all) => all.filter((one) => one.entry !== entry)),
      () => undefined,
    );
  };

  const rows: { entry: string; kind: "fixed" | "own" | "removed" }[] = entries.map((entry) => ({ entry, kind: "own" }));
  for (const { entry, at } of removed) if (!entries.includes(entry)) rows.splice(at, 0, { entry, kind: "removed" });
  rows.unshift(...fixed.map((entry) => ({ entry, kind: "fixed" as const })));

  return (
    <div className={css.box}>
      {rows.length === 0 ? (
        <p className={css.empty}>{empty}</p>
      ) : (
        <ul className={css.list} aria-label={name} data-testid={`${testId}-list`}>
          {rows.map(({ entry, kind }, index) => (
            <li key={entry} className={css.row}>
              {kind === "removed" ? (
                <>
                  <span className={css.gone} role="status">
                    <del>{entry}</del> <span>removed</span>
                  </span>
                  <Button autoFocus look="quiet" onClick={() => undo(entry)} aria-label={`Undo: list ${entry} again`} data-testid={`${testId}-undo`}>
                    Undo
                  </Button>
                </>
              ) : (
                <>
                  <code>{entry}</code>
                  {kind === "fixed" ? (
                    <Tag>built in</Tag>
                  ) : (
                    <Button look="quiet" onClick={() => remove(entry, index - fixed.length)} aria-label={`Remove ${entry}`}>
                      Remove
                    </Button>
                  )}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <form
        className={css.add}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
        noValidate
      >
        <div className={css.input} ref={field}>
          <TextField
            label={label}
            value={text}
            onValue={(next) => {
              setText(next);
              setTried(false);
            }}
            placeholder={placeholder}
            problem={problem}
            data-testid={`${testId}-input`}
          />
        </div>
        <Button type="submit" data-testid={`${testId}-add`}>
          Add
        </Button>
        {meant !== undefined && (
          <Button
            className={css.meant ?? ""}
            onClick={() => {
              setText(meant);
              field.current?.querySelector("input")?.focus();
            }}
            data-testid={`${testId}-meant`}
          >
            Use {meant}
          </Button>
        )}
      </form>
      {error && <ErrorBox error={error} />}
    </div>
  );
}
