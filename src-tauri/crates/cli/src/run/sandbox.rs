//! `patchbay sandbox`: the built-in provider's state and switches.

use patchbay_commands::{SandboxEnvironment, SandboxFaults, SandboxGrant, SandboxView};
use patchbay_engine::ErrorView;
use serde_json::{Value, json};

use super::request::Payload;
use crate::args::{FaultsArgs, OrOff, SandboxCommand, SelectionArgs, Switch};
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::table::{fields, table};
use crate::time::moment;

pub(super) async fn run(
    session: &Session,
    command: Option<SandboxCommand>,
    output: Output,
) -> Result<Exit, ErrorView> {
    let view: SandboxView = match command {
        None => session.ask("sandbox", json!({})).await?,
        Some(SandboxCommand::Faults(args)) => return faults(session, &args, output).await,
        Some(SandboxCommand::Revoke(args)) => session.ask("sandbox_revoke", selection(args)).await?,
        Some(SandboxCommand::Expire(args)) => session.ask("sandbox_expire", selection(args)).await?,
    };
    output.show(&view, text);
    Ok(ended(&view))
}

/// That it does not run is an answer, but not the one that was hoped for.
fn ended(view: &SandboxView) -> Exit {
    if view.off.is_some() {
        Exit::Failed
    } else {
        Exit::Done
    }
}

fn selection(args: SelectionArgs) -> Value {
    Payload::new()
        .with_some("environment", args.env)
        .with_some("grant", args.grant)
        .with_some("token", args.token)
        .value()
}

async fn faults(session: &Session, args: &FaultsArgs, output: Output) -> Result<Exit, ErrorView> {
    let mut view: SandboxView = session.ask("sandbox", json!({})).await?;
    let wanted = changed(view.faults.clone(), args);
    if view.off.is_none() && wanted != view.faults {
        view = session.ask("sandbox_faults_set", json!(wanted)).await?;
    }
    let exit = ended(&view);
    match &view.off {
        Some(reason) if !output.is_json() => output.note(reason),
        _ => output.show(&view.faults, faults_text),
    }
    Ok(exit)
}

/// What is named is changed, the rest stays.
fn changed(before: SandboxFaults, args: &FaultsArgs) -> SandboxFaults {
    let before = if args.clear {
        SandboxFaults::default()
    } else {
        before
    };
    let switch = |now: Option<Switch>, before: bool| now.map_or(before, |now| now == Switch::On);
    let odd = match args.odd_expires_in.as_deref() {
        None => before.odd_expires_in,
        Some("off") => None,
        Some(text) => Some(text.to_owned()),
    };
    SandboxFaults {
        deny: switch(args.deny, before.deny),
        slow_ms: number(args.slow, Some(before.slow_ms)).unwrap_or(0),
        token_status: number(args.token_status, before.token_status),
        retry_after_s: number(args.retry_after, before.retry_after_s),
        drop_after_rotation: switch(args.drop_after_rotation, before.drop_after_rotation),
        omit_expires_in: switch(args.omit_expires_in, before.omit_expires_in),
        odd_expires_in: odd,
        access_ttl_s: number(args.access_ttl, before.access_ttl_s),
        form_encoded: switch(args.form_encoded, before.form_encoded),
        error_200: switch(args.error_200, before.error_200),
        grant_fewer: switch(args.grant_fewer, before.grant_fewer),
        revoked_refresh: switch(args.revoked_refresh, before.revoked_refresh),
        api_status: number(args.api_status, before.api_status),
        api_delay_ms: number(args.api_delay, Some(before.api_delay_ms)).unwrap_or(0),
    }
}

fn number<T>(now: Option<OrOff<T>>, before: Option<T>) -> Option<T> {
    match now {
        Some(OrOff(value)) => value,
        None => before,
    }
}

fn text(view: &SandboxView) -> String {
    if let Some(reason) = &view.off {
        return reason.clone();
    }
    let mut parts = vec![faults_text(&view.faults)];
    parts.extend(view.environments.iter().map(environment_text));
    parts.join("\n\n")
}

fn environment_text(environment: &SandboxEnvironment) -> String {
    let users: Vec<_> = environment.users.iter().map(|user| user.name.as_str()).collect();
    let clients: Vec<_> = environment
        .clients
        .iter()
        .map(|client| client.id.as_str())
        .collect();
    let head = fields(&[
        (&environment.name, environment.url.clone()),
        ("users", users.join(", ")),
        ("clients", clients.join(", ")),
    ]);
    if environment.grants.is_empty() {
        return format!("{head}\nNo grants.");
    }
    let rows: Vec<_> = environment.grants.iter().flat_map(grant_rows).collect();
    let heading = ["grant", "user", "scopes", "refreshes", "access token", "expires"];
    format!("{head}\n{}", table(heading, &rows))
}

/// A row for each access token of a grant; one where it has none.
fn grant_rows(grant: &SandboxGrant) -> Vec<[String; 6]> {
    let row = |token: String, expires: String| {
        [
            grant.id.clone(),
            grant
                .user
                .clone()
                .unwrap_or_else(|| "(the client itself)".to_owned()),
            grant.scopes.join(" "),
            grant.refreshes.to_string(),
            token,
            expires,
        ]
    };
    if grant.tokens.is_empty() {
        return vec![row("none".to_owned(), String::new())];
    }
    let tokens = grant.tokens.iter();
    tokens
        .map(|token| row(token.id.clone(), moment(token.expires_at)))
        .collect()
}

fn faults_text(faults: &SandboxFaults) -> String {
    let Ok(Value::Object(all)) = serde_json::to_value(faults) else {
        return String::new();
    };
    let on: Vec<(String, String)> = all
        .into_iter()
        .filter_map(|(name, value)| {
            let shown = match value {
                Value::Bool(true) => "on".to_owned(),
                Value::Number(number) if number.as_u64() != Some(0) => number.to_string(),
                Value::String(text) => text,
                // A lifetime of nothing is a fault, a wait of nothing is none.
                Value::Number(_) if name == "accessTtlS" => "0".to_owned(),
                _ => return None,
            };
            Some((name, shown))
        })
        .collect();
    if on.is_empty() {
        return "No faults.".to_owned();
    }
    let rows: Vec<_> = on
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    fields(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_stays_and_clear_comes_first() {
        let before = SandboxFaults {
            deny: true,
            slow_ms: 500,
            token_status: Some(429),
            ..SandboxFaults::default()
        };
        let args = |line: &str| {
            use clap::Parser as _;
            let line = format!("patchbay sandbox faults {line}");
            match crate::args::Args::try_parse_from(line.split_whitespace()).map(|args| args.command) {
                Ok(crate::args::Command::Sandbox(args)) => match args.command {
                    Some(SandboxCommand::Faults(args)) => *args,
                    _ => panic!("faults"),
                },
                _ => panic!("{line} does not parse"),
            }
        };
        let after = changed(before.clone(), &args("--token-status off --odd-expires-in soon"));
        assert_eq!(
            (
                after.deny,
                after.slow_ms,
                after.token_status,
                after.odd_expires_in.as_deref()
            ),
            (true, 500, None, Some("soon"))
        );
        let after = changed(before, &args("--clear --access-ttl 0"));
        assert_eq!(
            after,
            SandboxFaults {
                access_ttl_s: Some(0),
                ..SandboxFaults::default()
            }
        );
        assert_eq!(faults_text(&after), "accessTtlS  0");
        assert_eq!(faults_text(&SandboxFaults::default()), "No faults.");
    }
}
