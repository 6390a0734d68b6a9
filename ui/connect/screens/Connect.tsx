/** Connects one account: how to sign in, what the provider asks for, and what comes of it. */
import { useEffect, useState } from "react";
import { Head } from "../Head";
import { InputForm } from "../InputForm";
import { Card } from "./Card";
import { Choices } from "./Choices";
import { Connecting, isDirect, START, type Phase } from "./connecting";
import { Done, Loading, Note, Problem } from "./Pieces";
import css from "./screens.module.css";
import { Blocked, SignIn } from "./SignIn";
import { keyOf, type Subject } from "./subject";
import { useLoad } from "./useLoad";
import type { Connection, Wire } from "./wire";

interface Props {
  wire: Wire;
  /** Names what `load` asks for. */
  about: string;
  load: () => Promise<Subject>;
  /** Where the API sends the person afterwards, when this page is a tab. */
  redirectUri: string | null;
  /** Said under "… is connected". */
  after: string;
  onDone: (connection: Connection) => void;
  onBack: (() => void) | null;
  onClose: (() => void) | null;
}

export function Connect({ wire, about, load, redirectUri, after, onDone, onBack, onClose }: Props) {
  const subject = useLoad(about, load);
  const [phase, setPhase] = useState<Phase>(START);
  const [connecting] = useState(() => new Connecting(wire, setPhase));
  useEffect(() => () => connecting.end(), [connecting]);
  const connection = phase.at === "done" ? phase.connection : null;
  useEffect(() => {
    if (connection) onDone(connection);
    // What is done is told once, whatever else changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [connection]);

  const provider = subject.data?.name ?? "";
  const draw = () => {
    if (subject.error) return <Problem provider="!" title="This cannot be connected now" error={subject.error} again={{ label: "Try again", act: subject.again }} onClose={onClose} />;
    if (!subject.data) return <Loading />;
    const toForm = () => setPhase(START);
    switch (phase.at) {
      case "waiting":
        return <SignIn provider={provider} until={phase.until} onOpen={() => connecting.openAgain()} onCancel={() => connecting.cancel()} />;
      case "blocked":
        return <Blocked provider={provider} onOpen={() => connecting.openAgain()} onCancel={toForm} />;
      case "failed":
        return <Problem provider={provider} title={`${provider} was not ${subject.data.renews ? "reconnected" : "connected"}`} error={phase.error} again={{ label: "Try again", act: toForm }} onClose={onClose} />;
      case "done":
        return <Done title={`${provider} is connected`}>{after}</Done>;
      default:
        return null;
    }
  };
  const asking = phase.at === "form" || phase.at === "sending" || phase.at === "leaving";
  const content = subject.data && asking ? "form" : subject.data || subject.error ? `${phase.at} ${subject.error ? "error" : ""}` : "loading";
  return (
    <Card content={content} onBack={asking ? onBack : null} onClose={onClose}>
      {draw()}
      {subject.data && (
        // Kept while something else is shown, so that a second try starts with what was typed.
        <div hidden={!asking} className={css.form}>
          <Form subject={subject.data} phase={phase} leaves={redirectUri !== null} onSubmit={(payload, type) => connecting.start(payload, type, redirectUri)} />
        </div>
      )}
    </Card>
  );
}

interface FormProps {
  subject: Subject;
  phase: Phase;
  /** Whether this page gives way to the provider's. */
  leaves: boolean;
  onSubmit: (payload: Subject["payload"], type: string) => void;
}

function Form({ subject, phase, leaves, onSubmit }: FormProps) {
  const { name, options, renews } = subject;
  const [chosen, setChosen] = useState(() => options[0]);
  const verb = renews ? "Reconnect" : "Connect";
  const head = <Head provider={name} title={`${verb} ${name}`} words={subject.words ?? undefined} />;
  const elsewhere = chosen !== undefined && !isDirect(chosen.type);
  if (!chosen) {
    return (
      <>
        {head}
        <Note>There is no way to sign in to {name} here at the moment. Ask the people who run the application.</Note>
      </>
    );
  }
  const key = keyOf(chosen);
  return (
    <InputForm
      key={key}
      provider={name}
      schema={chosen.inputSchema}
      initial={subject.initial}
      head={head}
      submit={verb}
      focusFirst={options.length === 1}
      busy={phase.at === "sending" || phase.at === "leaving"}
      error={phase.at === "form" ? phase.error : null}
      onSubmit={(input) => onSubmit({ ...subject.payload, authOptionKey: key === "" ? undefined : key, input }, chosen.type)}
    >
      {phase.at === "form" && phase.note !== null && <Note>{phase.note}</Note>}
      {options.length > 1 && <Choices options={options} chosen={chosen} onChoose={setChosen} />}
      {elsewhere && options.length === 1 && <p className={css.dim}>You sign in at {name} and approve there. {leaves ? "You are then brought back." : "A window opens for it."}</p>}
    </InputForm>
  );
}
