/** Folders with the developer's own connector files, and every problem in them with its line and what to do. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../shared/components/Button";
import { ErrorBox } from "../../shared/components/ErrorBox";
import { Lamp } from "../../shared/components/Lamp";
import { TextField } from "../../shared/components/TextField";
import type { ConnectorFileView } from "../../shared/generated/ConnectorFileView";
import type { ConnectorFolderView } from "../../shared/generated/ConnectorFolderView";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { keyOf, useAsk } from "../../shared/query";
import { say } from "../../shared/toast";
import { formatRoute } from "../route";
import css from "./Connectors.module.css";
import { Problems } from "./Problems";

export function OwnFiles() {
  const folders = useAsk("connector_folders", {});
  const client = useQueryClient();
  const [path, setPath] = useState("");
  const keep = (all: ConnectorFolderView[]) => {
    client.setQueryData(keyOf("connector_folders", {}), all);
    void client.invalidateQueries({ queryKey: ["connectors"] });
  };
  const add = useMutation<ConnectorFolderView[], ErrorView>({
    mutationFn: () => rpc("connector_folder_add", { path: path.trim() }),
    onSuccess: (all) => {
      setPath("");
      keep(all);
    },
  });
  const remove = useMutation<ConnectorFolderView[], ErrorView, string>({
    mutationFn: (gone) => rpc("connector_folder_remove", { path: gone }),
    onSuccess: (all, gone) => {
      keep(all);
      say(`Connector files in ${gone} are no longer loaded. The folder itself is as it was.`, { undo: async () => keep(await rpc("connector_folder_add", { path: gone })) });
    },
  });
  const error = folders.error ?? add.error ?? remove.error;
  return (
    <section className={css.files} aria-label="Your own files">
      {error && <ErrorBox error={error} />}
      {folders.data?.map((folder) => (
        <div key={folder.path} className={css.folder} data-testid="connector-folder">
          <header>
            <Lamp light={folder.readable && folder.files.every((file) => file.loads) ? "green" : "amber"} />
            <code>{folder.path}</code>
            {!folder.ofDataFolder && (
              <Button look="quiet" busy={remove.isPending} onClick={() => remove.mutate(folder.path)}>
                Remove
              </Button>
            )}
          </header>
          {!folder.readable && <p className={css.dim}>This folder cannot be read.</p>}
          {folder.readable && folder.files.length === 0 && <p className={css.dim}>No connector file is in it.</p>}
          {folder.files.map((file) => (
            <File key={file.path} file={file} />
          ))}
        </div>
      ))}
      <form
        className={css.acts}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField label="Another folder" value={path} onValue={setPath} placeholder="The whole path of a folder, in your repository say" data-testid="folder-path" />
        <Button type="submit" busy={add.isPending} disabled={path.trim() === ""} data-testid="folder-add">
          Add folder
        </Button>
      </form>
    </section>
  );
}

function File({ file }: { file: ConnectorFileView }) {
  return (
    <div>
      <p>
        <b>{file.name}</b> <span className={css.dim}>{file.loads && file.key !== null ? <a href={formatRoute({ screen: "connector", key: file.key })}>{file.key}</a> : "is not loaded"} {file.loads && file.version}</span>
      </p>
      <Problems problems={file.problems} />
    </div>
  );
}
