import type { RedirectStrategy } from "./RedirectStrategy";
import type { WebviewRule } from "./WebviewRule";

export type Redirect = { strategies: Array<RedirectStrategy>, webview: WebviewRule, note: string, };
