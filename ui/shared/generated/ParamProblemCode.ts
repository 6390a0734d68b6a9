
export type ParamProblemCode = "unknown_parameter" | "wrong_type" | "not_allowed" | "required_removed" | "reserved" | "wrong_source" | "mask_elsewhere" | "malformed" | "too_large" | "unknown_variant" | "unknown_option" | "unknown_version";
