/** The editor in our tokens, so that it follows the theme as everything does. Its styles are made at run time, which the policy allows. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--panel)", color: "var(--ink)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "20px", overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 6px" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--focus) 32%, transparent)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--ink) 5%, transparent)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--ink-3)", border: "none", borderLeft: "3px solid var(--edge, var(--layer))" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 10px", minWidth: "34px" },
  ".cm-foldGutter .cm-gutterElement": { color: "var(--ink-3)", cursor: "pointer" },
  ".cm-foldPlaceholder": { background: "var(--raise)", border: "1px solid var(--line-strong)", color: "var(--ink-2)", padding: "0 6px" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--focus) 28%, transparent)", color: "inherit" },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--del)", color: "var(--bad)" },
  ".cm-lit": { backgroundColor: "color-mix(in srgb, var(--focus) 16%, transparent)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "3px" },
  ".cm-lint-marker-error": { content: '""', width: "8px", height: "8px", margin: "6px 2px", borderRadius: "50%", backgroundColor: "var(--bad)" },
  ".cm-tooltip": { backgroundColor: "var(--panel)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "var(--radius)", boxShadow: "var(--shadow)", fontFamily: "var(--font)", fontSize: "12px", maxWidth: "min(460px, 90vw)", overflow: "hidden" },
  ".cm-tooltip .cm-diagnostic": { borderLeft: "3px solid var(--bad)", padding: "5px 9px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "12px", maxHeight: "15em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", display: "flex", gap: "14px", justifyContent: "space-between" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "color-mix(in srgb, var(--focus) 22%, var(--panel))", color: "var(--ink)" },
  ".cm-completionDetail": { fontFamily: "var(--font)", fontStyle: "normal", color: "var(--ink-2)" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
  ".cm-completionInfo": { padding: "6px 10px", maxWidth: "300px" },
  ".pb-about": { padding: "7px 11px", overflowWrap: "anywhere" },
  ".pb-about-title": { fontFamily: "var(--mono)", fontWeight: "600" },
  ".pb-about-text": { margin: "3px 0" },
  ".pb-about-dim": { color: "var(--ink-2)" },
  ".pb-about-under": { fontFamily: "var(--mono)", fontSize: "11.5px" },
  ".cm-panels": { backgroundColor: "var(--raise)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panel.cm-search": { padding: "6px 34px 6px 10px", fontFamily: "var(--font)", lineHeight: "28px" },
  ".cm-panel.cm-search label": { fontSize: "12px", display: "inline-flex", alignItems: "center", gap: "5px", verticalAlign: "middle", margin: "0 10px 0 2px", whiteSpace: "nowrap", lineHeight: "24px" },
  ".cm-panel.cm-search input[type=checkbox]": { margin: "0" },
  ".cm-panel.cm-search .cm-textfield, .cm-panel.cm-search .cm-button": { verticalAlign: "middle", minHeight: "24px", margin: "2px 6px 2px 0", padding: "1px 8px", lineHeight: "20px" },
  ".cm-textfield": { backgroundColor: "var(--panel)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "4px", fontSize: "12px" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--panel)", color: "var(--ink)", border: "1px solid var(--line-strong)", borderRadius: "4px", fontSize: "12px" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink-2)", cursor: "pointer", top: "5px", right: "5px", padding: "0 8px", fontSize: "16px", lineHeight: "24px", borderRadius: "4px" },
  ".cm-panel.cm-search [name=close]:hover": { color: "var(--ink)", backgroundColor: "var(--panel)" },
  ".cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--warn) 35%, transparent)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--warn) 60%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in srgb, var(--focus) 16%, transparent)" },
  ".cm-placeholder": { color: "var(--ink-3)" },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--ink)" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--layer)" },
  { tag: tags.null, color: "var(--bad)" },
  { tag: [tags.brace, tags.squareBracket, tags.separator], color: "var(--ink-3)" },
]);

export const theme: Extension = [look, syntaxHighlighting(colours)];
