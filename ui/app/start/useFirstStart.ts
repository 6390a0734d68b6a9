/** Where there is nothing yet, the window opens on the first steps, unless they were put away. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { rpc } from "../../shared/host";
import { useAsk } from "../../shared/query";
import { go } from "../route";
import { HINT } from "./steps";

const HOMES = ["", "#", "#/", "#/connections"];

async function decide(connections: number): Promise<boolean> {
  if (connections > 0) return false;
  try {
    const [drafts, { seen }] = await Promise.all([rpc("drafts", {}), rpc("preferences", {})]);
    if (drafts.length > 0 || seen.includes(HINT)) return false;
  } catch {
    // The list of connections will say what is wrong.
    return false;
  }
  go({ screen: "start" }, true);
  return true;
}

/** Whether it is still to be found out where to begin; decided once, when the window opens. */
export function useFirstStart(): boolean {
  const [atHome] = useState(() => HOMES.includes(location.hash));
  const connections = useAsk("status", {}).data?.connections;
  const decision = useQuery({ queryKey: ["first start"], queryFn: () => decide(connections ?? 0), enabled: atHome && connections !== undefined, staleTime: "static", gcTime: Infinity });
  return atHome && decision.isPending;
}
