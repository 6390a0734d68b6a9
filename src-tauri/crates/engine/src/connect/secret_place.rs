//! Where a client secret may go: whoever connects must not be able to choose it (design section 2, who may set what).

use patchbay_connector::{AuthKind, Names, Origin, Patch};

use super::Plan;
use crate::{Code, Engine, Error};

impl Engine {
    /// Refuses a sign-in whose token endpoint only the input leads to, where the integration's client secret would be sent
    /// there. What the connector, the integration or an override of the developer's names is meant; a client without a
    /// secret, or one that registers itself, has nothing to lose.
    pub(super) fn refuse_stray_secret(plan: &Plan, names: &Names) -> Result<(), Error> {
        let with_client = matches!(plan.kind(), AuthKind::Oauth2 | AuthKind::ClientCredentials);
        if !with_client || plan.effective.client_secret().is_none() {
            return Ok(());
        }
        let url = match plan.effective.discovery_url(names)? {
            Some(url) => Some(url),
            None => plan
                .effective
                .endpoints(names, None)?
                .token
                .map(|token| token.url),
        };
        let Some(origin) = url.as_ref().and_then(Origin::of) else {
            return Ok(());
        };
        let nothing = Patch::default();
        let integration = &plan.integration;
        let known = plan
            .connector
            .allowed_origins(&integration.parameters, &integration.option_parameters)
            .contains(&origin)
            || plan.effective.reachable(&nothing, &nothing).contains(&origin);
        if known {
            return Ok(());
        }
        Err(Error::new(
            Code::Forbidden,
            format!("The integration's client secret would be sent to {origin}, which only the input names."),
        )
        .next("Set that address on the integration or in the override, or use a client without a secret."))
    }
}
