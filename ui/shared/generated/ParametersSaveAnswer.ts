import type { Change } from "./Change";
import type { ParametersView } from "./ParametersView";
import type { SaveEffect } from "./SaveEffect";

export type ParametersSaveAnswer = { parameters: ParametersView, changes: Array<Change>, effect: SaveEffect, };
