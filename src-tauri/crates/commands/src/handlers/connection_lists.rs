//! The list of connections: pages, groups, and the ids of all that a filter finds.

use patchbay_engine::{Code, Error};
use patchbay_store::{ConnectionFilter, ConnectionPage, ConnectionQuery, ConnectionRow, Grouping};

use super::connections::summary;
use crate::{
    ConnectionGroup, ConnectionGrouping, ConnectionIdsAnswer, ConnectionsAnswer, ConnectionsRequest, Context,
};

/// Ids that are told at once.
const IDS: u32 = 10_000;

pub(crate) async fn connections(
    context: &Context,
    request: ConnectionsRequest,
) -> Result<ConnectionsAnswer, Error> {
    let query = query(context, &request).await?;
    let limit = request.limit.unwrap_or(200).clamp(1, 1000);
    let offset = request.offset.unwrap_or(0);
    if let Some(after) = request.after {
        return after_another(context, query, after, limit).await;
    }
    let plain = query.filter.trim().is_empty() && query.group.is_none();
    let page = context
        .engine
        .with_store(move |store| store.connections_list(&query, offset, limit))
        .await?;
    let more = u64::from(offset) + page.rows.len() as u64 != u64::from(page.total);
    let next = page
        .rows
        .last()
        .filter(|_| more && plain)
        .map(|row| row.connection.id.clone());
    // A scroll asks for many pages; the groups are the same in all.
    let groups = if offset == 0 { groups(&page) } else { Vec::new() };
    Ok(ConnectionsAnswer {
        next,
        total: Some(page.total),
        groups,
        items: summaries(context, page.rows).await?,
    })
}

/// The page after another one, for programs that walk through all.
async fn after_another(
    context: &Context,
    query: ConnectionQuery,
    after: String,
    limit: u32,
) -> Result<ConnectionsAnswer, Error> {
    if !query.filter.trim().is_empty() || query.group.is_some() {
        return Err(Error::new(
            Code::InvalidRequest,
            "`after` goes with neither `filter` nor `group`.",
        )
        .at("after")
        .next("Ask for the page by `offset`."));
    }
    let filter = ConnectionFilter {
        search: query.search,
        integration_id: query.integration_id,
        tenant_id: query.tenant_id,
        include_archived: query.include_archived,
        limit,
        after: Some(after),
        ..ConnectionFilter::default()
    };
    let rows = context
        .engine
        .with_store(move |store| store.connections_page(&filter))
        .await?;
    let next = rows
        .last()
        .filter(|_| rows.len() == limit as usize)
        .map(|row| row.connection.id.clone());
    Ok(ConnectionsAnswer {
        next,
        total: None,
        groups: Vec::new(),
        items: summaries(context, rows).await?,
    })
}

pub(crate) async fn connection_ids(
    context: &Context,
    request: ConnectionsRequest,
) -> Result<ConnectionIdsAnswer, Error> {
    let query = query(context, &request).await?;
    let (ids, total) = context
        .engine
        .with_store(move |store| store.connections_list_ids(&query, IDS))
        .await?;
    Ok(ConnectionIdsAnswer { ids, total })
}

async fn query(context: &Context, request: &ConnectionsRequest) -> Result<ConnectionQuery, Error> {
    let engine = &context.engine;
    let integration_id = match &request.integration {
        Some(key) => {
            let rows = engine.integration_rows().await?;
            let found = rows.into_iter().find(|row| &row.key == key || &row.id == key);
            Some(found.ok_or_else(|| Error::not_found("integration", key))?.id)
        }
        None => None,
    };
    let tenant_id = match request.tenant.clone() {
        Some(key) => {
            let wanted = key.clone();
            let tenant = engine
                .with_store(move |store| store.tenant_by_key(&wanted))
                .await?;
            Some(tenant.ok_or_else(|| Error::not_found("tenant", &key))?.id)
        }
        None => None,
    };
    Ok(ConnectionQuery {
        filter: request.filter.clone().unwrap_or_default(),
        search: request.search.clone().filter(|search| !search.trim().is_empty()),
        integration_id,
        tenant_id,
        include_archived: request.include_archived.unwrap_or(false),
        group: request.group.map(|group| match group {
            ConnectionGrouping::Integration => Grouping::Integration,
            ConnectionGrouping::Tenant => Grouping::Tenant,
            ConnectionGrouping::Variant => Grouping::Variant,
        }),
    })
}

async fn summaries(
    context: &Context,
    rows: Vec<ConnectionRow>,
) -> Result<Vec<crate::ConnectionSummary>, Error> {
    let connections = rows.iter().map(|row| row.connection.clone()).collect();
    let healths = context.engine.healths(connections).await?;
    Ok(rows
        .into_iter()
        .zip(healths)
        .map(|(row, health)| summary(row, health))
        .collect())
}

fn groups(page: &ConnectionPage) -> Vec<ConnectionGroup> {
    page.groups
        .iter()
        .map(|group| ConnectionGroup {
            key: group.key.clone(),
            title: group.title.clone(),
            count: group.count,
        })
        .collect()
}
