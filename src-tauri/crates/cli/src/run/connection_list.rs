//! `patchbay connections`.

use std::fmt::Write as _;

use patchbay_commands::ConnectionsAnswer;
use patchbay_engine::ErrorView;

use super::request::Payload;
use crate::exit::Exit;
use crate::output::Output;
use crate::session::Session;
use crate::table::table;

/// What to list.
pub(super) struct Wanted {
    pub(super) filter: Option<String>,
    pub(super) search: Option<String>,
    pub(super) integration: Option<String>,
    pub(super) tenant: Option<String>,
    pub(super) archived: bool,
    pub(super) limit: Option<u32>,
}

pub(super) async fn list(session: &Session, wanted: Wanted, output: Output) -> Result<Exit, ErrorView> {
    let narrowed = [
        &wanted.filter,
        &wanted.search,
        &wanted.integration,
        &wanted.tenant,
    ]
    .iter()
    .any(|given| given.is_some());
    let payload = Payload::new()
        .with_some("filter", wanted.filter)
        .with_some("search", wanted.search)
        .with_some("integration", wanted.integration)
        .with_some("tenant", wanted.tenant)
        .with_some("limit", wanted.limit)
        .with("includeArchived", wanted.archived)
        .value();
    let page: ConnectionsAnswer = session.ask("connections", payload).await?;
    output.show(&page, |page| text(page, narrowed));
    Ok(Exit::Done)
}

fn text(page: &ConnectionsAnswer, narrowed: bool) -> String {
    if page.items.is_empty() && narrowed {
        return "No connection fits.".to_owned();
    }
    if page.items.is_empty() {
        return "No connections. Make one with `patchbay connect INTEGRATION`.".to_owned();
    }
    let rows: Vec<_> = page
        .items
        .iter()
        .map(|item| {
            [
                item.id.clone(),
                item.name.clone(),
                item.integration_key.clone(),
                item.variant.clone().unwrap_or_default(),
                item.tenant_key.clone(),
                item.override_count.to_string(),
                item.health.words.clone(),
            ]
        })
        .collect();
    let heading = [
        "id",
        "name",
        "integration",
        "variant",
        "tenant",
        "overrides",
        "health",
    ];
    let mut text = table(heading, &rows);
    let total = page.total.unwrap_or(0) as usize;
    if total > rows.len() {
        let _ = write!(
            text,
            "\nThese are {} of {total}; narrow them with --filter or raise --limit.",
            rows.len()
        );
    }
    text
}
