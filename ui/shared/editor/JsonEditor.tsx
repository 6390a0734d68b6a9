/** An editor for JSON. Its machinery is a part of its own, fetched when the first editor is shown, so that the window starts without it. */
import { lazy, type RefObject, Suspense, useId } from "react";
import type { ParamProblem } from "../generated/ParamProblem";
import css from "./JsonEditor.module.css";
import type { Knowledge } from "./knowledge";

export interface JsonEditorHandle {
  /** Selects the place of a problem and takes the focus there. */
  jump: (problem: ParamProblem) => void;
  focus: () => void;
}

export interface EditorProps {
  text: string;
  /** Hears what is typed; absent in a read-only one. */
  onText?: (text: string) => void;
  label: string;
  readOnly?: boolean;
  problems?: readonly ParamProblem[];
  /** For completion and hover. */
  knowledge?: Knowledge;
  /** JSON of any kind: nothing is known of its keys. */
  plain?: boolean;
  /** Whose values they are: theirs is the colour. */
  layer?: "override" | "integration" | "none";
  /** Where another keeps the history; without it the editor has its own. */
  onUndo?: () => void;
  onRedo?: () => void;
  /** The path whose lines are lit. */
  lit?: string | null;
  /** Hears the path at the cursor. */
  onPlace?: (path: string | null) => void;
  handle?: RefObject<JsonEditorHandle | null>;
  testId?: string;
  describedBy?: string;
}

const Editor = lazy(() => import("./Editor"));

export function JsonEditor(props: EditorProps) {
  const hint = useId();
  const describedBy = [props.describedBy, props.readOnly === true ? undefined : hint].filter((id) => id !== undefined).join(" ");
  return (
    <div className={css.editor} data-readonly={props.readOnly === true || undefined} data-layer={props.layer}>
      <Suspense fallback={<pre className={css.waiting}>{props.text}</pre>}>
        <Editor {...props} {...(describedBy === "" ? {} : { describedBy })} />
      </Suspense>
      {props.readOnly !== true && (
        <p id={hint} className={css.unseen}>
          {props.plain === true ? "Tab leaves the editor." : "Tab leaves the editor; while suggestions are shown, press Escape first. Ctrl+Space suggests keys and values."}
        </p>
      )}
    </div>
  );
}
