/** How the editor is put together. Undo is the draft's where there is one, not the editor's own: table and form share it. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, temporarilySetTabFocusMode } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxTree } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, type ViewUpdate } from "@codemirror/view";
import { formatPath } from "../params/path";
import { completions } from "./completion";
import { hover } from "./hover";
import type { EditorProps } from "./JsonEditor";
import type { Knowledge } from "./knowledge";
import { litField } from "./marks";
import { segmentsOf } from "./place";
import { newTeller, type Teller } from "./teller";
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

/** An editor, and what tells its text. */
export interface Made {
  view: EditorView;
  teller: Teller;
}

/** Puts another text in place, changing only what differs, so that the cursor stays where it is. What was told itself comes back late, and is no other text. */
export function setText({ view, teller }: Made, text: string): void {
  const old = view.state.doc.toString();
  if (old === text || teller.isOwn(text)) return;
  teller.drop(text);
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
  let [end, to] = [old.length, text.length];
  while (end > from && to > from && old[end - 1] === text[to - 1]) [end, to] = [end - 1, to - 1];
  view.dispatch({ changes: { from, to: end, insert: text.slice(from, to) }, annotations: outside.of(true) });
}

/** The search panel's words, as ours are written. */
const WORDS = { next: "Next", previous: "Previous", all: "All", "match case": "Match case", regexp: "Regular expression", "by word": "Whole words", replace: "Replace", "replace all": "Replace all" };

const NOTHING: Knowledge = { schema: {}, variants: [], leaves: [] };

/** Whether a quote was just typed, and what it opens is still empty. */
function opensQuote(update: ViewUpdate): boolean {
  const { head } = update.state.selection.main;
  return update.transactions.some((one) => one.isUserEvent("input.type")) && update.state.sliceDoc(head - 1, head + 1) === '""';
}

/** The path at the cursor. */
function pathOf(state: EditorState): string | null {
  const segments = segmentsOf(state, syntaxTree(state).resolveInner(state.selection.main.head, 1));
  return segments.length === 0 ? null : formatPath(segments);
}

function editing(props: () => EditorProps, teller: Teller): Extension {
  const knowledge = () => props().knowledge ?? NOTHING;
  const act = (run: (() => void) | undefined) => {
    teller.flush();
    run?.();
    return run !== undefined;
  };
  const undoing = [
    { key: "Mod-z", run: () => act(props().onUndo), stopPropagation: true },
    { key: "Mod-Shift-z", run: () => act(props().onRedo), stopPropagation: true },
    { key: "Mod-y", run: () => act(props().onRedo), stopPropagation: true },
  ];
  return [
    // Saving and connecting are the window's: Mod-Enter would otherwise add a line.
    keymap.of([...(props().onUndo ? undoing : historyKeymap), { key: "Mod-Enter", run: () => false }]),
    props().onUndo ? [] : history(),
    props().plain === true ? EditorView.lineWrapping : [autocompletion({ override: [completions(knowledge)], icons: false, maxRenderedOptions: 60 }), hover(knowledge)],
    closeBrackets(),
    indentOnInput(),
    EditorView.updateListener.of((update) => {
      const mine = update.transactions.every((one) => one.annotation(outside) === undefined);
      // A quote begins a key or a value, but closing it at once keeps the editor from seeing that as typing.
      if (update.docChanged && mine && props().plain !== true && opensQuote(update)) startCompletion(update.view);
      if (update.docChanged && mine) teller.hear(update.state);
      if (update.selectionSet && update.view.hasFocus) props().onPlace?.(pathOf(update.state));
    }),
    // Whatever is done next, by key or by pointer, is done with what was typed.
    EditorView.domEventHandlers({ blur: () => teller.flush(), keydown: (event) => void ((event.ctrlKey || event.metaKey) && teller.flush()) }),
  ];
}

/** What tests and assistive scripts do to a field: read and set its `value`, as if it had been typed over. */
function asField({ view, teller }: Made, readOnly: boolean): void {
  Object.defineProperty(view.contentDOM, "value", {
    configurable: true,
    get: () => view.state.doc.toString(),
    set: (text: string) => {
      if (!readOnly) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input.paste" });
      teller.flush();
    },
  });
}

export function newEditor(parent: HTMLElement, { label, readOnly, text, testId, describedBy, props }: Setup): Made {
  const teller = newTeller(text, (next) => props().onText?.(next));
  const attributes = { "aria-label": label, spellcheck: "false", autocorrect: "off", autocapitalize: "off", ...(testId === undefined ? {} : { "data-testid": testId }), ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }) };
  const keys = [...defaultKeymap.filter((one) => one.key !== "Mod-Enter"), ...closeBracketsKeymap, ...searchKeymap.filter((one) => one.key !== "Mod-Alt-Enter"), ...foldKeymap, ...completionKeymap, ...lintKeymap];
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        readOnly ? [EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ tabindex: "0", "aria-readonly": "true" })] : editing(props, teller),
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
        EditorState.phrases.of(WORDS),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of(attributes),
        litField,
        theme,
      ],
    }),
  });
  const made = { view, teller };
  asField(made, readOnly);
  return made;
}
