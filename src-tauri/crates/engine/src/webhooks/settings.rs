//! Where webhooks go, and the secret that they are signed with. The URL is sealed, since its query may be a secret; beside
//! it stands, plain, what may be shown of it.

use patchbay_connector::Secret;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::{sign, target};
use crate::{ChangedWhat, Code, Engine, Error, Redacted};

/// Plain: what may be shown.
const SHOWN: &str = "webhook";
/// Sealed: the URL; empty where there is none.
const URL: &str = "webhook.url";
/// Sealed: the secret's bytes.
const SECRET: &str = "webhook.secret";

/// Where webhooks go, as it may be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WebhookSettings {
    /// The URL, with values of its query masked where they look like secrets; none where webhooks are off.
    pub url: Option<String>,
    /// Hosts that may be told besides this machine, `host` or `host:port`.
    pub hosts: Vec<String>,
}

/// A change of [`WebhookSettings`]; `None` leaves what is there.
#[derive(Debug, Clone, Default)]
pub struct WebhookChange {
    /// The URL; `Some(None)` turns webhooks off.
    pub url: Option<Option<String>>,
    /// All hosts that may be told besides this machine.
    pub hosts: Option<Vec<String>>,
}

impl Engine {
    /// Where webhooks go. Works while the vault is locked.
    pub async fn webhook(&self) -> Result<WebhookSettings, Error> {
        let stored = self.with_store(|store| store.setting(SHOWN)).await?;
        Ok(stored
            .and_then(|stored| serde_json::from_value(stored).ok())
            .unwrap_or_default())
    }

    /// Changes where webhooks go; all of the change or none.
    ///
    /// # Errors
    /// [`Code::AddressRefused`] where the URL is neither on this machine nor at a listed host, [`Code::InvalidRequest`]
    /// where it or a host cannot be read, [`Code::VaultUnavailable`].
    pub async fn set_webhook(&self, change: WebhookChange) -> Result<WebhookSettings, Error> {
        self.need_vault()?;
        let _one_at_a_time = self.0.webhooks.settings.lock().await;
        let mut settings = self.webhook().await?;
        if let Some(hosts) = &change.hosts {
            settings.hosts = target::checked_hosts(hosts)?;
        }
        let url = match change.url.map(|url| url.filter(|url| !url.trim().is_empty())) {
            Some(Some(url)) => Some(target::checked_url(&url, &settings.hosts)?),
            Some(None) => None,
            None => match self.stored_url().await? {
                Some(url) => Some(target::checked_url(&url, &settings.hosts).map_err(|error| {
                    error.next("Keep the host, or set another URL (or none) in the same step.")
                })?),
                None => None,
            },
        };
        settings.url = url.as_ref().map(|url| Redacted::of(url).as_str().to_owned());
        let shown = json!(settings);
        let sealed = Secret::new(url.map(String::from).unwrap_or_default().into_bytes());
        self.with_store(move |store| {
            store.set_sealed_setting(URL, &sealed)?;
            store.set_setting(SHOWN, &shown)
        })
        .await?;
        self.webhooks_due();
        self.tell(ChangedWhat::Api, None);
        Ok(settings)
    }

    /// The secret that webhooks are signed with, `whsec_` and base64, for whoever verifies them. Made at first need.
    pub async fn webhook_secret(&self) -> Result<Secret<String>, Error> {
        Ok(sign::shown(&self.signing_secret().await?))
    }

    pub(super) async fn signing_secret(&self) -> Result<Secret<Vec<u8>>, Error> {
        self.need_vault()?;
        let _one_at_a_time = self.0.webhooks.secret.lock().await;
        if let Some(secret) = self.with_store(|store| store.sealed_setting(SECRET)).await? {
            return Ok(secret);
        }
        let secret = sign::new_secret()?;
        let kept = secret.clone();
        self.with_store(move |store| store.set_sealed_setting(SECRET, &kept))
            .await?;
        Ok(secret)
    }

    async fn stored_url(&self) -> Result<Option<String>, Error> {
        let stored = self.with_store(|store| store.sealed_setting(URL)).await?;
        Ok(stored
            .and_then(|stored| String::from_utf8(stored.expose().clone()).ok())
            .filter(|url| !url.is_empty()))
    }

    /// The URL to send to now, judged once more.
    pub(super) async fn webhook_target(&self) -> Result<Url, Error> {
        self.need_vault()?;
        let url = self.stored_url().await?.ok_or_else(|| {
            Error::new(
                Code::InvalidRequest,
                "There is no webhook, or its URL can no longer be read.",
            )
            .at("url")
            .next("Set the webhook's URL.")
        })?;
        target::checked_url(&url, &self.webhook().await?.hosts)
    }
}
