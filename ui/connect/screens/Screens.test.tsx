import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Boot } from "./boot";
import { LIFE_MS } from "./connecting";
import { type Api, bootOf, HUBSPOT, newApi, STREAMS } from "./fake/api.fake";
import { READ_MS, Screens } from "./Screens";

let api: Api;
const frame = { succeed: vi.fn(), close: vi.fn() };

beforeEach(() => {
  api = newApi();
  frame.succeed.mockClear();
  frame.close.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const show = (over: Partial<Boot>, inFrame = true) => render(<Screens boot={bootOf(over)} frame={inFrame ? frame : null} />);
const connectButton = () => screen.findByTestId("input-submit");

describe("connect, with input", () => {
  it("asks for what the option needs and for nothing of the developer's", async () => {
    show({ params: { integrationKey: "stripe", connectorParameters: { apiVersion: "2025", scopes: ["a"] }, allowMultipleConnections: false } });
    await screen.findByRole("heading", { name: "Connect Stripe" });
    expect(screen.getAllByLabelText(/./, { selector: "input" })).toHaveLength(1);
    expect(screen.getByLabelText("Secret key")).toHaveProperty("type", "password");
    expect(document.body.textContent).not.toMatch(/apiVersion|scopes|2025/);
    expect(api.asked("POST /connection-options")).toEqual([{ integrationKey: "stripe", connectorParameters: { apiVersion: "2025", scopes: ["a"] } }]);
  });

  it("says beside the field what is missing, and sends nothing", async () => {
    show({ params: { integrationKey: "stripe", allowMultipleConnections: false } });
    await userEvent.click(await connectButton());
    const field = screen.getByLabelText("Secret key");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(field);
    expect(api.asked("POST /connect")).toEqual([]);
  });

  it("sends input and developer's parameters as JSON, tells the overlay at once, and closes after it could be read", async () => {
    show({ params: { integrationKey: "stripe", name: "N", connectorParameters: { apiVersion: "2025" }, allowMultipleConnections: true } });
    await userEvent.type(await screen.findByLabelText("Secret key"), "sk_1");
    vi.useFakeTimers();
    await act(async () => {
      fireEvent.click(screen.getByTestId("input-submit"));
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(api.asked("POST /connect")).toEqual([{ integrationKey: "stripe", name: "N", connectorParameters: { apiVersion: "2025" }, allowMultipleConnections: true, input: { secretKey: "sk_1" } }]);
    expect(screen.getByRole("heading", { name: "Stripe is connected" })).toBeTruthy();
    expect(frame.succeed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ id: "made" }));
    expect(frame.close).not.toHaveBeenCalled();
    await act(() => vi.advanceTimersByTimeAsync(READ_MS));
    expect(frame.close).toHaveBeenCalledOnce();
  });

  it("says in the form what the provider refused, and keeps what was typed", async () => {
    api.answer("POST /connect", 400, { type: "connection", key: "access_denied", message: "The key was refused. Copy it again." });
    show({ params: { integrationKey: "stripe", allowMultipleConnections: false } });
    await userEvent.type(await screen.findByLabelText("Secret key"), "sk_1");
    await userEvent.click(screen.getByTestId("input-submit"));
    expect((await screen.findByRole("alert")).textContent).toBe("The key was refused. Copy it again.");
    expect(screen.getByLabelText("Secret key")).toHaveProperty("value", "sk_1");
    expect(frame.succeed).not.toHaveBeenCalled();
  });

  it("puts a problem of one field beside that field", async () => {
    api.answer("POST /connect", 400, { type: "bad_request", message: "x", data: { problems: [{ path: "secretKey", message: "That is a publishable key." }] } });
    show({ params: { integrationKey: "stripe", allowMultipleConnections: false } });
    await userEvent.type(await screen.findByLabelText("Secret key"), "sk_1");
    await userEvent.click(screen.getByTestId("input-submit"));
    await screen.findByText("That is a publishable key.");
    expect(screen.getByLabelText("Secret key").getAttribute("aria-invalid")).toBe("true");
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("ways to sign in", () => {
  it("offers all where none is named", async () => {
    show({ params: { integrationKey: "atlas", allowMultipleConnections: false } });
    await userEvent.click(await screen.findByLabelText(/Use a token/));
    await userEvent.type(screen.getByLabelText("Token"), "t");
    await userEvent.click(await connectButton());
    await screen.findByTestId("done");
    expect(api.asked("POST /connect")[0]).toMatchObject({ authOptionKey: "token", input: { token: "t" } });
  });

  it("offers only the named one", async () => {
    show({ params: { integrationKey: "atlas", authOptionKey: "token", allowMultipleConnections: false } });
    await screen.findByLabelText("Token");
    expect(screen.queryByRole("radio")).toBeNull();
  });

  it("says so where the named one is not there", async () => {
    show({ params: { integrationKey: "atlas", authOptionKey: "gone", allowMultipleConnections: false } });
    expect((await screen.findByTestId("note")).textContent).toMatch(/no way to sign in/);
    expect(screen.queryByTestId("input-submit")).toBeNull();
  });
});

describe("connect, at the provider", () => {
  const begin = async () => {
    show({ params: { integrationKey: "hubspot", allowMultipleConnections: false } });
    fireEvent.click(await connectButton());
  };

  it("opens the popup within the click and sends the form into it", async () => {
    await begin();
    // Without awaiting anything: a popup that is opened later is blocked.
    expect(api.popups).toHaveLength(1);
    const [sent] = api.forms;
    expect(sent).toMatchObject({ action: "/connect", target: api.popups[0]?.name, payload: { token: "token", integrationKey: "hubspot", allowMultipleConnections: false } });
    expect(sent?.payload["requestId"]).toMatch(/^[0-9a-z]{22}$/);
    expect(STREAMS[0]?.url).toBe(`/sse/connection-events/${sent?.payload["requestId"]}?token=token`);
    expect(screen.getByTestId("waiting")).toBeTruthy();
  });

  it("takes the result from the stream", async () => {
    await begin();
    act(() => STREAMS[0]?.tell({ source: "integration.app", requestId: api.requestId(), type: "newConnectionCreated", connection: { id: "made", name: "x" } }));
    expect(frame.succeed).toHaveBeenCalledExactlyOnceWith({ id: "made", name: "x" });
    expect(STREAMS[0]?.closed).toBe(true);
  });

  it("takes the result from the window, of this origin and this request only", async () => {
    await begin();
    const post = (origin: string, requestId: string) => act(() => void window.dispatchEvent(new MessageEvent("message", { origin, data: { source: "integration.app", requestId, type: "newConnectionCreated", connection: { id: "made" } } })));
    post("https://evil.example", api.requestId());
    post(location.origin, "another");
    expect(frame.succeed).not.toHaveBeenCalled();
    post(location.origin, api.requestId());
    expect(frame.succeed).toHaveBeenCalledOnce();
    expect(api.popups[0]?.closed).toBe(true);
  });

  it("says why it failed, and tries again from the form", async () => {
    await begin();
    act(() => STREAMS[0]?.tell({ source: "integration.app", requestId: api.requestId(), type: "newConnectionFailure", error: "x", errorData: { message: "You did not approve. Try again." } }));
    expect(screen.getByRole("heading", { name: "HubSpot was not connected" })).toBe(document.activeElement);
    expect(screen.getByRole("alert").textContent).toBe("You did not approve. Try again.");
    fireEvent.click(screen.getByTestId("try-again"));
    fireEvent.click(await connectButton());
    expect(api.popups).toHaveLength(2);
    expect(api.forms[0]?.payload["requestId"]).not.toBe(api.forms[1]?.payload["requestId"]);
  });

  it("offers to open a blocked popup again", async () => {
    api.block = true;
    await begin();
    expect(screen.getByTestId("blocked")).toBeTruthy();
    expect(api.forms).toEqual([]);
    api.block = false;
    fireEvent.click(screen.getByTestId("open-again"));
    expect(api.forms).toHaveLength(1);
  });

  it("goes back to the form when the popup is closed, and still takes a result that comes", async () => {
    await begin();
    vi.useFakeTimers();
    fireEvent.click(screen.getByTestId("cancel"));
    fireEvent.click(screen.getByTestId("input-submit"));
    api.popups[1]?.close();
    await act(() => vi.advanceTimersByTimeAsync(2500));
    expect(screen.getByTestId("note").textContent).toMatch(/window was closed/);
    act(() => STREAMS[1]?.tell({ source: "integration.app", requestId: api.requestId(), type: "newConnectionCreated", connection: { id: "made" } }));
    expect(frame.succeed).toHaveBeenCalledOnce();
  });

  it("closes the popup and forgets the request on cancel", async () => {
    await begin();
    fireEvent.click(screen.getByTestId("cancel"));
    expect(api.popups[0]?.closed).toBe(true);
    expect(STREAMS[0]?.closed).toBe(true);
    expect(screen.getByTestId("note").textContent).toMatch(/cancelled/);
  });

  it("ends after ten minutes", async () => {
    show({ params: { integrationKey: "hubspot", allowMultipleConnections: false } });
    await connectButton();
    vi.useFakeTimers();
    fireEvent.click(screen.getByTestId("input-submit"));
    await act(() => vi.advanceTimersByTimeAsync(LIFE_MS - 1000));
    expect(screen.getByRole("timer").textContent).toBe("0:01");
    await act(() => vi.advanceTimersByTimeAsync(1000));
    expect(screen.getByRole("alert").textContent).toMatch(/ten minutes/);
    expect(api.popups[0]?.closed).toBe(true);
  });
});

describe("in a tab", () => {
  it("sends the form in place of the page where there is a redirectUri", async () => {
    show({ params: { integrationKey: "hubspot", redirectUri: "https://app.example/done", allowMultipleConnections: false } }, false);
    fireEvent.click(await connectButton());
    expect(api.popups).toEqual([]);
    expect(api.forms).toMatchObject([{ target: "_self", payload: { redirectUri: "https://app.example/done", token: "token" } }]);
    expect(screen.queryByTestId("close")).toBeNull();
  });

  it("says that the page can be closed where there is none", async () => {
    show({ params: { integrationKey: "stripe", allowMultipleConnections: false } }, false);
    await userEvent.type(await screen.findByLabelText("Secret key"), "sk_1");
    await userEvent.click(screen.getByTestId("input-submit"));
    expect((await screen.findByTestId("done")).textContent).toContain("You can close this page.");
  });
});

describe("other screens", () => {
  it("reconnects a connection the way it was connected", async () => {
    show({ screen: "reconnect", params: { connectionId: "con1", allowMultipleConnections: false } });
    await screen.findByRole("heading", { name: "Reconnect Atlas" });
    await userEvent.type(screen.getByLabelText("Token"), "new");
    await userEvent.click(screen.getByTestId("input-submit"));
    await screen.findByTestId("done");
    expect(api.asked("POST /connect")).toEqual([{ connectionId: "con1", authOptionKey: "token", input: { token: "new" } }]);
  });

  it("disconnects only after a confirmation", async () => {
    show({ screen: "connection", params: { connectionId: "con1", allowMultipleConnections: false } });
    expect((await screen.findByTestId("status")).textContent).toBe("Working");
    await userEvent.click(screen.getByTestId("disconnect"));
    expect(api.asked("DELETE /connections/con1")).toEqual([]);
    await userEvent.click(screen.getByTestId("confirm-disconnect"));
    await screen.findByRole("heading", { name: "Atlas is disconnected" });
    expect(api.asked("DELETE /connections/con1")).toHaveLength(1);
    expect(frame.succeed).not.toHaveBeenCalled();
  });

  it("lists, finds, and leads to an integration and back", async () => {
    show({ screen: "main" });
    await userEvent.type(await screen.findByLabelText("Search"), "hubs");
    const rows = screen.getAllByRole("listitem");
    expect(rows.map((row) => row.textContent)).toEqual(["HHubSpotNot connected"]);
    await userEvent.click(screen.getByRole("button", { name: /HubSpot/ }));
    await screen.findByRole("button", { name: `Connect ${HUBSPOT.name}` });
    await userEvent.click(screen.getByTestId("back"));
    await screen.findByRole("heading", { name: "Integrations" });
  });

  it("connects another account beside those that are there", async () => {
    show({ screen: "integration", params: { integrationKey: "atlas", allowMultipleConnections: false } });
    await userEvent.click(await screen.findByTestId("connect"));
    await userEvent.click(await screen.findByLabelText(/Use a token/));
    await userEvent.type(screen.getByLabelText("Token"), "t");
    await userEvent.click(screen.getByTestId("input-submit"));
    await screen.findByTestId("done");
    expect(api.asked("POST /connect")[0]).toMatchObject({ integrationId: "int3", allowMultipleConnections: true });
    expect(frame.succeed).not.toHaveBeenCalled();
  });
});

describe("what cannot be shown", () => {
  it("draws the server's refusal alone, with a way out", async () => {
    show({ params: { integrationKey: "stripe", allowMultipleConnections: false }, error: { title: "You are not signed in", message: "The token has expired.", next: "Reload the application." } });
    expect(screen.getByRole("alert").textContent).toBe("The token has expired.Reload the application.");
    await userEvent.click(screen.getByTestId("close-problem"));
    expect(frame.close).toHaveBeenCalledOnce();
    expect(api.all).toEqual([]);
  });

  it("says why it cannot connect, and asks again", async () => {
    api.answer("GET /integrations/stripe", 404, { message: "There is no integration “stripe”." });
    show({ params: { integrationKey: "stripe", allowMultipleConnections: false } });
    expect((await screen.findByRole("alert")).textContent).toBe("There is no integration “stripe”.");
    api.forget("GET /integrations/stripe");
    await userEvent.click(screen.getByTestId("try-again"));
    await waitFor(() => expect(screen.getByRole("heading", { name: "Connect Stripe" })).toBeTruthy());
  });
});
