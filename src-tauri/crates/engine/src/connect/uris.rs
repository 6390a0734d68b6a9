//! Redirect URIs: the one that is sent, and those at which the redirect may arrive (design section 4.4).

use patchbay_store::{Integration, RedirectStrategy, Surface};
use url::Url;

use super::Plan;
use crate::{Code, Engine, Error};

impl Engine {
    /// The URI to register with the provider.
    pub fn redirect_uri_of(&self, integration: &Integration) -> String {
        match &integration.redirect {
            RedirectStrategy::DeepLink => self.deep_link_uri(&integration.key),
            RedirectStrategy::Relay { url } => url.clone(),
            RedirectStrategy::Loopback | RedirectStrategy::Paste => self.loopback_uri(&integration.key),
        }
    }

    /// What is sent for a plan, and where it may arrive. A popup never uses the deep link: no page could close it.
    pub(crate) fn redirect_uri(&self, plan: &Plan) -> Result<(String, Vec<Url>), Error> {
        let sent = match (&plan.integration.redirect, plan.surface) {
            (RedirectStrategy::DeepLink, Surface::Popup) => self.loopback_uri(&plan.integration.key),
            _ => self.redirect_uri_of(&plan.integration),
        };
        let arrivals = Self::arrivals_of(&sent)?;
        if let RedirectStrategy::Relay { .. } = plan.integration.redirect {
            let forwarded = [
                self.loopback_uri(&plan.integration.key),
                self.deep_link_uri(&plan.integration.key),
            ];
            let forwarded = forwarded.iter().filter_map(|uri| Url::parse(uri).ok());
            return Ok((sent, arrivals.into_iter().chain(forwarded).collect()));
        }
        Ok((sent, arrivals))
    }

    /// Where a redirect that was sent to `sent` may arrive.
    pub(crate) fn arrivals_of(sent: &str) -> Result<Vec<Url>, Error> {
        Url::parse(sent).map(|url| vec![url]).map_err(|_| {
            Error::new(
                Code::Misconfigured,
                "The integration's redirect URI is not a URL.",
            )
            .at("redirect")
            .next("Set a relay that is an https URL, or choose loopback or deep link.")
        })
    }

    fn loopback_uri(&self, key: &str) -> String {
        format!("http://127.0.0.1:{}/oauth-callback/{key}", self.0.settings.port)
    }

    fn deep_link_uri(&self, key: &str) -> String {
        format!("{}://oauth/callback/{key}", self.0.settings.scheme)
    }
}
