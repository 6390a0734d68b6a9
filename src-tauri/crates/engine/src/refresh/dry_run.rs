//! What a refresh would send after a change, for the dry run: the same choice of values as a real one makes.

use patchbay_connector::{Endpoints, Names, RefreshAs, TemplateError, TracedRequest};

use super::ask::may_renew;
use crate::Trial;

impl Trial {
    /// The refresh in pieces. None for kinds whose tokens are made anew, and where the connector has none: as far as can be
    /// known, by the grant's endpoint or, for a new connection, by the planned one.
    pub fn trace_refresh(
        &self,
        names: &Names,
        planned: Option<&Endpoints>,
    ) -> Option<Result<TracedRequest, TemplateError>> {
        let endpoint = match &self.grant {
            Some(grant) => grant.endpoint.as_ref(),
            None => planned.and_then(|endpoints| endpoints.token.as_ref()),
        };
        let endpoint = endpoint
            .filter(|endpoint| endpoint.refresh_enabled && may_renew(self.after.auth_kind(), endpoint))?;
        let effective_id = self.after.client_id().unwrap_or_default();
        // While the client is the grant's, a changed secret is the rotated one (design section 5).
        let other_client = self
            .grant
            .as_ref()
            .filter(|grant| grant.client_id.clone().unwrap_or_default() != effective_id);
        let (id, secret, params) = match other_client {
            Some(grant) => (
                grant.client_id.clone().unwrap_or_default(),
                grant.client_secret.clone(),
                grant
                    .token_params
                    .iter()
                    .map(|(name, value)| (name.clone(), value.expose().clone()))
                    .collect(),
            ),
            None => (
                effective_id,
                self.after.client_secret(),
                self.after.token_params(),
            ),
        };
        Some(self.after.trace_refresh(
            names,
            &RefreshAs {
                endpoint,
                client_id: &id,
                secret: secret.as_ref(),
                params: &params,
            },
        ))
    }
}
