/** What the address of a relay must be; the engine asks the same. */

/** What is wrong with it, in words; null where nothing is. */
export function relayProblem(url: string): string | null {
  const typed = url.trim();
  if (typed === "") return "Write the address of your page, as you registered it with the provider.";
  let parsed: URL;
  try {
    parsed = new URL(typed);
  } catch {
    return "This is not an address yet: it begins with https:// and names a host.";
  }
  if (parsed.protocol !== "https:") return "A relay must be an https address: the provider sends the code there.";
  if (parsed.hash !== "" || typed.endsWith("#")) return "Leave out the part from # on: browsers do not send it to your page.";
  return parsed.username === "" && parsed.password === "" ? null : "Leave out the user name and password.";
}
