/** One integration in the list: what it is, how its connections are doing, and what it still lacks. */
import { Lamp } from "../../shared/components/Lamp";
import { Tag } from "../../shared/components/Tag";
import { count, figure } from "../../shared/format";
import type { IntegrationSummary } from "../../shared/generated/IntegrationSummary";
import { formatRoute } from "../route";
import css from "./Integrations.module.css";
import { KIND_WORDS } from "./kinds";
import type { Doing } from "./useHealthCounts";

function Connections({ total, doing }: { total: number; doing: Doing }) {
  if (total === 0) return <span className={css.dim}>no connection yet</span>;
  const well = Math.max(0, total - doing.reconnect - doing.attention);
  const parts: ["green" | "amber" | "red", number, string][] = [
    ["green", well, "working"],
    ["amber", doing.attention, "in need of attention"],
    ["red", doing.reconnect, "to reconnect"],
  ];
  return (
    <span className={css.lamps}>
      {parts
        .filter(([, number]) => number > 0)
        .map(([light, number, words]) => (
          <span key={light}>
            <Lamp light={light} /> {figure(number)} {words}
          </span>
        ))}
    </span>
  );
}

export function IntegrationRow({ one, doing }: { one: IntegrationSummary; doing: Doing }) {
  return (
    <a href={formatRoute({ screen: "integration", key: one.key })} className={css.row} data-testid={`integration-${one.key}`}>
      <span className={css.name}>
        <span className={css.title}>
          <b dir="auto">{one.name}</b>
          <code>{one.key}</code>
        </span>
        <span className={css.dim}>
          {one.connectorName} {one.connectorVersion}, {KIND_WORDS[one.kind]}
        </span>
      </span>
      <span className={css.doing}>
        <Connections total={one.connections} doing={doing} />
      </span>
      <span className={css.marks}>
        {one.missing.length > 0 && (
          <span className={css.lacks} title={one.missing.map((problem) => problem.path).join(", ")}>
            <Lamp light="amber" /> still needs {one.missing.length > 2 ? count(one.missing.length, "parameter") : one.missing.map((problem) => problem.path).join(" and ")}
          </span>
        )}
        {one.upgrade !== undefined && <Tag look="integration">{one.upgrade} is there</Tag>}
      </span>
    </a>
  );
}
