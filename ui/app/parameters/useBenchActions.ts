/** The workbench's part of the palette and the keyboard. */
import { useEffect, useMemo, useRef } from "react";
import { type Action, useActions } from "../actions/actions";
import { go } from "../route";
import { urlOf, curlOf } from "./difference";
import type { Workbench } from "./model";
import { useMarkActions } from "./secretMark";
import { switchSide } from "./split";
import type { View } from "./Toolbar";
import { say } from "../../shared/toast";

interface Wanted {
  bench: Workbench;
  onView: (view: View) => void;
  onPanel: (panel: "history" | "paste") => void;
}

function copy(text: string | undefined, what: string): void {
  if (text === undefined) return void say(`There is no ${what} to copy yet.`);
  navigator.clipboard.writeText(text).then(
    () => say(`Copied the ${what}, with placeholders for secrets.`),
    () => say(`The ${what} could not be copied here. Use the button beside it.`, { look: "bad" }),
  );
}

export function useBenchActions(wanted: Wanted): void {
  const now = useRef(wanted);
  useEffect(() => {
    now.current = wanted;
  });
  const { canUndo, canRedo, connection, integration, preview } = wanted.bench;
  useMarkActions(integration, preview?.leaves);
  const actions = useMemo<Action[]>(() => {
    const group = "Parameters";
    const bench = () => now.current.bench;
    const add = () => {
      now.current.onView("effective");
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid="add-parameter"]')?.focus());
    };
    return [
      ...(canUndo ? [{ id: "parameters.undo", title: "Undo the last edit", group, keys: "mod+z", run: () => bench().undo() }] : []),
      ...(canRedo ? [{ id: "parameters.redo", title: "Redo", group, keys: "mod+shift+z", run: () => bench().redo() }] : []),
      { id: "parameters.view.effective", title: "Show the effective table", group, keys: "alt+1", run: () => now.current.onView("effective") },
      { id: "parameters.view.form", title: "Show the form", group, keys: "alt+2", run: () => now.current.onView("form") },
      { id: "parameters.view.json", title: "Show the override as JSON", group, keys: "alt+3", run: () => now.current.onView("json") },
      { id: "parameters.add", title: "Add a parameter", group, keys: "a", words: "override header scope query", run: add },
      { id: "parameters.dry-run", title: "Show or hide the dry run", group, keys: "mod+\\", words: "panel collapse preview", run: () => switchSide("run") },
      { id: "parameters.code", title: "Show or hide the code beside the editor", group, keys: "alt+4", words: "snippet sdk curl node form copy", run: () => switchSide("code") },
      { id: "parameters.paste", title: "Paste an override…", group, keys: "mod+shift+v", words: "import snippet code load", run: () => now.current.onPanel("paste") },
      { id: "parameters.copy-url", title: "Copy the authorize URL", group, words: "dry run", run: () => copy(bench().preview?.authorize ? urlOf(bench().preview?.authorize ?? []) : undefined, "authorize URL") },
      { id: "parameters.copy-curl", title: "Copy the sample call as cURL", group, words: "dry run curl", run: () => { const call = bench().preview?.call; copy(call ? curlOf(call) : undefined, "call"); } },
      { id: "parameters.integration", title: "Edit the integration's defaults", group, run: () => go({ screen: "integration", key: integration }) },
      ...(connection === null ? [] : [{ id: "parameters.history", title: "Show the override's history", group, keys: "h", words: "restore earlier", run: () => now.current.onPanel("history") }]),
    ];
  }, [canUndo, canRedo, connection, integration]);
  useActions(actions);
}
