//! Drafts: connections that are being prepared, and unsaved edits of connections and of integrations' defaults, kept as
//! the developer typed them.

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

/// A draft by its id.
pub(crate) async fn find(context: &Context, id: &str) -> Result<Option<DraftView>, Error> {
    let wanted = id.to_owned();
    let stored = context
        .engine
        .with_store(move |store| store.draft(&wanted))
        .await?;
    Ok(stored.as_ref().and_then(read))
}

pub(crate) async fn draft_save(context: &Context, mut draft: DraftView) -> Result<DraftView, Error> {
    if draft.text.len() > LONGEST {
        return Err(Error::new(Code::InvalidRequest, "A draft's text has at most 128 KiB.").at("text"));
    }
    if let Some(source) = &draft.copied_from {
        draft.copied_from = Some(context.engine.connection(source).await?.id);
    }
    if draft.defaults {
        draft = of_defaults(context, draft).await?;
    } else if draft.connection.is_some() {
        draft = of_connection(context, draft).await?;
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

/// Unsaved edits of a connection: what it belongs to is the connection's, and there is one draft of them.
async fn of_connection(context: &Context, mut draft: DraftView) -> Result<DraftView, Error> {
    let named = draft.connection.take().unwrap_or_default();
    let id = context.engine.connection(&named).await?.id;
    let wanted = id.clone();
    let row = context
        .engine
        .with_store(move |store| store.connection_row(&wanted))
        .await?
        .ok_or_else(|| Error::not_found("connection", &id))?;
    for known in edits_of(context, Edited::Connection(&id)).await? {
        // The one that is there goes on; a second one would be found by nobody.
        draft.id = known.id;
    }
    draft.integration = row.integration_key;
    draft.tenant = row.tenant_key;
    draft.name = row.connection.name;
    draft.option = row.connection.option;
    draft.connection = Some(id);
    draft.copied_from = None;
    draft.preset = None;
    Ok(draft)
}

/// Unsaved edits of an integration's defaults: there is one draft of them for each way to sign in.
async fn of_defaults(context: &Context, mut draft: DraftView) -> Result<DraftView, Error> {
    let integration = context.engine.integration(&draft.integration).await?;
    for known in edits_of(
        context,
        Edited::Defaults(&integration.key, draft.option.as_deref()),
    )
    .await?
    {
        draft.id = known.id;
    }
    Ok(DraftView {
        integration: integration.key,
        tenant: String::new(),
        name: integration.name,
        connection: None,
        copied_from: None,
        preset: None,
        ..draft
    })
}

/// Discards the unsaved edits of something: it was saved whole.
pub(crate) async fn discard_edits_of(context: &Context, of: Edited<'_>) -> Result<(), Error> {
    for draft in edits_of(context, of).await? {
        if let Some(id) = draft.id {
            draft_discard(context, DraftRef { id }).await?;
        }
    }
    Ok(())
}

async fn edits_of(context: &Context, of: Edited<'_>) -> Result<Vec<DraftView>, Error> {
    let mut all = drafts(context, Nothing {}).await?;
    all.retain(|draft| of.is_in(draft));
    Ok(all)
}

/// What unsaved edits are of.
#[derive(Clone, Copy)]
pub(crate) enum Edited<'a> {
    /// The override of a connection, by its id.
    Connection(&'a str),
    /// The defaults of an integration, by its key, for every way to sign in or for one.
    Defaults(&'a str, Option<&'a str>),
}

impl Edited<'_> {
    fn is_in(self, draft: &DraftView) -> bool {
        match self {
            Self::Connection(id) => draft.connection.as_deref() == Some(id),
            Self::Defaults(integration, option) => {
                draft.defaults && draft.integration == integration && draft.option.as_deref() == option
            }
        }
    }
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
