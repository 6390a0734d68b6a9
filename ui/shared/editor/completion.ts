/** Completion of keys and values, from what the connector and the layers beneath know. */
import { type Completion, type CompletionContext, type CompletionResult, snippetCompletion } from "@codemirror/autocomplete";
import type { Known, Knowledge } from "./knowledge";
import { kindWords, membersOf, valuesOf } from "./knowledge";
import { spotAt } from "./place";

/** What follows a key that is chosen: the shape of its value, with the cursor in it. */
const SHAPES: Record<Known["kind"], string> = { string: '"${}"', strings: '["${}"]', object: "{ ${} }", integer: "${}", number: "${}", boolean: "${}", json: "${}" };

const taken = (context: CompletionContext, from: number, to: number): boolean => /^\s*:/.test(context.state.sliceDoc(to, to + 20)) && from < to;

function keyOption(known: Known, withValue: boolean): Completion {
  const written = JSON.stringify(known.name);
  const info = [known.title === known.name ? "" : known.title, known.description].filter(Boolean).join(". ");
  const option: Completion = { label: known.name, detail: kindWords(known.kind), type: "property", ...(info === "" ? {} : { info }) };
  if (!withValue) return { ...option, apply: written };
  return snippetCompletion(`${written.replaceAll("{", "\\{").replaceAll("}", "\\}")}: ${SHAPES[known.kind]}`, option);
}

/** Those that hold what is typed; those that begin with it first. */
function matching<C extends Completion>(options: readonly C[], typed: string): C[] {
  const word = typed.toLowerCase();
  const found = options.filter((option) => option.label.toLowerCase().includes(word));
  const begins = (option: C) => (option.label.toLowerCase().startsWith(word) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b));
}

/** The source of completions; `knowledge` is asked each time, so that it is what is shown now. */
export function completions(knowledge: () => Knowledge) {
  return (context: CompletionContext): CompletionResult | null => {
    const spot = spotAt(context.state, context.pos);
    if (!spot || (spot.typed === null && !context.explicit)) return null;
    const from = spot.typed?.from ?? context.pos;
    const to = spot.typed?.to ?? context.pos;
    const options = spot.on === "key" ? membersOf(knowledge(), spot.segments).map((known) => keyOption(known, !taken(context, from, to))) : valuesOf(knowledge(), spot.segments).map(({ value, note }) => ({ label: typeof value === "string" ? value : JSON.stringify(value), detail: note, type: "constant", apply: JSON.stringify(value) }));
    // The quotes are replaced with what they hold, so what is typed is matched here, without them.
    const typed = context.state.sliceDoc(from, context.pos).replace(/^"/, "");
    const fitting = matching<Completion>(options, typed);
    return fitting.length === 0 ? null : { from, to, options: fitting, filter: false };
  };
}
