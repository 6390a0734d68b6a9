/** How the editor is put together. Undo is the draft's, not the editor's own: table and form share it. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, temporarilySetTabFocusMode } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, type ViewUpdate } from "@codemirror/view";
import { pathAt } from "../params/locate";
import { completions } from "./completion";
import { hover } from "./hover";
import type { EditorProps } from "./JsonEditor";
import type { Knowledge } from "./knowledge";
import { litField } from "./marks";
import { theme } from "./theme";

interface Setup {
  label: string;
  readOnly: boolean;
  text: string;
  testId: string | undefined;
  describedBy: string | undefined;
  props: () => EditorProps;
}

/** Marks a change that came from outside: it is not told back. */
const outside = Annotation.define<true>();

/** Puts another text in place, changing only what differs, so that the cursor stays where it is. */
export function setText(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  if (old === text) return;
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
  let [end, to] = [old.length, text.length];
  while (end > from && to > from && old[end - 1] === text[to - 1]) [end, to] = [end - 1, to - 1];
  view.dispatch({ changes: { from, to: end, insert: text.slice(from, to) }, annotations: outside.of(true) });
}

const NOTHING: Knowledge = { schema: {}, variants: [], leaves: [] };

/** Whether a quote was just typed, and what it opens is still empty. */
function opensQuote(update: ViewUpdate): boolean {
  const { head } = update.state.selection.main;
  return update.transactions.some((one) => one.isUserEvent("input.type")) && update.state.sliceDoc(head - 1, head + 1) === '""';
}

function editing(props: () => EditorProps): Extension {
  const knowledge = () => props().knowledge ?? NOTHING;
  const act = (run: (() => void) | undefined) => {
    run?.();
    return run !== undefined;
  };
  return [
    keymap.of([
      { key: "Mod-z", run: () => act(props().onUndo), stopPropagation: true },
      { key: "Mod-Shift-z", run: () => act(props().onRedo), stopPropagation: true },
      { key: "Mod-y", run: () => act(props().onRedo), stopPropagation: true },
      // Saving and connecting are the window's: Mod-Enter would otherwise add a line.
      { key: "Mod-Enter", run: () => false },
    ]),
    autocompletion({ override: [completions(knowledge)], icons: false, maxRenderedOptions: 60 }),
    closeBrackets(),
    indentOnInput(),
    hover(knowledge),
    EditorView.updateListener.of((update) => {
      const mine = update.transactions.every((one) => one.annotation(outside) === undefined);
      // A quote begins a key or a value, but closing it at once keeps the editor from seeing that as typing.
      if (update.docChanged && mine && opensQuote(update)) startCompletion(update.view);
      if (update.docChanged && mine) props().onText?.(update.state.doc.toString());
      if (update.selectionSet && update.view.hasFocus) props().onPlace?.(pathAt(update.state.doc.toString(), update.state.selection.main.head));
    }),
  ];
}

/** What tests and assistive scripts do to a field: read and set its `value`, as if it had been typed over. */
function asField(view: EditorView, readOnly: boolean): void {
  Object.defineProperty(view.contentDOM, "value", {
    configurable: true,
    get: () => view.state.doc.toString(),
    set: (text: string) => {
      if (!readOnly) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.type" });
    },
  });
}

export function newEditor(parent: HTMLElement, { label, readOnly, text, testId, describedBy, props }: Setup): EditorView {
  const attributes = { "aria-label": label, spellcheck: "false", autocorrect: "off", autocapitalize: "off", ...(testId === undefined ? {} : { "data-testid": testId }), ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }) };
  const keys = [...defaultKeymap.filter((one) => one.key !== "Mod-Enter"), ...closeBracketsKeymap, ...searchKeymap.filter((one) => one.key !== "Mod-Alt-Enter"), ...foldKeymap, ...completionKeymap, ...lintKeymap];
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        readOnly ? [EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ tabindex: "0", "aria-readonly": "true" })] : editing(props),
        // Tab leaves the editor, as it leaves every field; Escape first is CodeMirror's way where Tab is taken by a snippet.
        keymap.of([...keys, { key: "Escape", run: (target) => temporarilySetTabFocusMode(target) }]),
        lineNumbers(),
        foldGutter({ openText: "⌄", closedText: "›" }),
        codeFolding(),
        lintGutter(),
        json(),
        bracketMatching(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search({ top: true }),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of(attributes),
        litField,
        theme,
      ],
    }),
  });
  asField(view, readOnly);
  return view;
}
