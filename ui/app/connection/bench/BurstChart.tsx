/** When the calls of a burst ended: a bar per slice of time, and a line where the engine did something. */
import type { CallsBurstAnswer } from "../../../shared/generated/CallsBurstAnswer";
import { type Bar, bars, ms } from "./tally";
import css from "./BurstChart.module.css";

const WIDTH = 720;
const HEIGHT = 120;
const FOOT = 18;
const SLICES = 72;
const GAP = 1.5;

export function BurstChart({ answer }: { answer: CallsBurstAnswer }) {
  const until = Math.max(answer.durationMs, ...answer.calls.map((call) => call.endedMs), 1);
  const all = bars(answer.calls, until, SLICES);
  const most = Math.max(1, ...all.map((bar) => bar.good + bar.warn + bar.bad));
  const x = (at: number) => (at / until) * WIDTH;
  const tall = (count: number) => (count / most) * (HEIGHT - FOOT - 14);
  const draw = (bar: Bar, at: number) => {
    let top = HEIGHT - FOOT;
    return (["good", "warn", "bad"] as const).map((look) => {
      const height = bar[look] === 0 ? 0 : Math.max(1.5, tall(bar[look]));
      top -= height;
      return height === 0 ? null : <rect key={`${at} ${look}`} className={css[look]} x={x(bar.from)} y={top} width={WIDTH / SLICES - GAP} height={height} rx={1} />;
    });
  };
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return (
    <figure className={css.chart}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${answer.calls.length} calls ended within ${ms(until)}; the last after ${ms(until)}.`} data-testid="burst-chart">
        <line className={css.axis} x1={0} x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} />
        {all.map(draw)}
        {answer.timeline.map((line, at) => (
          <g key={at} className={css.mark}>
            <line x1={x(line.atMs)} x2={x(line.atMs)} y1={12} y2={HEIGHT - FOOT} />
            <title>{`${ms(line.atMs)}: ${line.text}`}</title>
          </g>
        ))}
        {ticks.map((tick) => (
          <text key={tick} className={css.tick} x={tick * WIDTH} y={HEIGHT - 4} textAnchor={tick === 0 ? "start" : tick === 1 ? "end" : "middle"}>
            {ms(until * tick)}
          </text>
        ))}
      </svg>
      <figcaption>Calls that ended, by time. Dashed: what the engine did.</figcaption>
    </figure>
  );
}
