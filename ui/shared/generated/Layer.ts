
export type Layer = "connector" | "option" | "variant" | "integration" | "integrationOption" | "override" | "input" | "discovered";
