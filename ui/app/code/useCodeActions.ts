/** The code's part of the palette: each way to connect, and copying the one that is shown. */
import { useEffect, useMemo, useRef } from "react";
import { say } from "../../shared/toast";
import { type Action, useActions } from "../actions/actions";
import { type Way, WAYS } from "./languages";

interface Shown {
  /** The code as it is copied; null where that takes a gesture of its own. */
  text: string | null;
  label: string;
}

/** `keyed`: whether the ways have keys of their own here. */
export function useCodeActions(shown: Shown, choose: (way: Way) => void, keyed: boolean): void {
  const now = useRef({ shown, choose });
  useEffect(() => {
    now.current = { shown, choose };
  });
  const copies = shown.text !== null;
  useActions(
    useMemo(() => {
      const group = "Code";
      const copy = () => {
        const { text, label } = now.current.shown;
        navigator.clipboard.writeText(text ?? "").then(
          () => say(`Copied: ${label}, with placeholders for secrets.`),
          () => say("It could not be copied here. Use the button beside the code.", { look: "bad" }),
        );
      };
      const ways = WAYS.map((one, index): Action => ({ id: `code.${one.id}`, title: `Show code: ${one.label}`, group, words: "snippet sdk", run: () => now.current.choose(one.id), ...(keyed ? { keys: `alt+${index + 1}` } : {}) }));
      return copies ? [...ways, { id: "code.copy", title: "Copy this code", group, words: "snippet sdk", run: copy }] : ways;
    }, [copies, keyed]),
  );
}
