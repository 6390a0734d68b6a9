//! Effective parameters, the dry run, saving.

use patchbay_connector::{
    AuthorizeInput, Connector, Endpoints, Names, Patch, SecretMarks, TemplateError, mask,
};
use patchbay_engine::{Edit, Engine, Error, Trial};

use super::{edit, missing, patch, path};
use crate::{
    ConnectionRef, Context, HistoryView, ParametersSaveAnswer, ParametersSaveRequest, ParametersView,
    Preview, PreviewRequest, Subject, words::save_effect,
};

pub(crate) async fn parameters(context: &Context, request: ConnectionRef) -> Result<ParametersView, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    let live = context.engine.live(&id).await?;
    Ok(ParametersView {
        overrides: mask(
            &live.secrets.overrides,
            &live.connector,
            live.connection.option.as_deref(),
            &live.secrets.marks,
        ),
        leaves: live.effective.views(&live.secrets.marks),
        hidden: live.effective.hidden.clone(),
        problems: live.effective.problems.clone(),
        parameters_schema: live
            .connector
            .parameters_schema(live.connection.option.as_deref()),
    })
}

pub(crate) async fn parameters_preview(context: &Context, request: PreviewRequest) -> Result<Preview, Error> {
    // Text that is no JSON is a finding like any other, at its line and column: the rest of the screen stays.
    let (whole, mut problems) = match patch(request.text.as_deref(), request.overrides) {
        Ok(whole) => (whole, Vec::new()),
        Err(problems) => (None, problems),
    };
    let readable = problems.is_empty();
    let mut change = Edit {
        whole,
        ..Edit::default()
    };
    if readable {
        let single = edit(None, None, request.set, &request.unset)?;
        change.set = single.set;
        change.unset = single.unset;
    }
    let trial = match trial(context, &request.subject, change).await {
        Ok(trial) => trial,
        // A mask where nothing is stored: shown beside the stored parameters.
        Err(error) if !error.problems.is_empty() => {
            problems.extend(error.problems);
            trial(context, &request.subject, Edit::default()).await?
        }
        Err(error) => return Err(error),
    };
    Ok(preview(&context.engine, &trial, problems, readable))
}

async fn trial(context: &Context, subject: &Subject, change: Edit) -> Result<Trial, Error> {
    match subject {
        Subject::Connection { connection } => {
            let id = context.engine.connection(connection).await?.id;
            context.engine.try_on_connection(&id, change).await
        }
        Subject::New {
            integration, option, ..
        } => {
            context
                .engine
                .try_on_new(integration, option.as_deref(), change)
                .await
        }
    }
}

fn preview(
    engine: &Engine,
    trial: &Trial,
    mut problems: Vec<patchbay_connector::ParamProblem>,
    readable: bool,
) -> Preview {
    let effective = &trial.after;
    let mut names = names(trial);
    names.set("redirectUri", engine.redirect_uri_of(&trial.integration));
    let changes = trial.changes();
    let mut unresolved = Vec::new();
    let endpoints = endpoints(trial, &names, &mut unresolved);
    let own = engine.redirect_uri_of(&trial.integration);
    let redirect_uri = note(effective.redirect_send(&names), &mut unresolved)
        .flatten()
        .unwrap_or(own);
    let client_id = effective.client_id().unwrap_or_default();
    let scopes = effective.asked_scopes(&names).unwrap_or_default();
    let input = AuthorizeInput {
        client_id: &client_id,
        redirect_uri: &redirect_uri,
        state: "256-random-bits",
        code_challenge: Some("S256-of-the-verifier"),
        scopes: &scopes,
    };
    let authorize = endpoints
        .as_ref()
        .filter(|endpoints| endpoints.authorize.is_some())
        .and_then(|endpoints| {
            note(
                effective.trace_authorize(&names, endpoints, &input),
                &mut unresolved,
            )
        });
    let token = endpoints
        .as_ref()
        .filter(|endpoints| effective.traces_token(endpoints))
        .and_then(|endpoints| note(effective.trace_token(&names, endpoints), &mut unresolved));
    let call = effective
        .leaf("http.baseUrl")
        .and_then(|_| note(effective.trace_call(&names, "GET", "/"), &mut unresolved));
    unresolved.dedup();
    problems.extend(trial.problems.iter().cloned());
    Preview {
        overrides: readable.then(|| {
            mask(
                &trial.overrides,
                &trial.connector,
                effective.option.as_deref(),
                &trial.marks,
            )
        }),
        problems,
        missing: missing(&trial.connector, effective),
        leaves: effective.views(&trial.marks),
        hidden: effective.hidden.clone(),
        effect: effect(trial, &names, &changes),
        changes,
        authorize,
        token,
        refresh: None,
        call,
        unresolved,
    }
}

/// Names for a dry run: what a provider or a user will supply stands there as a placeholder.
fn names(trial: &Trial) -> Names {
    let none = Patch::default();
    let discovered = trial.grant.as_ref().map_or(&none, |grant| &grant.discovered);
    let mut names = trial.after.names(&trial.input, discovered);
    // Masked wherever they show; letters only, because a header holds nothing else.
    for name in ["accessToken", "code", "codeVerifier"] {
        names.set_secret(name, name.into());
    }
    names
}

fn endpoints(trial: &Trial, names: &Names, unresolved: &mut Vec<String>) -> Option<Endpoints> {
    match trial.after.discovery_url(names) {
        Ok(None) => note(trial.after.endpoints(names, None), unresolved),
        Ok(Some(issuer)) => {
            unresolved.push(format!(
                "The endpoints are read from {issuer} when connecting, so the authorize URL cannot be shown before."
            ));
            None
        }
        Err(error) => {
            unresolved.push(error.to_string());
            None
        }
    }
}

fn note<T>(result: Result<T, TemplateError>, unresolved: &mut Vec<String>) -> Option<T> {
    result.map_err(|error| unresolved.push(error.to_string())).ok()
}

fn effect(trial: &Trial, names: &Names, changes: &[patchbay_connector::Change]) -> crate::SaveEffect {
    let can_refresh = trial
        .grant
        .as_ref()
        .and_then(|grant| grant.endpoint.as_ref())
        .is_none_or(|endpoint| endpoint.refresh_enabled);
    save_effect(
        &trial.before,
        &trial.after,
        names,
        changes,
        &trial.binding,
        can_refresh,
    )
}

pub(crate) async fn parameters_save(
    context: &Context,
    request: ParametersSaveRequest,
) -> Result<ParametersSaveAnswer, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    let change = edit(
        request.text.as_deref(),
        request.overrides,
        request.set,
        &request.unset,
    )?;
    let trial = context
        .engine
        .save_parameters(&id, change, context.caller.how())
        .await?;
    let changes = trial.changes();
    Ok(ParametersSaveAnswer {
        effect: effect(&trial, &names(&trial), &changes),
        parameters: parameters(context, ConnectionRef { connection: id }).await?,
        changes,
    })
}

pub(crate) async fn parameters_history(
    context: &Context,
    request: ConnectionRef,
) -> Result<Vec<HistoryView>, Error> {
    let id = context.engine.connection(&request.connection).await?.id;
    let live = context.engine.live(&id).await?;
    let entries = context
        .engine
        .with_store(move |store| store.override_history(&id))
        .await?;
    let shown = |connector: &Connector, patch: &Patch, marks: &SecretMarks| {
        mask(patch, connector, live.connection.option.as_deref(), marks)
    };
    Ok(entries
        .into_iter()
        .map(|entry| HistoryView {
            overrides: shown(&live.connector, &entry.overrides, &live.secrets.marks),
            id: entry.id,
            at: entry.at,
            how: entry.how,
            changes: Vec::new(),
            current: false,
        })
        .collect())
}

/// A path's value in the clear, for `reveal`.
pub(crate) fn leaf(patch: &Patch, text: &str) -> Result<Option<serde_json::Value>, Error> {
    Ok(patch.get(&path(text)?).cloned())
}
