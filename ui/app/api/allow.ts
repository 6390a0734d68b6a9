/** What may stand in the lists of origins, redirect URIs and hosts. The engine judges again; this says it while it is typed. */

/** What was typed, as it would be listed; or what is wrong, with what was probably meant where that can be told. */
export type Judged = { value: string } | { problem: string; meant?: string };

const LOCAL = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** An origin (RFC 6454, section 6.1): scheme, host and port. */
export function judgeOrigin(text: string): Judged {
  const typed = text.trim();
  if (typed === "") return { problem: "Write an origin, like https://app.example.com." };
  if (typed === "null") return { problem: "“null” is what pages without an origin of their own send, any of them, so it cannot be listed." };
  if (typed.includes("*")) return { problem: "Each origin is listed by itself: a * would let in pages that you do not know." };
  const url = parse(typed);
  const meant = url === null ? parse(`https://${typed}`) : null;
  if (url === null && meant !== null && meant.hostname.includes(".")) return { problem: "The scheme is missing.", meant: meant.origin };
  if (url === null || !["http:", "https:"].includes(url.protocol)) return { problem: "Write an origin with http or https, like https://app.example.com." };
  if (typed !== url.origin && typed !== `${url.origin}/`) {
    const more = url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "";
    return { problem: more ? "An origin ends after the host and port." : "Browsers send this origin in another spelling.", meant: url.origin };
  }
  return { value: url.origin };
}

/** A redirect URI, compared exactly (RFC 9700, section 4.1.3). */
export function judgeRedirectUri(text: string): Judged {
  const typed = text.trim();
  const url = parse(typed);
  if (typed === "") return { problem: "Write the whole URL, like https://app.example.com/connected." };
  if (typed.includes("*")) return { problem: "A redirect URI is compared exactly, so a * stands for nothing." };
  if (typed.includes("\\") || url === null || !["http:", "https:"].includes(url.protocol)) return { problem: "Write the whole URL with http or https, like https://app.example.com/connected." };
  if (url.username !== "" || url.password !== "") return { problem: "A redirect URI has no user name or password in it." };
  if (typed.includes("#")) return { problem: "A redirect URI has no part after #.", meant: typed.slice(0, typed.indexOf("#")) };
  if (url.protocol === "http:" && !LOCAL.test(url.hostname)) return { problem: "Without https, the answer could be read on its way. Only this machine's own addresses may use http.", meant: typed.replace(/^http:/i, "https:") };
  return { value: typed };
}

/** A host that webhooks may go to. */
export function judgeHost(text: string): Judged {
  const typed = text.trim().toLowerCase();
  if (typed === "") return { problem: "Write a host, like hooks.example.com." };
  if (typed.includes("*")) return { problem: "Each host is listed by itself." };
  const whole = typed.includes("://") ? parse(typed) : null;
  if (whole) return { problem: "Only the host is listed, without scheme and path.", meant: whole.hostname };
  const url = parse(`http://${typed}`);
  if (url === null || url.hostname === "") return { problem: "This is not a host. Write one like hooks.example.com." };
  if (url.hostname !== typed) return { problem: "Only the host is listed, without port and path.", meant: url.hostname };
  return { value: typed };
}

/** Where webhooks go: any URL of this machine, elsewhere a listed host. */
export function judgeTarget(text: string, hosts: readonly string[]): Judged & { unlisted?: string } {
  const typed = text.trim();
  const url = parse(typed);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return { problem: "Write a URL with http or https, like http://127.0.0.1:3000/webhooks." };
  if (url.username !== "" || url.password !== "") return { problem: "The URL has no user name or password in it: check the signature instead." };
  if (!LOCAL.test(url.hostname) && !hosts.includes(url.hostname)) return { problem: `Webhooks go to this machine only, unless their host is listed: ${url.hostname} is not.`, unlisted: url.hostname };
  return { value: typed };
}
