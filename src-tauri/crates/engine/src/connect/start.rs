//! Starting a connect: an attempt with a sign-in page, or, for kinds with no browser step, the connection at once.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use patchbay_connector::{AuthKind, Names, Patch, Secret, is_loopback};
use patchbay_store::{Attempt, AttemptStatus, Surface, new_id};
use url::Url;

use super::{
    AttemptBody, ConnectRequest, Plan,
    attempt::{LIFETIME_MS, Progress, Wanted},
    awaited::Awaited,
    finish::Obtained,
};
use crate::{
    Code, Engine, Error, Opening,
    grant::Grant,
    live::developer_patch,
    mint::{Walk, name_tokens},
    observe::Hearer,
    send::Trust,
    token::TokenTrouble,
};

impl Engine {
    /// Starts a connect flow. Bad input is an error here, before any network; what goes wrong later is in the attempt.
    pub async fn connect(&self, request: ConnectRequest) -> Result<Progress, Error> {
        // On the heap: a whole flow in one future is large, and callers nest it in theirs.
        Box::pin(self.begin(request)).await
    }

    async fn begin(&self, request: ConnectRequest) -> Result<Progress, Error> {
        let plan = self.plan(request).await?;
        let names = plan.effective.names(&plan.input, &Patch::default());
        Self::refuse_stray_secret(&plan, &names)?;
        let id = match plan.kind() {
            AuthKind::Oauth2 => Box::pin(self.start_oauth2(plan, names)).await?,
            AuthKind::ClientCredentials
            | AuthKind::Exchange
            | AuthKind::Jwt
            | AuthKind::Key
            | AuthKind::Basic
            | AuthKind::None => Box::pin(self.start_direct(plan, names)).await?,
            AuthKind::Oauth1 => match plan.effective.oauth1(&names)? {
                Some(spec) if spec.request.is_some() => self.start_oauth1(plan, names, spec).await?,
                // The tokens are typed in.
                _ => Box::pin(self.start_direct(plan, names)).await?,
            },
        };
        self.attempt(&id).await
    }

    /// Shows the page of a new attempt on its surface.
    pub(super) async fn show(&self, id: &str, plan: &Plan, url: Url, redirect_uris: Vec<Url>) {
        let opening = Opening {
            attempt: id.to_owned(),
            surface: plan.surface,
            url,
            redirect_uris,
            title: plan.integration.name.clone(),
        };
        match self.0.surfaces.open(opening).await {
            Ok(()) => self.note(id, "opened", opened_words(plan.surface)).await,
            // The link can still be copied: the attempt goes on.
            Err(error) => {
                let words = format!("The sign-in page could not be shown: {error}");
                self.note(id, "not_opened", words).await;
            }
        }
    }

    /// Kinds with no browser step (design section 5): input and binding, or a token minted with the client's own secret.
    async fn start_direct(&self, plan: Plan, names: Names) -> Result<String, Error> {
        let id = self.write_direct_attempt(&plan).await?;
        self.note(&id, "started", "Connecting without a sign-in page")
            .await;
        let wanted = Wanted::of(&plan);
        let result = Box::pin(self.obtain_direct(&id, &plan, names)).await;
        let obtained = match result {
            Ok(obtained) => obtained,
            Err(error) => {
                self.fail(&id, &error, plan.surface).await;
                return Ok(id);
            }
        };
        let (engine, attempt, surface) = (self.clone(), id.clone(), plan.surface);
        let changes = self.subscribe();
        let work = tokio::spawn(async move {
            if let Err(error) = Box::pin(engine.finish(&attempt, wanted, obtained)).await {
                engine.fail(&attempt, &error, surface).await;
            }
        });
        tokio::select! {
            done = work => done.map_err(Error::internal)?,
            // It goes on by itself once the person has chosen.
            () = self.asks(&id, changes) => {}
        }
        Ok(id)
    }

    async fn obtain_direct(&self, id: &str, plan: &Plan, mut names: Names) -> Result<Obtained, Error> {
        let trust = Trust::of(plan);
        let endpoints = self.endpoints(&plan.effective, &names, &trust).await?;
        let mut grant = grant_of(plan, endpoints.token.clone());
        grant.issuer.clone_from(&endpoints.issuer);
        let mut credentials = None;
        if plan.kind().is_minted() {
            let walk = Walk {
                effective: &plan.effective,
                input: &plan.input,
                trust: &trust,
                hearer: Hearer::Attempt(id),
                binding: None,
            };
            let mut discovered = Patch::default();
            let answer = self
                .mint(&walk, &endpoints, &mut names, &mut discovered)
                .await
                .map_err(TokenTrouble::on_mint)?;
            names = walk.renamed(&names, &discovered);
            name_tokens(&mut names, &answer);
            names.derive(&plan.effective);
            grant.discovered = discovered;
            credentials = Some(self.credentials_of(answer, None));
        }
        Ok(Obtained {
            grant,
            credentials,
            names,
            endpoints,
            trust,
        })
    }

    async fn write_direct_attempt(&self, plan: &Plan) -> Result<String, Error> {
        let mut state = [0_u8; 32];
        getrandom::fill(&mut state).map_err(Error::internal)?;
        // No redirect will come, so nothing has to be kept for one.
        let sealed = Secret::new(b"{}".to_vec());
        let place = Place::nowhere(AttemptStatus::Redeeming, self.now() + LIFETIME_MS);
        self.insert_attempt(plan, state, sealed, place).await
    }

    pub(super) async fn write_attempt(
        &self,
        body: &AttemptBody,
        plan: &Plan,
        state_hash: [u8; 32],
    ) -> Result<String, Error> {
        let sealed = Awaited::Code(Box::new(body.clone())).to_bytes()?;
        let place = Place {
            status: AttemptStatus::Pending,
            redirect_uri: body.redirect_uri.clone(),
            expires_at: self.now() + LIFETIME_MS,
        };
        self.insert_attempt(plan, state_hash, sealed, place).await
    }

    pub(super) async fn insert_attempt(
        &self,
        plan: &Plan,
        state_hash: [u8; 32],
        sealed: Secret<Vec<u8>>,
        place: Place,
    ) -> Result<String, Error> {
        let now = self.now();
        let attempt = Attempt {
            id: new_id()?,
            state_hash,
            sealed,
            integration_id: plan.integration.id.clone(),
            connection_id: plan.existing.as_ref().map(|connection| connection.id.clone()),
            tenant_id: Some(plan.tenant.id.clone()),
            option: plan.option.clone(),
            connector: Some((
                plan.connector.key().to_owned(),
                plan.connector.version().to_owned(),
            )),
            reply: plan.request.reply.clone(),
            status: place.status,
            redirect_uri: place.redirect_uri,
            created_at: now,
            expires_at: place.expires_at,
            finished: None,
        };
        let id = attempt.id.clone();
        self.keep_text(&plan.connector).await?;
        self.with_store(move |store| store.attempt_insert(&attempt))
            .await?;
        Ok(id)
    }
}

/// Where a new attempt stands, and for how long.
pub(super) struct Place {
    pub(super) status: AttemptStatus,
    /// The redirect URI that was sent; empty where nobody is sent back.
    pub(super) redirect_uri: String,
    /// When it ends by itself, UTC milliseconds.
    pub(super) expires_at: i64,
}

impl Place {
    /// Where no redirect is awaited.
    pub(super) fn nowhere(status: AttemptStatus, expires_at: i64) -> Self {
        Self {
            status,
            redirect_uri: String::new(),
            expires_at,
        }
    }
}

/// The grant of a plan before anything was answered.
pub(crate) fn grant_of(plan: &Plan, endpoint: Option<patchbay_connector::TokenEndpoint>) -> Grant {
    Grant {
        client_id: plan.effective.client_id(),
        client_secret: plan.effective.client_secret(),
        token_params: plan
            .effective
            .token_params()
            .into_iter()
            .map(|(k, v)| (k, Secret::new(v)))
            .collect(),
        endpoint,
        option: plan.option.clone(),
        variant: plan.effective.variant.clone(),
        connector_version: plan.connector.version().to_owned(),
        requested_scopes: plan
            .effective
            .asked_scopes(&plan.effective.names(&plan.input, &Patch::default()))
            .unwrap_or_default(),
        discovered: Patch::default(),
        parameters: developer_patch(&plan.effective),
        issuer: None,
        token_secret: None,
        dpop_key: None,
        registered_for: None,
    }
}

/// Random text of `bytes` × 8 bits, base64url: unreserved characters only (RFC 7636 §4.1).
pub(super) fn random_text(bytes: usize) -> Result<String, Error> {
    let mut random = vec![0_u8; bytes];
    getrandom::fill(&mut random).map_err(Error::internal)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(random))
}

/// Whether a URL may be given to a browser or webview (security A1.10).
pub(super) fn safe_to_open(url: &Url) -> Result<(), Error> {
    let safe = url.username().is_empty()
        && url.password().is_none()
        && url.as_str().len() <= 8 * 1024
        && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url)));
    if safe {
        return Ok(());
    }
    Err(Error::new(
        Code::AddressRefused,
        "The sign-in page's address is not one that is opened.",
    )
    .next("It must be https (or http on this machine), without a user name, and at most 8 KiB long."))
}

pub(super) fn missing_client(plan: &Plan) -> Error {
    Error::new(
        Code::Misconfigured,
        format!("The integration “{}” has no clientId.", plan.integration.name),
    )
    .at("clientId")
    .next("Register an application with the provider and set clientId (and clientSecret) on the integration.")
}

pub(super) fn scopes_in_words(scopes: &[String]) -> String {
    if scopes.is_empty() {
        "the provider's default scopes".to_owned()
    } else {
        scopes.join(" ")
    }
}

pub(super) fn opened_words(surface: Surface) -> &'static str {
    match surface {
        Surface::Window => "The sign-in page is open in a window of its own",
        Surface::Browser => "The sign-in page was handed to the system browser",
        Surface::Popup => "The sign-in page opens in the page's popup",
    }
}
