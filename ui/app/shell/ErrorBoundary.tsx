/** A screen that broke: says so in words, loses nothing, and leaves the rest of the window in use. */
import { Component, type ReactNode } from "react";
import { Button } from "../../shared/components/Button";
import { CopyButton } from "../../shared/components/CopyButton";
import css from "./Trouble.module.css";

interface Props {
  children: ReactNode;
  /** Another value gives the screen another chance: the route. */
  place?: string;
  /** Hears that it broke, once what it showed is gone. */
  onBroken?: () => void;
}

interface State {
  thrown: unknown;
  broken: boolean;
  place: string | undefined;
}

/** What helps whoever looks into it. A page holds no secrets but while one is revealed, and errors name none. */
export function reportOf(thrown: unknown, place: string | undefined): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return [`A screen of Patchbay broke: ${error.name}: ${error.message}`, `Screen: ${place ?? "the whole window"}`, `Webview: ${navigator.userAgent}`, "", error.stack ?? ""].join("\n");
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { thrown: null, broken: false, place: this.props.place };

  static getDerivedStateFromError(thrown: unknown): Partial<State> {
    return { thrown, broken: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.place === state.place ? null : { thrown: null, broken: false, place: props.place };
  }

  override componentDidCatch(): void {
    setTimeout(() => this.props.onBroken?.());
  }

  override render(): ReactNode {
    const { thrown, broken, place } = this.state;
    if (!broken) return this.props.children;
    return (
      <div className={css.fill} role="alert" data-testid="broken">
        <div className={css.card}>
          <h1>This screen could not be shown</h1>
          <p>Something in the window went wrong. The engine is not touched by it: connections go on, what was saved is saved, and drafts are kept as they were typed.</p>
          <p className={css.quiet}>Try this screen again, or go on at another. If it keeps happening, the report says what broke.</p>
          <div className={css.acts}>
            <Button look="primary" onClick={() => this.setState({ thrown: null, broken: false })} data-testid="broken-again">
              Try again
            </Button>
            <Button onClick={() => location.reload()}>Reload the window</Button>
            <CopyButton text={reportOf(thrown, place)} label="Copy report" testId="broken-report" />
          </div>
        </div>
      </div>
    );
  }
}
