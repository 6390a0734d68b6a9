import type { Hidden } from "./Hidden";
import type { JsonValue } from "./serde_json/JsonValue";
import type { LeafView } from "./LeafView";
import type { ParamProblem } from "./ParamProblem";

export type ParametersView = { overrides: JsonValue, leaves: Array<LeafView>, hidden: Array<Hidden>, problems: Array<ParamProblem>, parametersSchema: JsonValue, };
