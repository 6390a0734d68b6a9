//! What the developer likes: how the window looks, where users authorise by default, what is told. Nothing here changes
//! what is sent to a provider.

use patchbay_connector::{Connector, WebviewRule};
use patchbay_store::{Store, StoreError, Surface};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use crate::{ChangedWhat, Code, Engine, Error};

/// The setting that keeps them.
const SETTING: &str = "preferences";
/// Hints that were put away; the oldest give way.
const MOST_SEEN: usize = 200;
/// The longest name of a hint.
const LONGEST_SEEN: usize = 100;

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(export)]
pub enum ThemeChoice {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the developer likes; nothing that changes what is sent to a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export)]
pub struct Preferences {
    /// Light, dark, or as the system has it.
    pub theme: ThemeChoice,
    /// Where users authorise in integrations made from now on; the connector's rule goes before it.
    pub surface: Option<Surface>,
    /// Whether the desktop is notified when a connection needs a reconnect.
    pub notify: bool,
    /// Names of hints that were put away.
    pub seen: Vec<String>,
}

/// A change of what the developer likes; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(export, optional_fields)]
pub struct PreferencesChange {
    /// Another theme.
    pub theme: Option<ThemeChoice>,
    /// Another surface for new integrations.
    pub surface: Option<Surface>,
    /// Whether the desktop is notified.
    pub notify: Option<bool>,
    /// A hint that is put away.
    pub seen: Option<String>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            surface: None,
            notify: true,
            seen: Vec::new(),
        }
    }
}

impl Engine {
    /// What the developer likes.
    pub async fn preferences(&self) -> Result<Preferences, Error> {
        self.with_store(stored).await
    }

    /// Changes what is named of it; the rest stays.
    ///
    /// # Errors
    /// A surface that no integration can have by default, or a name that no hint has.
    pub async fn set_preferences(&self, change: PreferencesChange) -> Result<Preferences, Error> {
        if change.surface == Some(Surface::Popup) {
            return Err(Error::new(
                Code::InvalidRequest,
                "A popup is opened by the page that uses the SDK, so it cannot be preferred here.",
            )
            .at("surface")
            .next("Choose window or browser."));
        }
        if change.seen.as_ref().is_some_and(|seen| {
            seen.is_empty() || seen.len() > LONGEST_SEEN || seen.contains(char::is_control)
        }) {
            return Err(Error::new(
                Code::InvalidRequest,
                "A hint's name is 1 to 100 characters in one line.",
            )
            .at("seen")
            .next("Name the hint that was put away."));
        }
        let (preferences, changed) = self
            .with_store(move |store| {
                let before = stored(store)?;
                let after = laid_over(before.clone(), change);
                let changed = after != before;
                if changed {
                    store.set_setting(SETTING, &json!(after))?;
                }
                Ok((after, changed))
            })
            .await?;
        if changed {
            self.tell(ChangedWhat::Preferences, None);
        }
        Ok(preferences)
    }

    /// Where users authorise in an integration that says nothing about it.
    pub(crate) async fn preferred_surface(&self, connector: &Connector) -> Surface {
        let preferred = self.preferences().await.ok().and_then(|likes| likes.surface);
        match preferred {
            Some(Surface::Window) if connector.redirect().webview == WebviewRule::Refused => Surface::Browser,
            Some(surface) => surface,
            None => Surface::default(),
        }
    }
}

/// What was stored. A value that cannot be read, as of a newer version, is none.
fn stored(store: &Store) -> Result<Preferences, StoreError> {
    let value = store.setting(SETTING)?;
    Ok(value
        .and_then(|value| serde_json::from_value(value).ok())
        .unwrap_or_default())
}

fn laid_over(mut preferences: Preferences, change: PreferencesChange) -> Preferences {
    preferences.theme = change.theme.unwrap_or(preferences.theme);
    preferences.surface = change.surface.or(preferences.surface);
    preferences.notify = change.notify.unwrap_or(preferences.notify);
    if let Some(seen) = change.seen.filter(|seen| !preferences.seen.contains(seen)) {
        preferences.seen.push(seen);
        let over = preferences.seen.len().saturating_sub(MOST_SEEN);
        preferences.seen.drain(..over);
    }
    preferences
}
