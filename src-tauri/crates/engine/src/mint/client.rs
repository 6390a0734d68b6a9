//! The client as it shows itself to a token endpoint: with a secret, with a signed assertion (RFC 7523 §2.2), or with its
//! name alone.

use patchbay_connector::{ClientAuth, ClientRef, Effective, Names, Secret, TokenEndpoint};
use patchbay_store::new_id;

use super::Walk;
use crate::{Engine, Error, sign};

/// A client with what proves it.
pub(crate) struct Client {
    id: String,
    secret: Option<Secret<String>>,
    assertion: Option<Secret<String>>,
}

/// Where a client has to prove itself, and with what.
pub(crate) struct Proof<'a> {
    /// The parameters with the key.
    pub(crate) effective: &'a Effective,
    /// What the key's template is filled with.
    pub(crate) names: &'a Names,
    /// Where the proof goes.
    pub(crate) endpoint: &'a TokenEndpoint,
    /// Whose the endpoint is, where metadata said so.
    pub(crate) issuer: Option<&'a str>,
}

impl Client {
    pub(crate) fn as_ref(&self) -> ClientRef<'_> {
        ClientRef {
            id: &self.id,
            secret: self.secret.as_ref(),
            assertion: self.assertion.as_ref(),
        }
    }
}

impl Engine {
    /// A client, proved as the endpoint wants it. Each call signs anew: an assertion is good once (RFC 7523 §3, `jti`).
    pub(crate) fn client(
        &self,
        id: &str,
        secret: Option<&Secret<String>>,
        proof: &Proof<'_>,
    ) -> Result<Client, Error> {
        let signed = proof.endpoint.client_auth == ClientAuth::PrivateKeyJwt;
        let spec = if signed {
            proof.effective.sign_spec(proof.names)?
        } else {
            None
        };
        let assertion = match spec {
            // The issuer where it is known: an endpoint's address may be another server's word (security A2.8).
            Some(spec) => {
                let audience = proof.issuer.unwrap_or(proof.endpoint.url.as_str());
                Some(sign::jwt::client_assertion(
                    &spec,
                    id,
                    audience,
                    self.now(),
                    &new_id()?,
                )?)
            }
            None => None,
        };
        Ok(Client {
            id: id.to_owned(),
            secret: secret.cloned(),
            assertion,
        })
    }

    /// The client of the effective parameters. A JWT may come without one: then the assertion says who it is for.
    pub(super) fn effective_client(
        &self,
        walk: &Walk<'_>,
        endpoint: &TokenEndpoint,
        issuer: Option<&str>,
        names: &Names,
    ) -> Result<Client, Error> {
        let id = walk.effective.client_id().unwrap_or_default();
        let secret = walk.effective.client_secret();
        let proof = Proof {
            effective: walk.effective,
            names,
            endpoint,
            issuer,
        };
        self.client(&id, secret.as_ref(), &proof)
    }
}
