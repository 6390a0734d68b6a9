//! Connect flows.

use patchbay_connector::Patch;
use patchbay_engine::{Choice, ConnectRequest, Error, KeptFrom, Progress, Redirected, TEST_TENANT, Who};

use super::patch;
use crate::{
    AttemptChooseRequest, AttemptLine, AttemptRef, AttemptView, ChoiceView, ConnectOpenRequest,
    ConnectStartRequest, Context, DeviceView, RedirectedAnswer, RedirectedRequest,
};

pub(crate) async fn connect_start(
    context: &Context,
    mut request: ConnectStartRequest,
) -> Result<AttemptView, Error> {
    let mut kept_from = KeptFrom {
        connection: None,
        preset: request.preset.take(),
    };
    if let Some(draft) = request.draft.clone() {
        take_from_draft(context, &draft, &mut request, &mut kept_from).await?;
    }
    let object = |value: Option<serde_json::Value>| {
        value
            .map(Patch::from_value)
            .transpose()
            .map_err(Error::parameters)
    };
    let started = context.engine.connect(ConnectRequest {
        integration: request.integration,
        connection: request.connection,
        draft: request.draft,
        tenant: request.tenant.unwrap_or_else(|| TEST_TENANT.to_owned()),
        name: request.name.filter(|name| !name.trim().is_empty()),
        option: request.option,
        input: object(request.input)?,
        overrides: object(request.overrides)?,
        kept_from,
        multiple: request.multiple,
        surface: request.surface,
        how: context.caller.how(),
        who: Who::Developer,
        key: None,
        reply: None,
    });
    // On the heap: it is large, and part of the future of every command.
    view(context, Box::pin(started).await?).await
}

/// What the request does not say, the draft does.
async fn take_from_draft(
    context: &Context,
    id: &str,
    request: &mut ConnectStartRequest,
    kept_from: &mut KeptFrom,
) -> Result<(), Error> {
    // One that is gone meanwhile is no reason not to connect: the request may say it all.
    let Some(draft) = super::drafts::find(context, id).await? else {
        return Ok(());
    };
    kept_from.connection = draft.copied_from;
    if kept_from.preset.is_none() {
        kept_from.preset = draft.preset;
    }
    if request.connection.is_none() && request.integration.is_none() {
        request.connection = draft.connection;
    }
    request.integration.get_or_insert(draft.integration);
    request.tenant.get_or_insert(draft.tenant);
    request.name.get_or_insert(draft.name);
    request.option = request.option.take().or(draft.option);
    if request.overrides.is_none() {
        let overrides = patch(Some(&draft.text), None).map_err(Error::parameters)?;
        request.overrides = overrides.map(|patch| patch.to_value());
    }
    Ok(())
}

pub(crate) async fn attempt(context: &Context, request: AttemptRef) -> Result<AttemptView, Error> {
    view(context, context.engine.attempt(&request.attempt).await?).await
}

pub(crate) async fn attempt_wait(context: &Context, request: AttemptRef) -> Result<AttemptView, Error> {
    view(
        context,
        context.engine.attempt_asks_or_ended(&request.attempt).await?,
    )
    .await
}

pub(crate) async fn attempt_choose(
    context: &Context,
    request: AttemptChooseRequest,
) -> Result<AttemptView, Error> {
    let chosen = context
        .engine
        .attempt_choose(&request.attempt, &request.value)
        .await?;
    view(context, chosen).await
}

pub(crate) async fn connect_cancel(context: &Context, request: AttemptRef) -> Result<AttemptView, Error> {
    view(context, context.engine.cancel(&request.attempt).await?).await
}

pub(crate) async fn connect_open(
    context: &Context,
    request: ConnectOpenRequest,
) -> Result<AttemptView, Error> {
    view(
        context,
        context
            .engine
            .open_again(&request.attempt, request.surface)
            .await?,
    )
    .await
}

pub(crate) async fn redirected(
    context: &Context,
    request: RedirectedRequest,
) -> Result<RedirectedAnswer, Error> {
    let attempt = match context.engine.redirected(&request.url).await? {
        Redirected::Ignored => None,
        Redirected::Attempt(id) => Some(view(context, context.engine.attempt(&id).await?).await?),
    };
    Ok(RedirectedAnswer { attempt })
}

async fn view(context: &Context, progress: Progress) -> Result<AttemptView, Error> {
    let integration = context
        .engine
        .integration(&progress.attempt.integration_id)
        .await?;
    let webview_refused = progress.webview_refused();
    let outcome = progress.outcome;
    Ok(AttemptView {
        id: progress.attempt.id,
        state: progress.attempt.status,
        integration_key: integration.key,
        integration_name: integration.name,
        surface: progress.surface,
        webview_refused,
        authorize_url: progress.authorize_url.map(String::from),
        device: progress.device.map(|device| DeviceView {
            user_code: device.user_code,
            verification_uri: device.verification_uri.into(),
            verification_uri_complete: device.verification_uri_complete.map(String::from),
            expires_at: device.expires_at,
        }),
        choices: progress.choices.map(|choices| {
            let view = |choice: Choice| ChoiceView {
                value: choice.value,
                label: choice.label,
            };
            choices.into_iter().map(view).collect()
        }),
        redirect_uri: progress.attempt.redirect_uri,
        created_at: progress.attempt.created_at,
        expires_at: progress.attempt.expires_at,
        lines: progress
            .lines
            .into_iter()
            .map(|(at, step, text)| AttemptLine { at, step, text })
            .collect(),
        connection_id: outcome.as_ref().and_then(|outcome| outcome.connection.clone()),
        warning: outcome.as_ref().and_then(|outcome| outcome.warning.clone()),
        error: outcome.and_then(|outcome| outcome.error),
    })
}
