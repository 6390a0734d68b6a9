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

/** The source of completions; `knowledge` is asked each time, so that it is what is shown now. */
export function completions(knowledge: () => Knowledge) {
  return (context: CompletionContext): CompletionResult | null => {
    const spot = spotAt(context.state, context.pos);
    if (!spot || (spot.typed === null && !context.explicit)) return null;
    const from = spot.typed?.from ?? context.pos;
    const to = spot.typed?.to ?? context.pos;
    const options = spot.on === "key" ? membersOf(knowledge(), spot.segments).map((known) => keyOption(known, !taken(context, from, to))) : valuesOf(knowledge(), spot.segments).map(({ value, note }) => ({ label: typeof value === "string" ? value : JSON.stringify(value), detail: note, type: "constant", apply: JSON.stringify(value) }));
    if (options.length === 0) return null;
    // Inside the quotes the quotes are replaced too: what is typed is matched without them.
    const quoted = context.state.sliceDoc(from, from + 1) === '"';
    const applied = options.map((option) => (quoted ? { ...option, label: `"${option.label}"`, displayLabel: option.label } : option));
    return { from, to, options: applied, validFor: /^"?[^"]*"?$/ };
  };
}
