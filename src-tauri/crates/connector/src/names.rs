//! The values that templates are filled with, by name.

use std::{collections::HashMap, fmt};

use crate::{Layer, MASK, Secret};

/// Values by name. A secret one may stand in a header, a query, a body or a path, never in a host.
#[derive(Clone, Default)]
pub struct Names {
    values: HashMap<String, Named>,
}

/// One value and where it comes from.
#[derive(Clone)]
pub(crate) struct Named {
    pub(crate) text: Secret<String>,
    pub(crate) secret: bool,
    /// The layer that set it; `None` for what the engine supplies.
    pub(crate) layer: Option<Layer>,
}

/// The name under which `now()` finds the time. No parameter can have it: names have no brackets.
const NOW: &str = "now()";
/// The name under which `uuid()` finds its value.
const UUID: &str = "uuid()";

impl Names {
    /// Supplies a value that is no secret. An empty text counts as absent.
    pub fn set(&mut self, name: &str, text: String) {
        self.insert(name, Secret::new(text), false, None);
    }

    /// Supplies a secret.
    pub fn set_secret(&mut self, name: &str, text: Secret<String>) {
        self.insert(name, text, true, None);
    }

    /// Supplies what `now()` (Unix milliseconds) and `uuid()` give; this crate has no clock and no randomness.
    pub fn set_now_and_uuid(&mut self, now_ms: i64, uuid: String) {
        self.insert(NOW, Secret::new(now_ms.to_string()), false, None);
        self.insert(UUID, Secret::new(uuid), false, None);
    }

    /// The value of a name, in clear; `None` where it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.named(name).map(|named| named.text.expose().as_str())
    }

    /// Takes a name out.
    pub fn remove(&mut self, name: &str) {
        self.values.remove(name);
    }

    pub(crate) fn insert(&mut self, name: &str, text: Secret<String>, secret: bool, layer: Option<Layer>) {
        self.values.insert(name.to_owned(), Named { text, secret, layer });
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Named> {
        self.values
            .get(name)
            .filter(|named| !named.text.expose().is_empty())
    }

    /// The same with a mask in place of every secret, for what is only shown.
    pub(crate) fn masked(&self) -> Self {
        let mut masked = self.clone();
        for named in masked.values.values_mut().filter(|named| named.secret) {
            named.text = Secret::new(MASK.to_owned());
        }
        masked
    }

    pub(crate) fn now_ms(&self) -> Option<i64> {
        self.get(NOW)?.parse().ok()
    }

    pub(crate) fn uuid(&self) -> Option<&str> {
        self.get(UUID)
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<_> = self.values.keys().collect();
        names.sort();
        f.debug_tuple("Names").field(&names).finish()
    }
}
