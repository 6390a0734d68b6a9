//! `redirected`, `token`, `env`, `tenants`, `doctor`, and `--reveal`.

use patchbay_commands::{
    Check, CheckState, DiagnosticsAnswer, EnvironmentAnswer, RedirectedAnswer, RevealAnswer, TenantView,
    TokenAnswer,
};
use patchbay_engine::{Code, Error, ErrorView};
use patchbay_store::AttemptStatus;
use serde_json::{Value, json};

use super::Setting;
use super::request::{Payload, source};
use super::traced::plain;
use crate::args::{EnvArgs, EnvFormat};
use crate::exit::Exit;
use crate::output::Output;
use crate::session::{Need, Session};
use crate::table::table;

/// Hands a redirected URL over.
pub(super) async fn redirected(session: &Session, url: String, output: Output) -> Result<Exit, ErrorView> {
    let url = if url == "-" {
        source().standard_input()?
    } else {
        url
    };
    let answer: RedirectedAnswer = session.ask("redirected", json!({ "url": url })).await?;
    let Some(attempt) = &answer.attempt else {
        return Err(Error::new(
            Code::NotFound,
            "This URL belongs to no connect that is waiting in this data folder; nothing was changed.",
        )
        .next(
            "Check that the URL is whole and from the newest connect, and that --data-dir is the right one.",
        )
        .into());
    };
    match (attempt.state, &attempt.error) {
        (AttemptStatus::Succeeded, _) => {
            output.show(&answer, |_| {
                let connection = attempt.connection_id.as_deref().unwrap_or_default();
                format!("Connected to {} ({connection}).", attempt.integration_name)
            });
            Ok(Exit::Done)
        }
        (_, Some(error)) => Err(error.clone()),
        _ => {
            output.show(&answer, |_| {
                "The redirect was taken; the connect goes on.".to_owned()
            });
            Ok(Exit::Done)
        }
    }
}

/// Prints a token, which is what was asked for.
pub(super) async fn token(
    session: &Session,
    tenant: Option<String>,
    admin: bool,
    ttl: Option<u32>,
    output: Output,
) -> Result<Exit, ErrorView> {
    let payload = Payload::new()
        .with("admin", admin)
        .with_some("tenant", tenant)
        .with_some("ttl", ttl)
        .value();
    let answer: TokenAnswer = session.ask("token", payload).await?;
    output.show(&answer, |answer| answer.token.clone());
    Ok(Exit::Done)
}

/// Prints what an application needs, ready to paste.
pub(super) async fn environment(
    session: &Session,
    args: &EnvArgs,
    output: Output,
) -> Result<Exit, ErrorView> {
    let answer: EnvironmentAnswer = session
        .ask("environment", json!({ "reveal": args.reveal }))
        .await?;
    output.show(&answer, |answer| match args.format {
        EnvFormat::Dotenv => answer.dotenv.clone(),
        EnvFormat::Yaml => answer.membrane_config.clone(),
    });
    if !args.reveal {
        output.note("The workspace's secret is masked; --reveal prints it.");
    }
    Ok(Exit::Done)
}

/// Lists tenants.
pub(super) async fn tenants(session: &Session, output: Output) -> Result<Exit, ErrorView> {
    let tenants: Vec<TenantView> = session.ask("tenants", json!({})).await?;
    output.show(&tenants, |tenants| {
        let rows: Vec<_> = tenants
            .iter()
            .map(|tenant| {
                [
                    tenant.key.clone(),
                    tenant.name.clone(),
                    tenant.connections.to_string(),
                ]
            })
            .collect();
        table(["key", "name", "connections"], &rows)
    });
    Ok(Exit::Done)
}

/// Prints one leaf in the clear.
pub(super) async fn reveal(
    session: &Session,
    subject: Value,
    path: &str,
    output: Output,
) -> Result<Exit, ErrorView> {
    let answer: RevealAnswer = session
        .ask("reveal", json!({ "subject": subject, "path": path }))
        .await?;
    output.show(&answer, |answer| plain(&answer.value));
    Ok(Exit::Done)
}

/// Looks at everything. That nothing starts is a finding too.
pub(super) async fn doctor(setting: &Setting, report: bool, output: Output) -> Result<Exit, ErrorView> {
    let answer: DiagnosticsAnswer = match setting.session(&Need::COMMAND).await {
        Ok(session) => {
            let answer = session.ask("diagnostics", json!({})).await;
            session.close().await;
            answer?
        }
        Err(error) => no_engine(Check {
            name: "engine".to_owned(),
            state: CheckState::Fail,
            words: [Some(error.message), error.next]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        }),
    };
    if report {
        output.show(&answer, |answer| answer.report.clone());
    } else {
        output.show(&answer.checks, |checks| {
            checks.iter().map(line).collect::<Vec<_>>().join("\n")
        });
    }
    let fails = answer.checks.iter().any(|check| check.state == CheckState::Fail);
    Ok(if fails { Exit::Failed } else { Exit::Done })
}

/// What there is to say where nothing starts.
fn no_engine(check: Check) -> DiagnosticsAnswer {
    let report = format!("Patchbay {}\n\n{}\n", env!("CARGO_PKG_VERSION"), line(&check));
    DiagnosticsAnswer {
        checks: vec![check],
        report,
    }
}

fn line(check: &Check) -> String {
    let mark = match check.state {
        CheckState::Ok => "ok  ",
        CheckState::Warn => "warn",
        CheckState::Fail => "FAIL",
    };
    format!("{mark}  {}: {}", check.name, check.words)
}
