/** The code that the person types on a page of the provider's, and the page it is for (RFC 8628 section 3.3). */
import { CopyButton } from "../shared/components/CopyButton";
import { useNow } from "../shared/components/useNow";
import { countdown } from "../shared/format";
import type { DeviceView } from "../shared/generated/DeviceView";
import css from "./pieces.module.css";

export function DeviceCode({ device }: { device: DeviceView }) {
  const now = useNow(1000);
  return (
    <div className={css.device}>
      <p className={css.code} data-testid="device-code" aria-label={`Your code: ${[...device.userCode].join(" ")}`}>
        {device.userCode}
      </p>
      <p className={css.dim}>
        Enter it at <span data-testid="device-uri">{device.verificationUri}</span>
      </p>
      <div className={css.acts}>
        <CopyButton text={device.userCode} label="Copy the code" testId="copy-code" />
      </div>
      <p className={css.small}>{device.expiresAt > now ? `The code is good for ${countdown(device.expiresAt - now)}.` : "The code is over; a new sign-in has a new one."}</p>
    </div>
  );
}
