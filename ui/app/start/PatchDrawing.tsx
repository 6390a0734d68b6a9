/** The idea in a drawing: layers of parameters, laid on each other, become one request. The colours are those of the layers. */
import css from "./Start.module.css";

const LAYERS = [
  { layer: "connector", words: "connector", value: "scope=read write" },
  { layer: "variant", words: "variant", value: "host=sandbox" },
  { layer: "integration", words: "integration", value: "client_id=yours" },
  { layer: "override", words: "override", value: "scope=read" },
] as const;

export function PatchDrawing() {
  return (
    <div className={css.drawing} role="img" aria-label="Parameters of the connector, a variant, the integration and the override are laid on each other and become one request: the highest wins.">
      <div className={css.layers} aria-hidden="true">
        {LAYERS.map((one) => (
          <span key={one.layer} data-layer={one.layer}>
            {one.words} <code>{one.value}</code>
          </span>
        ))}
      </div>
      <svg viewBox="0 0 60 120" width="60" height="120" fill="none" strokeWidth="1.6" aria-hidden="true">
        {LAYERS.map((one, at) => (
          <path key={one.layer} d={`M0 ${15 + at * 30} C 34 ${15 + at * 30}, 26 60, 60 60`} stroke={`var(--${one.layer})`} />
        ))}
      </svg>
      <code className={css.request} aria-hidden="true">
        https://<b data-layer="variant">sandbox</b>.provider/authorize
        <br />
        &nbsp;?client_id=<b data-layer="integration">yours</b>
        <br />
        &nbsp;&amp;scope=<b data-layer="override">read</b>
        <br />
        &nbsp;&amp;response_type=<b data-layer="connector">code</b>
      </code>
    </div>
  );
}
