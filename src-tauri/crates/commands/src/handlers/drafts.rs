//! Drafts: connections that are being prepared, kept as the developer typed them.

use patchbay_connector::Secret;
use patchbay_engine::{ChangedWhat, Code, Error};
use patchbay_store::{Draft, new_id};

use crate::{Context, DraftRef, DraftView, Nothing};

/// The longest text of a draft: twice what an override may have, so that too much can still be corrected.
const LONGEST: usize = 128 * 1024;

pub(crate) async fn drafts(context: &Context, _: Nothing) -> Result<Vec<DraftView>, Error> {
    let stored = context.engine.with_store(patchbay_store::Store::drafts).await?;
    Ok(stored.iter().filter_map(read).collect())
}

pub(crate) async fn draft_save(context: &Context, mut draft: DraftView) -> Result<DraftView, Error> {
    if draft.text.len() > LONGEST {
        return Err(Error::new(Code::InvalidRequest, "A draft's text has at most 128 KiB.").at("text"));
    }
    context.engine.integration(&draft.integration).await?;
    draft.updated_at = context.engine.now();
    let id = match draft.id.clone() {
        Some(id) => id,
        None => new_id()?,
    };
    draft.id = Some(id.clone());
    let body = serde_json::to_vec(&draft).map_err(Error::internal)?;
    let row = Draft {
        id: id.clone(),
        body: Secret::new(body),
        updated_at: draft.updated_at,
    };
    context
        .engine
        .with_store(move |store| store.draft_upsert(&row))
        .await?;
    context.engine.tell(ChangedWhat::Drafts, Some(&id));
    Ok(draft)
}

pub(crate) async fn draft_discard(context: &Context, draft: DraftRef) -> Result<Nothing, Error> {
    let id = draft.id.clone();
    context
        .engine
        .with_store(move |store| store.draft_delete(&id))
        .await?;
    context.engine.tell(ChangedWhat::Drafts, Some(&draft.id));
    Ok(Nothing {})
}

fn read(stored: &Draft) -> Option<DraftView> {
    serde_json::from_slice(stored.body.expose()).ok()
}
