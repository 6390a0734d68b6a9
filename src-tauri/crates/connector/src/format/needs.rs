//! Whether a document needs a client: an id, a secret. By its kind where the protocol says so, else by what its templates
//! cannot be filled without.

use serde_json::Value;

use super::{AuthKind, ClientAuth, Document, Signature, uses};
use crate::templates::Template;

impl Document {
    /// Whether signing in needs a client id.
    pub(crate) fn needs_client_id(&self) -> bool {
        let auth = &self.auth;
        let by_kind = match auth.kind {
            AuthKind::Oauth2 => !(auth.registration && auth.discovery.is_some()),
            AuthKind::Oauth1 | AuthKind::ClientCredentials => true,
            // An assertion alone says who asks (RFC 7521 §4.1).
            AuthKind::Jwt => matches!(
                auth.token.client_auth,
                Some(ClientAuth::Post | ClientAuth::Basic | ClientAuth::PrivateKeyJwt)
            ),
            AuthKind::Key | AuthKind::Basic | AuthKind::Exchange | AuthKind::None => false,
        };
        by_kind || self.is_declared_required("clientId") || self.cannot_do_without("clientId")
    }

    /// Whether signing in needs a client secret. A user's grant does not: the client may be a public one.
    pub(crate) fn needs_client_secret(&self) -> bool {
        let auth = &self.auth;
        let by_kind = match auth.kind {
            AuthKind::Oauth2 => return self.is_declared_required("clientSecret"),
            AuthKind::ClientCredentials => !matches!(
                auth.token.client_auth,
                Some(ClientAuth::PrivateKeyJwt | ClientAuth::None)
            ),
            AuthKind::Oauth1 => auth.signature != Signature::RsaSha1,
            AuthKind::Jwt | AuthKind::Key | AuthKind::Basic | AuthKind::Exchange | AuthKind::None => false,
        };
        by_kind || self.is_declared_required("clientSecret") || self.cannot_do_without("clientSecret")
    }

    /// Whether a client's id and secret have any meaning here.
    pub(crate) fn has_client(&self) -> bool {
        let auth = &self.auth;
        auth.kind.has_grant()
            || auth.kind == AuthKind::ClientCredentials
            || self.needs_client_id()
            || self.needs_client_secret()
            || self.params.contains_key("clientId")
    }

    fn is_declared_required(&self, name: &str) -> bool {
        self.params
            .get(name)
            .is_some_and(|param| param.required && param.default.is_none())
    }

    /// Whether a template has no alternative to a name. Revoking is not counted: it comes after everything.
    fn cannot_do_without(&self, name: &str) -> bool {
        let mut found = false;
        uses::visit(self, &mut |place, used| {
            if !found && !place.starts_with("auth.revoke") {
                found = match used {
                    uses::Used::Url(url) => url.needs(name),
                    uses::Used::Text(template) => template.needs(name),
                };
            }
        });
        found
    }
}

/// The templates in a list of texts that was checked when it was read; those of other layers are literals.
pub(crate) fn scope_template(value: &Value) -> Option<Template> {
    Template::parse(value.as_str()?).ok()
}
