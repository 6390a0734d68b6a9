//! `patchbay connect` and `patchbay connection reconnect`.

use patchbay_api::{ApiNeed, RunError};
use patchbay_commands::{
    AttemptView, ChoiceView, ConnectionDetail, DeviceView, IntegrationDetail, Preview, StatusAnswer,
};
use patchbay_connector::AuthKind;
use patchbay_engine::{Code, Error, ErrorView};
use patchbay_store::{AttemptStatus, HolderKind, RedirectStrategy};
use serde_json::{Value, json};

use super::request::{Payload, input, parameters, source};
use super::{Setting, preset, serve, traced};
use crate::args::{ConnectArgs, ReconnectArgs, SignInArgs, Surface};
use crate::browser;
use crate::exit::Exit;
use crate::output::Output;
use crate::session::{Need, Session};

/// Connects through an integration.
pub(super) async fn connect(setting: &Setting, args: ConnectArgs, output: Output) -> Result<Exit, ErrorView> {
    let (overrides, input) = given(&args.sign_in, output)?;
    if args.dry_run {
        let session = setting.session(&Need::COMMAND).await?;
        let ended = dry_run(&session, &args, overrides, output).await;
        session.close().await;
        return ended;
    }
    let session = setting.session(&need(&args.sign_in)).await?;
    let ended = async {
        let overrides = with_preset(&session, args.preset.as_deref(), overrides).await?;
        let payload = Payload::new()
            .with("integration", args.integration.as_str())
            .with("multiple", args.multiple)
            .with_some("name", args.name)
            .with_some("tenant", args.tenant)
            .with_some("option", args.option)
            .with_some("preset", args.preset)
            .with_some("overrides", overrides)
            .with_some("input", input);
        sign_in(&session, &args.integration, payload, &args.sign_in, output).await
    };
    let ended = ended.await;
    session.close().await;
    ended
}

/// The preset with what is given laid on it. Its secrets are masked here: the engine takes them from the preset.
async fn with_preset(
    session: &Session,
    preset: Option<&str>,
    overrides: Option<Value>,
) -> Result<Option<Value>, ErrorView> {
    let Some(name) = preset else {
        return Ok(overrides);
    };
    let found = preset::find(session, name).await?;
    let found = found.ok_or_else(|| ErrorView::from(Error::not_found("preset", name)))?;
    let upper = preset::patch(overrides.unwrap_or_else(|| json!({})))?;
    let laid = preset::lay(preset::patch(found.overrides)?, &upper);
    Ok(Some(laid.to_value()))
}

/// Connects an existing connection again.
pub(super) async fn reconnect(
    setting: &Setting,
    args: ReconnectArgs,
    output: Output,
) -> Result<Exit, ErrorView> {
    let (overrides, input) = given(&args.sign_in, output)?;
    let session = setting.session(&need(&args.sign_in)).await?;
    let ended = async {
        let name = args.connection.connection.as_str();
        let detail: ConnectionDetail = session
            .ask("connection_show", json!({ "connection": name }))
            .await?;
        let payload = Payload::new()
            .with("connection", name)
            .with_some("overrides", overrides)
            .with_some("input", input);
        sign_in(
            &session,
            &detail.summary.integration_key,
            payload,
            &args.sign_in,
            output,
        )
        .await
    };
    let ended = ended.await;
    session.close().await;
    ended
}

fn given(args: &SignInArgs, output: Output) -> Result<(Option<Value>, Option<Value>), ErrorView> {
    let mut source = source();
    let overrides = parameters(&args.params, &mut source, output)?;
    let input = input(&args.input.input, &args.input.input_json, &mut source, output)?;
    Ok((overrides, input))
}

fn need(args: &SignInArgs) -> Need {
    Need {
        kind: HolderKind::Engine,
        api: ApiNeed::Wanted,
        port: args.port.port,
        sandbox: false,
    }
}

/// Starts, shows the link, waits for the end.
async fn sign_in(
    session: &Session,
    integration: &str,
    payload: Payload,
    args: &SignInArgs,
    output: Output,
) -> Result<Exit, ErrorView> {
    let detail: IntegrationDetail = session
        .ask("integration_show", json!({ "key": integration }))
        .await?;
    needs_listener(session, &detail)?;
    let status: StatusAnswer = session.ask("status", json!({})).await?;
    let way = Way::choose(args.surface, status.deep_link.is_some());
    let interrupted = serve::interrupted()?;
    let started: AttemptView = session
        .ask(
            "connect_start",
            payload.with_some("surface", way.surface()).value(),
        )
        .await?;
    if is_live(&started) {
        show_link(&started, way, output);
    }
    let reference = json!({ "attempt": started.id });
    let mut attempt = started;
    let mut interrupted = std::pin::pin!(interrupted);
    while is_live(&attempt) {
        if let Some(choices) = &attempt.choices {
            match choose(session, &attempt, choices, args, output).await {
                Ok(chosen) => attempt = chosen,
                Err(error) => {
                    let _: AttemptView = session.ask("connect_cancel", reference).await?;
                    return Err(error);
                }
            }
            continue;
        }
        attempt = tokio::select! {
            ended = session.ask("attempt_wait", reference.clone()) => ended?,
            () = interrupted.as_mut() => session.ask("connect_cancel", reference.clone()).await?,
        };
    }
    report(session, attempt, output).await
}

fn is_live(attempt: &AttemptView) -> bool {
    matches!(attempt.state, AttemptStatus::Pending | AttemptStatus::Redeeming)
}

/// Answers what the attempt asks: by `--choose`, or by asking whoever sits at the terminal.
async fn choose(
    session: &Session,
    attempt: &AttemptView,
    choices: &[ChoiceView],
    args: &SignInArgs,
    output: Output,
) -> Result<AttemptView, ErrorView> {
    use std::io::IsTerminal as _;
    let listed = || {
        let lines = choices
            .iter()
            .map(|choice| format!("  {}  {}", choice.value, choice.label));
        lines.collect::<Vec<_>>().join("\n")
    };
    let value = match &args.choose {
        Some(value) => value.clone(),
        None if std::io::stdin().is_terminal() && !output.is_json() => {
            output.note(&format!("Several were found. Which one?\n{}", listed()));
            let read = tokio::task::spawn_blocking(|| {
                let mut line = String::new();
                std::io::stdin().read_line(&mut line).map(|_| line)
            });
            let line = read.await.map_err(Error::internal)?.map_err(Error::internal)?;
            line.trim().to_owned()
        }
        None => {
            return Err(Error::new(
                Code::InvalidRequest,
                format!("Several were found, and nothing says which one:\n{}", listed()),
            )
            .at("choose")
            .next("Connect again with --choose NAME. Nothing was stored.")
            .into());
        }
    };
    let payload = json!({ "attempt": attempt.id, "value": value });
    session.ask("attempt_choose", payload).await
}

/// Fails before anything begins where the redirect could not arrive.
fn needs_listener(session: &Session, integration: &IntegrationDetail) -> Result<(), ErrorView> {
    let has_redirect = matches!(integration.summary.kind, AuthKind::Oauth2 | AuthKind::Oauth1);
    let by_loopback = !matches!(integration.redirect, RedirectStrategy::Paste);
    match session.api_problem() {
        Some(patchbay_api::ApiError::PortTaken { port }) if has_redirect && by_loopback => {
            Err(RunError::Api(patchbay_api::ApiError::PortTaken { port: *port }).view())
        }
        _ => Ok(()),
    }
}

/// Who shows the sign-in page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The app that holds the folder, where the integration says.
    App,
    /// The app that holds the folder, in the browser.
    AppBrowser,
    /// This process, in the browser.
    Browser,
    /// Nobody: the link is printed. In an app, only a popup is not opened by the app itself.
    Print { in_app: bool },
}

impl Way {
    fn choose(asked: Option<Surface>, in_app: bool) -> Self {
        match (asked, in_app) {
            (None, true) => Self::App,
            (Some(Surface::Browser), true) => Self::AppBrowser,
            (None | Some(Surface::Browser), false) => Self::Browser,
            (Some(Surface::Print), in_app) => Self::Print { in_app },
        }
    }

    fn surface(self) -> Option<&'static str> {
        match self {
            Self::App => None,
            Self::Print { in_app: true } => Some("popup"),
            Self::AppBrowser | Self::Browser | Self::Print { in_app: false } => Some("browser"),
        }
    }
}

fn show_link(attempt: &AttemptView, way: Way, output: Output) {
    let Some(link) = attempt.authorize_url.as_deref() else {
        return;
    };
    let prints = matches!(way, Way::Print { .. });
    if let Some(device) = &attempt.device {
        show_code(attempt, device, way, output);
        return;
    }
    if output.is_json() {
        if prints {
            output.object(&json!({
                "authorizeUrl": link,
                "redirectUri": attempt.redirect_uri,
                "attempt": attempt.id,
            }));
        }
    } else if prints {
        output.line(link);
        output.note(
            "Open this link to sign in. If the redirect does not arrive by itself, hand it over with \
             `patchbay redirected URL`.",
        );
    }
    if way == Way::Browser {
        if browser::open(link) {
            output.note("Sign in in the browser that opened. If none did, open this link:");
        } else {
            output.note("No browser could be opened. Open this link to sign in:");
        }
        output.note(link);
    }
}

/// Shows the code of a sign-in that no redirect ends, and opens its page where a link would be opened.
fn show_code(attempt: &AttemptView, device: &DeviceView, way: Way, output: Output) {
    if output.is_json() {
        output.object(&json!({ "device": device, "attempt": attempt.id }));
        return;
    }
    let link = device
        .verification_uri_complete
        .as_deref()
        .unwrap_or(&device.verification_uri);
    output.line(&device.user_code);
    output.note(&format!(
        "Open {} on any device, sign in, and enter this code. Check there that the page shows the same code.",
        device.verification_uri
    ));
    if way == Way::Browser && browser::open(link) {
        output.note("The page was opened in the browser.");
    }
}

/// Says how it ended.
async fn report(session: &Session, ended: AttemptView, output: Output) -> Result<Exit, ErrorView> {
    match ended.state {
        AttemptStatus::Succeeded => {
            let id = ended.connection_id.unwrap_or_default();
            let detail: ConnectionDetail = session
                .ask("connection_show", json!({ "connection": id }))
                .await?;
            let done = json!({ "connection": detail.summary, "warning": ended.warning });
            output.show(&done, |_| {
                let mut lines = vec![format!(
                    "Connected: {} ({})",
                    detail.summary.name, detail.summary.id
                )];
                lines.extend(ended.warning);
                lines.extend(not_granted(&detail));
                lines.join("\n")
            });
            Ok(Exit::Done)
        }
        AttemptStatus::Cancelled => Err(Error::new(
            Code::AttemptEnded,
            "The connect was cancelled. Nothing was changed.",
        )
        .into()),
        _ => Err(ended.error.unwrap_or_else(|| {
            Error::new(
                Code::AttemptEnded,
                "The connect ended without a sign-in: its ten minutes are over.",
            )
            .next("Start it again.")
            .into()
        })),
    }
}

/// The scopes that were asked for and not given, where the provider says which it gave.
fn not_granted(detail: &ConnectionDetail) -> Option<String> {
    let granted = detail.granted_scopes.as_ref()?;
    let lacking: Vec<&str> = detail
        .requested_scopes
        .iter()
        .filter(|scope| !granted.contains(scope))
        .map(String::as_str)
        .collect();
    (!lacking.is_empty()).then(|| {
        format!(
            "Asked for and not granted: {}. Calls that need it may be refused.",
            lacking.join(" ")
        )
    })
}

async fn dry_run(
    session: &Session,
    args: &ConnectArgs,
    overrides: Option<Value>,
    output: Output,
) -> Result<Exit, ErrorView> {
    let overrides = with_preset(session, args.preset.as_deref(), overrides).await?;
    let subject = json!({
        "kind": "new",
        "integration": args.integration.as_str(),
        "option": args.option.as_deref(),
        "preset": args.preset.as_deref(),
    });
    let payload = Payload::new()
        .with("subject", subject)
        .with("overrides", overrides.unwrap_or_else(|| json!({})))
        .value();
    let preview: Preview = session.ask("parameters_preview", payload).await?;
    traced::show(&preview, output)
}
