/** Goes back to an earlier override, with the way forward again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ErrorView } from "../../shared/generated/ErrorView";
import type { ParametersSaveAnswer } from "../../shared/generated/ParametersSaveAnswer";
import type { ParametersView } from "../../shared/generated/ParametersView";
import { rpc } from "../../shared/host";
import { keyOf } from "../../shared/query";
import { say, sayProblem } from "../../shared/toast";

interface Wanted {
  entry: string;
  /** The entry that is in force, to come back to; none where that is not in the history. */
  back: string | null;
}

export function useRestore(connection: string, onRestored?: ((parameters: ParametersView) => void) | undefined) {
  const client = useQueryClient();
  const restore = async (entry: string): Promise<ParametersSaveAnswer> => {
    const answer = await rpc("parameters_restore", { connection, entry });
    client.setQueryData(keyOf("parameters", { connection }), answer.parameters);
    for (const command of ["drafts", "parameters_history", "parameters_preview", "connection_show", "connections", "compare"]) void client.invalidateQueries({ queryKey: [command] });
    return answer;
  };
  return useMutation<ParametersSaveAnswer, ErrorView, Wanted>({
    mutationFn: ({ entry }) => restore(entry),
    onSuccess: (answer, { back }) => {
      onRestored?.(answer.parameters);
      const undo = () => {
        if (back === null) return;
        restore(back).then(
          () => say("Back to the override that was in force before."),
          sayProblem,
        );
      };
      say(`Restored. ${answer.effect.words}`, { look: "good", undo: back === null ? null : undo });
    },
  });
}
