//! Requests that are kept, to be sent through any connection of their integration.

use patchbay_connector::Secret;
use patchbay_engine::{ChangedWhat, Code, Error};
use patchbay_store::{SavedRequest as Kept, new_id};
use serde::{Deserialize, Serialize};

use crate::{Context, Nothing, SavedRequest, SavedRequestRef, SavedRequestsRequest};

/// The longest name.
const NAME: usize = 100;
/// The longest body: what the console sends.
const BODY: usize = 1024 * 1024;

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Sealed {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

pub(crate) async fn saved_requests(
    context: &Context,
    request: SavedRequestsRequest,
) -> Result<Vec<SavedRequest>, Error> {
    let rows = context.engine.integration_rows().await?;
    let wanted = match &request.integration {
        Some(key) => Some(
            rows.iter()
                .find(|row| &row.key == key)
                .ok_or_else(|| Error::not_found("integration", key))?
                .id
                .clone(),
        ),
        None => None,
    };
    let kept = context
        .engine
        .with_store(move |store| store.saved_requests(wanted.as_deref()))
        .await?;
    kept.into_iter()
        .filter_map(|kept| {
            // Those of an integration that was removed come back with it.
            let integration = rows.iter().find(|row| row.id == kept.integration_id)?.key.clone();
            Some(opened(kept, integration))
        })
        .collect()
}

fn opened(kept: Kept, integration: String) -> Result<SavedRequest, Error> {
    let sealed: Sealed = serde_json::from_slice(kept.body.expose()).map_err(Error::internal)?;
    Ok(SavedRequest {
        id: Some(kept.id),
        integration,
        name: kept.name,
        method: sealed.method,
        path: sealed.path,
        headers: sealed.headers,
        body: sealed.body,
    })
}

pub(crate) async fn saved_request_save(
    context: &Context,
    request: SavedRequest,
) -> Result<SavedRequest, Error> {
    let request = checked(request)?;
    let rows = context.engine.integration_rows().await?;
    let integration = rows
        .iter()
        .find(|row| row.key == request.integration)
        .ok_or_else(|| Error::not_found("integration", &request.integration).at("integration"))?;
    let id = match &request.id {
        Some(id) => id.clone(),
        None => new_id()?,
    };
    let sealed = Sealed {
        method: request.method.clone(),
        path: request.path.clone(),
        headers: request.headers.clone(),
        body: request.body.clone(),
    };
    let kept = Kept {
        id: id.clone(),
        integration_id: integration.id.clone(),
        name: request.name.clone(),
        body: Secret::new(serde_json::to_vec(&sealed).map_err(Error::internal)?),
        updated_at: context.engine.now(),
    };
    context
        .engine
        .with_store(move |store| store.saved_request_upsert(&kept))
        .await?;
    context.engine.tell(ChangedWhat::Requests, Some(&id));
    Ok(SavedRequest {
        id: Some(id),
        ..request
    })
}

fn checked(mut request: SavedRequest) -> Result<SavedRequest, Error> {
    let invalid =
        |at: &str, words: &str, next: &str| Err(Error::new(Code::InvalidRequest, words).at(at).next(next));
    request.name = request.name.trim().to_owned();
    request.method = request.method.trim().to_ascii_uppercase();
    if request.name.is_empty() || request.name.chars().count() > NAME {
        return invalid(
            "name",
            "A saved request's name has 1 to 100 characters.",
            "Choose another name.",
        );
    }
    if http::Method::from_bytes(request.method.as_bytes()).is_err() {
        return invalid(
            "method",
            "That is not an HTTP method.",
            "Choose one such as GET or POST.",
        );
    }
    if request.body.len() > BODY {
        return invalid("body", "A saved body is at most 1 MiB.", "Shorten it.");
    }
    if request.id.as_ref().is_some_and(|id| !patchbay_store::is_id(id)) {
        return invalid(
            "id",
            "That is not the id of a saved request.",
            "Leave it out for a new one.",
        );
    }
    Ok(request)
}

pub(crate) async fn saved_request_delete(
    context: &Context,
    request: SavedRequestRef,
) -> Result<Nothing, Error> {
    let id = request.id.clone();
    context
        .engine
        .with_store(move |store| store.saved_request_delete(&id))
        .await?;
    context.engine.tell(ChangedWhat::Requests, Some(&request.id));
    Ok(Nothing {})
}
