/** What a JSON Web Token says (RFC 7519), read without checking it: the engine made it. */
import type { JsonValue } from "../../shared/generated/serde_json/JsonValue";
import { isObject, type JsonObject } from "../../shared/params/patch";

/** A part of the token: base64url (RFC 7515, appendix C) of JSON. */
function part(text: string | undefined): JsonObject | null {
  try {
    const bytes = Uint8Array.from(atob((text ?? "").replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const value = JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export interface Claims {
  /** Algorithm of the signature. */
  algorithm: string;
  /** The claims as they stand in the token. */
  payload: JsonObject;
}

/** The token's claims; null where it is no token. */
export function claimsOf(token: string): Claims | null {
  const [head, body] = token.split(".").map(part);
  return head && body ? { algorithm: String(head["alg"]), payload: body } : null;
}
