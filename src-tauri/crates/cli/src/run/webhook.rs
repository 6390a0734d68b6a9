//! `patchbay webhook`: where events are told to, and how that went.

use patchbay_commands::{ApiView, DeliveryState, DeliveryView, WebhookView};
use patchbay_engine::ErrorView;
use serde_json::{Value, json};

use super::api::{known, view};
use super::workspace::reveal;
use crate::args::{HostsCommand, WebhookArgs, WebhookCommand};
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::table::{fields, table};

pub(super) async fn run(session: &Session, args: WebhookArgs, output: Output) -> Result<Exit, ErrorView> {
    if args.reveal {
        return reveal(session, json!({ "kind": "webhook" }), "secret", output).await;
    }
    let settings = match args.command {
        None => view(session).await?.webhook,
        Some(WebhookCommand::Set { url }) => set(session, json!({ "url": url })).await?,
        Some(WebhookCommand::Off) => set(session, json!({ "url": null })).await?,
        Some(WebhookCommand::Hosts { command }) => hosts(session, command).await?,
        Some(WebhookCommand::Test) => return sent(session, "webhook_test", json!({}), output).await,
        Some(WebhookCommand::Redeliver { id }) => {
            return sent(session, "webhook_redeliver", json!({ "id": id }), output).await;
        }
        Some(WebhookCommand::Deliveries) => return deliveries(session, output).await,
    };
    output.show(&settings, |settings| {
        fields(&[
            ("target", settings.url.clone().unwrap_or_else(|| "off".to_owned())),
            (
                "hosts",
                std::iter::once("loopback".to_owned())
                    .chain(settings.hosts.clone())
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
        ])
    });
    Ok(Exit::Done)
}

async fn set(session: &Session, change: Value) -> Result<WebhookView, ErrorView> {
    let view: ApiView = session.ask("webhook_set", change).await?;
    Ok(view.webhook)
}

async fn hosts(session: &Session, command: Option<HostsCommand>) -> Result<WebhookView, ErrorView> {
    let settings = view(session).await?.webhook;
    let mut listed = settings.hosts.clone();
    match command {
        None => return Ok(settings),
        Some(HostsCommand::Add { hosts }) => {
            for host in hosts {
                if !listed.contains(&host) {
                    listed.push(host);
                }
            }
        }
        Some(HostsCommand::Remove { hosts }) => {
            known("host", &hosts, &listed, "patchbay webhook hosts")?;
            listed.retain(|host| !hosts.contains(host));
        }
    }
    set(session, json!({ "hosts": listed })).await
}

/// One delivery, sent now or soon.
async fn sent(session: &Session, command: &str, payload: Value, output: Output) -> Result<Exit, ErrorView> {
    let delivery: DeliveryView = session.ask(command, payload).await?;
    output.show(&delivery, |delivery| {
        let id = &delivery.id;
        format!("{}: {} ({id})", delivery.event, words(delivery))
    });
    Ok(if delivery.state == DeliveryState::Failed {
        Exit::Failed
    } else {
        Exit::Done
    })
}

async fn deliveries(session: &Session, output: Output) -> Result<Exit, ErrorView> {
    let deliveries: Vec<DeliveryView> = session.ask("webhook_deliveries", json!({})).await?;
    output.show(&deliveries, |deliveries| {
        if deliveries.is_empty() {
            return "Nothing was sent yet. Set a target with `patchbay webhook set URL`.".to_owned();
        }
        let rows: Vec<_> = deliveries
            .iter()
            .map(|delivery| {
                [
                    delivery.id.clone(),
                    delivery.created_at.to_string(),
                    delivery.event.clone(),
                    delivery.connection_id.clone().unwrap_or_default(),
                    delivery.attempts.to_string(),
                    words(delivery),
                ]
            })
            .collect();
        table(["id", "at (ms)", "event", "connection", "sent", "outcome"], &rows)
    });
    Ok(Exit::Done)
}

/// How a delivery is doing.
fn words(delivery: &DeliveryView) -> String {
    let state = match delivery.state {
        DeliveryState::Pending => "waiting",
        DeliveryState::Delivered => "taken",
        DeliveryState::Failed => "not taken",
    };
    let status = delivery
        .status
        .map(|status| format!(", {status}"))
        .unwrap_or_default();
    // The sentence of an error names the status itself.
    let error = delivery.error.as_ref().map(|error| format!(": {error}"));
    let next = delivery
        .next_at
        .map(|at| format!(" (again at {at})"))
        .unwrap_or_default();
    format!("{state}{}{next}", error.unwrap_or(status))
}
