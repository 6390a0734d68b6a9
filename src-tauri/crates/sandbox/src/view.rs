//! What the provider holds, as its owner may look at it: names, ids and times, never a token.

use crate::environment::Environment;
use crate::state::State;

/// One environment and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentView {
    /// `production` or `sandbox`.
    pub name: &'static str,
    /// Its origin.
    pub url: String,
    /// Who can sign in.
    pub users: Vec<UserView>,
    /// The programs that may ask for grants.
    pub clients: Vec<ClientView>,
    /// What was granted, newest first.
    pub grants: Vec<GrantView>,
}

/// A made-up user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserView {
    /// Its id.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub email: &'static str,
}

/// A registered program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientView {
    /// Its client id.
    pub id: String,
    /// Where its users may be sent; one that ends in `*` is a prefix.
    pub redirect_uris: Vec<String>,
}

/// What one user allowed one client, or what a client holds for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantView {
    /// Its id.
    pub id: String,
    /// Name of the user; none where the client holds it for itself.
    pub user: Option<String>,
    /// The client's id.
    pub client: String,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// Whether a refresh token is good for it.
    pub has_refresh_token: bool,
    /// How often it was refreshed.
    pub refreshes: u32,
    /// Its access tokens, newest first; expired ones for a day.
    pub tokens: Vec<TokenView>,
}

/// An access token, of which no more than its digest is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenView {
    /// The first 16 hex digits of its SHA-256.
    pub id: String,
    /// Its scopes.
    pub scopes: Vec<String>,
    /// When it expires, UTC milliseconds.
    pub expires_at: u64,
}

/// What to revoke or to let expire: all that matches. The default is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// `production` or `sandbox`; both where it is none.
    pub environment: Option<String>,
    /// One grant.
    pub grant: Option<String>,
    /// One access token, by its id.
    pub token: Option<String>,
}

/// One environment as it is now.
pub(crate) fn environment(state: &State, environment: Environment, url: &str) -> EnvironmentView {
    let grants = &state.environment(environment).grants;
    let users = environment.users().iter().map(|user| UserView {
        id: user.id,
        name: user.name,
        email: user.email,
    });
    let clients = state.clients().map(|(id, client)| ClientView {
        id: id.clone(),
        redirect_uris: client.redirect_uris.clone(),
    });
    let granted = grants.listed().into_iter().map(|(id, grant)| GrantView {
        id: id.clone(),
        user: grant.user_id.as_deref().map(|id| {
            let user = environment.user(id);
            user.map_or(id, |user| user.name).to_owned()
        }),
        client: grant.client_id.clone(),
        scopes: grant.scopes.names(),
        has_refresh_token: grant.has_refresh_token(),
        refreshes: grant.refreshes,
        tokens: grants
            .tokens_of(id)
            .into_iter()
            .map(|(id, token)| TokenView {
                id,
                scopes: token.scopes.names(),
                expires_at: token.expires_at,
            })
            .collect(),
    });
    EnvironmentView {
        name: environment.name(),
        url: url.to_owned(),
        users: users.collect(),
        clients: clients.collect(),
        grants: granted.collect(),
    }
}
