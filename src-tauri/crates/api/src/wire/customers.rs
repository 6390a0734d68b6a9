//! `/customers`: tenants, for a workspace manager; a tenant may read itself (contract 3.5).

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use patchbay_engine::{Engine, Error, TEST_TENANT, Who};
use patchbay_store::{Tenant, TenantChange, TenantFilter, new_id};
use serde_json::{Value, json};

use super::bearer::Asked;
use super::body::Fields;
use super::query::{Query, listed};
use super::shapes::customer::customer;
use super::whoami::keep_credentials;
use super::wrong::{admins_only, already_exists, only_admin};
use crate::problem::Problem;
use crate::server::Room;

pub(crate) fn routes() -> Router<Room> {
    let of = |path: &str| {
        Router::new()
            .route(path, get(list).post(create))
            .route(
                &format!("{path}/{{sel}}"),
                get(show).patch(change).put(change).delete(archive),
            )
            .route(&format!("{path}/{{sel}}/restore"), post(restore))
    };
    of("/customers").merge(of("/users"))
}

async fn list(State(room): State<Room>, Asked(bearer): Asked, query: Query) -> Result<Response, Problem> {
    only_admin(&bearer.who, "list customers")?;
    let page = query.page()?;
    let (test, active) = (query.flag("isTest"), query.flag("isActive"));
    let mut filter = TenantFilter {
        search: query.owned("search"),
        include_archived: query.is_on("includeArchived") || active == Some(false),
        limit: page.limit,
        after: page.after.clone(),
    };
    let fits = |tenant: &Tenant| {
        test.is_none_or(|test| test == (tenant.key == TEST_TENANT))
            && active.is_none_or(|active| active == tenant.archived_at.is_none())
    };
    let mut found: Vec<Tenant> = Vec::new();
    // What the store cannot filter is filtered here, page by page, so that a page is full as long as there are more.
    loop {
        let wanted = filter.clone();
        let rows = room
            .engine
            .with_store(move |store| store.tenants_page(&wanted))
            .await?;
        let full = rows.len() == page.limit as usize;
        filter.after = rows.last().map(|row| row.id.clone());
        found.extend(rows.into_iter().filter(&fits));
        if !full || found.len() >= page.limit as usize {
            break;
        }
    }
    found.truncate(page.limit as usize);
    let next = page.next(&found, |tenant| &tenant.id);
    let mut items = Vec::with_capacity(found.len());
    for tenant in &found {
        items.push(shown(&room.engine, tenant, &query).await?);
    }
    Ok(listed(items, next))
}

async fn create(
    State(room): State<Room>,
    Asked(bearer): Asked,
    query: Query,
    fields: Fields,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "add customers")?;
    let key = match fields.any_text(&["internalId", "tenantKey", "key"])? {
        Some(key) => checked_key(&key)?,
        None => new_id().map_err(Error::from)?,
    };
    let name = fields.text("name")?.unwrap_or_else(|| key.clone());
    let (wanted, now) = (key.clone(), room.engine.now());
    let tenant = room
        .engine
        .with_store(move |store| {
            if store
                .tenant_by_key(&wanted)?
                .is_some_and(|known| known.archived_at.is_none())
            {
                return Ok(None);
            }
            store.tenant_upsert(&wanted, Some(&name), now).map(Some)
        })
        .await?
        .ok_or_else(|| already_exists("customer", &key))?;
    let tenant = write(&room.engine, &tenant, &fields).await?;
    answer(&room.engine, &tenant, &query).await
}

async fn show(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
) -> Result<Response, Problem> {
    if let Who::Tenant(own) = &bearer.who {
        return if sel == own.id || sel == own.key {
            Ok(axum::Json(customer(own)).into_response())
        } else {
            Err(admins_only("read other customers"))
        };
    }
    let tenant = tenant_of(&room.engine, &sel).await?;
    answer(&room.engine, &tenant, &query).await
}

async fn change(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "change customers")?;
    let tenant = tenant_of(&room.engine, &sel).await?;
    let tenant = write(&room.engine, &tenant, &fields).await?;
    answer(&room.engine, &tenant, &query).await
}

async fn archive(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "archive customers")?;
    let tenant = tenant_of(&room.engine, &sel).await?;
    let now = room.engine.now();
    room.engine
        .with_store(move |store| store.tenant_archive(&tenant.id, now))
        .await?;
    room.engine.forget_bearers();
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn restore(
    State(room): State<Room>,
    Asked(bearer): Asked,
    Path(sel): Path<String>,
    _: Fields,
) -> Result<Response, Problem> {
    only_admin(&bearer.who, "restore customers")?;
    let tenant = tenant_of(&room.engine, &sel).await?;
    let (id, now) = (tenant.id.clone(), room.engine.now());
    room.engine
        .with_store(move |store| store.tenant_restore(&id, now))
        .await?;
    room.engine.forget_bearers();
    let tenant = tenant_of(&room.engine, &tenant.id).await?;
    Ok(axum::Json(customer(&tenant)).into_response())
}

/// A tenant by id or by the developer's own key.
pub(crate) async fn tenant_of(engine: &Engine, selector: &str) -> Result<Tenant, Problem> {
    find_tenant(engine, selector)
        .await?
        .ok_or_else(|| Problem::from(Error::not_found("customer", selector)))
}

/// The same, none where there is none.
pub(crate) async fn find_tenant(engine: &Engine, selector: &str) -> Result<Option<Tenant>, Error> {
    let wanted = selector.to_owned();
    engine
        .with_store(move |store| match store.tenant(&wanted)? {
            Some(tenant) => Ok(Some(tenant)),
            None => store.tenant_by_key(&wanted),
        })
        .await
}

/// Writes what the body says; what it omits stays.
async fn write(engine: &Engine, tenant: &Tenant, fields: &Fields) -> Result<Tenant, Problem> {
    let key = match fields.text("internalId")? {
        Some(key) => Some(checked_key(&key)?).filter(|key| *key != tenant.key),
        None => None,
    };
    let change = TenantChange {
        key,
        name: fields.text("name")?,
        fields: fields.object("fields")?.map(Value::Object),
        meta: fields.object("meta")?.map(Value::Object),
    };
    let (id, now) = (tenant.id.clone(), engine.now());
    let changed = engine
        .with_store(move |store| store.tenant_update(&id, &change, now))
        .await?;
    if fields.has("credentials") {
        keep_credentials(engine, &tenant.id, fields).await?;
    }
    engine.forget_bearers();
    Ok(changed)
}

async fn answer(engine: &Engine, tenant: &Tenant, query: &Query) -> Result<Response, Problem> {
    Ok(axum::Json(shown(engine, tenant, query).await?).into_response())
}

async fn shown(engine: &Engine, tenant: &Tenant, query: &Query) -> Result<Value, Problem> {
    let mut record = customer(tenant);
    if query.is_on("includeSecrets") {
        let id = tenant.id.clone();
        let credentials = engine
            .with_store(move |store| store.tenant_credentials(&id))
            .await?
            .and_then(|held| serde_json::from_slice::<Value>(held.expose()).ok());
        if let Some(credentials) = credentials {
            record["credentials"] = json!(credentials);
        }
    }
    Ok(record)
}

fn checked_key(key: &str) -> Result<String, Problem> {
    let good = key.chars().count() <= 200 && !key.chars().any(char::is_control);
    good.then(|| key.to_owned())
        .ok_or_else(|| super::body::not_a("internalId", "a text of at most 200 characters, on one line"))
}
