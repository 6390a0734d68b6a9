
export type RedirectStrategy = { kind: "deep-link", } | { kind: "loopback", } | { kind: "relay", url: string, } | { kind: "paste", };
