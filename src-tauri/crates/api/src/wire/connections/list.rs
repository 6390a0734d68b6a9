//! `GET /connections`: filters and pages (contract 3.2, 1.5).

use axum::extract::State;
use axum::response::Response;
use patchbay_engine::{Engine, Error, TEST_TENANT, Who};
use patchbay_store::{Connection, ConnectionFilter, ConnectionRow};

use super::super::bearer::Asked;
use super::super::connectors::connector_key;
use super::super::customers::find_tenant;
use super::super::integrations::integration_id;
use super::super::query::{Page, Query, listed};
use super::records;
use crate::problem::Problem;
use crate::server::Room;

pub(super) async fn list(
    State(room): State<Room>,
    Asked(bearer): Asked,
    query: Query,
) -> Result<Response, Problem> {
    let (engine, page) = (&room.engine, query.page()?);
    let rows = match filter(engine, &bearer.who, &query, &page).await? {
        Some(filter) => page_of(engine, filter, &query, &page).await?,
        None => Vec::new(),
    };
    let next = page.next(&rows, |row| &row.id);
    Ok(listed(records(engine, &rows, &bearer.who, &query).await?, next))
}

/// What the store can filter by; none where nothing can fit.
async fn filter(
    engine: &Engine,
    who: &Who,
    query: &Query,
    page: &Page,
) -> Result<Option<ConnectionFilter>, Error> {
    // There are no external apps here, so nothing belongs to one.
    if query.text("externalAppId").is_some() {
        return Ok(None);
    }
    let mut tenant_id = who.tenant_id().map(str::to_owned);
    if let Some(wanted) = query.text("tenantId").or_else(|| query.text("userId")) {
        let found = find_tenant(engine, wanted).await?;
        let Some(found) = found.filter(|tenant| who.may_see(&tenant.id)) else {
            return Ok(None);
        };
        tenant_id = Some(found.id);
    }
    let integration_id = match query
        .text("integrationId")
        .or_else(|| query.text("integrationKey"))
    {
        Some(wanted) => match integration_id(engine, wanted).await? {
            Some(id) => Some(id),
            None => return Ok(None),
        },
        None => None,
    };
    let connector = match query.text("connectorId").or_else(|| query.text("connectorKey")) {
        Some(wanted) => match connector_key(engine, wanted) {
            Some(key) => Some(key),
            None => return Ok(None),
        },
        None => None,
    };
    let connected = query
        .flag("connected")
        .or_else(|| query.flag("disconnected").map(|disconnected| !disconnected));
    Ok(Some(ConnectionFilter {
        search: query.owned("search"),
        integration_id,
        tenant_id,
        connector_key: connector,
        connected,
        include_archived: query.is_on("includeArchived"),
        limit: page.limit,
        after: page.after.clone(),
    }))
}

/// A page of rows. What the store cannot filter by is filtered here, page by page, so that a page is full as long as
/// there are more.
async fn page_of(
    engine: &Engine,
    mut filter: ConnectionFilter,
    query: &Query,
    page: &Page,
) -> Result<Vec<Connection>, Error> {
    let test = query.flag("isTest");
    let version = query.text("connectorVersion");
    let limit = page.limit as usize;
    let mut found = Vec::new();
    loop {
        let wanted = filter.clone();
        let rows = engine
            .with_store(move |store| store.connections_page(&wanted))
            .await?;
        let full = rows.len() == limit;
        filter.after = rows.last().map(|row| row.connection.id.clone());
        for row in rows {
            let fits = test.is_none_or(|test| test == (row.tenant_key == TEST_TENANT));
            if fits && has_version(engine, &row, version).await {
                found.push(row.connection);
            }
        }
        if !full || found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}

async fn has_version(engine: &Engine, row: &ConnectionRow, version: Option<&str>) -> bool {
    let Some(version) = version else { return true };
    match engine.live(&row.connection.id).await {
        Ok(live) => live.connector.version() == version,
        Err(_) => false,
    }
}
