/** The editor of an override as JSON: CodeMirror, with our theme, keys and knowledge. Loaded when it is first shown. */
import { useEffect, useImperativeHandle, useRef } from "react";
import type { EditorView } from "@codemirror/view";
import type { EditorProps, JsonEditorHandle } from "./JsonEditor";
import { type Made, newEditor, setText } from "./setup";
import { rangeOf, showLit, showProblems } from "./marks";

/** Moves to a problem's place and selects it. */
function jump(view: EditorView, range: { from: number; to: number } | null): void {
  const from = Math.min(range?.from ?? 0, view.state.doc.length);
  view.dispatch({ selection: { anchor: from, head: Math.min(range?.to ?? from, view.state.doc.length) }, scrollIntoView: true });
  view.focus();
}

export default function Editor(props: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const made = useRef<Made | null>(null);
  const now = useRef(props);
  useEffect(() => {
    now.current = props;
  });
  const { text, label, readOnly = false, problems, lit, handle, testId, describedBy } = props;

  useEffect(() => {
    if (!place.current) return undefined;
    const editor = newEditor(place.current, { label, readOnly, testId, describedBy, text: now.current.text, props: () => now.current });
    made.current = editor;
    return () => {
      editor.teller.flush();
      made.current = null;
      editor.view.destroy();
    };
  }, [label, readOnly, testId, describedBy]);
  useEffect(() => {
    if (made.current) setText(made.current, text);
  }, [text]);
  useEffect(() => {
    if (made.current) showProblems(made.current.view, problems ?? []);
  }, [problems]);
  useEffect(() => {
    if (made.current) showLit(made.current.view, lit ?? null);
  }, [lit]);
  useImperativeHandle<JsonEditorHandle, JsonEditorHandle>(
    handle,
    () => ({
      jump: (problem) => made.current && jump(made.current.view, rangeOf(made.current.view.state.doc.toString(), problem)),
      focus: () => made.current?.view.focus(),
    }),
    [],
  );
  return <div ref={place} style={{ height: "100%", minHeight: 0 }} />;
}
