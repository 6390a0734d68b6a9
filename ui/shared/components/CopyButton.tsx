/** Copies a text, and says that it did. */
import { useEffect, useState } from "react";
import { Button } from "./Button";

/** Text, or what gets it when it is wanted: a secret that the page does not hold before. */
export type Copied = string | (() => Promise<string>);

/**
 * The clipboard needs a permission that a webview may lack; selecting and copying needs none. Text that must be got
 * first is handed over as a promise, because webviews take only what is given while the click is being handled.
 */
async function copy(source: Copied): Promise<boolean> {
  const got = typeof source === "string" ? source : source();
  if (typeof got !== "string" && "ClipboardItem" in globalThis) {
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": got.then((text) => new Blob([text], { type: "text/plain" })) })]);
      return true;
    } catch {
      // The older ways below may still do it.
    }
  }
  let text: string;
  try {
    text = await got;
  } catch {
    return false;
  }
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

export function CopyButton({ text, label, testId, name }: { text: Copied; label: string; testId?: string; name?: string }) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Button data-testid={testId} aria-label={said === null ? name : undefined} onClick={() => void copy(text).then((done) => setSaid(done ? "Copied" : "Could not copy"))}>
      <span aria-live="polite">{said ?? label}</span>
    </Button>
  );
}
