//! The engine as a whole: its state, its vault, and a look at everything it needs.

use patchbay_connector::Secret;
use patchbay_engine::{Engine, Error, Listener};
use patchbay_store::{ConnectionFilter, KeySource, VaultState};

use crate::{
    Check, Context, ListenerStatus, Nothing, StatusAnswer, VaultChooseRequest, VaultStatus,
    VaultUnlockRequest,
};

pub(crate) async fn status(context: &Context, _: Nothing) -> Result<StatusAnswer, Error> {
    let engine = &context.engine;
    let listeners = engine.listeners();
    let (integrations, connections) = engine
        .with_store(|store| {
            Ok((
                store.integration_rows(false)?.len(),
                store.connections_count(&ConnectionFilter::default())?,
            ))
        })
        .await?;
    Ok(StatusAnswer {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        development: engine.settings().development,
        data_dir: engine.store().folder().display().to_string(),
        vault: vault_status(engine),
        api: listener(listeners.api),
        sandbox: listeners.sandbox.into_iter().map(listener).collect(),
        scheme: engine.settings().scheme.clone(),
        deep_link: listeners.deep_link.map(|link| link.words),
        integrations: u32::try_from(integrations).unwrap_or(u32::MAX),
        connections: u32::try_from(connections).unwrap_or(u32::MAX),
    })
}

fn listener(reported: Listener) -> ListenerStatus {
    let off = if reported.url.is_empty() {
        Some("It was not started.".to_owned())
    } else {
        reported.off
    };
    ListenerStatus {
        listening: off.is_none(),
        url: reported.url,
        reason: off,
    }
}

fn vault_status(engine: &Engine) -> VaultStatus {
    let vault = engine.store().vault();
    let state = vault.state();
    let words = match state {
        VaultState::Ready => "Secrets are encrypted, and can be read.".to_owned(),
        other => match vault.problem() {
            Some(problem) => sentence(&problem.to_string()),
            None => format!("The vault is {}. {}", other.words(), other.next_step()),
        },
    };
    VaultStatus {
        state,
        source: vault.source(),
        words,
    }
}

/// The same text with a capital at its beginning.
fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    rest.next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

pub(crate) async fn vault_choose(
    context: &Context,
    request: VaultChooseRequest,
) -> Result<VaultStatus, Error> {
    open(context, Some(request.source), request.passphrase).await
}

pub(crate) async fn vault_unlock(
    context: &Context,
    request: VaultUnlockRequest,
) -> Result<VaultStatus, Error> {
    open(context, None, request.passphrase).await
}

async fn open(
    context: &Context,
    source: Option<KeySource>,
    passphrase: Option<String>,
) -> Result<VaultStatus, Error> {
    let vault = context.engine.store().vault().clone();
    let passphrase = passphrase.map(Secret::new);
    // Argon2 and the keyring both take their time.
    tokio::task::spawn_blocking(move || vault.open(source, passphrase))
        .await
        .map_err(Error::internal)?;
    Ok(vault_status(&context.engine))
}

pub(crate) async fn vault_start_over(context: &Context, _: Nothing) -> Result<VaultStatus, Error> {
    let vault = context.engine.store().vault().clone();
    tokio::task::spawn_blocking(move || vault.start_over())
        .await
        .map_err(Error::internal)?
        .map_err(|error| Error::from(patchbay_store::StoreError::from(error)))?;
    Ok(vault_status(&context.engine))
}

pub(crate) async fn doctor(context: &Context, _: Nothing) -> Result<Vec<Check>, Error> {
    context.engine.diagnose().await
}
