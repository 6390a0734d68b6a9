/** What a change of the integration does to each connection through it: those that override the same stay as they are. */
import { useQuery } from "@tanstack/react-query";
import { EFFECT_WORDS } from "../../shared/components/layers";
import { count } from "../../shared/format";
import type { Effect } from "../../shared/generated/Effect";
import type { ErrorView } from "../../shared/generated/ErrorView";
import { rpc } from "../../shared/host";
import { getAt, isObject } from "../../shared/params/patch";
import css from "./IntegrationValue.module.css";

/** Connections that are looked at one by one; the rest is counted. */
const LOOKED_AT = 24;
/** Of those, names that are shown. */
const SHOWN = 6;

interface Sibling {
  id: string;
  name: string;
  /** Null where its override cannot be read. */
  follows: boolean | null;
}

async function siblingsOf(integration: string, option: string | null, path: string): Promise<{ all: Sibling[]; total: number }> {
  const { items, total } = await rpc("connections", { integration, limit: LOOKED_AT });
  const reached = option === null ? items : items.filter((one) => one.option === option);
  const all = await Promise.all(
    reached.map(async ({ id, name }) => {
      const overrides = await rpc("parameters", { connection: id }).then((view) => view.overrides, () => null);
      return { id, name, follows: isObject(overrides) ? getAt(overrides, path) === undefined : null };
    }),
  );
  // Those that follow are what one asks about.
  return { all: all.sort((a, b) => Number(b.follows) - Number(a.follows)), total: total === null || option !== null ? all.length : total };
}

const overriding = (override: number): string => (override === 0 ? "none overrides it" : override === 1 ? "1 overrides it and stays as it is" : `${override} override it and stay as they are`);

interface Props {
  integration: string;
  /** The option whose own value it is: only who signs in by that is reached. */
  option: string | null;
  path: string;
  effect: Effect;
  /** Id of the connection that is looked at; null for a draft. */
  connection: string | null;
}

export function Siblings({ integration, option, path, effect, connection }: Props) {
  const asked = useQuery<{ all: Sibling[]; total: number }, ErrorView>({ queryKey: ["connections", "siblings", integration, option, path], queryFn: () => siblingsOf(integration, option, path), gcTime: 10_000 });
  if (!asked.data) return <p className={css.fine}>{asked.error ? asked.error.message : "Looking at the connections…"}</p>;
  const { all, total } = asked.data;
  if (total === 0) return <p className={css.fine}>{option === null ? "No connection goes through this integration yet. The next one begins with it." : "No connection signs in this way yet. The next one begins with it."}</p>;
  const follow = all.filter((one) => one.follows === true).length;
  const unread = all.filter((one) => one.follows === null).length;
  const override = all.filter((one) => one.follows === false).length;
  return (
    <>
      <p className={css.fine} data-testid="siblings-sum">
        {total > all.length ? `${count(total, "connection")} through it, ${all.length} of them looked at: ` : ""}
        {follow === 0 && override === all.length ? "Every connection overrides it, so nothing changes for them." : `${count(follow, "connection")} ${follow === 1 ? "follows" : "follow"}; ${overriding(override)}${unread === 0 ? "" : `; ${unread} cannot be read`}.`}
      </p>
      <ul className={css.siblings} data-testid="siblings">
        {all.slice(0, SHOWN).map((one) => (
          <li key={one.id} data-follows={one.follows}>
            <span>
              {one.name}
              {one.id === connection && <small> this one</small>}
            </span>
            <span className={css.what}>{one.follows === null ? "cannot be read" : one.follows ? `follows, ${EFFECT_WORDS[effect]}` : "overrides it"}</span>
          </li>
        ))}
        {all.length > SHOWN && <li className={css.what}>and {all.length - SHOWN} more</li>}
      </ul>
    </>
  );
}
