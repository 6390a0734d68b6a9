//! The dry run: what would be sent, and where each part of it comes from.

use patchbay_connector::{
    AuthorizeInput, Effective, Endpoints, Metadata, Names, ParamProblem, Patch, TemplateError, TracedPart,
    mask,
};
use patchbay_engine::{Edit, Engine, Error, KeptFrom, Trial};

use super::{edit, missing, parameters::effect, patch};
use crate::{Context, Preview, PreviewRequest, Subject, unresolved::Unresolved};

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
            integration,
            option,
            copied_from,
            preset,
        } => {
            let kept_from = KeptFrom {
                connection: copied_from.clone(),
                preset: preset.clone(),
            };
            context
                .engine
                .try_on_new(integration, option.as_deref(), &kept_from, change)
                .await
        }
    }
}

fn preview(engine: &Engine, trial: &Trial, mut problems: Vec<ParamProblem>, readable: bool) -> Preview {
    let effective = &trial.after;
    let redirect_uri = engine.redirect_uri_of(&trial.integration);
    let mut names = names(trial);
    names.set("redirectUri", redirect_uri.clone());
    let mut run = DryRun {
        effective,
        names,
        unresolved: Unresolved::default(),
    };
    let endpoints = run.endpoints();
    let authorize = endpoints
        .as_ref()
        .filter(|endpoints| endpoints.authorize.is_some())
        .and_then(|endpoints| run.authorize(endpoints, redirect_uri));
    let token = endpoints
        .as_ref()
        .filter(|endpoints| effective.traces_token(endpoints))
        .and_then(|endpoints| run.try_filled(|names| effective.trace_token(names, endpoints)));
    let refresh = run
        .try_filled(|names| trial.trace_refresh(names, endpoints.as_ref()).transpose())
        .flatten();
    let call = effective
        .leaf("http.baseUrl")
        .and_then(|_| run.try_filled(|names| effective.trace_call(names, "GET", "/")));
    let changes = trial.changes();
    problems.extend(trial.problems.iter().cloned());
    Preview {
        overrides: readable.then(|| {
            mask(
                &trial.overrides,
                &trial.connector,
                effective.option.as_deref(),
                &trial.integration.marks,
            )
        }),
        problems,
        missing: missing(&trial.connector, effective),
        leaves: effective.views(),
        hidden: effective.hidden.clone(),
        effect: effect(trial, &changes),
        changes,
        authorize,
        token,
        refresh,
        call,
        unresolved: run.unresolved.words(),
    }
}

/// Names for a dry run: what a provider or a user will supply stands there as a placeholder.
pub(crate) fn names(trial: &Trial) -> Names {
    let none = Patch::default();
    let discovered = trial.grant.as_ref().map_or(&none, |grant| &grant.discovered);
    let mut names = trial.after.names(&trial.input, discovered);
    // Masked wherever they show; letters only, because a header holds nothing else.
    for name in ["accessToken", "code", "codeVerifier"] {
        names.set_secret(name, name.into());
    }
    names
}

/// A dry run under way: what is known so far, and what is to be said about the rest.
struct DryRun<'a> {
    effective: &'a Effective,
    names: Names,
    unresolved: Unresolved,
}

impl DryRun<'_> {
    /// Builds a part. A name that only the person or the provider gives gets a readable placeholder, and the part is built
    /// again; what the developer has to set is said instead.
    fn try_filled<T>(&mut self, build: impl Fn(&Names) -> Result<T, TemplateError>) -> Option<T> {
        loop {
            let error = match build(&self.names) {
                Ok(built) => return Some(built),
                Err(error) => error,
            };
            let stood = match &error {
                TemplateError::Unresolved { name, .. } => self
                    .effective
                    .stand_in(&mut self.names, name)
                    .map(|placeholder| (name, placeholder)),
                _ => None,
            };
            let Some((name, placeholder)) = stood else {
                self.unresolved.not_shown(self.effective, &error);
                return None;
            };
            self.unresolved.stands_in(self.effective, name, &placeholder);
        }
    }

    fn endpoints(&mut self) -> Option<Endpoints> {
        let effective = self.effective;
        let issuer = self.try_filled(|names| effective.discovery_url(names))?;
        if let Some(issuer) = &issuer {
            self.unresolved.read_when_connecting(issuer);
        }
        let metadata = issuer.as_ref().map(Metadata::not_read_yet);
        self.try_filled(|names| effective.endpoints(names, metadata.as_ref()))
    }

    fn authorize(&mut self, endpoints: &Endpoints, own: String) -> Option<Vec<TracedPart>> {
        let effective = self.effective;
        let redirect_uri = self
            .try_filled(|names| effective.redirect_send(names))
            .flatten()
            .unwrap_or(own);
        let client_id = effective.client_id().unwrap_or_default();
        self.try_filled(|names| {
            let scopes = effective.asked_scopes(names)?;
            let input = AuthorizeInput {
                client_id: &client_id,
                redirect_uri: &redirect_uri,
                state: "256-random-bits",
                code_challenge: Some("S256-of-the-verifier"),
                scopes: &scopes,
            };
            effective.trace_authorize(names, endpoints, &input)
        })
    }
}
