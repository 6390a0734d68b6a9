/** One piece of the window on a stand-in for the engine. */
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { type FakeHost, newFakeHost } from "../shared/fake/host.fake";
import { setHost } from "../shared/host";
import { newClient } from "../shared/query";
import { dismiss, useRemarks } from "../shared/toast";

/** The remarks, as the window's frame shows them: each with its way back. */
function Remarks() {
  return useRemarks().map((remark) => (
    <div key={remark.id} data-testid="remark">
      {remark.text}
      {remark.undo && (
        <button
          onClick={() => {
            void remark.undo?.();
            dismiss(remark.id);
          }}
        >
          Undo
        </button>
      )}
    </div>
  ));
}

export function openPiece(piece: ReactNode, prepare: (host: FakeHost) => void = () => undefined): { host: FakeHost; user: UserEvent } {
  const host = newFakeHost();
  prepare(host);
  setHost(host);
  render(
    <QueryClientProvider client={newClient()}>
      {piece}
      <Remarks />
    </QueryClientProvider>,
  );
  return { host, user: userEvent.setup() };
}

/** The payloads that a command was asked with. */
export const payloads = (host: FakeHost, cmd: string): unknown[] => host.asked.filter((one) => one.cmd === cmd).map((one) => one.payload);
