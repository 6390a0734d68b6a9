/** A stand-in for the engine, with invented data: for the development server and for tests. Never part of a production build. */
import type { Changed } from "../generated/Changed";
import type { Commands } from "../generated/Commands";
import type { ErrorView } from "../generated/ErrorView";
import type { CommandName, Host, SavedFile } from "../host";
import { apiAnswers } from "./api.fake";
import { attemptAnswers } from "./attempts.fake";
import { benchAnswers } from "./bench.fake";
import { callAnswers } from "./calls.fake";
import { connectionAnswers } from "./connections.fake";
import { historyAnswers } from "./history.fake";
import { integrationAnswers } from "./integrations.fake";
import { parameterAnswers } from "./parameters.fake";
import { presetAnswers } from "./presets.fake";
import { sandboxAnswers } from "./sandbox.fake";
import { shellAnswers } from "./shell.fake";
import { firstState, type FakeState } from "./state.fake";

export type Answers = { [C in CommandName]?: (payload: Commands[C][0]) => Commands[C][1] };

export interface FakeHost extends Host {
  state: FakeState;
  /** Answers put in place of the usual ones; one may throw an ErrorView. */
  answers: Answers;
  /** Every request, in order. */
  asked: { cmd: CommandName; payload: unknown }[];
  /** Files that were saved, in order. */
  saved: SavedFile[];
  tell(changed: Changed): void;
}

export const failure = (message: string, next: string | null = null): ErrorView => ({ code: "internal", message, next, path: null, problems: [] });

export function newFakeHost(): FakeHost {
  const hearers = new Set<(changed: Changed) => void>();
  const state = firstState();
  const tell = (changed: Changed) => hearers.forEach((hear) => hear(changed));
  const usual: Answers = { ...integrationAnswers(state), ...connectionAnswers(state), ...callAnswers(state), ...sandboxAnswers(state, tell), ...benchAnswers(state, connectionAnswers(state)), ...parameterAnswers(state), ...historyAnswers(state), ...presetAnswers(state), ...attemptAnswers(state, tell), ...apiAnswers(state, tell), ...shellAnswers(state, tell) };
  const host: FakeHost = {
    state,
    answers: {},
    asked: [],
    saved: [],
    tell,
    saveFile: async (file) => {
      host.saved.push(file);
      await Promise.resolve();
      return `/home/dev/${file.name}`;
    },
    onChanged(hear) {
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
    rpc: async (cmd, payload) => {
      host.asked.push({ cmd, payload: structuredClone(payload) });
      const answer = host.answers[cmd] ?? usual[cmd];
      await Promise.resolve();
      if (!answer) throw failure(`${cmd} is not part of the stand-in.`);
      return structuredClone(answer(payload));
    },
  };
  return host;
}
