//! The built-in provider as the engine knows it: what it holds, and what it can be told to do wrong. It runs beside the
//! engine, where it runs at all, and is reached through a port.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{ChangedWhat, Code, Engine, Error};

/// The built-in provider as a whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxView {
    /// Why it does not run, and what to do; none while it runs.
    pub off: Option<String>,
    /// What it does wrong.
    pub faults: SandboxFaults,
    /// Production and sandbox.
    pub environments: Vec<SandboxEnvironment>,
}

/// One environment of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxEnvironment {
    /// `production` or `sandbox`.
    pub name: String,
    /// Its origin.
    pub url: String,
    /// Who can sign in.
    pub users: Vec<SandboxUser>,
    /// The programs that may ask for grants.
    pub clients: Vec<SandboxClientView>,
    /// What was granted, newest first.
    pub grants: Vec<SandboxGrant>,
}

/// A made-up user.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxUser {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub email: String,
}

/// A registered program.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxClientView {
    /// Its client id.
    pub id: String,
    /// Where its users may be sent; one that ends in `*` is a prefix.
    pub redirect_uris: Vec<String>,
}

/// What one user allowed one client.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxGrant {
    /// Its id.
    pub id: String,
    /// Name of the user; none where a client holds it for itself.
    pub user: Option<String>,
    /// The client.
    pub client: String,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// Whether a refresh token is good for it.
    pub has_refresh_token: bool,
    /// How often it was refreshed.
    pub refreshes: u32,
    /// Its access tokens, the newest first.
    pub tokens: Vec<SandboxToken>,
}

/// An access token. The provider itself keeps no more than its digest.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SandboxToken {
    /// The first 16 hex digits of its digest.
    pub id: String,
    /// Its scopes.
    pub scopes: Vec<String>,
    /// When it expires.
    #[ts(type = "number")]
    pub expires_at: i64,
}

/// What the built-in provider does wrong. The default is nothing. Held in memory: a restart mends it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export)]
pub struct SandboxFaults {
    /// Whatever the user presses, the answer is `access_denied`.
    pub deny: bool,
    /// The token endpoint waits so many milliseconds first.
    pub slow_ms: u32,
    /// The token endpoint answers with this status (200 to 599) and does nothing.
    pub token_status: Option<u16>,
    /// `Retry-After` in seconds on forced answers.
    pub retry_after_s: Option<u32>,
    /// A refresh is carried out, and the connection then closed without an answer.
    pub drop_after_rotation: bool,
    /// Token answers have no `expires_in`.
    pub omit_expires_in: bool,
    /// `expires_in` is this text instead of a number.
    pub odd_expires_in: Option<String>,
    /// Lifetime of new access tokens in seconds, instead of 3600.
    pub access_ttl_s: Option<u32>,
    /// Token answers are form-encoded.
    pub form_encoded: bool,
    /// The token endpoint refuses with status 200.
    pub error_200: bool,
    /// The last of several scopes is not granted.
    pub grant_fewer: bool,
    /// A refresh is refused with `invalid_grant`.
    pub revoked_refresh: bool,
    /// The API answers with this status (200 to 599).
    pub api_status: Option<u16>,
    /// The API waits so many milliseconds first.
    pub api_delay_ms: u32,
}

/// What to revoke or to let expire: all that matches.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct SandboxSelection {
    /// `production` or `sandbox`; both where it is absent.
    pub environment: Option<String>,
    /// One grant.
    pub grant: Option<String>,
    /// One access token, by its id.
    pub token: Option<String>,
}

/// The built-in provider, seen and steered from outside.
#[async_trait]
pub trait BuiltInProvider: Send + Sync {
    /// What it holds and does wrong.
    fn view(&self) -> SandboxView;
    /// Replaces what it does wrong, from its next answer on.
    fn set_faults(&self, faults: SandboxFaults);
    /// Revokes what matches: one access token, or grants with all of their tokens. False where nothing matched; an error
    /// is in words.
    async fn revoke(&self, selection: SandboxSelection) -> Result<bool, String>;
    /// Lets the access tokens that match expire now. False where nothing matched; an error is in words.
    async fn expire(&self, selection: SandboxSelection) -> Result<bool, String>;
}

/// The provider that runs beside this engine, if one does.
#[derive(Default)]
pub(crate) struct Beside(RwLock<Option<Arc<dyn BuiltInProvider>>>);

impl Beside {
    fn get(&self) -> Option<Arc<dyn BuiltInProvider>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Engine {
    /// Takes the provider that runs beside this engine, or lets go of it when it ends.
    pub fn set_built_in_provider(&self, provider: Option<Arc<dyn BuiltInProvider>>) {
        *self.0.beside.0.write().unwrap_or_else(PoisonError::into_inner) = provider;
        self.tell(ChangedWhat::Sandbox, None);
    }

    /// What the provider calls back when what it holds or does wrong changed. It keeps nothing of the engine alive.
    pub fn sandbox_listener(&self) -> impl Fn() + Send + Sync + 'static {
        let changes = self.0.changes.clone();
        move || changes.tell(ChangedWhat::Sandbox, None)
    }

    /// The built-in provider as it is now; where it does not run, why.
    pub fn sandbox(&self) -> SandboxView {
        match self.0.beside.get() {
            Some(provider) => provider.view(),
            None => SandboxView {
                off: Some(self.why_no_sandbox()),
                faults: SandboxFaults::default(),
                environments: Vec::new(),
            },
        }
    }

    /// Replaces what the built-in provider does wrong.
    ///
    /// # Errors
    /// A status that is none, or a text that no answer can carry; where the provider does not run, why.
    pub fn set_sandbox_faults(&self, faults: SandboxFaults) -> Result<SandboxView, Error> {
        checked(&faults)?;
        let provider = self.provider()?;
        provider.set_faults(faults);
        Ok(provider.view())
    }

    /// Revokes grants or a token at the built-in provider.
    ///
    /// # Errors
    /// Nothing matches; where the provider does not run, why.
    pub async fn revoke_at_sandbox(&self, selection: SandboxSelection) -> Result<SandboxView, Error> {
        let provider = self.provider()?;
        known_environment(&selection)?;
        found(&selection, provider.revoke(selection.clone()).await)?;
        Ok(provider.view())
    }

    /// Lets access tokens expire at the built-in provider. The engine does not learn of it until a call is refused.
    ///
    /// # Errors
    /// Nothing matches; where the provider does not run, why.
    pub async fn expire_at_sandbox(&self, selection: SandboxSelection) -> Result<SandboxView, Error> {
        let provider = self.provider()?;
        known_environment(&selection)?;
        found(&selection, provider.expire(selection.clone()).await)?;
        Ok(provider.view())
    }

    fn provider(&self) -> Result<Arc<dyn BuiltInProvider>, Error> {
        self.0
            .beside
            .get()
            .ok_or_else(|| Error::new(Code::Unsupported, self.why_no_sandbox()))
    }

    fn why_no_sandbox(&self) -> String {
        let reported = self.listeners().sandbox;
        reported
            .into_iter()
            .find_map(|listener| listener.off)
            .unwrap_or_else(|| {
                "The sandbox does not run in this process. Open the app, or start `patchbay serve --sandbox`."
                    .to_owned()
            })
    }
}

/// What a provider that was asked to change something answered.
fn found(selection: &SandboxSelection, answer: Result<bool, String>) -> Result<(), Error> {
    let changed = answer.map_err(|words| {
        Error::new(Code::Internal, words).next("Check that the data folder can be written and has room.")
    })?;
    // "All of them" is done where there are none.
    match (changed, &selection.token, &selection.grant) {
        (false, Some(token), _) => Err(Error::not_found("access token", token)),
        (false, None, Some(grant)) => Err(Error::not_found("grant", grant)),
        _ => Ok(()),
    }
}

fn known_environment(selection: &SandboxSelection) -> Result<(), Error> {
    match selection.environment.as_deref() {
        None | Some("production" | "sandbox") => Ok(()),
        Some(other) => Err(Error::new(
            Code::InvalidRequest,
            format!("The sandbox has no environment “{other}”."),
        )
        .at("environment")
        .next("Name production or sandbox.")),
    }
}

fn checked(faults: &SandboxFaults) -> Result<(), Error> {
    for (path, status) in [
        ("tokenStatus", faults.token_status),
        ("apiStatus", faults.api_status),
    ] {
        if status.is_some_and(|status| !(200..600).contains(&status)) {
            return Err(
                Error::new(Code::InvalidRequest, "A forced status is between 200 and 599.")
                    .at(path)
                    .next("Choose one such as 429 or 503."),
            );
        }
    }
    let odd = faults.odd_expires_in.as_deref().unwrap_or_default();
    if odd.len() > 100 || odd.contains(char::is_control) {
        return Err(Error::new(
            Code::InvalidRequest,
            "The odd expires_in is at most 100 characters, in one line.",
        )
        .at("oddExpiresIn")
        .next("Choose a text such as soon or 3600.5."));
    }
    Ok(())
}
