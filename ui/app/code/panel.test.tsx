import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import { openPiece, payloads } from "../../test/piece";
import { MASK } from "../../shared/params/value";
import { useAsk } from "../../shared/query";
import { CodePanel, DraftCode } from "./CodePanel";
import { PasteDialog } from "./PasteDialog";

const get = (id: string) => screen.findByTestId(id);

function Panel({ id }: { id: string }) {
  const { data } = useAsk("connection_show", { connection: id });
  return data ? <CodePanel detail={data} /> : null;
}

function Draft() {
  const [text, setText] = useState('{"apiVersion":"2026-02"}');
  return (
    <>
      <textarea data-testid="typed" value={text} onChange={(event) => setText(event.target.value)} />
      <DraftCode draft={{ id: "d1", integration: "sandbox", tenant: "globex", name: "Globex", option: null, text, updatedAt: 0 }} text={text} />
    </>
  );
}

it("shows a connection's override in every way, and its secrets in none", async () => {
  const { user, host } = openPiece(<Panel id="a2" />, (fake) => fake.state.overrides.set("a2", { scopes: ["contacts.read"], clientSecret: MASK }));
  await waitFor(async () => expect((await get("code")).textContent).toContain("clientSecret: '<clientSecret>'"));
  for (const way of ["function", "form", "curl", "node"]) {
    await user.click(screen.getByTestId(`code-${way}`));
    const text = (await get("code")).textContent;
    expect(text).toContain("contacts.read");
    expect(text).not.toContain(MASK);
  }
  await user.click(screen.getByTestId("code-env"));
  await waitFor(() => expect(screen.getByTestId("code").textContent).toContain(`SANDBOX_CLIENT_SECRET="${MASK}"`));
  expect(payloads(host, "reveal")).toEqual([]);
  expect(payloads(host, "environment")).toEqual([{}]);
  await user.click(screen.getByTestId("code-reveal"));
  await waitFor(() => expect(screen.getByTestId("code").textContent).toContain('SANDBOX_CLIENT_SECRET="s3cr3t-of-the-sandbox"'));
  expect(payloads(host, "reveal")).toEqual([{ subject: { kind: "connection", connection: "a2" }, path: "clientSecret" }]);
  await user.click(screen.getByTestId("code-reveal"));
  expect(screen.getByTestId("code").textContent).not.toContain("s3cr3t");
}, 20_000);

it("follows a draft as it is typed, and says where it cannot be read", async () => {
  openPiece(<Draft />);
  await waitFor(async () => expect((await get("code")).textContent).toContain("apiVersion: '2026-02'"));
  expect(screen.queryByTestId("code-source")).toBeNull();
  fireEvent.change(screen.getByTestId("typed"), { target: { value: '{"apiVersion":"2026-03"}' } });
  await waitFor(() => expect(screen.getByTestId("code").textContent).toContain("2026-03"));
  fireEvent.change(screen.getByTestId("typed"), { target: { value: "{" } });
  await waitFor(() => expect(screen.getByTestId("code-source").textContent).toContain("not JSON right now"));
});

function Paste() {
  const [text, setText] = useState('{"apiVersion":"2026-02"}');
  const [open, setOpen] = useState(true);
  return (
    <>
      <PasteDialog open={open} onClose={() => setOpen(false)} subject={{ kind: "connection", connection: "a1" }} integration="sandbox" text={text} onLoad={setText} />
      <pre data-testid="draft">{text}</pre>
    </>
  );
}

it("loads what was pasted as the draft, having said what it understood, and takes it back", async () => {
  const { user } = openPiece(<Paste />);
  fireEvent.change(await get("paste-text"), { target: { value: "connect({ integrationKey: 'hubspot', connectorParameters: { scopes: ['a'], clientSecret: process.env.S } })" } });
  await waitFor(() => expect(screen.getByTestId("paste-found").textContent).toContain("2 values unlike the draft"));
  const found = screen.getByTestId("paste-found").textContent;
  expect(found).toContain("written for hubspot; this draft is for sandbox");
  expect(found).toContain("Set it yourself: clientSecret");
  await waitFor(() => expect(screen.getByTestId("paste-load")).toHaveProperty("disabled", false));
  await user.click(screen.getByTestId("paste-load"));
  await waitFor(() => expect(JSON.parse(screen.getByTestId("draft").textContent)).toEqual({ scopes: ["a"] }));
  await user.click(within((await screen.findAllByTestId("remark")).at(-1) as HTMLElement).getByRole("button", { name: "Undo" }));
  expect(JSON.parse(screen.getByTestId("draft").textContent)).toEqual({ apiVersion: "2026-02" });
});

it("says what is wrong with what was pasted", async () => {
  openPiece(<Paste />);
  fireEvent.change(await get("paste-text"), { target: { value: "{\n  scopes: ['a'" } });
  await waitFor(() => expect(screen.getByTestId("paste-found").textContent).toBe("Line 2: The list that begins here is not closed: “]” is missing."));
  expect(screen.getByTestId("paste-load")).toHaveProperty("disabled", true);
});
