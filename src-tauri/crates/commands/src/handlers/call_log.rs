//! The log of all calls: pages of it, one call with the override that was in force, and its export.

use patchbay_connector::{Patch, mask};
use patchbay_engine::{ChangedWhat, Engine, Error, override_hash};
use patchbay_store::{CallPage, CallQuery, CallRecord, HistoryEntry, Patience};

use super::call_views::views;
use super::har;
use crate::{CallDetail, CallLogAnswer, CallLogRequest, CallRef, Caller, Context, HarAnswer};

/// Calls of one archive.
const ARCHIVED: u32 = 10_000;

pub(crate) async fn call_log(context: &Context, request: CallLogRequest) -> Result<CallLogAnswer, Error> {
    let (offset, limit) = (
        request.offset.unwrap_or(0),
        request.limit.unwrap_or(100).clamp(1, 1000),
    );
    // A window asks again when more is known; a command line is asked once.
    let patience = match context.caller {
        Caller::Window => Patience::Frame,
        Caller::Cli => Patience::Total,
    };
    let mut page = page(context, request, offset, limit, patience).await?;
    if let Some(rest) = page.rest.take() {
        let engine = context.engine.clone();
        tokio::task::spawn_blocking(move || {
            // Whether it came to the end or was given up: whoever still shows this filter asks again.
            rest.look();
            engine.tell(ChangedWhat::Calls, None);
        });
    }
    Ok(CallLogAnswer {
        items: views(&context.engine, page.records).await?,
        total: page.total,
        counting: page.counting,
        dropped: context.engine.store().calls_dropped(),
    })
}

pub(crate) async fn calls_har(context: &Context, request: CallLogRequest) -> Result<HarAnswer, Error> {
    let limit = request.limit.unwrap_or(ARCHIVED).clamp(1, ARCHIVED);
    let offset = request.offset.unwrap_or(0);
    let page = page(context, request, offset, limit, Patience::Page).await?;
    let calls = views(&context.engine, page.records).await?;
    Ok(HarAnswer {
        text: har::archive(&calls)?,
        entries: u32::try_from(calls.len()).unwrap_or(u32::MAX),
    })
}

async fn page(
    context: &Context,
    request: CallLogRequest,
    offset: u32,
    limit: u32,
    patience: Patience,
) -> Result<CallPage, Error> {
    let connection_id = match &request.connection {
        Some(connection) => Some(context.engine.connection(connection).await?.id),
        None => None,
    };
    let query = CallQuery {
        filter: request.filter.unwrap_or_default(),
        connection_id,
    };
    context
        .engine
        .with_store(move |store| store.calls_list(&query, offset, limit, patience))
        .await
}

pub(crate) async fn call_show(context: &Context, request: CallRef) -> Result<CallDetail, Error> {
    let wanted = request.call.clone();
    let record = context
        .engine
        .with_store(move |store| store.call(&wanted))
        .await?;
    let record = record.ok_or_else(|| Error::not_found("call", &request.call))?;
    let in_force = in_force(&context.engine, &record).await;
    let call = views(&context.engine, vec![record])
        .await?
        .pop()
        .ok_or_else(|| Error::not_found("call", &request.call))?;
    let (overrides, history, current) = in_force.unwrap_or_default();
    Ok(CallDetail {
        call,
        overrides,
        history,
        current,
    })
}

/// The override of a call, masked; the point of the history that it is; and whether it still is the one in force. None
/// where its connection cannot be read.
async fn in_force(
    engine: &Engine,
    record: &CallRecord,
) -> Option<(Option<serde_json::Value>, Option<String>, bool)> {
    let hash = record.override_hash.clone()?;
    let live = engine.live(&record.connection_id).await.ok()?;
    let id = record.connection_id.clone();
    let history = engine
        .with_store(move |store| store.override_history(&id))
        .await
        .ok()?;
    let current = live.override_hash == hash;
    let entry = entry(&history, &hash, record.at);
    let none = Patch::default();
    let overrides = match entry {
        Some(entry) => Some(&entry.overrides),
        None if current => Some(&live.secrets.overrides),
        None if override_hash(&none) == hash => Some(&none),
        None => None,
    };
    let marks = &live.integration.marks;
    let masked =
        overrides.map(|patch| mask(patch, &live.connector, live.connection.option.as_deref(), marks));
    Some((masked, entry.map(|entry| entry.id.clone()), current))
}

/// The saved state with this hash that was in force then: the newest of before, as one may come back later.
fn entry<'a>(history: &'a [HistoryEntry], hash: &str, at: i64) -> Option<&'a HistoryEntry> {
    let mut same = history
        .iter()
        .filter(|entry| !entry.unreadable && override_hash(&entry.overrides) == hash);
    let first = same.clone().find(|entry| entry.at <= at);
    // A clock that was set back since.
    first.or_else(|| same.next())
}
