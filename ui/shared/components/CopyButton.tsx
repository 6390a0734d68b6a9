/** Copies a text, and says that it did. */
import { useEffect, useState } from "react";
import { Button } from "./Button";

/** The clipboard needs a permission that a webview may lack; selecting and copying needs none. */
async function copy(text: string): Promise<boolean> {
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

export function CopyButton({ text, label, testId }: { text: string; label: string; testId?: string }) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Button data-testid={testId} onClick={() => void copy(text).then((done) => setSaid(done ? "Copied" : "Could not copy"))}>
      <span aria-live="polite">{said ?? label}</span>
    </Button>
  );
}
