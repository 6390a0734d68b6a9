import type { Change } from "./Change";
import type { Hidden } from "./Hidden";
import type { JsonValue } from "./serde_json/JsonValue";
import type { LeafView } from "./LeafView";
import type { ParamProblem } from "./ParamProblem";
import type { SaveEffect } from "./SaveEffect";
import type { TracedPart } from "./TracedPart";
import type { TracedRequest } from "./TracedRequest";

export type Preview = { overrides: JsonValue | null, problems: Array<ParamProblem>, missing: Array<ParamProblem>, leaves: Array<LeafView>, hidden: Array<Hidden>, changes: Array<Change>, effect: SaveEffect, authorize: Array<TracedPart> | null, token: TracedRequest | null, call: TracedRequest | null, unresolved: Array<string>, };
