/** Where a position stands in JSON text that may not be whole yet: in which object, and on a key or on a value. */
import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

export interface Spot {
  /** The path of the object or value around. */
  segments: string[];
  on: "key" | "value";
  /** Whether the value is an item of a list. */
  item: boolean;
  /** What is being typed; null where nothing is yet. */
  typed: { from: number; to: number } | null;
}

function keyText(state: EditorState, name: SyntaxNode): string {
  const raw = state.sliceDoc(name.from, name.to);
  try {
    return JSON.parse(raw) as string;
  } catch {
    return raw.replaceAll('"', "");
  }
}

/** The names from the outermost object down to a node. */
export function segmentsOf(state: EditorState, node: SyntaxNode): string[] {
  const segments: string[] = [];
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    const name = at.name === "Property" ? at.getChild("PropertyName") : null;
    if (name) segments.unshift(keyText(state, name));
  }
  return segments;
}

/** The text before, without the white space: what was written last. */
function before(state: EditorState, pos: number): string {
  return state.sliceDoc(Math.max(0, pos - 400), pos).trimEnd().slice(-1);
}

export function spotAt(state: EditorState, pos: number): Spot | null {
  const node = syntaxTree(state).resolveInner(pos, -1);
  const typed = ["PropertyName", "String", "Number", "True", "False", "Null"].includes(node.name) && node.from < pos ? { from: node.from, to: node.to } : null;
  if (node.name === "PropertyName") return { segments: segmentsOf(state, node).slice(0, -1), on: "key", item: false, typed };
  const last = before(state, typed?.from ?? pos);
  const array = node.name === "Array" ? node : typed && node.parent?.name === "Array" ? node.parent : null;
  if (array) return { segments: segmentsOf(state, array), on: "value", item: true, typed };
  if (last === ":") {
    const property = node.name === "Property" ? node : node.parent?.name === "Property" ? node.parent : syntaxTree(state).resolveInner(state.sliceDoc(0, typed?.from ?? pos).trimEnd().length - 1, 0);
    return { segments: segmentsOf(state, property), on: "value", item: false, typed };
  }
  if (last === "{" || last === ",") {
    const object = node.name === "Object" ? node : (node.parent ?? node);
    return { segments: segmentsOf(state, object), on: "key", item: false, typed };
  }
  return null;
}
