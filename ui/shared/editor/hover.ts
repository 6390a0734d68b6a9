/** What a parameter means, told where its key or value stands. */
import { hoverTooltip, type Tooltip } from "@codemirror/view";
import { EFFECT_WORDS, LAYER_WORDS, layerColour } from "../components/layers";
import { keysOf } from "../params/locate";
import { showValue } from "../params/value";
import { about, kindWords, type Known, type Knowledge } from "./knowledge";

function line(parent: HTMLElement, text: string, look: string): HTMLElement {
  const made = parent.appendChild(document.createElement("div"));
  made.className = look;
  made.textContent = text;
  return made;
}

const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

function draw(known: Known): HTMLElement {
  const box = document.createElement("div");
  box.className = "pb-about";
  line(box, known.title === known.name ? known.path : `${known.title} (${known.path})`, "pb-about-title");
  if (known.description !== "") line(box, known.description, "pb-about-text");
  const { leaf } = known;
  line(box, `${kindWords(known.kind)}${leaf ? ` · takes effect ${leaf.effect === "none" ? "nowhere" : EFFECT_WORDS[leaf.effect]}` : ""}${leaf && !leaf.declared ? " · extends the connector" : ""}`, "pb-about-dim");
  const under = leaf === null ? [] : leaf.layer === "override" ? leaf.beneath : [{ layer: leaf.layer, value: leaf.value }, ...leaf.beneath];
  for (const one of under) {
    const row = line(box, `${LAYER_WORDS[one.layer]}: ${one.value === null ? "removed" : short(showValue(one.value))}`, "pb-about-under");
    row.style.color = layerColour(one.layer);
  }
  return box;
}

export function hover(knowledge: () => Knowledge) {
  return hoverTooltip((view, pos): Tooltip | null => {
    const key = keysOf(view.state.doc.toString()).filter((one) => one.from <= pos && pos <= one.end).at(-1);
    const known = key ? about(knowledge(), key.segments) : null;
    if (!key || !known) return null;
    return { pos: key.from, end: key.to, above: true, create: () => ({ dom: draw(known) }) };
  });
}
